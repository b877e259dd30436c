"""What to do about the weakest answers: why each counts, where to read it up, and for how long."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain import study, weakness
from domain.model.attempt import Attempt
from domain.model.question import Question, Round
from domain.model.report import PlanItem
from domain.scoring import MOST, best
from domain.services import Services
from domain.study import Library
from domain.weakness import Profile, Standing


@dataclass(frozen=True, slots=True)
class Advice:
    """What is known of the student besides one interview: where they are weak, and what they could read."""

    profile: Profile
    library: Library


NO_ADVICE = Advice(weakness.NOTHING_SEEN, Library(()))


async def advice(do: Services, student_id: str) -> Advice:
    """As things stand now; nothing where the student is not there any more."""
    user = await do.users.get(student_id)
    if user is None:
        return NO_ADVICE
    return Advice(await weakness.of(do, user), await study.library(do, student_id))


def plan(
    attempts: Sequence[Attempt], bank: Mapping[str, Question], known: Advice = NO_ADVICE
) -> tuple[PlanItem, ...]:
    """One item for each of the weakest answers, those about a recurring weakness first; at most four."""
    asked = [
        (attempt, question)
        for attempt in best(attempts).values()
        if attempt.grade().missed and (question := bank.get(attempt.question_id.split("~", 1)[0]))
    ]
    ordered = sorted(
        asked,
        key=lambda pair: (_worst(pair[1], known) is None, pair[0].score or 0, pair[0].question_id),
    )
    items: dict[str, PlanItem] = {}
    for attempt, question in ordered:
        item = _item(attempt, question, known)
        items.setdefault(item.weakness, item)
    return tuple(items.values())[:MOST]


def _worst(question: Question, known: Advice) -> Standing | None:
    """The recurring weakness that the question is about; of several the weakest."""
    tags = {tag.casefold() for tag in question.tags}
    return next((weak for weak in known.profile.weaknesses if weak.topic in tags), None)


def _item(attempt: Attempt, question: Question, known: Advice) -> PlanItem:
    missed = attempt.grade().missed
    topic = question.competency or (question.tags[0].replace("-", " ") if question.tags else question.stream)
    share = round(100 * sum(r.weight for r in missed) / (sum(r.weight for r in attempt.rows) or 1))
    why = f"What was missing is {share}% of the rubric of “{topic}”, scored {attempt.score}/100."
    weak = _worst(question, known)
    # What one has to say of a project of one's own is a story, in whatever round.
    kind: Round = "behavioral" if question.about_project else question.round
    reading = known.library.about(question.tags)
    return PlanItem(
        weakness=missed[0].point,
        why=f"{why} {_again(weak)}" if weak else why,
        action=_ACTIONS[kind].format(topic=topic),
        minutes=reading.minutes if reading else _MINUTES[kind],
        stage=reading.stage if reading else None,
        resource=reading.title if reading else None,
        url=reading.url if reading else None,
    )


def _again(weak: Standing) -> str:
    return (
        f"“{weak.topic.replace('-', ' ')}” is a weakness that comes back: {round(100 * weak.mean)}/100 on "
        f"average, seen {weak.observations} times on {weak.days} days."
    )


_ACTIONS: Mapping[Round, str] = {
    "dsa": (
        "Solve two more problems on {topic}; before coding, say the approach, its complexity "
        "and three edge cases aloud."
    ),
    "technical_qa": (
        "Write a five-sentence answer on {topic} from memory, check it against the model answer, "
        "then explain it to somebody."
    ),
    "system_design": "Sketch a design on {topic} in 20 minutes: needs, numbers, parts, what breaks first.",
    "behavioral": (
        "Write one STAR story on {topic}: two sentences of setting, five of what you did, "
        "one result with a number."
    ),
}
_MINUTES: Mapping[Round, int] = {"dsa": 60, "technical_qa": 30, "system_design": 60, "behavioral": 40}
