"""What calls of a language model came to, added up by user, day, purpose and model."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated

from pydantic import Field, PlainSerializer

from domain.model.base import Value

Day = Annotated[date, PlainSerializer(date.isoformat, return_type=str)]
Count = Annotated[int, Field(ge=0)]


class Figures(Value):
    """`calls` includes `failures`; tokens and cost are those of both."""

    calls: Count = 0
    failures: Count = 0
    input_tokens: Count = 0
    output_tokens: Count = 0
    cost_microusd: Count = 0


class Use(Figures):
    """The figures of one user's calls of one model for one purpose that began on one UTC day."""

    user_id: str
    day: Day
    purpose: str
    model: str


def total(parts: Iterable[Figures]) -> Figures:
    several = list(parts)
    return Figures(**{name: sum(getattr(one, name) for one in several) for name in Figures.model_fields})
