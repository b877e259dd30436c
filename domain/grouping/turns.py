"""How a group's round goes on: each step is one write, made by whoever comes first, and then shown."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial

from domain import choice
from domain.errors import UserError
from domain.grouping import ending, live, panel
from domain.grouping.rotation import roles
from domain.model.group import FEWEST_MEMBERS, GroupQuestion, GroupRound
from domain.model.question import Question
from domain.services import Services

TEND_JOB = "tend_round"
# Of a shorter time nobody needs to be reminded.
WORTH_A_REMINDER = timedelta(minutes=2)
LAST_MINUTES = timedelta(minutes=2)


async def ask_next(do: Services, group: GroupRound) -> GroupRound:
    """The round with its next question put, by this call or by one that was faster.

    Raises UserError where too few are there or the bank has no question that it had not yet.
    """
    if len(group.present) < FEWEST_MEMBERS:
        raise UserError(
            "A round needs two of you at least. Others come in with Join.", title="Not enough yet"
        )
    question = await _chosen(do, group)
    now = do.clock.now()
    asked = await do.groups.change(group.id, partial(_with_next, group, question, now))
    if asked.number == group.number + 1:
        await follow(do, asked)
    return asked


async def _chosen(do: Services, group: GroupRound) -> Question:
    """One that nobody of them has had, if there is any, and that this round has not had."""
    bank, seen = await do.questions.candidates(group.rounds[0]), await _seen(do, group)
    put = {asked.slug for asked in group.questions}
    left = [one for one in bank if one.slug not in put]
    on_topic = [one for one in left if group.topic in one.tags]
    wish = choice.wanted(group.rounds[0], group.difficulty, None, None, frozenset())
    seed = f"{group.seed} {group.number}"
    found = choice.choose(on_topic, wish, seen, seed) or choice.choose(left, wish, seen, seed)
    question = await do.questions.get(found.slug) if found is not None else None
    if question is None:
        words = "This round has had every question of its kind. End it and start another."
        raise UserError(words, title="No question left")
    return question


async def _seen(do: Services, group: GroupRound) -> Mapping[str, datetime]:
    """When any of them was last asked what."""
    seen: dict[str, datetime] = {}
    for member in group.present:
        for slug, when in (await do.interviews.seen(member)).items():
            seen[slug] = max(seen.get(slug, when), when)
    return seen


def _with_next(before: GroupRound, question: Question, now: datetime, stored: GroupRound) -> GroupRound:
    waits = stored.open and stored.phase in ("gathering", "revealed") and stored.present
    if not waits or stored.number != before.number:
        return stored
    candidate, interviewer = roles(stored) if stored.mode == "panel" else ("", "")
    limit = stored.minutes * 60 if stored.minutes is not None else question.time_limit_seconds
    asked = GroupQuestion(
        question_id=question.slug,
        round=question.round,
        prompt=question.prompt,
        asked_at=now,
        difficulty=question.difficulty,
        time_limit_seconds=limit,
        candidate=candidate,
        interviewer=interviewer,
    )
    return stored.asked(asked, remind_at(asked), now)


def remind_at(asked: GroupQuestion) -> datetime | None:
    """When those who have not answered are reminded; None where the time is too short for it."""
    limit = asked.deadline - asked.asked_at
    if limit < WORTH_A_REMINDER:
        return None
    return asked.deadline - min(LAST_MINUTES, limit / 4)


async def after_answer(do: Services, group: GroupRound) -> GroupRound:
    """The round after somebody answered, scored or left: gone on where nobody is waited for any more.

    An answer that was on its way while its question was passed over is taken in.
    """
    stored = await do.groups.get(group.id)
    if stored is None or stored.number != group.number:
        return stored or group
    if stored.phase == "revealed":
        return await _landed(do, stored)
    moved = await close_phase(do, stored, by_hand=False)
    if moved == stored:
        await live.soon(do, stored)
    return moved


async def _landed(do: Services, group: GroupRound) -> GroupRound:
    asked, now = group.current, do.clock.now()
    late = asked is not None and asked.outcome == "skipped" and group.open
    if asked is not None and late and await do.groups.answered(group.id, asked.question_id):
        closes_at = now + do.grouping.score
        group = await do.groups.change(
            group.id,
            lambda stored: stored.landed(closes_at, now) if stored.number == group.number else stored,
        )
    await follow(do, group)
    return group


async def close_phase(do: Services, group: GroupRound, by_hand: bool) -> GroupRound:
    """The round with its open question closed, or its scoring: where nobody is waited for or time is up.

    With `by_hand` in any case. Of a panel an answer is then to be scored, unless nobody is there to do so.
    """
    now, asked = do.clock.now(), group.current
    over = group.closes_at is not None and group.closes_at <= now
    if asked is None or group.phase not in ("asking", "scoring") or not group.open:
        return group
    forced = by_hand or over
    if not forced and await _too_few(do, group, asked):
        return group
    answered = await do.groups.answered(group.id, asked.question_id)
    if not forced and not await _all_done(do, group, answered):
        return group
    closes_at = now + (do.grouping.quiet if _reveals(group, answered) else do.grouping.score)

    def step(stored: GroupRound) -> GroupRound:
        same = stored.open and (stored.phase, stored.number) == (group.phase, group.number)
        if not same or (not forced and stored.present != group.present):
            return stored
        if not _reveals(group, answered):
            return stored.scored_until(closes_at, now, now)
        return stored.revealed("answered" if answered else "skipped", now, closes_at, now)

    moved = await do.groups.change(group.id, step, group)
    if moved.phase == group.phase:
        return moved
    await follow(do, moved)
    return await close_phase(do, moved, by_hand=False) if moved.phase == "scoring" else moved


def _reveals(group: GroupRound, answered: frozenset[str]) -> bool:
    """Whether the phase that is over is followed by the reveal, and not by scoring."""
    return group.phase == "scoring" or group.mode == "race" or not answered


async def _too_few(do: Services, group: GroupRound, asked: GroupQuestion) -> bool:
    """Whether their number alone says that somebody is missing."""
    if group.phase != "asking":
        return False
    return await do.groups.answer_count(group.id, asked.question_id) < len(group.expected)


async def _all_done(do: Services, group: GroupRound, answered: frozenset[str]) -> bool:
    if group.phase == "scoring":
        return await panel.all_scored(do, group)
    return all(one in answered for one in group.expected)


async def end(do: Services, group: GroupRound) -> GroupRound:
    """The round ended, with all that it came to."""
    return await _ended(do, group, lambda _: True)


async def end_deserted(do: Services, group: GroupRound) -> GroupRound:
    """The same, unless somebody came in meanwhile."""
    return await _ended(do, group, lambda stored: not stored.present)


async def end_quiet(do: Services, group: GroupRound) -> GroupRound:
    """The same of a round that waits in vain, unless it went on meanwhile."""

    def waits(stored: GroupRound) -> bool:
        return (stored.phase, stored.number, stored.present) == (group.phase, group.number, group.present)

    return await _ended(do, group, waits)


async def _ended(do: Services, group: GroupRound, when: Callable[[GroupRound], bool]) -> GroupRound:
    ended = await ending.end(do, group, when)
    await follow(do, ended)
    return ended


async def follow(do: Services, group: GroupRound) -> None:
    """Has the group shown where its round stands, and its clock looked at when that is next due."""
    await watch(do, group)
    await live.soon(do, group)


async def watch(do: Services, group: GroupRound) -> None:
    """Has the clock looked at when a reminder or the end of the phase is due, before a sweep comes by."""
    now = do.clock.now()
    for moment in (group.remind_at, group.closes_at):
        if moment is not None and moment > now:
            payload = {**live.job(group), "at": moment.isoformat()}
            await do.jobs.add(TEND_JOB, payload, moment - now)
