"""The typed questions about group rounds; storage/grouping.py answers them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from domain.model.attempt import Attempt
from domain.model.given import Given
from domain.model.group import GroupRound
from domain.model.named import Named
from domain.model.panel import About, PanelScore


class GroupRounds(Protocol):
    async def get(self, round_id: str) -> GroupRound | None: ...

    async def add(self, group: GroupRound) -> None:
        """Raises Duplicate where a round is open in that room."""
        ...

    async def change(
        self, round_id: str, rule: Callable[[GroupRound], GroupRound], known: GroupRound | None = None
    ) -> GroupRound:
        """As Interviews.change. Raises Duplicate where another round is open in the room it moves to."""
        ...

    async def open_in(self, room: str) -> GroupRound | None:
        """The open round held in that room."""
        ...

    async def open_at_home(self, home: str) -> list[GroupRound]:
        """The open rounds in threads of that channel, the newest first."""
        ...

    async def open_with(self, user_id: str) -> list[GroupRound]:
        """The open rounds that somebody took part in, the newest first."""
        ...

    async def at_home(self, home: str, since: datetime, limit: int) -> list[GroupRound]:
        """All rounds of that channel begun since, the newest first."""
        ...

    async def with_member(self, user_id: str, limit: int) -> list[GroupRound]:
        """All rounds that somebody took part in, the newest first."""
        ...

    async def last_at(self, room: str, user_id: str) -> GroupRound | None:
        """The newest round held there, or in a thread of that channel, that somebody took part in."""
        ...

    async def due(self, now: datetime, limit: int) -> list[GroupRound]:
        """Those whose clock needs something by now, ended ones with something to show among them."""
        ...

    async def answers(self, round_id: str, question_id: str) -> list[Attempt]:
        """The first tries at one question of a round, in the order in which they were given."""
        ...

    async def ungraded(self, round_id: str, question_id: str) -> list[Attempt]:
        """Those of them that have no grade yet."""
        ...

    async def people(self, ids: Sequence[str]) -> Mapping[str, Named]:
        """Those of them who still have an account, by the ids that were given."""
        ...

    async def answered(self, round_id: str, question_id: str) -> frozenset[str]:
        """The ids of those who have answered that question of a round."""
        ...

    async def answer_count(self, round_id: str, question_id: str) -> int:
        """How many they are, which is quicker told."""
        ...

    async def all_answers(self, round_ids: Sequence[str], *, met: bool = False) -> list[Given]:
        """The first tries of some rounds, without their texts; with `met` also how much each met."""
        ...


class PanelScores(Protocol):
    async def get(self, score_id: str) -> PanelScore | None: ...

    async def add(self, score: PanelScore) -> None:
        """Raises Duplicate where that person has scored it already."""
        ...

    async def change(self, score_id: str, rule: Callable[[PanelScore], PanelScore]) -> PanelScore:
        """As Interviews.change."""
        ...

    async def of_question(self, round_id: str, question_id: str) -> list[PanelScore]: ...

    async def of_round(self, round_id: str) -> list[PanelScore]: ...

    async def by(
        self, scorer_id: str, round_id: str, question_id: str, about: About
    ) -> PanelScore | None: ...

    async def of_rounds(self, round_ids: Sequence[str]) -> list[PanelScore]: ...
