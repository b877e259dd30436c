"""What every stored noun shares: an id, a version for optimistic writes, and two times."""

from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainSerializer

from domain.times import as_utc

UtcTime = Annotated[datetime, AfterValidator(as_utc)]
Day = Annotated[date, PlainSerializer(date.isoformat, return_type=str)]
"""A calendar day in somebody's own zone; the store keeps it as `2027-03-01`."""


class Value(BaseModel):
    """Immutable data without an identity of its own; an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Entity(BaseModel):
    """A document of one collection. `version` counts writes; a store replaces only the version it read."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    id: str = Field(alias="_id")
    version: int = 1
    created_at: UtcTime
    updated_at: UtcTime
