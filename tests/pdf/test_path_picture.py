"""The picture of a path: a PNG that a phone can show, with every stage, whatever its words are."""

from io import BytesIO

import pytest
from PIL import Image

from adapters.pdf.path_picture import draw
from adapters.pdf.renderer import PathPictures
from domain.model.path_sheet import PathSheet, StageLine

AMBER, TEAL = (180, 83, 9), (21, 94, 117)


def a_sheet(*states: str, percent: int = 40, name: str = "Joins and sets") -> PathSheet:
    note = "due Fri 4 Dec"
    stages = tuple(
        StageLine.model_validate(
            {"number": n, "name": name, "state": state, "share": 100 * (state == "done"), "note": note}
        )
        for n, state in enumerate(states, 1)
    )
    return PathSheet(title="SQL", aim="from 10 to 80", finish="done by March", percent=percent, stages=stages)


def picture(sheet: PathSheet) -> Image.Image:
    opened = Image.open(BytesIO(draw(sheet)))
    assert opened.format == "PNG"
    return opened.convert("RGB")


def pixels(image: Image.Image, colour: tuple[int, int, int]) -> int:
    """How many are of about that colour."""
    data = image.tobytes()
    return sum(
        all(abs(data[i + c] - colour[c]) < 12 for c in range(3)) for i in range(0, len(data), 3 * 7)
    )  # fmt: skip


async def test_it_is_the_same_each_time_and_small_enough_to_send() -> None:
    sheet = a_sheet("done", "open", "ahead")
    drawn = await PathPictures().draw(sheet)
    assert drawn == draw(sheet)
    assert len(drawn) < 150_000
    assert 900 < Image.open(BytesIO(drawn)).width < 1300


def test_each_stage_takes_a_row() -> None:
    heights = [picture(a_sheet(*["ahead"] * n)).height for n in (1, 2, 3)]
    assert heights[2] - heights[1] == heights[1] - heights[0] > 50


def test_progress_fills_and_what_is_late_stands_out() -> None:
    empty, full = (picture(a_sheet("ahead", "ahead", percent=p)) for p in (0, 100))
    assert pixels(full, TEAL) > 2 * pixels(empty, TEAL)
    assert pixels(picture(a_sheet("open")), AMBER) == 0
    assert pixels(picture(a_sheet("late")), AMBER) > 100


@pytest.mark.parametrize(
    "name", ["A", "W" * 40, "سلسلة دروس", "並行処理と性能", "x\x1f</para>\u0000", "🚀" * 30]
)
def test_any_name_is_drawn(name: str) -> None:
    assert picture(a_sheet("open", name=name)).size == picture(a_sheet("open")).size
