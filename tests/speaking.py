"""A language model that says what a test has it say, a word at a time, or breaks off."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.errors import ModelFailed
from domain.model.completion import Failure, Spoken, Talk, Tokens
from domain.ports import Heard
from tests.fakes import ScriptedModel

CHARACTERS_A_TOKEN = 4
DOWN = ModelFailed(Failure(why="down"), "nobody answers")


@dataclass
class Speaker(ScriptedModel):
    """Speaks `words[n]` in the nth talk, the last of them for good; it grades as its base does.

    Where there is a `fails[n]` the nth talk fails with it, after `before_failing` of its words were heard.
    `pause`, where there is one, holds a talk after its first word. `talks` are those it was asked for.
    """

    words: Sequence[str] = ("Look at it from the other side.",)
    fails: Sequence[ModelFailed | None] = ()
    before_failing: int = 0
    cut: bool = False
    talks: list[tuple[str, Talk]] = field(default_factory=list)

    async def talk(self, user_id: str, talk: Talk, heard: Heard) -> Spoken:
        number = len(self.talks)
        self.talks.append((user_id, talk))
        text = self.words[min(number, len(self.words) - 1)]
        fault = self.fails[number] if number < len(self.fails) else None
        await self._speak(text, heard, None if fault is None else self.before_failing)
        if fault is not None:
            raise fault
        return Spoken(text=text, model=self.name, tokens=_tokens(talk, text), cut=self.cut)

    async def _speak(self, text: str, heard: Heard, most: int | None) -> None:
        for number, word in enumerate(list(re.finditer(r"\s*\S+\s*", text))[:most]):
            await heard(text[: word.end()])
            if number == 0 and self.pause is not None:
                await self.pause.wait()


def _tokens(talk: Talk, text: str) -> Tokens:
    asked = len(talk.instructions) + sum(len(turn.content) for turn in talk.turns)
    return Tokens(read=asked // CHARACTERS_A_TOKEN, written=len(text) // CHARACTERS_A_TOKEN, counted=False)
