"""How an interview begins: what was asked for, filled up with what is known of the company."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain import asking, choice, fitting, weakness
from domain.errors import Duplicate, UserError
from domain.model.company import Company
from domain.model.interview import Interview
from domain.model.question import ROUND_NAMES, ROUNDS, Round
from domain.model.user import User
from domain.services import Services

DEFAULT_ROUNDS: tuple[Round, ...] = ("dsa", "technical_qa", "behavioral")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a student asked for; None and empty mean that they left it open.

    `description` is the id of one of their job descriptions.
    """

    company: str | None = None
    role: str | None = None
    rounds: tuple[Round, ...] = ()
    stream: str | None = None
    difficulty: int | None = None
    questions: int | None = None
    description: str | None = None
    place: str = "dm"
    held_as: str = ""


class AlreadyOpen(Exception):
    """The student has an open interview; it can be resumed."""


async def start(do: Services, student: User, wish: Wish) -> Interview:
    """Creates the interview with its first question open. Raises AlreadyOpen, or UserError on a bad wish."""
    company = await do.companies.find(wish.company) if wish.company else None
    rounds, plan = await _plan(do, wish, company)
    name = company.company if company else wish.company
    about = await fitting.prepared(do, student, wish.description, name)
    now = do.clock.now()
    draft = Interview(
        id=do.random.new_id(),
        created_at=now,
        updated_at=now,
        student_id=student.id,
        stream=wish.stream,
        company=name,
        role=wish.role,
        resume_text=about.resume_text,
        jd_text=about.jd_text,
        rounds=rounds,
        plan=plan,
        place=wish.place,
        held_as=wish.held_as,
        difficulty=choice.first_difficulty(wish.difficulty, company, wish.role),
        seed=do.rules.seed if do.rules.seed is not None else do.random.seed(),
        focus=tuple(weak.topic for weak in (await weakness.of(do, student)).weaknesses),
        topics=about.topics,
        project=about.project,
        started_at=now,
        last_active_at=now,
    )
    first = await asking.pick(do, draft, draft.difficulty)
    if first.question is None:
        raise UserError(
            "The question bank is empty. An operator can look with `python -m bot content check`."
        )
    interview = draft.ask(first.question, first.aim)
    try:
        await do.interviews.add(interview)
    except Duplicate as error:
        raise AlreadyOpen from error
    return interview


async def _plan(
    do: Services, wish: Wish, company: Company | None
) -> tuple[tuple[Round, ...], tuple[int, ...]]:
    """The rounds that have questions, and how many of each will be put."""
    wanted = wish.rounds or (company.round_names if company else DEFAULT_ROUNDS)
    each = wish.questions or do.rules.questions_per_round
    counts = {round_: min(each, await _available(do, round_, wish.stream)) for round_ in wanted}
    kept = {round_: count for round_, count in counts.items() if count}
    if not kept or (wish.rounds and len(kept) < len(wanted)):
        raise UserError(await nothing_to_ask(do, [r for r in wanted if r not in kept], wish.stream))
    return tuple(kept), tuple(kept.values())


async def _available(do: Services, round_: Round, stream: str | None) -> int:
    bank = await do.questions.candidates(round_)
    return sum(stream is None or q.stream in (stream, "general") for q in bank if not q.about_project)


async def nothing_to_ask(do: Services, missing: Sequence[Round], stream: str | None = None) -> str:
    """That there is no question of these rounds, and of which there are."""
    names = " and ".join(ROUND_NAMES[r] for r in missing)
    for_stream = f" for the stream `{stream}`" if stream else ""
    there = [r for r in ROUNDS if await do.questions.candidates(r)]
    return f"There are no {names} questions{for_stream} yet. Rounds with questions: {', '.join(there)}."


async def streams(do: Services) -> tuple[str, ...]:
    """The streams that the bank has questions of, sorted."""
    found = {q.stream for round_ in ROUNDS for q in await do.questions.candidates(round_)}
    return tuple(sorted(found - {"general"}))
