"""How a message gets its answer: by a model where there is one, else by what can be looked up."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.coaching import chatter, distress, known, looking, record, secrecy, tags, wording
from domain.coaching.asked import FIGURES, Asked, asked_in
from domain.coaching.briefing import Material, brief
from domain.coaching.conversation import Heard
from domain.coaching.secrecy import OpenQuestion
from domain.errors import ModelFailed
from domain.model.chat import Author, ChatMessage, Ground
from domain.model.completion import Failure, Spoken
from domain.model.passage import Passage
from domain.model.question import Question
from domain.model.user import User
from domain.ports import Asking, Progress
from domain.replies import Words
from domain.services import Services
from domain.times import as_utc

CITED, SHOWN, LONGEST = 5, 3, 20_000
CUT = "\n\n(That was as long as I may write at once. Ask me to go on.)"
_CITATION = re.compile(r"[ \t]?\[(\d{1,3}(?:\s?[,;]\s?\d{1,3})*)\]")
_UNFINISHED = re.compile(r"(?:[ \t]?\[[\d ,;]*|\*+|`+|^#{1,6})\Z", re.MULTILINE)
_MARKDOWN = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*|^#{1,6}[ \t]+", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said, who said it, on what grounds, and what the conversation is about by it.

    `why` says why it is no model's, where there is one.
    """

    content: str
    by: Author
    grounds: tuple[Ground, ...] = ()
    tags: tuple[str, ...] = ()
    why: str = ""

    def message(self, do: Services, heard: Heard) -> ChatMessage:
        """The answer as it is kept."""
        return ChatMessage(
            id=do.random.new_id(),
            role="assistant",
            content=self.content,
            timestamp=as_utc(do.clock.now()),
            answers=heard.message.id,
            by=self.by,
            grounds=self.grounds,
        )


def model_of(do: Services) -> Asking | None:
    """The model that answers; None where there is none, or its budget is set to nothing."""
    return None if do.model_rules.turned_off else do.model


async def answer(do: Services, user: User, heard: Heard, progress: Progress) -> Answer:
    """Answers a stored message. The open question of an interview is never answered."""
    text = heard.message.content
    if comfort := distress.answer(text):
        return Answer(comfort, "library")
    opened = await secrecy.open_question(do, user.id)
    meant = None if opened is None else secrecy.asks_about(opened, text)
    if meant is not None:
        return _held(do, meant)
    model = model_of(do)
    if model is None or asked_in(text) in FIGURES:
        return await _without_model(do, user, heard, opened)
    material = await _material(do, user, heard, opened)
    try:
        spoken = await _spoken(model, do, user, heard, material, progress)
    except ModelFailed as error:
        return replace(await _without_model(do, user, heard, opened), why=wording.why_not(error))
    now_open = await secrecy.open_question(do, user.id)
    if now_open is not None and secrecy.is_unreadable(now_open, spoken):
        return Answer(wording.UNCHECKED, "library")
    if now_open is not None and await secrecy.gives_away(now_open, spoken, do.sense):
        return _held(do, now_open)
    about = await _tagged(do, heard, material.passages)
    return Answer(spoken, "model", _cited(spoken, material.passages), about)


async def _without_model(do: Services, user: User, heard: Heard, opened: OpenQuestion | None) -> Answer:
    """What rules can answer: the student's own figures, small talk, and else what is found."""
    text = heard.message.content
    if asked := asked_in(text):
        return await _of_record(do, user, asked, text, opened)
    if greeting := chatter.small_talk(text):
        return Answer(greeting, "library")
    student = await known.of(do, user, user.sharing)
    passages = await looking.look(do, heard, student, opened, SHOWN, fresh=True)
    return _looked_up(heard, passages, await _tagged(do, heard, passages))


async def _of_record(
    do: Services, user: User, asked: Asked, text: str, opened: OpenQuestion | None
) -> Answer:
    """The student's own figures, unless they would answer the open question."""
    student = await known.of(do, user, user.sharing)
    made = await record.passage(do, user, student, asked, text)
    if opened is not None and await secrecy.telling(opened, [made]):
        return _held(do, opened)
    return Answer(made.text, "library", (Ground.of(made),))


def _held(do: Services, opened: OpenQuestion) -> Answer:
    return Answer(wording.held(opened, do.rules.hint_cost), "library")


async def _material(do: Services, user: User, heard: Heard, opened: OpenQuestion | None) -> Material:
    """What the student shares, and what was found for the message; nothing is looked up for a greeting."""
    student = await known.of(do, user, user.sharing)
    greeting = chatter.small_talk(heard.message.content)
    passages = () if greeting else await looking.look(do, heard, student, opened, CITED)
    return Material(student.sections, passages, opened)


async def _tagged(do: Services, heard: Heard, passages: Sequence[Passage]) -> tuple[str, ...]:
    grounds = [Ground.of(passage) for passage in passages[:1]]
    return tags.inferred(heard.message.content, grounds, await question_of(do, grounds))


async def question_of(do: Services, grounds: Sequence[Ground]) -> Question | None:
    """The bank's question behind the best passage."""
    if grounds and grounds[0].kind in secrecy.OF_QUESTIONS:
        return await do.questions.get(grounds[0].subject)
    return None


def _looked_up(heard: Heard, passages: Sequence[Passage], found: tuple[str, ...]) -> Answer:
    if not passages:
        said = chatter.nothing(heard.message.content, all_told=looking.all_told(heard))
        return Answer(said, "library", tags=found)
    grounds = tuple(Ground.of(passage) for passage in passages[:SHOWN])
    return Answer(passages[0].text, "library", grounds, found)


async def _spoken(
    model: Asking, do: Services, user: User, heard: Heard, material: Material, progress: Progress
) -> str:
    """What the model says, shown as it comes unless a question is open. Raises ModelFailed."""
    count = len(material.passages)

    async def hear(text: str) -> None:
        if material.opened is None and (shown := said_so_far(text, count)):
            await progress(Words(shown))

    talk = brief(heard.session, heard.message, material, do.coaching)
    spoken = await model.talk(user.id, talk, hear)
    return _whole(spoken, count)


def _whole(spoken: Spoken, count: int) -> str:
    text = said(spoken.text, count)
    if not text:
        raise ModelFailed(Failure(why="wrong"), "the model said nothing")
    return f"{text}{CUT}" if spoken.cut else text


def said(text: str, count: int) -> str:
    """A model's words without markdown that no platform shows the same, citing only what there is."""

    def real(found: re.Match[str]) -> str:
        numbers = [int(number) for number in re.findall(r"\d+", found.group(1))]
        kept = [str(number) for number in numbers if 1 <= number <= count]
        return f" [{', '.join(kept)}]" if kept else ""

    plain = text[:LONGEST].replace("\0", "").strip()
    parts = plain.split("```")
    for n in range(0, len(parts), 2):
        parts[n] = _CITATION.sub(real, _MARKDOWN.sub(lambda m: m.group(1) or "", parts[n]))
    return "```".join(parts).strip()


def said_so_far(text: str, count: int) -> str:
    """The same of words that still go on: what may yet become a mark is held back."""
    in_code = text.count("```") % 2
    if not in_code and text.rpartition("\n")[2].count("**") % 2:
        text = text[: text.rindex("**")]
    return said(text if in_code else _UNFINISHED.sub("", text), count)


def _cited(text: str, passages: Sequence[Passage]) -> tuple[Ground, ...]:
    """Those whose numbers stand in the text."""
    cited = {int(n) for found in _CITATION.finditer(text) for n in re.findall(r"\d+", found.group(1))}
    numbered = enumerate(passages, 1)
    return tuple(Ground.of(passage, number) for number, passage in numbered if number in cited)
