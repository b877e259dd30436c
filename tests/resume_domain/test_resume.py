"""What a resume says: skills that are words too, sections, dates, projects, contact details, corrections."""

from datetime import date

import pytest

from domain.resume.language import language_of
from domain.resume.model import Corrections, Resume
from domain.resume.sections import heading
from domain.resume.skills import mentions
from domain.resume.understood import LONGEST, understood, without_contacts
from domain.resume.vocabulary import vocabulary
from domain.resume.years import Span, claims, last_year, span, years_of
from tests.resume_domain.samples import TODAY


def named(text: str) -> set[str]:
    return {mention.skill for mention in mentions(text)}


def how(resume: Resume, skill: str) -> str:
    found = resume.found(skill)
    return found.evidence[0].how if found else ""


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        ("K8s, JS and Postgres on amazon web services", {"kubernetes", "javascript", "postgresql", "aws"}),
        ("Node.js/Express with MongoDB", {"nodejs", "express", "mongodb"}),
        ("ASP.NET Core and C#, not Java script kiddies", {"dotnet", "csharp", "javascript"}),
        ("C/C++ and R, Python", {"c", "cpp", "r", "python"}),
        ("ReactJS, React Native", {"react", "react-native"}),
        ("CI/CD, A/B tests and TCP/IP", {"ci-cd", "ab-testing", "networking"}),
        ("Spring Boot and Spring Data", {"spring-boot", "spring"}),
        ("written in Go", {"go"}),
        ("Rust or Go", {"rust", "go"}),
        ("Bonus: Swift", {"swift"}),
        ("Go developer", {"go"}),
        ("python, go, rust", {"python", "go", "rust"}),
        ("Kenntnisse in SQL-Datenbanken", {"sql"}),
        ("ｐｙｔｈｏｎ and Réact", {"python", "react"}),
    ],
)
def test_a_skill_is_found_by_any_of_its_names(text: str, skills: set[str]) -> None:
    assert named(text) == skills


@pytest.mark.parametrize(
    "text",
    [
        "You will go to market and excel at communication",
        "Excel in everything you do",
        "Go to the office in Spring 2021",
        "R&D team, Series C, C-level",
        "A swift response will spark interest",
        "We express thanks to the rest of the chefs",
        "I react to rust on the helm of my boat",
        "Interest in sketch, sentry duty and the vault",
        "Less than a year; less is more",
    ],
)
def test_an_ordinary_word_is_no_skill(text: str) -> None:
    assert named(text) <= {"react"}


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("WORK EXPERIENCE", "experience"),
        ("Employment History:", "experience"),
        ("## Projects", "projects"),
        ("E D U C A T I O N", "education"),
        ("--- Technical Skills ---", "skills"),
        ("Programming Languages", "skills"),
        ("Berufserfahrung", "experience"),
        ("FORMACIÓN ACADÉMICA", "education"),
        ("Compétences techniques", "skills"),
        ("Shiksha", "education"),
        ("Education in Germany", None),
        ("Built projects for 3 customers, with skills", None),
        ("Software Engineer", None),
    ],
)
def test_headings_in_many_spellings(line: str, section: str | None) -> None:
    assert heading(line) == section


@pytest.mark.parametrize(
    ("line", "months"),
    [
        ("Jan 2021 – present", 71),
        ("06/2020 to 08/2021", 15),
        ("2019-2021", 24),
        ("März 2020 bis heute", 81),
        ("enero 2022 - actualidad", 59),
        ("depuis février 2021", 70),
        ("Sept. 2019 — Dec 2019", 4),
        ("2020-03 - 2020-08", 6),
        ("06/21 - 08/22", 15),
        ("2023 - 2023", 6),
        ("May 2026 - May 2030", 7),
    ],
)
def test_ranges_of_dates(line: str, months: int) -> None:
    found = span(f"Engineer, Acme, {line}", TODAY)
    assert found is not None
    assert found.end - found.start == months


@pytest.mark.parametrize(
    "line", ["2021 - 2019", "version 3.11.2", "May 2031 - present", "+91 98765 43210", "no date"]
)
def test_what_is_no_range(line: str) -> None:
    assert span(line, TODAY) is None


def test_overlapping_jobs_count_once() -> None:
    assert years_of([Span(0, 24, 1), Span(12, 36, 2), Span(48, 60, 4)]) == 4.0
    assert years_of([]) is None


def test_the_last_year_and_claims() -> None:
    assert last_year("ShopKart, May 2022", TODAY) == 2022
    assert last_year("2016 - 2020", TODAY) == 2020
    assert last_year("Expected 2028", TODAY) is None
    assert list(claims("3+ years of experience in Java")) == [3.0]
    assert list(claims("for 3 years the shop was closed")) == []


def test_old_dates_of_study_and_projects_are_no_work() -> None:
    text = (
        "Experience\nDev, A, Jan 2025 - Dec 2025\nEducation\nB.Sc., 2010 - 2014\n"
        "Projects\nX, 2014 - 2020\n- Built it"
    )
    assert understood(text, TODAY).experience.dated == 1.0


def test_a_skill_in_a_list_is_less_than_in_a_deed_and_little_is_least() -> None:
    resume = understood(
        "Experience\n- Built an API in Go\nSkills\nPython, AWS (basic)\nInterested in learning Kafka\nNo PHP",
        TODAY,
    )
    assert [how(resume, skill) for skill in ("go", "python", "aws", "kafka", "php")] == [
        "shown", "listed", "slight", "slight", "",
    ]  # fmt: skip


def test_evidence_bears_the_year_of_its_entry() -> None:
    text = (
        "Experience\nDev, New, 2022 - 2024\n- Used Rust for it\nDev, Old, 2010 - 2012\n- Wrote Perl reports"
    )
    resume = understood(text, TODAY)
    years = {one.skill: one.evidence[0].last_used for one in resume.skills}
    assert years == {"rust": 2024, "perl": 2012}


def test_notes_without_capitals_or_bullets_are_read() -> None:
    skills = "jaan\nskills: python, java, react, go"
    text = f"{skills}\nprojects:\nblog site in django\nmade with docker\nexperience\n2020 - 2022 acme"
    resume = understood(text, TODAY)
    assert resume.sections == ("skills", "projects", "experience")
    assert [(one.name, one.skills) for one in resume.projects] == [
        ("blog site in django", ("django", "docker"))
    ]
    assert resume.experience.dated == 2


def test_a_heading_does_not_go_on_with_an_address_that_ends_in_de() -> None:
    contact = "Lindenstraße 12, Stuttgart, jonas.weber@example.de"
    text = f"Jonas Weber\n{contact}\nBerufserfahrung\nWerkstudent, 03/2024 – heute"
    assert understood(text, TODAY).sections == ("experience",)


COURSE = """Academic Projects:
1. Smart Attendance
   Technologies: Python, OpenCV
   Description: Built a system that marks attendance for 60 students.
2. Library portal
   Tools: PHP, MySQL
   Role: lead

Technical Skills: Go, Rust"""


def test_what_is_labelled_below_a_project_belongs_to_it() -> None:
    resume = understood(COURSE, TODAY)
    assert [one.name for one in resume.projects] == ["Smart Attendance", "Library portal"]
    assert [one.skills for one in resume.projects] == [("computer-vision", "python"), ("mysql", "php")]
    assert (how(resume, "python"), how(resume, "go")) == ("shown", "listed")
    (titled,) = understood("PROJECTS\nTitle: Weather Board\nTeam size: 3\nBuilt it in D3", TODAY).projects
    assert (titled.name, "d3" in titled.skills) == ("Weather Board", True)


def test_what_is_indented_belongs_to_the_project_above() -> None:
    text = "Projects\n1) Tracker (https://example.org/t)\n   - Flask, SQLite\n2) Chat using Redis"
    found = understood(text, TODAY).projects
    assert {one.name: one.skills for one in found} == {
        "Tracker": ("flask", "sqlite"),
        "Chat using Redis": ("redis",),
    }


def test_contact_details_are_only_named() -> None:
    details = "Ana\nana@example.com, +49 170 1234567\nCalle Mayor 5\ngithub.com/ana/react-kafka\n"
    text = f"{details}Projects\n- Built a shop in React"
    resume = understood(text, TODAY)
    assert resume.contacts == ("address", "e-mail", "link", "phone")
    assert resume.found("kafka") is None
    shared = without_contacts(text)
    assert "[e-mail]" in shared
    assert "• Built a shop in React" in shared
    assert not any(detail in shared for detail in ("ana@", "1234567", "Mayor", "kafka"))


def test_a_quote_stops_where_contact_details_begin() -> None:
    resume = understood("Skills\nPython, Docker | ana@example.com | Kafka", TODAY)
    assert [one.evidence[0].quote for one in resume.skills] == ["Python, Docker", "Kafka", "Python, Docker"]


def test_corrections_add_remove_and_set_years() -> None:
    text = "Experience\nDev, A, 2024 - 2025\n- Built it in Go"
    fixed = understood(text, TODAY, Corrections(added=("rust",), removed=("go",), years=4))
    assert [one.skill for one in fixed.skills] == ["rust"]
    assert how(fixed, "rust") == "said"
    assert fixed.experience.years == 4
    assert understood(text, TODAY).corrected(Corrections()) == understood(text, TODAY)


def test_what_was_not_understood_is_said() -> None:
    notes = " ".join(understood("zzz qqq", TODAY).notes)
    assert "no headings" in notes
    assert "no skill" in notes
    assert "no dates" in notes
    assert "language" in notes
    assert "first 60,000 characters" in understood("word " * LONGEST, TODAY).notes[0]
    assert "“HOBBYHORSES”" in understood("SKILLS\nPython\nHOBBYHORSES\nchess", TODAY).notes[-1]


def test_dates_and_claims_that_disagree_are_told() -> None:
    text = "Summary\nEngineer with 8 years of experience\nExperience\nDev, A, Jan 2025 - Dec 2025"
    resume = understood(text, TODAY)
    assert resume.experience.years == 8
    assert "The dates of jobs come to 1 years; a sentence says 8." in resume.notes


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Built for the users of the shop with care", "en"),
        ("Entwicklung und Betrieb der Dienste für die Kunden mit Java", "de"),
        ("Desarrollo de la tienda para los clientes con React", "es"),
        ("Mise en place des pipelines pour la banque avec Spark", "fr"),
        ("Maine shop banaya hai aur bot likha hai", "hi-Latn"),
        ("Python Java Rust", ""),
    ],
)
def test_languages_are_told_apart(text: str, language: str) -> None:
    assert language_of(text) == language


def test_the_vocabulary_is_whole() -> None:
    known = vocabulary()
    linked = {other for skill in known.skills.values() for other in (*skill.within, *skill.near)}
    assert len(known.skills) >= 340
    assert linked <= set(known.skills)
    assert all(skill not in known.wider[skill] for skill in known.skills)
    owners: dict[tuple[str, ...], str] = {}
    for spellings in known.spellings.values():
        for one in spellings:
            assert owners.setdefault(one.tokens, one.skill.id) == one.skill.id, one.tokens


def test_a_skill_is_found_as_typed() -> None:
    typed = ("POSTGRES", "ci/cd", "system-design", "x" * 99)
    found = [vocabulary().find(one) for one in typed]
    assert [one.id if one else "" for one in found] == ["postgresql", "ci-cd", "system-design", ""]


def test_today_cuts_what_lies_ahead() -> None:
    text = "Experience\nIntern, Acme, Jan 2024 - Dec 2030"
    assert understood(text, date(2025, 1, 31)).experience.dated == 1.1
