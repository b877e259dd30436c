"""Which queue the settings mean, who is an admin by them, and what doctor says of both."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from adapters.queue import InProcessQueue
from bot.config import ConfigError, QueueSection, Settings, Storage, read_settings
from bot.doctor import examine_queue
from bot.jobs import open_queue, queue_of
from domain.errors import QueueUnavailable
from domain.jobs import JOBS
from domain.model.aside import described, job_digest
from storage.aside import AsideRepository
from storage.sqlite import open_sqlite
from tests.fakes import ManualClock

ADMINS = '[admin]\nids = ["discord:123", "slack:T1:U2", "console:ana", "console:a:b"]\n'


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for variable in ("MOCKINGBIRD_QUEUE_URL", "MOCKINGBIRD__ADMIN__IDS"):
        monkeypatch.delenv(variable, raising=False)
    return tmp_path / "config.toml"


def test_admins_are_actors(config: Path) -> None:
    config.write_text(ADMINS)
    keys = {"discord::123", "slack:T1:U2", "console::ana", "console::a:b"}
    assert read_settings(config).admin.ids == keys


def test_the_environment_can_name_admins(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config.write_text(ADMINS)
    monkeypatch.setenv("MOCKINGBIRD__ADMIN__IDS", '["discord:9"]')
    assert read_settings(config).admin.ids == {"discord::9"}


@pytest.mark.parametrize("name", ["ana", "discord:", "slack:U2", "slack::U2", "slack:T1:", "irc:ana", ""])
def test_a_malformed_admin_is_named_with_the_line(config: Path, name: str) -> None:
    config.write_text(f'[log]\nlevel = "info"\n[admin]\nids = ["discord:1", "{name}"]\n')
    with pytest.raises(ConfigError) as refused:
        read_settings(config)
    assert "config.toml, line 4" in str(refused.value)
    assert "discord:ID, slack:TEAM:ID, console:NAME" in str(refused.value)


def test_the_variable_names_the_queue(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config.write_text('[queue]\nurl = "redis://one"\ntries = 2\nfirst_retry_seconds = 1\n')
    monkeypatch.setenv("MOCKINGBIRD_QUEUE_URL", "redis://two")
    chosen = read_settings(config).queue
    assert (chosen.url, chosen.retries.tries, chosen.retries.pause(1, 0)) == ("redis://two", 2, 1)


def test_a_malformed_admin_of_the_environment_is_named_with_the_variable(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config.write_text(ADMINS)
    monkeypatch.setenv("MOCKINGBIRD__ADMIN__IDS", '["ana"]')
    with pytest.raises(ConfigError, match=r"^MOCKINGBIRD__ADMIN__IDS: "):
        read_settings(config)


@pytest.mark.parametrize(
    "url", ["redis:s3cret", "redis:/u:s3cret@host", "rdis://u:s3cret@host", "u:s3cret@host"]
)
async def test_an_address_of_no_kind_is_not_repeated(url: str) -> None:
    with pytest.raises(QueueUnavailable) as refused:
        async with open_queue(Settings(queue=QueueSection(url=url)), (), nobody):
            pass
    assert "s3cret" not in str(refused.value)


async def nobody(name: str) -> None:
    raise AssertionError("nothing connects here")


async def test_each_process_has_its_own_queue_by_default() -> None:
    async with open_queue(Settings(), ["discord"], nobody) as queue:
        assert isinstance(queue, InProcessQueue)


async def test_a_queue_of_no_known_kind_is_refused_without_its_password() -> None:
    settings = Settings(queue=QueueSection(url="amqp://ana:secret@there/"))
    with pytest.raises(QueueUnavailable) as refused:
        async with open_queue(settings, [], nobody):
            pass
    assert "'amqp'" in refused.value.message
    assert "secret" not in refused.value.message


@pytest.mark.parametrize("name", JOBS)
@pytest.mark.parametrize(
    ("payload", "talking"),
    [({"platform": "discord"}, "discord"), ({"platform": "slack"}, "slack"), ({"platform": "console"}, None)],
)
def test_what_talks_waits_for_its_platform(
    name: str, payload: Mapping[str, str], talking: str | None
) -> None:
    """The rest any process can do; a terminal's own jobs are in no queue that others see."""
    assert queue_of(name, payload) in ("anywhere", talking)
    assert queue_of(name, {}) == "anywhere"


def test_a_draft_waits_for_its_platform() -> None:
    assert queue_of("submit_draft", {"platform": "slack"}) == "slack"
    assert queue_of("submit_draft", {"platform": "console"}) is None
    assert queue_of("grade_attempt", {"attempt_id": "a", "platform": "slack"}) == "anywhere"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ValueError("first line\nthe answer of a student"), "ValueError: first line"),
        (KeyError(), "KeyError"),
        (OSError(28, "No space left"), "OSError: [Errno 28] No space left"),
        (ValueError("a\0b\ud800c"), "ValueError: a b c"),
        (ValueError("x" * 1000), "ValueError: " + "x" * 200),
    ],
)
def test_an_error_in_words(error: Exception, words: str) -> None:
    assert described(error) == words


def test_a_job_is_the_same_in_any_order() -> None:
    one = job_digest("job", {"a": "1", "b": "2"})
    assert one == job_digest("job", {"b": "2", "a": "1"})
    others = [("job", {"a": "1"}), ("jobs", {"a": "1", "b": "2"}), ("job", {"a": "2", "b": "1"})]
    assert one not in [job_digest(name, payload) for name, payload in others]


async def test_doctor_counts_what_was_set_aside(tmp_path: Path) -> None:
    settings = Settings(storage=Storage(data_dir=tmp_path))
    async with open_sqlite(tmp_path / "mockingbird.db") as documents:
        await AsideRepository(documents, ManualClock()).put("job", {}, "X", 5)
    found = await examine_queue(settings)
    assert (found.part, found.good) == ("queue", True)
    assert "memory" in found.says
    assert "1 job set aside; `/admin stats` says why" in found.says
