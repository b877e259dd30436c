"""/roadmap quiz: one question a message, one press an answer, and the explanation at once."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from domain import days, learning, quizzing
from domain.actions import paths, show
from domain.actions.kinds import Call
from domain.actions.path_options import apart
from domain.errors import NotYours, UserError
from domain.model.learning import LearningPath, PathStage
from domain.model.quiz import QuizAnswer, Sitting
from domain.model.roadmap import Material, QuizItem
from domain.quizzing import Waiting
from domain.replies import Button, Card, Field, Reply, Text
from domain.tokens import encode

LETTERS = "ABCD"
READING = timedelta(seconds=1.5)


async def quiz(call: Call) -> Reply:
    """Begins a stage's quiz, or goes on with it; the open stage's where none is named."""
    named, skill = apart(call.text("stage"), call.text("skill"))
    path = await learning.current_path(call.do, call.user, skill)
    stage = _stage(path, named)
    begun = await quizzing.begin(call.do, path, stage)
    if isinstance(begun, Waiting):
        return _later(call, path, stage, begun)
    path = await learning.current_path(call.do, call.user, path.skill)
    return await _put(call, path, begun)


def _stage(path: LearningPath, named: str | None) -> PathStage:
    """The stage meant: by number or name, else the open one, else the last. Raises UserError."""
    if named is None:
        return path.last
    found = _called(path, named)
    if found is None:
        kept = [stage for stage in path.stages if not stage.retired]
        names = "; ".join(f"{stage.stage_number} {stage.stage_name}" for stage in kept)
        raise UserError(
            f"There is no stage “{named[:40]}”. The stages: {names}.",
            title="Which stage?",
            buttons=_onward(path),
        )
    if found.retired and found.open:
        raise UserError(
            f"{found.stage_name} is no part of your path any more, so its quiz opens nothing. "
            "What you did in it is kept.",
            title="No quiz there",
            buttons=_onward(path),
        )
    if found.status == "not_started":
        current = path.current
        open_now = f" {current.stage_number}, {current.stage_name}," if current else ""
        raise UserError(
            f"Stage {found.stage_number} opens when the quiz of the stage before it is passed. "
            f"Stage{open_now} is open now.",
            title="Not open yet",
            buttons=_onward(path),
        )
    return found


def _called(path: LearningPath, named: str) -> PathStage | None:
    """By its number, its name, or a part of its name that no other stage has."""
    wanted = " ".join(named.casefold().split())
    same = [s for s in path.stages if wanted in (str(s.stage_number), s.stage_name.casefold())]
    like = [s for s in path.stages if wanted in s.stage_name.casefold() and not wanted.isdecimal()]
    return same[0] if same else like[0] if len(like) == 1 else None


async def choose(call: Call) -> Reply:
    """An option was pressed: what was right, and the next question or the result."""
    sitting = await call.do.quizzes.get(call.text("sitting") or "")
    if sitting is None or sitting.student_id != call.user.id:
        raise NotYours
    return await _answer(call, sitting, call.number("n") or 0, call.number("pick") or 0)


async def typed(call: Call, sitting: Sitting, text: str | None) -> Reply:
    """A plain message while a quiz is open: a letter answers its question, all else has it put again."""
    letter = letter_of(text)
    if letter is not None and not _in_a_blink(call, sitting):
        return await _answer(call, sitting, sitting.number, LETTERS.index(letter))
    path = await learning.current_path(call.do, call.user, sitting.skill)
    put = await _put(call, path, await quizzing.up_to_date(call.do, sitting))
    words = Text("Your quiz is open: press a letter, or send A, B, C or D. Any command works as always.")
    return put.with_first(Card("That was not taken as an answer", (words,)))


def letter_of(text: str | None) -> str | None:
    """`B` of `b` or `B.`; None where the text is more, or less, than one option's letter."""
    letter = (text or "").strip().rstrip(".):!").upper()
    return letter if len(letter) == 1 and letter in LETTERS else None


def _in_a_blink(call: Call, sitting: Sitting) -> bool:
    """Whether it was sent before anybody can have read the question, which follows on an answer."""
    sent_at = call.request.sent_at
    return sent_at is not None and sitting.number > 1 and sent_at < sitting.updated_at + READING


async def _answer(call: Call, sitting: Sitting, number: int, pick: int) -> Reply:
    """Raises UserError, and counts nothing, where the path was dropped or has that stage no more."""
    path = await learning.current_path(call.do, call.user, sitting.skill)
    if sitting.state == "open" and not quizzing.goes_on(path, sitting):
        raise UserError(
            "Your path has that stage no more, so its quiz is over.",
            title="That quiz is over",
            buttons=_onward(path),
        )
    sitting, counted = await quizzing.answer(call.do, sitting.id, number, pick)
    path = await learning.current_path(call.do, call.user, sitting.skill)
    answered = sitting.items[number - 1] if 0 < number <= len(sitting.items) else None
    explained = await _explained(call, sitting, answered, again=not counted)
    if sitting.state == "open":
        put = await _put(call, path, await quizzing.up_to_date(call.do, sitting))
        return put.with_first(explained[0]) if explained else put
    return await _result(call, path, sitting, explained)


async def _put(call: Call, path: LearningPath, sitting: Sitting) -> Reply:
    """The open question with its four options."""
    stage = await quizzing.template(call.do, sitting.skill, sitting.stage)
    asked = sitting.question
    item = stage.item(asked.item_id) if asked else None
    if asked is None or item is None:
        raise LookupError(f"sitting {sitting.id} has no open question that its roadmap knows")
    number, of = sitting.number, len(sitting.items)
    options = (
        Text(f"{letter}. {item.options[place]}", markup=True)
        for letter, place in zip(LETTERS, asked.order, strict=True)
    )
    card = Card(
        f"{stage.name} · question {number} of {of}",
        (*show.prose(item.prompt), *options),
        (Field("To pass", f"{sitting.passing_score} %"),) if number == 1 else (),
    )
    here = {"sitting": sitting.id, "n": str(number)}
    buttons = tuple(
        Button(letter, encode("roadmap choose", {**here, "pick": str(place)}), "primary")
        for place, letter in enumerate(LETTERS)
    )
    question = {
        "id": item.id,
        "number": number,
        "of": of,
        "topic": item.topic,
        "prompt": item.prompt,
        "options": [item.options[place] for place in asked.order],
    }
    data = {"sitting_id": sitting.id, "question": question, "score": None, "passed": None}
    return Reply((card,), buttons, data={**_data(call, path), **data})


async def _explained(
    call: Call, sitting: Sitting, answered: QuizAnswer | None, *, again: bool
) -> tuple[Card, ...]:
    """What was right about the question that was answered, and why; empty where it can be told no more."""
    roadmap = await call.do.roadmaps.get(sitting.skill)
    item = roadmap.item(answered.item_id) if roadmap and answered else None
    stage = roadmap.stage(sitting.stage) if roadmap else None
    if answered is None or answered.chosen is None or item is None:
        return ()
    material = stage.material(item.resource) if stage else None
    return (_explanation(item, answered, material, again=again),)


def _explanation(item: QuizItem, answered: QuizAnswer, material: Material | None, *, again: bool) -> Card:
    before = "You answered this one before. " if again else ""
    read = (Text(f"Read it up: {material.title}, {material.url}"),) if material and not answered.right else ()
    if answered.right:
        return Card("Right", (Text(f"{before}{item.right}. {item.why}", markup=True),))
    chosen = answered.order[answered.chosen or 0]
    return Card(
        "Not quite",
        (
            Text(f"{before}You chose: {item.options[chosen]}. {item.words[chosen]}", markup=True),
            Text(f"Right: {item.right}. {item.why}", markup=True),
            *read,
        ),
    )


async def _result(call: Call, path: LearningPath, sitting: Sitting, explained: Sequence[Card]) -> Reply:
    right, of = sum(item.right for item in sitting.items), len(sitting.items)
    stage = next((s for s in path.stages if s.slug == sitting.stage), None)
    name = stage.stage_name if stage else sitting.stage
    passed = sitting.state == "passed"
    said = await _passed(call, path) if passed else _failed(call, sitting)
    card = Card(
        f"{'Passed' if passed else 'Not passed yet'}: {name}, {sitting.score} %",
        (Text(f"{right} of {of} right; {sitting.passing_score} % pass."), Text(said, markup=True)),
        _missed(sitting),
    )
    buttons = (
        _onward(path) if passed else (Button("Review", encode("review"), "primary"), paths.show_button(path))
    )
    data = {"sitting_id": sitting.id, "question": None, "score": sitting.score, "passed": passed}
    return Reply((*explained, card), buttons, data={**_data(call, path), **data})


async def _passed(call: Call, path: LearningPath) -> str:
    current, today = path.current, days.today(call.user, call.do.clock.now())
    if current is None:
        roadmap = await call.do.roadmaps.get(path.skill)
        return f"That was the last stage: the whole {roadmap.name if roadmap else path.skill} path is done."
    late = " `/roadmap replan` moves the dates." if current.due_on < today else ""
    due = paths.due_words(current.due_on, today)
    return f"Stage {current.stage_number}, {current.stage_name}, is open now, {due}.{late}"


def _failed(call: Call, sitting: Sitting) -> str:
    until = quizzing.again_at(call.do, sitting.ended_at or call.do.clock.now())
    return (
        f"What you missed is among your recall cards now. You can try again from {_when(call, until)}, "
        "with other questions as far as there are any."
    )


def _missed(sitting: Sitting) -> tuple[Field, ...]:
    topics = dict.fromkeys(item.topic.replace("-", " ") for item in sitting.items if not item.right)
    return (Field("Look at again", ", ".join(topics)),) if topics else ()


def _later(call: Call, path: LearningPath, stage: PathStage, waiting: Waiting) -> Reply:
    words = (
        f"You had {waiting.failed.score} % and {waiting.failed.passing_score} % pass. You can try again from "
        f"{_when(call, waiting.until)}: until then, the recall cards of what you missed help most."
    )
    card = Card(f"A little later: {stage.stage_name}", (Text(words),))
    buttons = (Button("Review", encode("review"), "primary"), paths.show_button(path))
    data = {
        "question": None,
        "score": waiting.failed.score,
        "passed": False,
        "again_at": waiting.until.isoformat(),
    }
    return Reply((card,), buttons, data={**_data(call, path), **data})


def _when(call: Call, moment: datetime) -> str:
    """`Fri 4 Dec, 09:30` in the student's own zone."""
    return moment.astimezone(days.zone(call.user)).strftime("%a %-d %b, %H:%M")


def _onward(path: LearningPath) -> tuple[Button, ...]:
    shown = paths.show_button(path)
    return (shown,) if path.current is None else (paths.quiz_button(path, ready=True), shown)


def _data(call: Call, path: LearningPath) -> dict[str, object]:
    return paths.path_data(path, days.today(call.user, call.do.clock.now()))
