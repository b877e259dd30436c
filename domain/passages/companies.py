"""What is known of a company's interviews, each part with what it is known from."""

from collections.abc import Iterator

from domain.model.company import Company
from domain.model.passage import Passage
from domain.model.question import ROUND_NAMES
from domain.passages.wording import listed, spoken

_TRUST = {"official": "official", "public": "published", "student-report": "what candidates report"}


def of_company(company: Company) -> Iterator[Passage]:
    """Its rounds, what it asks about, and its tips."""
    name = company.company
    rounds = listed(
        f"{ROUND_NAMES[r.round]}, {r.minutes} minutes{f': {r.focus}' if r.focus else ''}."
        for r in company.rounds
    )
    told = (
        f"An interview at {name} usually has these rounds:\n{rounds}\nDifficulty: {company.difficulty} of 5."
    )
    yield _passage(company, "rounds", told, ("interview", "process", "rounds", "pattern", "preparation"))
    if topics := _topics(company):
        yield _passage(company, "topics", topics, ("questions", "asked", "topics"))
    if company.tips:
        tips = f"Tips for an interview at {name}:\n{listed(company.tips)}"
        yield _passage(company, "tips", tips, ("interview", "tips", "preparation"))


def _topics(company: Company) -> str:
    parts = (
        ("Coding problems are often about", company.dsa_topics),
        ("Stories are often asked about", company.behavioral_themes),
        ("Talks about design may touch", company.system_design_topics),
    )
    said = [f"{begun} {', '.join(spoken(of))}." for begun, of in parts if of]
    return "\n".join((f"What {company.company} asks about:", *said)) if said else ""


def _passage(company: Company, part: str, text: str, tags: tuple[str, ...]) -> Passage:
    sources = "; ".join(f"{s.title} ({_TRUST[s.kind]})" for s in company.sources)
    return Passage(
        id=f"company:{company.slug}:{part}",
        kind="company",
        title=f"{company.company}: {part}",
        text=text,
        source=f"Company notes on {company.company}, from: {sources}",
        subject=company.slug,
        url=next((s.url for s in company.sources if s.url), ""),
        tags=(*company.aliases, *tags),
    )
