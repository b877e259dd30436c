"""config.toml's [model] section, prices by model included: a slip is named with its line."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.config import ConfigError, Settings, read_settings
from bot.models import API_KEY, BASE_URL, open_model
from domain.errors import ModelFailed
from domain.model.completion import Tokens
from domain.rules import ModelRules
from tests.llm.double import Fault, model_server
from tests.llm.sample import PROMPT

TOML = """
[model]
name = "llama3.1:8b"
user_daily_usd = 0.1

[model.prices]
"llama3.1:8b" = { input_usd_per_million = 0.07, output_usd_per_million = 0 }
"""
PRICES = "MOCKINGBIRD__MODEL__PRICES"


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv(PRICES, raising=False)
    (tmp_path / "config.toml").write_text(TOML)
    return tmp_path / "config.toml"


def test_money_is_read_exactly(config: Path) -> None:
    model = read_settings(config).model
    assert (model.user_daily_usd, model.user_daily_microusd) == (Decimal("0.1"), 100_000)
    assert set(model.prices) == {"llama3.1:8b"}, "the file's table takes the place of the built-in one"
    assert model.cost("llama3.1:8b", Tokens(read=100, written=9)) == 7


def test_the_environment_adds_a_price(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PRICES, '{"mine": {"input_usd_per_million": 1, "output_usd_per_million": 2}}')
    assert set(read_settings(config).model.prices) == {"llama3.1:8b", "mine"}


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ("0.07", "-1", "line 7: `model.prices.llama3.1:8b.input_usd_per_million` is -1: input should be"),
        ("input_usd", "in_usd", "line 7: `model.prices.llama3.1:8b.input_usd_per_million` is missing."),
        (
            "user_daily_usd",
            "user_daily_us",
            "line 4: there is no setting `model.user_daily_us`. Did you",
        ),
        (
            "[model.prices]",
            "[model.price]",
            "line 6: there is no setting `model.price`. Did you mean",
        ),
        ("0.1\n", "nan\n", "line 4: `model.user_daily_usd` is nan: input should be a finite number."),
    ],
)
def test_a_slip_is_named_with_its_line(config: Path, right: str, wrong: str, words: str) -> None:
    config.write_text(TOML.replace(right, wrong))
    with pytest.raises(ConfigError) as caught:
        read_settings(config)
    assert words in str(caught.value)


def test_a_table_in_the_environment_that_is_no_json_is_refused(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PRICES, "{")
    with pytest.raises(ConfigError, match="written as JSON"):
        read_settings(config)


@pytest.mark.parametrize("name", [API_KEY, BASE_URL])
async def test_a_key_or_address_of_blanks_is_none(name: str) -> None:
    async with open_model(Settings(), {name: " \n"}) as model:
        assert model is None


async def test_a_clock_that_is_moved_on_ends_the_rest_of_a_model_too() -> None:
    """`at` moves hours for the console: by then a provider that failed is asked again."""
    rules, clock = ModelRules(breaker_failures=1, breaker_seconds=60, retries=0), SystemClock()
    async with model_server() as server:
        connected = {API_KEY: server.key, BASE_URL: server.url}
        async with open_model(Settings(model=rules), connected, clock.steady) as model:
            assert model is not None
            server.say(Fault.INTERNAL_ERROR)
            for told in ("answered 500", "not asked"):
                with pytest.raises(ModelFailed, match=told):
                    await model.complete(PROMPT)
            clock.forward_to(clock.now() + timedelta(minutes=1))
            assert (await model.complete(PROMPT)).model == rules.name
