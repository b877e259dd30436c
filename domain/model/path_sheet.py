"""What the picture of a learning path shows, in words and figures."""

from typing import Literal

from domain.model.base import Value


class StageLine(Value):
    """One stage. `share` is how much of it is done, in percent; `note` such as "due Fri 4 Dec"."""

    number: int
    name: str
    state: Literal["done", "open", "late", "ahead"]
    share: int
    note: str


class PathSheet(Value):
    """`aim` is such as "from level 10 to 80", `finish` such as "at this pace done by Mon 1 Mar 2027"."""

    title: str
    aim: str
    finish: str
    percent: int
    stages: tuple[StageLine, ...]
