"""What every stored noun shares: an id, a version for optimistic writes, and two times."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from domain.times import as_utc

UtcTime = Annotated[datetime, AfterValidator(as_utc)]


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
