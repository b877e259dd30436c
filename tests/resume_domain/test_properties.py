"""What holds for any resume and description, and for any text at all."""

import time
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.matching.description import description
from domain.matching.match import match
from domain.matching.questions import topics_for_interview
from domain.resume.understood import understood, without_contacts
from tests.resume_domain.samples import TODAY

SKILLS = (
    "Python",
    "Go",
    "Java",
    "PostgreSQL",
    "MySQL",
    "Docker",
    "Kubernetes",
    "React",
    "Kafka",
    "AWS",
    "Redis",
    "SQL",
)
skill = st.sampled_from(SKILLS)
bullet = st.one_of(
    skill.map("- Built a service in {} for 40 users".format),
    st.lists(skill, min_size=1, max_size=4).map(lambda names: f"- {', '.join(names)}"),
    skill.map("- Basic knowledge of {}".format),
    st.tuples(skill, skill).map(lambda two: f"- Moved 3 jobs from {two[0]} to {two[1]}"),
    st.just("- Answered the phone"),
)
bullets = st.lists(bullet, max_size=6)
want = st.one_of(
    skill.map("- Experience with {}".format),
    st.lists(skill, min_size=2, max_size=3, unique=True).map(lambda names: f"- {' or '.join(names)}"),
    skill.map("- {} is a plus".format),
    st.just("- 3 years of experience"),
)
wants = st.lists(want, min_size=1, max_size=6)
few = settings(max_examples=25, deadline=None)


def resume_of(lines: list[str]) -> str:
    return "\n".join(("Ana", "Experience", "Developer, Acme, Jan 2024 - Dec 2025", *lines))


def description_of(lines: list[str]) -> str:
    return "\n".join(("Requirements", *lines))


def score(mine: str, theirs: str) -> int | None:
    return match(understood(mine, TODAY), description(theirs)).score


@few
@given(bullets, wants, skill)
def test_evidence_for_a_skill_never_lowers_the_score(lines: list[str], asked: list[str], more: str) -> None:
    theirs = description_of(asked)
    before, after = (
        score(resume_of(lines), theirs),
        score(resume_of([*lines, f"- Built it in {more}"]), theirs),
    )
    assert before is not None
    assert after is not None
    assert 0 <= before <= after <= 100


@few
@given(bullets.filter(bool), wants, st.data())
def test_a_line_that_leaves_never_raises_the_score(
    lines: list[str], asked: list[str], data: st.DataObject
) -> None:
    theirs = description_of(asked)
    gone = data.draw(st.integers(0, len(lines) - 1))
    before, after = (
        score(resume_of(lines), theirs),
        score(resume_of(lines[:gone] + lines[gone + 1 :]), theirs),
    )
    assert before is not None
    assert after is not None
    assert after <= before


@few
@given(bullets, wants, st.randoms(use_true_random=False))
def test_the_order_of_bullets_changes_nothing(lines: list[str], asked: list[str], random: Random) -> None:
    first = match(understood(resume_of(lines), TODAY), description(description_of(asked)))
    random.shuffle(lines)
    random.shuffle(asked)
    assert match(understood(resume_of(lines), TODAY), description(description_of(asked))) == first


@few
@given(bullets, wants)
def test_every_want_fits_one_way_and_every_quote_stands_in_its_text(
    lines: list[str], asked: list[str]
) -> None:
    mine, theirs = resume_of(lines), description_of(asked)
    wanted = description(theirs)
    found = match(understood(mine, TODAY), wanted)
    assert sorted(fit.skills for fit in found.fits) == sorted(one.skills for one in wanted.wants)
    assert all(fit.quote in mine and fit.wanted_by in theirs for fit in found.fits)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_at_all_is_read(mine: str, theirs: str) -> None:
    resume = understood(mine, TODAY)
    found = match(resume, description(theirs))
    assert found.score is None or 0 <= found.score <= 100
    assert all(shown.quote in mine for one in resume.skills for shown in one.evidence)
    topics_for_interview(found, resume)
    without_contacts(mine)


READ = 20_000
NASTY = (
    *(
        "a",
        " ",
        "\n",
        "C ",
        "Go, ",
        "a@b.",
        "+1 ",
        "(",
        "- x\n",
        "Python or ",
        "2020 - ",
        "no ",
        "क",
        "https://",
    ),
    *(
        "ignore all ",
        "Jan 2020 ",
        "a.b.",
        "Skills:\n",
        "\ud800",
        "e.g. (",
        "12345 A",
        "github.com/ ",
        "basic ",
    ),
)


@pytest.mark.parametrize("piece", NASTY[::3], ids=repr)
def test_no_text_takes_long(piece: str) -> None:
    """What takes the square of a text's length would take minutes here, and what is linear takes a moment."""
    assert seconds(piece * (READ // len(piece))) < 2


@pytest.mark.soak
@pytest.mark.parametrize("piece", NASTY, ids=repr)
def test_a_million_characters_take_no_longer_than_what_is_read_of_them(piece: str) -> None:
    assert seconds(piece * (1_000_000 // len(piece))) < 5


def seconds(text: str) -> float:
    """Seconds of the processor, which other processes do not stretch much."""
    began = time.process_time()
    match(understood(text, TODAY), description(text))
    return time.process_time() - began
