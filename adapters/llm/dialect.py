"""How to put a question to one server: what it is asked for first, and what is left out where it refuses."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, Self

from domain.model.completion import Prompt, Talk, Turn

Format = Literal["json_schema", "json_object", "off"]
FORMATS: tuple[Format, ...] = ("json_schema", "json_object", "off")
SEED = 1
WARMTH = 0.3
_FORMAT = re.compile(r"response_format|json_schema|json_object|structured|grammar|schema", re.IGNORECASE)
_STREAM = re.compile(r"\bstream", re.IGNORECASE)
_LIMIT = re.compile(r"max_completion_tokens|max_tokens\W.{0,20}not supported")


@dataclass(frozen=True, slots=True)
class Dialect:
    """What a server takes. A `pinned` format is not given up."""

    format: Format = "json_schema"
    pinned: bool = False
    temperature: bool = True
    seed: bool = True
    limit: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    stream: bool = True
    usage: bool = True

    def request(self, model: str, prompt: Prompt) -> dict[str, Any]:
        """The arguments of one chat completion."""
        turns = (Turn(role="user", content=prompt.material),)
        asked = self._asked(model, self._instructions(prompt), turns, prompt.most_tokens, 0)
        if self.seed:
            asked["seed"] = SEED
        if self.format == "json_schema":
            schema = {"name": prompt.name, "strict": True, "schema": dict(prompt.schema_)}
            asked["response_format"] = {"type": "json_schema", "json_schema": schema}
        elif self.format == "json_object":
            asked["response_format"] = {"type": "json_object"}
        return asked

    def talk(self, model: str, talk: Talk) -> dict[str, Any]:
        """The arguments of one turn of a conversation."""
        asked = self._asked(model, talk.instructions, talk.turns, talk.most_tokens, WARMTH)
        if self.stream:
            asked["stream"] = True
        if self.stream and self.usage:
            asked["stream_options"] = {"include_usage": True}
        return asked

    def plainer(self, status: int, told: str) -> Self | None:
        """The dialect without what the server refused; None where it did not refuse a part of the request."""
        if status not in (400, 422):
            # Some releases of llama.cpp answer 500 to a format that they do not know.
            return self._other_format() if status == 500 and "response_format" in told else None
        if self.seed and re.search(r"\bseed\b", told):
            return replace(self, seed=False)
        named = self._without_named(told)
        if named is not None:
            return named
        return self._other_format() if status == 422 or _FORMAT.search(told) else None

    def plainer_talk(self, status: int, told: str) -> Self | None:
        """As `plainer`, for a turn of a conversation."""
        if status not in (400, 405, 422, 501):
            return None
        if self.stream and self.usage and ("stream_options" in told or "include_usage" in told):
            return replace(self, usage=False)
        if self.stream and _STREAM.search(told):
            return replace(self, stream=False)
        return self._without_named(told)

    def _without_named(self, told: str) -> Self | None:
        if self.temperature and "temperature" in told:
            return replace(self, temperature=False)
        if self.limit == "max_tokens" and _LIMIT.search(told):
            return replace(self, limit="max_completion_tokens")
        return None

    def _asked(
        self, model: str, instructions: str, turns: Sequence[Turn], most_tokens: int, temperature: float
    ) -> dict[str, Any]:
        said = [{"role": turn.role, "content": _encodable(turn.content)} for turn in turns]
        asked: dict[str, Any] = {
            "model": model,
            "messages": [{"role": "system", "content": _encodable(instructions)}, *said],
            self.limit: most_tokens,
        }
        if self.temperature:
            asked["temperature"] = temperature
        return asked

    def _other_format(self) -> Self | None:
        if self.pinned or self.format == "off":
            return None
        return replace(self, format=FORMATS[FORMATS.index(self.format) + 1])

    def _instructions(self, prompt: Prompt) -> str:
        if self.format == "json_schema":
            return prompt.instructions
        schema = json.dumps(prompt.schema_, ensure_ascii=False)
        return f"{prompt.instructions}\n\nAnswer with one JSON object and nothing else. JSON schema: {schema}"


def dialect_of(structured: Literal["auto", "json_schema", "json_object", "off"]) -> Dialect:
    """The first to try, by the setting."""
    return Dialect() if structured == "auto" else Dialect(format=structured, pinned=True)


def _encodable(text: str) -> str:
    """Half surrogate pairs, which no encoding can write, become question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")
