"""config.toml and the environment become one frozen Settings; an unknown key is an error with its line."""

import os
import re
import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

from domain.identifying import identity
from domain.retries import Retries
from domain.rules import ChatRules, GroupRules, InterviewRules, LearningRules, ModelRules, NudgeRules

HOME = Path(__file__).resolve().parents[1]


class ConfigError(Exception):
    """A setting that cannot be used; the message names the file and line or the variable, and the key."""


class Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Storage(Section):
    url: str = ""
    data_dir: Path = Path("data")
    busy_timeout_seconds: float = Field(default=5.0, ge=0, le=60)


class Grading(Section):
    semantic: bool = True


class JudgeSection(Section):
    seconds_per_test: float = Field(default=4.0, gt=0, le=60)
    seconds_in_all: float = Field(default=15.0, gt=0, le=120)
    memory_mb: int = Field(default=256, ge=64, le=2048)
    cache_dir: Path | None = None


class Limits(Section):
    requests: int = Field(default=3000, ge=1)
    per_seconds: float = Field(default=60.0, gt=0)


class Sweep(Section):
    every_seconds: float = Field(default=30.0, ge=1)


class Discord(Section):
    message_content: bool = False
    interviews: Literal["dm", "thread"] = "dm"


class Slack(Section):
    http_host: str = "127.0.0.1"
    http_port: int = Field(default=3000, ge=0, le=65535)


class Run(Section):
    stop_within_seconds: float = Field(default=20.0, ge=1, le=600)


class QueueSection(Section):
    url: str = "memory://"
    workers: int = Field(default=6, ge=1, le=64)
    tries: int = Field(default=5, ge=1, le=20)
    first_retry_seconds: float = Field(default=2.0, gt=0, le=300)
    longest_retry_seconds: float = Field(default=300.0, gt=0, le=86_400)
    lock_seconds: float = Field(default=15.0, ge=1, le=600)

    @property
    def retries(self) -> Retries:
        return Retries(self.tries, self.first_retry_seconds, self.longest_retry_seconds)


def _actor_key(text: str) -> str:
    """The Actor.key of somebody whom an operator names as `slack:T1:U2`, `discord:123` or `console:ana`."""
    actor = identity(text)
    if actor is None:
        raise PydanticCustomError(
            "identity", "nobody is named so; write discord:ID, slack:TEAM:ID, console:NAME"
        )
    return actor.key


class Accounts(Section):
    bcrypt_cost: int = Field(default=12, ge=4, le=16)


class Admin(Section):
    ids: frozenset[Annotated[str, AfterValidator(_actor_key)]] = frozenset()


class Log(Section):
    level: Literal["debug", "info", "warning", "error"] = "info"


class Settings(BaseSettings):
    """Everything that can be set, with the defaults that config.toml repeats and explains."""

    model_config = SettingsConfigDict(
        frozen=True, extra="forbid", env_prefix="MOCKINGBIRD__", env_nested_delimiter="__"
    )

    storage: Storage = Storage()
    interview: InterviewRules = InterviewRules()
    learning: LearningRules = LearningRules()
    nudges: NudgeRules = NudgeRules()
    groups: GroupRules = GroupRules()
    chat: ChatRules = ChatRules()
    model: ModelRules = ModelRules()
    grading: Grading = Grading()
    judge: JudgeSection = JudgeSection()
    limits: Limits = Limits()
    sweep: Sweep = Sweep()
    discord: Discord = Discord()
    slack: Slack = Slack()
    run: Run = Run()
    queue: QueueSection = QueueSection()
    accounts: Accounts = Accounts()
    admin: Admin = Admin()
    log: Log = Log()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the file, whose tables arrive as arguments."""
        return (env_settings, init_settings)

    @property
    def storage_url(self) -> str:
        """Where the documents live: MOCKINGBIRD_STORAGE_URL, else config, else SQLite in the data folder."""
        return self.storage.url or f"sqlite:///{self.storage.data_dir / 'mockingbird.db'}"


SHORT = {
    "MOCKINGBIRD_STORAGE_URL": ("storage", "url"),
    "MOCKINGBIRD_DATA_DIR": ("storage", "data_dir"),
    "MOCKINGBIRD_QUEUE_URL": ("queue", "url"),
}


def config_path() -> Path:
    """MOCKINGBIRD_CONFIG, else config.toml of this folder, else the one beside the source."""
    named = os.environ.get("MOCKINGBIRD_CONFIG")
    if named:
        return Path(named)
    here = Path("config.toml")
    return here if here.exists() else HOME / "config.toml"


def read_settings(path: Path | None = None) -> Settings:
    """The settings. Raises ConfigError, with file, line and key, for anything that is not understood."""
    path = path or config_path()
    text = _read(path)
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: {error}. Mend that line, or take the original file.") from error
    for variable, (section, key) in SHORT.items():
        if os.environ.get(variable):
            tables.setdefault(section, {})[key] = os.environ[variable]
    try:
        return Settings(**tables)
    except ValidationError as error:
        raise ConfigError(_explain(error, path, text)) from error
    except SettingsError as error:
        raise ConfigError(f"MOCKINGBIRD__*: {error}; a table or list is written as JSON there.") from error


def _read(path: Path) -> str:
    if not path.exists() and "MOCKINGBIRD_CONFIG" not in os.environ:
        return ""
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} cannot be read: {error}.") from error


def _explain(error: ValidationError, path: Path, text: str) -> str:
    """The first fault as a sentence: where it stands, what is wrong, what was probably meant."""
    first = error.errors()[0]
    keys = [str(part) for part in first["loc"]]
    dotted = ".".join(keys)
    line = _line_of(text, keys)
    variable = "MOCKINGBIRD__" + "__".join(keys).upper()
    where = _set_by(keys) or (variable if line is None else f"{path}, line {line}")
    if first["type"] == "extra_forbidden":
        near = get_close_matches(keys[-1], _known(keys[:-1]), n=1, cutoff=0.5)
        hint = f" Did you mean `{near[0]}`?" if near else ""
        return f"{where}: there is no setting `{dotted}`.{hint}"
    if first["type"] == "missing":
        return f"{where}: `{dotted}` is missing."
    return f"{where}: `{dotted}` is {first['input']!r}: {first['msg'][:1].lower()}{first['msg'][1:]}."


def _set_by(keys: list[str]) -> str | None:
    """The variable that sets that key, or the table or list that it stands in."""
    names = ["MOCKINGBIRD__" + "__".join(keys[:length]).upper() for length in range(len(keys), 0, -1)]
    return next((name for name in names if name in os.environ), None)


def _known(section: list[str]) -> list[str]:
    if not section:
        return list(Settings.model_fields)
    field = Settings.model_fields.get(section[0])
    model: Any = field.annotation if field else None
    return list(model.model_fields) if model is not None and len(section) == 1 else []


def _line_of(text: str, keys: list[str]) -> int | None:
    """The line on which a key stands, or what holds it; its section where there is no such line."""
    section: list[str] = []
    found = None
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*\[([^\]]+)\]", line)
        if header:
            section = header.group(1).strip().split(".")
            if section == keys:
                return number
        name = re.match(r"""\s*["']?([^"'=\s]+)["']?\s*=""", line)
        if name and [*section, name.group(1)] == keys[: len(section) + 1]:
            found = number
    return found
