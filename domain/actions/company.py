"""/company: what is known of a company's interviews, and from where."""

from domain.actions.kinds import Call
from domain.actions.start import nearest_company
from domain.model.company import Company
from domain.model.question import ROUND_NAMES
from domain.replies import Bullets, Button, Card, Field, Reply, Text, say
from domain.tokens import encode


async def show_company(call: Call) -> Reply:
    """One company's pattern, with sources; an unknown one is queued for research."""
    name = call.text("name") or ""
    company = await call.do.companies.find(name) or await nearest_company(call, name)
    if company is None:
        count = await call.do.companies.request_research(name, "")
        times = "once" if count == 1 else f"{count} times"
        return say(
            "Not known yet",
            Text(
                f"I know nothing of {name}'s interviews. It is on the list for research, asked for {times}."
            ),
            "`/company list` shows who is known.",
            data={"company": None, "request_count": count},
        )
    button = Button("Start", encode("interview start", {"company": company.slug}), "primary")
    return Reply(_cards(company), (button,), data={"company": company.model_dump(mode="json")})


def _cards(company: Company) -> tuple[Card, ...]:
    rounds = tuple(
        Field(f"{n}. {ROUND_NAMES[r.round]}", f"{r.minutes} min. {r.focus}".strip())
        for n, r in enumerate(company.rounds, 1)
    )
    topics = (
        ("Coding topics", company.dsa_topics),
        ("Behavioral themes", company.behavioral_themes),
        ("System design", company.system_design_topics),
    )
    fields = tuple(
        Field(name, ", ".join(value.replace("-", " ") for value in values))
        for name, values in topics
        if values
    )
    sources = tuple(f"{s.title} ({s.kind}){f': {s.url}' if s.url else ''}" for s in company.sources)
    head = Card(company.company, (Text(f"Difficulty {company.difficulty} of 5."),), (*rounds, *fields))
    return (head, Card("Tips", (Bullets(company.tips),)), Card("Sources", (Bullets(sources),)))


async def list_companies(call: Call) -> Reply:
    """Every known company."""
    companies = await call.do.companies.all()
    lines = tuple(f"{c.company}: {', '.join(ROUND_NAMES[r] for r in c.round_names)}" for c in companies)
    return say(
        "Companies",
        Bullets(lines),
        "`/company show` tells more of one; any other name can be asked for.",
        data={"companies": [c.company for c in companies]},
    )
