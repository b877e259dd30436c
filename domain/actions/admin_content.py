"""/admin question, company and research: what is held, how it is doing, and what is missing."""

from collections.abc import Sequence
from statistics import mean, pstdev
from typing import Any

from domain.actions.kinds import Call
from domain.actions.show import prose
from domain.errors import UserError
from domain.model.company import Company
from domain.model.holdings import Asked, Research
from domain.model.question import ROUND_NAMES, Question
from domain.replies import Bullets, Button, Card, Field, Reply, Text
from domain.tokens import encode

LISTED, OFFERED = 50, 10
OUT = "An operator took this out of use: it is not asked any more. Reports that name it still can."


async def question(call: Call) -> Reply:
    """A question of the bank with how it was answered; its button takes it out of use, or back in."""
    slug = call.text("slug") or ""
    found = await call.do.questions.get(slug)
    if found is None:
        raise UserError(
            "The bank has no question of that id. Ids look like `coupon-pair`; `bot content export` lists "
            "them all.",
            title="Not found",
        )
    out = await _switched(call, "question", found.slug)
    asked = await call.do.desk.question_asked(found.slug)
    notes = (Text(OUT),) if out else ()
    head = Card(f"Question {found.slug}", (*notes, *prose(found.prompt)), _about_question(found))
    return _reply((head, _went(asked)), "question", found.slug, asked, out)


def _about_question(found: Question) -> tuple[Field, ...]:
    held = f"{len(found.rubric)} rubric rows, {len(found.hints)} hints, {len(found.follow_ups)} follow-ups"
    tests = f", {len(found.public_tests)} public and {len(found.hidden_tests)} hidden tests"
    return (
        Field("Round", ROUND_NAMES[found.round]),
        Field("Difficulty", f"{found.difficulty} of 5"),
        Field("Held", held + (tests if found.runs_code else "")),
    )


async def company(call: Call) -> Reply:
    """What is held of a company, and how the interviews for it went; with the same button."""
    found = await call.do.desk.company(call.text("name") or "")
    if found is None:
        raise UserError(
            "Nothing is held of that company. `/admin research` lists those that students asked for.",
            title="Not found",
            buttons=(Button("Research", encode("admin research")),),
        )
    out = await _switched(call, "company", found.slug)
    asked = await call.do.desk.company_asked(found.company)
    notes = (Text(OUT),) if out else ()
    head = Card(f"Company {found.company}", notes, _about_company(found))
    return _reply((head, _went(asked)), "company", found.slug, asked, out)


def _about_company(found: Company) -> tuple[Field, ...]:
    topics = (*found.dsa_topics, *found.behavioral_themes, *found.system_design_topics)
    return (
        Field("Also known as", ", ".join(found.aliases) or "no other name"),
        Field("Rounds", ", ".join(ROUND_NAMES[part.round] for part in found.rounds)),
        Field("Held", f"{len(topics)} topics, {len(found.tips)} tips, {len(found.sources)} sources"),
    )


async def _switched(call: Call, kind: str, slug: str) -> bool:
    """Whether it is out of use, after a button that says so."""
    use = call.text("use")
    await call.about(slug, {"no": "retire", "yes": "restore"}.get(use or "", ""))
    match use:
        case "no":
            await call.do.desk.withdraw(kind, slug)
        case "yes":
            await call.do.desk.restore(kind, slug)
    return await call.do.desk.is_withdrawn(kind, slug)


def _reply(cards: tuple[Card, ...], kind: str, slug: str, asked: Asked, out: bool) -> Reply:
    option = "slug" if kind == "question" else "name"
    token = encode(f"admin {kind}", {option: slug, "use": "yes" if out else "no"})
    button = Button("Restore", token, "primary") if out else Button("Retire", token, "danger")
    data = {kind: slug, "retired": out, **_figures(asked)}
    return Reply(cards, (button,), data=data)


def _went(asked: Asked) -> Card:
    """How often it was asked, and what came of it."""
    if not asked.times:
        return Card("Never asked", (Text("No student has met it yet."),))
    figures = _figures(asked)
    scored = f"{figures['mean']} of 100, ± {figures['spread']}" if asked.scores else "none yet"
    return Card(
        f"Asked {asked.times} time{'s' if asked.times != 1 else ''}",
        (Text(f"Scores are those of the newest {asked.of}."),) if asked.scores else (),
        (
            Field("Mean score", scored),
            Field("With a hint", f"{figures['hinted_percent']} %"),
            Field("Skipped", f"{figures['skipped_percent']} %"),
        ),
    )


def _figures(asked: Asked) -> dict[str, Any]:
    """The mean and the standard deviation of the scores; shares of the questions put, in percent."""
    return {
        "asked": asked.times,
        "graded": len(asked.scores),
        "mean": round(mean(asked.scores)) if asked.scores else None,
        "spread": round(pstdev(asked.scores)) if asked.scores else None,
        "hinted_percent": _percent(asked.hinted, asked.questions),
        "skipped_percent": _percent(asked.skipped, asked.questions),
    }


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0


async def research(call: Call) -> Reply:
    """Companies that students asked for and nothing is known of; a button settles one of them."""
    settled = await _settled(call)
    wanted = await call.do.desk.wanted(LISTED)
    cards = (*settled, _list(wanted))
    buttons = [button for entry in wanted[: OFFERED // 2] for button in _buttons(entry)]
    entries = [entry.model_dump() for entry in wanted]
    return Reply(cards, tuple(buttons), data={"research": entries})


async def _settled(call: Call) -> tuple[Card, ...]:
    entry_id, status = call.text("entry"), call.text("status")
    if entry_id is None or status is None:
        return ()
    await call.about(entry_id, status)
    entry = await call.do.desk.settle(entry_id, "done" if status == "done" else "not_now")
    if entry is None:
        raise UserError("That entry is no more. `/admin research` shows the list.", title="Not found")
    words = "done" if entry.status == "done" else "put aside"
    return (Card("", (Text(f"“{entry.company}” is {words}."),)),)


def _list(wanted: Sequence[Research]) -> Card:
    if not wanted:
        return Card("Nothing to look into", (Text("Every company that was asked for is settled."),))
    lines = tuple(
        f"{e.company}, asked for {e.request_count} time{'s' if e.request_count != 1 else ''}"
        + (f", last for {e.role}" if e.role else "")
        for e in wanted
    )
    return Card("Companies that students asked for", (Bullets(lines),))


def _buttons(entry: Research) -> tuple[Button, ...]:
    return tuple(
        Button(f"{label}: {entry.company}", encode("admin research", {"entry": entry.id, "status": status}))
        for label, status in (("Done", "done"), ("Not now", "not_now"))
    )
