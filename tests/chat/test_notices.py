"""The message about an answer being written: few requests, and gone for good once it was removed."""

import asyncio

import pytest

from adapters.chat import notices
from adapters.chat.notices import Notice, Notices, ends_the_writing
from domain.replies import Reply


class Line(Notice[str]):
    """A notice on a platform that takes a turn of the loop for everything, and refuses the word `refused`."""

    def __init__(self) -> None:
        super().__init__("dm", (OSError,))
        self.puts: list[str] = []
        self.deleted = 0

    async def _put(self, view: str) -> None:
        await asyncio.sleep(0.01)
        if view == "refused":
            raise OSError(view)
        self.puts.append(view)

    async def _delete(self) -> None:
        self.deleted += 1
        raise OSError("already gone")


async def test_a_burst_is_its_first_view_and_its_last() -> None:
    line = Line()
    await asyncio.gather(*(line.show(str(number)) for number in range(5)))
    assert line.puts == ["0", "4"]


async def test_a_refused_view_stops_no_later_one() -> None:
    line = Line()
    await line.show("refused")
    await line.show("next")
    assert line.puts == ["next"]


async def test_nothing_is_shown_after_the_removal_which_raises_nothing() -> None:
    line = Line()
    shows = [asyncio.create_task(line.show(view)) for view in ("first", "waiting")]
    await asyncio.sleep(0)
    await line.remove()
    assert (line.puts, line.deleted) == (["first"], 1)
    await asyncio.gather(*shows)
    assert line.puts == ["first"]


def test_the_oldest_are_forgotten_first() -> None:
    standing: Notices[Line] = Notices()
    for number in range(notices.MOST):
        standing.put(str(number), Line())
    standing.put("0", Line())
    standing.put("new", Line())
    assert standing.of("1") is None
    assert standing.take("0") is not None
    assert standing.of("0") is None


@pytest.mark.parametrize(
    ("data", "ends"),
    [
        ({"finished": False, "question_id": "q", "attempt_id": "a"}, True),
        ({"finished": False, "question_id": "q", "attempt_id": None}, True),
        ({"finished": True, "question_id": None}, True),
        ({"finished": False, "question_id": None}, False),
        ({"question_id": "q", "attempt_id": "a"}, False),
    ],
    ids=["a grade", "a skip", "the end", "a resume", "why"],
)
def test_what_puts_the_question_behind_the_student(data: dict[str, object], ends: bool) -> None:
    assert ends_the_writing(Reply(data=data)) is ends
