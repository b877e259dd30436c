"""What a reminder says of a stage: only what is true, in the student's own share, with the way on."""

from datetime import timedelta
from typing import Any

import pytest

from domain.model.learning import PathResource
from domain.nudging.message import compose, plain
from domain.nudging.reasons import CardsDue, Reason, StageDue
from tests.domain.nudged import a_path, a_resource, a_stage
from tests.fakes import NOON

TODAY = NOON.date()


def said(left: int, **stage: Any) -> str:
    due = a_stage(TODAY + timedelta(days=left), **stage)
    fact = StageDue(a_path("ana", (due,)), "SQL", due, left)
    return plain(compose("", [Reason("stage:path:stage-1:day:week", fact)], TODAY))


def a_reading(number: int, minutes: int) -> PathResource:
    return a_resource(number).model_copy(update={"duration_minutes": minutes})


def test_a_stage_cut_by_its_levels_takes_its_share_of_what_is_listed() -> None:
    whole = (a_reading(1, 120), a_reading(2, 120))
    assert "2 resources are left, about 4 hours" in said(1, hours=10, resources=whole)
    assert "2 resources are left, about 60 minutes" in said(1, hours=1, resources=whole)


def test_what_waits_for_a_day_after_a_failure_is_not_offered_at_once() -> None:
    words = said(0, resources=(a_resource(1, completed=True),))
    assert "Only the quiz is left." in words
    assert "now" not in words


def test_a_late_stage_names_the_path_whose_dates_can_be_moved() -> None:
    assert "`/roadmap replan skill:sql`" in said(-2)
    assert "replan" not in said(0)


@pytest.mark.parametrize(
    ("count", "words"), [(1, "1 card to review. About 1 minute,"), (7, "7 cards to review. About 4 minutes,")]
)
def test_cards_take_as_long_as_review_says(count: int, words: str) -> None:
    assert words in plain(compose("", [Reason("review:day", CardsDue(count))], TODAY))
