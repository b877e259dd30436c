"""The numbers that an operator may turn, as config.toml's [interview] section holds them."""

from datetime import timedelta

from pydantic import Field

from domain.model.base import Value


class InterviewRules(Value):
    questions_per_round: int = Field(default=2, ge=1, le=10)
    follow_up_from: int = Field(default=40, ge=0, le=100)
    follow_up_to: int = Field(default=75, ge=0, le=100)
    follow_ups_in_a_row: int = Field(default=2, ge=0, le=5)
    hint_cost: int = Field(default=5, ge=0, le=50)
    abandon_after_hours: float = Field(default=168, gt=0)
    longest_answer: int = Field(default=50_000, ge=1_000, le=1_000_000)
    pause_seconds: float = Field(default=8, ge=1, le=600)
    seed: int | None = None

    @property
    def abandon_after(self) -> timedelta:
        return timedelta(hours=self.abandon_after_hours)

    @property
    def pause(self) -> timedelta:
        return timedelta(seconds=self.pause_seconds)
