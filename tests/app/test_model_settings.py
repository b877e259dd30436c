"""config.toml's [model] section, prices by model included: a slip is named with its line."""

from decimal import Decimal
from pathlib import Path

import pytest

from bot.config import ConfigError, read_settings
from domain.model.completion import Tokens

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
