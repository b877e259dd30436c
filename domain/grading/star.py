"""Grades a behavioural answer by a checklist: the parts of a story of one's own, and the competency."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from domain.grading import cues
from domain.grading.injection import plain
from domain.grading.intake import take_in
from domain.grading.otherwise import grade_with
from domain.grading.passage import Passage, Sentence
from domain.grading.rubric import Ground
from domain.grading.score import scaled
from domain.grading.settle import settle, temper
from domain.grading.topic import topic_of
from domain.model.grade import Grade, Row
from domain.model.question import Question
from domain.ports import Sense

COMPETENCY_WEIGHT = 40.0
NO_STORY_WORTH = 0.2
STEPS_FOR_FULL = 4


@dataclass(frozen=True, slots=True)
class Part:
    """One sentence of the story: its folded text, how many content words it has and where it stands.

    `supposed` says that it tells what one would do. The first two are always early, the last two late.
    """

    sentence: Sentence
    text: str
    content: int
    early: bool
    late: bool
    supposed: bool

    @property
    def label(self) -> str:
        """`task` of "Task: rebuild the importer", else empty."""
        found = cues.LABEL.match(self.text)
        return found[1] if found else ""


@dataclass(frozen=True, slots=True)
class Found:
    """How far a row of the checklist is met, 0 to 1, and by which sentence."""

    met: float = 0.0
    part: Part | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """A row of the checklist; `missing` names to the student what was looked for."""

    name: str
    point: str
    weight: float
    missing: str
    find: Callable[[Sequence[Part]], Found]


def grade_story(question: Question, answer: str, sense: Sense | None = None) -> Grade:
    """A checklist, not a reading: what is told may still be untrue or beside the point."""
    topic = topic_of(question.prompt, question.model_answer, question.rubric)
    intake = take_in(answer, topic)
    ground = Ground(intake.passage, topic.asked)
    competency = grade_with(sense, question.rubric, ground, intake, question.prompt)
    share = COMPETENCY_WEIGHT / sum(row.weight for row in competency)
    asked_for = [row.model_copy(update={"weight": round(row.weight * share, 2)}) for row in competency]
    return settle(temper((*_checked(intake.passage), *asked_for), intake), intake, "star-1")


def _checked(passage: Passage) -> Iterable[Row]:
    parts = _story(passage)
    told = [part for part in parts if not part.supposed]
    mostly_supposed = len(parts) > 2 * len(told)
    rows = [_row(passage, check, check.find(told), supposed=mostly_supposed) for check in CHECKLIST]
    if any(mine or ours for mine, ours in map(_deeds, told)):
        return rows
    return [scaled(row, NO_STORY_WORTH, "Nothing that was done is told here") for row in rows]


def _row(passage: Passage, check: Check, found: Found, *, supposed: bool) -> Row:
    note = ""
    if found.met < 0.9:
        note = f"{'Could be clearer' if found.met > 0 else 'Not found'}: {check.missing}"
    if found.met < 0.5 and supposed and check.name in ("action", "result"):
        note = "Told as what you would do; tell what you did"
    return Row(
        point_id=check.name,
        point=check.point,
        weight=check.weight,
        met=round(found.met, 2),
        quote=passage.excerpt(found.part.sentence) if found.part and found.met > 0 else "",
        note=note,
    )


def _story(passage: Passage) -> list[Part]:
    """The sentences that tell something; one that merely names the method's parts is left out."""
    parts = [_part(passage, number) for number in range(len(passage.sentences))]
    return [part for part in parts if len(set(cues.METHOD.findall(part.text))) < 3 or part.content > 11]


def _part(passage: Passage, number: int) -> Part:
    sentence, last = passage.sentences[number], len(passage.sentences) - 1
    text = plain(passage.slice(sentence)).replace("’", "'")
    done = cues.I_DID.search(text) or cues.WE_DID.search(text)
    return Part(
        sentence,
        text,
        content=len(set(sentence.keys)),
        early=number < 2 or number <= 0.4 * last,
        late=number > last - 2 or number >= 0.45 * last,
        supposed=cues.SUPPOSED.search(text) is not None and done is None,
    )


def _deeds(part: Part) -> tuple[set[str], set[str]]:
    """The verbs of what "I" did and of what "we" did."""
    mine, ours = set(cues.I_DID.findall(part.text)), set(cues.WE_DID.findall(part.text))
    return (mine | (set(cues.AND_DID.findall(part.text)) - ours) if mine else mine), ours


def _best(found: Iterable[Found]) -> Found:
    return max(found, key=lambda one: one.met, default=Found())


def _said(part: Part, least: int) -> float:
    """A cue counts in full where its sentence has enough words to say something."""
    return min(1.0, part.content / least)


def _situation(parts: Sequence[Part]) -> Found:
    early = (part for part in parts if part.early)
    return _best(
        Found(_said(p, 5), p) for p in early if p.label == "situation" or cues.SETTING.search(p.text)
    )


def _task(parts: Sequence[Part]) -> Found:
    plainly = (Found(_said(p, 4), p) for p in parts if p.label == "task" or cues.DUTY.search(p.text))
    vaguely = (Found(0.5 * _said(p, 4), p) for p in parts if cues.AIM.search(p.text))
    return _best([*plainly, *vaguely])


def _action(parts: Sequence[Part]) -> Found:
    """Counts different steps; what "we" did makes half a step each, and one step at most."""
    telling = [part for part in parts if part.content > 2]
    mine = {verb for part in telling for verb in _deeds(part)[0]}
    ours = {verb for part in telling for verb in _deeds(part)[1]} - mine
    steps = len(mine) + min(1.0, 0.5 * len(ours))
    fullest = max(telling, key=lambda p: 2 * len(_deeds(p)[0]) + len(_deeds(p)[1]), default=None)
    return Found(min(1.0, steps / STEPS_FOR_FULL), fullest)


def _result(parts: Sequence[Part]) -> Found:
    return _best(Found(_gain(part), part) for part in parts if part.late or part.label == "result")


def _gain(part: Part) -> float:
    """What one had to reach, "my task was to halve it in four weeks", is not yet reached."""
    if part.label != "result" and cues.DUTY.search(part.text) and not cues.OUTCOME.search(part.text):
        return 0.0
    gains = [m for m in cues.GAINED.finditer(part.text) if not cues.UNDONE.search(part.text, 0, m.start())]
    if part.label == "result" or cues.OUTCOME.search(part.text):
        return _said(part, 5) if gains or part.content > 5 else 0.4
    if cues.MEASURE.search(part.text) and (gains or cues.COMPARED.search(part.text)):
        return _said(part, 5)
    if gains:
        return (1.0 if len(gains) > 1 else 0.7) * _said(part, 5)
    return 0.3 if cues.VAGUE_GAIN.search(part.text) else 0.0


def _number(parts: Sequence[Part]) -> Found:
    late = (part for part in parts if part.late)
    return _best(Found(1.0, p) for p in late if _gain(p) >= 0.5 and cues.MEASURE.search(p.text))


def _first_person(parts: Sequence[Part]) -> Found:
    active = [part for part in parts if cues.I_DID.search(part.text) or cues.DUTY.search(part.text)]
    mine = [part for part in active if cues.MINE.search(part.text)]
    ours = [part for part in parts if cues.OURS.search(part.text)]
    share = 1.0 if len(mine) * 2 >= len(ours) else 0.5
    return Found(share * min(1.0, len(mine) / 3), mine[0]) if mine else Found()


CHECKLIST = (
    Check(
        "situation", "Situation: says when and where it happened", 10, "when and where this was", _situation
    ),
    Check("task", "Task: says what you had to achieve", 10, "what you in particular had to do", _task),
    Check("action", "Action: says step by step what you did", 30, "the steps that you took", _action),
    Check("result", "Result: says what came of it", 25, "what changed in the end", _result),
    Check("number", "Gives the result a number", 10, "how much, how many or how fast", _number),
    Check("first-person", "Tells it as “I”, not only as “we”", 5, "your own part in it", _first_person),
)
