"""The numbers that an operator may turn, as sections of config.toml hold them."""

from collections.abc import Mapping
from datetime import timedelta
from decimal import ROUND_CEILING, Decimal
from typing import Annotated, Literal

from pydantic import Field

from domain.model.base import Value
from domain.model.completion import Tokens

Usd = Annotated[Decimal, Field(ge=0)]
MICRO = 1_000_000


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


class LearningRules(Value):
    """`hours` is a week's study time where a student names none; `retention` what recall aims at."""

    hours: float = Field(default=5, gt=0, le=80)
    cooldown_hours: float = Field(default=24, ge=0, le=24 * 30)
    retention: float = Field(default=0.9, ge=0.7, le=0.97)

    @property
    def cooldown(self) -> timedelta:
        return timedelta(hours=self.cooldown_hours)


ClockTime = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class NudgeRules(Value):
    """Times of a day in the student's own zone, where they set none themselves."""

    at: ClockTime = "09:00"
    quiet_from: ClockTime = "22:00"
    quiet_to: ClockTime = "08:00"
    lease_seconds: float = Field(default=60, ge=5, le=600)
    tries: int = Field(default=5, ge=1, le=20)

    @property
    def lease(self) -> timedelta:
        return timedelta(seconds=self.lease_seconds)


class GroupRules(Value):
    """How long the phases of a group's round last where nobody ends them; `term_weeks` is a board's term."""

    members: int = Field(default=25, ge=2, le=25)
    gather_minutes: float = Field(default=10, gt=0, le=24 * 60)
    score_minutes: float = Field(default=3, gt=0, le=60)
    quiet_minutes: float = Field(default=30, gt=0, le=24 * 60)
    term_weeks: int = Field(default=17, ge=1, le=52)

    @property
    def gather(self) -> timedelta:
        return timedelta(minutes=self.gather_minutes)

    @property
    def score(self) -> timedelta:
        return timedelta(minutes=self.score_minutes)

    @property
    def quiet(self) -> timedelta:
        return timedelta(minutes=self.quiet_minutes)

    @property
    def term(self) -> timedelta:
        return timedelta(weeks=self.term_weeks)


class ChatRules(Value):
    """`quiet_hours` of silence end a conversation; a model is told at most `history_tokens` of it."""

    quiet_hours: float = Field(default=12, gt=0, le=24 * 30)
    history_tokens: int = Field(default=3_000, ge=200, le=100_000)
    answer_tokens: int = Field(default=700, ge=50, le=8_000)

    @property
    def quiet(self) -> timedelta:
        return timedelta(hours=self.quiet_hours)


class Price(Value):
    """What a provider charges for the tokens that a model reads and writes."""

    input_usd_per_million: Usd
    output_usd_per_million: Usd


def _price(read: str, written: str) -> Price:
    return Price(input_usd_per_million=Decimal(read), output_usd_per_million=Decimal(written))


PRICES: Mapping[str, Price] = {
    "gpt-4o-mini": _price("0.15", "0.60"),
    "gpt-4o": _price("2.50", "10.00"),
    "gpt-4.1-nano": _price("0.10", "0.40"),
    "gpt-4.1-mini": _price("0.40", "1.60"),
    "gpt-4.1": _price("2.00", "8.00"),
    "gpt-5-nano": _price("0.05", "0.40"),
    "gpt-5-mini": _price("0.25", "2.00"),
    "gpt-5": _price("1.25", "10.00"),
}
"""List prices as they were published in 2026. An operator checks them against the provider's own."""


class ModelRules(Value):
    """A budget of 0, in USD or in calls, means no calls. Money is counted in micro-USD."""

    name: str = Field(default="gpt-4o-mini", min_length=1)
    timeout_seconds: float = Field(default=45, gt=0, le=600)
    retries: int = Field(default=2, ge=0, le=10)
    gradings: int = Field(default=1, ge=1, le=2)
    structured: Literal["auto", "json_schema", "json_object", "off"] = "auto"
    breaker_failures: int = Field(default=5, ge=1)
    breaker_seconds: float = Field(default=60, gt=0)
    at_once: int = Field(default=4, ge=1, le=100)
    user_daily_usd: Usd = Decimal("0.25")
    all_daily_usd: Usd = Decimal("20")
    user_daily_calls: int = Field(default=200, ge=0)
    all_daily_calls: int = Field(default=20_000, ge=0)
    prices: Mapping[str, Price] = PRICES

    @property
    def turned_off(self) -> bool:
        """Whether a budget of 0 keeps every call from being made."""
        budgets = (self.user_daily_usd, self.all_daily_usd, self.user_daily_calls, self.all_daily_calls)
        return 0 in budgets

    def cost(self, model: str, tokens: Tokens) -> int:
        """Micro-USD, rounded up: a token at 1 USD a million is one. 0 where the model has no price."""
        price = self.prices.get(model)
        if price is None:
            return 0
        exact = tokens.read * price.input_usd_per_million + tokens.written * price.output_usd_per_million
        return int(exact.to_integral_value(ROUND_CEILING))

    @property
    def user_daily_microusd(self) -> int:
        return int(self.user_daily_usd * MICRO)

    @property
    def all_daily_microusd(self) -> int:
        return int(self.all_daily_usd * MICRO)
