"""What an event of a chat platform asks for, and how soon that has to be acknowledged."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

from domain import tokens
from domain.actions.kinds import Action, Opens
from domain.ports import Progress
from domain.replies import Button, Form, Reply, Words, say
from domain.requests import Request


class Handler(Protocol):
    """The dispatcher, as far as a platform needs it."""

    async def handle(self, request: Request, progress: Progress) -> Reply | None: ...

    async def shown(self, attempt_id: str, shown_in: str) -> None:
        """That attempt's grade, named by Reply.about, stands in that message; raises nothing."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """An action of the table by name; `row` is None for one that is no more."""

    action: str
    row: Action | None
    args: Mapping[str, str] = field(default_factory=dict)

    @property
    def slow(self) -> bool:
        """Whether it is begun only once it was acknowledged: what may be slow, and what brings an answer."""
        if self.row is None or self.row.opens is Opens.FAST:
            return False
        return self.row.opens is Opens.SLOW or "text" in self.args

    @property
    def opens_form(self) -> bool:
        """Whether a form comes first, since nothing to work on came along."""
        return self.row is not None and self.row.opens is Opens.FORM and "text" not in self.args

    @property
    def holds(self) -> bool:
        return self.row is not None and self.row.holds

    @property
    def in_place(self) -> bool:
        return self.row is not None and self.row.in_place

    @property
    def takes_file(self) -> bool:
        return self.row is not None and self.row.takes_file

    def returnable(self, given: Mapping[str, str]) -> list[str]:
        """The texts among those given that may be handed back to their writer: all but secrets."""
        secret = {option.name for option in self.row.options if option.secret} if self.row else set()
        return [text for name, text in given.items() if name not in secret]


def of_token(token: str, table: Mapping[str, Action]) -> Asked | None:
    """What a pressed button asks for; None where the token is none of ours."""
    try:
        action, args = tokens.decode(token)
    except tokens.BadToken:
        return None
    return Asked(action, table.get(action), args)


def opener(form: Form, asked: Asked, table: Mapping[str, Action], words: str) -> Reply:
    """`words` and a button for a form that could not be opened by itself: it asks for the same once more,
    where the form's own token is for what was filled in."""
    filled, token = of_token(form.token, table), form.token
    if filled is None or not filled.opens_form:
        with suppress(tokens.BadToken):
            token = tokens.encode(asked.action, asked.args)
    return say(form.title, words, buttons=(Button("Open", token, "primary"),))


async def nobody_waits(_: str) -> None:
    """For work whose progress nobody sees."""


def words_alone(progress: Progress) -> Progress:
    """Passes on the words of the reply, where nothing is to stand before them."""

    async def pass_on(text: str) -> None:
        if isinstance(text, Words):
            await progress(text)

    return pass_on
