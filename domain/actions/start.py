"""/interview start."""

from difflib import get_close_matches
from typing import cast

from domain import opening
from domain.actions import current, figures, show
from domain.actions.interview import status
from domain.actions.kinds import Call
from domain.errors import UserError
from domain.model.company import Company
from domain.model.interview import Interview
from domain.model.profile import JobDescription
from domain.model.question import ROUND_NAMES, Round
from domain.replies import Card, Reply, Text

TOPICS = 5
HOW_TO = (
    "Answer in your own words, as you would say it aloud; code goes in as it is. `/interview hint` helps "
    "for {cost} points, `/interview skip` passes, `/interview pause` keeps your place."
)

DESIGN = (
    "A design is told in words, without a drawing: what you assume, the figures, the data, the way of a "
    "request, what breaks first, and what your choices cost."
)


async def start(call: Call) -> Reply:
    """Begins a mock interview and puts its first question."""
    job = _job(call)
    company, notes = await _company(call, job)
    rounds = tuple(dict.fromkeys((call.text("rounds") or "").split(","))) if call.text("rounds") else ()
    wish = opening.Wish(
        company=company,
        role=call.text("role") or (job.title or None if job else None),
        rounds=cast(tuple[Round, ...], rounds),
        stream=await _stream(call),
        difficulty=call.number("difficulty"),
        questions=call.number("questions"),
        description=job.id if job else None,
        place=str(call.request.place),
        held_as=call.request.actor.key,
    )
    try:
        interview = await opening.start(call.do, call.user, wish)
    except opening.AlreadyOpen as error:
        if call.again:
            return await status(call)
        raise await _already_open(call) from error
    opened = Card(
        show.headline(interview), (*notes, *_opening_words(call, interview)), show.plan_fields(interview)
    )
    return await current.whats_next(call, interview, opened)


def _opening_words(call: Call, interview: Interview) -> tuple[Text, ...]:
    rounds = ", ".join(ROUND_NAMES[r] for r in interview.rounds)
    how_to = Text(HOW_TO.format(cost=call.do.rules.hint_cost), markup=True)
    design = (Text(DESIGN),) if "system_design" in interview.rounds else ()
    return Text(f"{show.counted(sum(interview.plan))}: {rounds}."), *_fitted(interview), how_to, *design


def _fitted(interview: Interview) -> tuple[Text, ...]:
    """What the technical round leans towards, where there is one and something is known."""
    sources = [("your resume", interview.resume_text), ("the job description", interview.jd_text)]
    known = " and ".join(name for name, text in sources if text)
    if "technical_qa" not in interview.rounds or not interview.topics or not known:
        return ()
    topics = ", ".join(topic.replace("-", " ") for topic in interview.topics[:TOPICS])
    return (Text(f"The technical round leans towards {topics}: that is from {known}."),)


def _job(call: Call) -> JobDescription | None:
    """The job description that a button names. Raises UserError where it was removed since."""
    wanted = call.text("jd")
    if wanted is None:
        return None
    found = next((one for one in call.user.job_descriptions if one.id == wanted), None)
    if found is None:
        raise UserError("That job description was removed.", title="No such description")
    return found


async def _company(call: Call, job: JobDescription | None) -> tuple[str | None, tuple[Text, ...]]:
    """The company as the student means it, with what there is to say of it."""
    typed = call.text("company") or (job.company or None if job else None)
    if typed is None or await call.do.companies.find(typed) is not None:
        return typed, ()
    near = await nearest_company(call, typed)
    if near is not None:
        return near.company, (Text(f"I took “{typed}” as {near.company}."),)
    await call.do.companies.request_research(typed, call.text("role") or (job.title if job else ""))
    note = f"I know nothing of {typed}'s interviews yet, so this is a general mock; it is noted for research."
    return typed, (Text(note),)


async def nearest_company(call: Call, typed: str) -> Company | None:
    """The known company whose name or alias is spelled almost like that."""
    names = {n.casefold(): c for c in await call.do.companies.all() for n in (c.company, *c.aliases)}
    near = get_close_matches(typed.strip().casefold(), list(names), n=1, cutoff=0.8)
    return names[near[0]] if near else None


async def _stream(call: Call) -> str | None:
    typed = call.text("stream")
    if typed is None:
        return None
    known = await opening.streams(call.do)
    word = typed.casefold().replace(" ", "-").replace("_", "-")
    if word in known:
        return word
    near = get_close_matches(word, known, n=1, cutoff=0.5)
    hint = f" Did you mean `{near[0]}`?" if near else ""
    raise UserError(
        f"There is no stream “{typed}”. Streams: {', '.join(known)}.{hint}", title="Unknown stream"
    )


async def _already_open(call: Call) -> UserError:
    interview = await call.do.interviews.open_of(call.user.id)
    if interview is None:
        return UserError("Another interview was just open. Please start again.")
    where = f"at question {interview.number} of {interview.of}"
    return UserError(
        f"You have an open interview ({show.headline(interview)}, {where}). Resume it, or end it first.",
        title="One interview at a time",
        buttons=(show.resume_button(interview), show.end_button(interview)),
        data=figures.session_data(interview, await current.bank_question(call, interview)),
    )
