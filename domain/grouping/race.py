"""The reveal of a race: the scores in order, the best lines of those who gave leave, the model answer."""

from collections.abc import Mapping, Sequence

from domain.actions import show
from domain.grouping.people import one_line
from domain.grouping.quoting import best_lines, quotable
from domain.grouping.words import listed, names_of
from domain.model.attempt import Attempt
from domain.model.grade import Row
from domain.model.group import GroupQuestion, GroupRound
from domain.replies import Block, Bullets, Card, Text
from domain.scoring import NOT_COUNTED
from domain.services import Services

LINES = 6
LONGEST_QUOTE = 240
NO_LEAVE = "Nobody has let their lines be quoted yet: Answer asks whether the group may see yours."


async def reveal_cards(
    do: Services,
    group: GroupRound,
    asked: GroupQuestion,
    known: Mapping[str, str],
    given: Sequence[Attempt] | None,
) -> tuple[Card, ...]:
    """What the group is shown of a question that is over; names and answers are read where not known."""
    answers = await do.groups.answers(group.id, asked.question_id) if given is None else given
    question = await do.questions.get(asked.slug)
    names = await names_of(do, (*group.participants, *(one.student_id for one in answers)), known)
    cards = [_scores(group, asked, answers, names)]
    if answers:
        cards.append(_lines(group, answers, names))
    if question is not None:
        cards.append(Card("A model answer", show.prose(question.model_answer)))
    return tuple(cards)


def _scores(
    group: GroupRound, asked: GroupQuestion, answers: Sequence[Attempt], names: Mapping[str, str]
) -> Card:
    title = f"Question {group.questions.index(asked) + 1}: the reveal"
    if not answers:
        return Card(title, (Text("Nobody answered this one. The model answer is below."),))
    best_first = sorted(answers, key=lambda one: (-_worth(one), one.answered_at))
    lines = tuple(f"{names[one.student_id]}: {_score(one)}" for one in best_first)
    given = {one.student_id for one in answers}
    there = group.there_at(asked.revealed_at) if asked.revealed_at is not None else group.present
    silent = [names[one] for one in there if one not in given]
    late: tuple[Block, ...] = (Text(f"Without an answer: {listed(silent)}."),) if silent else ()
    return Card(title, (Bullets(lines), *late))


def _worth(attempt: Attempt) -> int:
    """A score that does not count stands below all that do."""
    return -1 if attempt.score is None or NOT_COUNTED in attempt.flags else attempt.score


def _score(attempt: Attempt) -> str:
    if attempt.score is None or attempt.low is None or attempt.high is None:
        return "saved, the grade follows"
    if NOT_COUNTED in attempt.flags:
        return "saved; a fault on our side kept it from being graded, so it does not count yet"
    provisional = ", by rules for now" if attempt.provisional else ""
    late = ", over time" if attempt.over_time else ""
    return f"{show.score(attempt.score, attempt.low, attempt.high)}{provisional}{late}"


def _lines(group: GroupRound, answers: Sequence[Attempt], names: Mapping[str, str]) -> Card:
    best = best_lines(group, answers)[:LINES]
    if not best:
        leave = quotable(group)
        return Card("Best lines", (Text("No line to quote in this one." if leave else NO_LEAVE),))
    return Card("Best lines", (Bullets(tuple(_line(row, names[who]) for row, who in best)),))


def _line(row: Row, name: str) -> str:
    words = one_line(row.quote)
    cut = words if len(words) <= LONGEST_QUOTE else f"{words[: LONGEST_QUOTE - 1]}…"
    return f"{row.point.rstrip('.')}: “{cut}” ({name})"
