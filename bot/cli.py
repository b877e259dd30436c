"""The command line: python -m bot."""

import asyncio
import json
import logging
import os
import secrets
import sys
from collections.abc import Coroutine
from datetime import UTC, datetime
from typing import Any

import typer

from bot.config import ConfigError, Settings, read_settings
from bot.log import start_logging
from bot.platforms import any_token
from domain.errors import PlatformRefused, QueueUnavailable, StoreUnavailable, UserError

EXIT_USAGE = 2
EXIT_FAILED = 1
EXIT_SOFTWARE = 70

cli = typer.Typer(add_completion=False, no_args_is_help=False, pretty_exceptions_enable=False)
content = typer.Typer(help="The question bank, companies and roadmaps that ship with the project.")
cli.add_typer(content, name="content")


def main() -> None:
    """Runs a command; what the user can mend ends in one sentence and exit code 2."""
    try:
        cli()
    except (ConfigError, StoreUnavailable, QueueUnavailable, PlatformRefused) as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(EXIT_USAGE) from error
    except Exception as error:
        sys.stderr.write(_apology(error))
        raise SystemExit(EXIT_SOFTWARE) from error


def _apology(error: Exception) -> str:
    """A sentence with a reference; the stack trace goes to the log alone, where there is one."""
    reference = secrets.token_hex(4)
    if logging.getLogger().handlers:
        logging.getLogger(__name__).exception("command failed", extra={"reference": reference})
    what = f"{type(error).__name__}, reference {reference}"
    return f"Something went wrong on our side ({what}). Nothing was lost.\n"


def _run(work: Coroutine[Any, Any, int]) -> None:
    raise typer.Exit(asyncio.run(work))


@cli.callback(invoke_without_command=True)
def default(context: typer.Context) -> None:
    """Mock interviews on Discord and in the terminal.

    With no command, every platform whose token is set is connected; where there is none, the console opens.
    """
    if context.invoked_subcommand is not None:
        return
    if any_token(os.environ):
        run()
    else:
        console(json_lines=False, name="")


@cli.command()
def run() -> None:
    """Connect every platform whose token is set, until a signal ends it."""
    from bot.run import run as serve

    settings = read_settings()
    start_logging(settings.log.level, None)
    _run(serve(settings))


@cli.command()
def worker() -> None:
    """Run background jobs alone, for a fleet that shares a Redis, until a signal ends it."""
    from bot.worker import work

    settings = read_settings()
    start_logging(settings.log.level, None)
    _run(work(settings))


@cli.command()
def console(
    json_lines: bool = typer.Option(False, "--json", help="One JSON object a line, in and out."),
    name: str = typer.Option("", "--name", help="Who you are; your login name by default."),
) -> None:
    """Talk to the bot here."""
    settings = read_settings()
    if json_lines:
        from bot.jsonl import serve

        start_logging(settings.log.level, None)
        _run(serve(settings))
    else:
        from bot.terminal import talk

        start_logging(settings.log.level, _log_file(settings))
        _run(talk(settings, name))


def _log_file(settings: Settings) -> Any:
    folder = settings.storage.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailable(
            f"The data folder {folder} cannot be made: {error.strerror}. "
            "Set MOCKINGBIRD_DATA_DIR to a folder you can write to."
        ) from error
    return folder / "mockingbird.log"


@cli.command()
def grade() -> None:
    """Grade answers: JSON lines on standard input, grades on standard output."""
    from adapters.sentences import open_sense
    from bot.grade import grade_lines

    sense = open_sense() if read_settings().grading.semantic else None
    failed = False
    for graded, good in grade_lines(sys.stdin.buffer, sense):
        print(graded, flush=True)
        failed = failed or not good
    raise typer.Exit(EXIT_FAILED if failed else 0)


@cli.command()
def sweep(
    at: str = typer.Option("", help="The time to sweep at, such as 2026-12-01T09:00:00Z; now by default."),
    dry_run: bool = typer.Option(False, "--dry-run", help="Say what is due, and do nothing."),
) -> None:
    """One round of what time makes due, as JSON lines."""
    from bot.sweep import sweep_once

    settings = read_settings()
    start_logging(settings.log.level, None)
    _run(sweep_once(settings, _moment(at), dry_run))


def _moment(text: str) -> datetime:
    from adapters.console.jsonl import in_reach

    if not text:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(text)
        return in_reach(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is no time such as 2026-12-01T09:00:00Z") from error
    except UserError as error:
        raise typer.BadParameter(error.message) from error


@cli.command()
def exam(
    only: list[str] = typer.Option([], "--only", help="The name of a check; may be given again."),
    json_lines: bool = typer.Option(False, "--json", help="One JSON object a check."),
    model: bool = typer.Option(False, "--model", help="Fail where no model is connected."),
) -> None:
    """Have scripted candidates sit whole interviews, and check how they are asked and graded."""
    from bot.exam.run import examine, require_model

    settings = read_settings()
    start_logging("error", None)
    if model:
        require_model(os.environ)
    _run(examine(settings, only, json_lines=json_lines))


@cli.command()
def doctor() -> None:
    """What is set, reachable and missing; exit code 1 where something required fails."""
    from bot.doctor import examine

    _run(examine())


@cli.command("discord-sync")
def discord_sync(
    guild: int = typer.Option(0, help="Only in the server of this id, where it shows at once."),
) -> None:
    """Publish the slash commands at Discord, and say what changed."""
    from bot.publishing import publish_commands

    read_settings()
    _run(publish_commands(guild or None))


@cli.command("slack-manifest")
def slack_manifest(
    url: str = typer.Option(
        "", help="For HTTP: where Slack reaches the bot, such as https://bot.example.edu."
    ),
) -> None:
    """Print the manifest that a Slack app is made from; for Socket Mode unless a URL is given."""
    from adapters.slack.manifest import as_yaml, manifest
    from domain.actions import TABLE

    print(as_yaml(manifest(TABLE, url)), end="")


@content.command("check")
def content_check(
    judge: bool = typer.Option(True, help="Also run every reference and wrong solution."),
) -> None:
    """Hold every question and company to its rules, and run the solutions."""
    from bot.contents import check

    _run(check(read_settings(), with_judge=judge))


@content.command("stats")
def content_stats(as_json: bool = typer.Option(False, "--json", help="As one JSON object.")) -> None:
    """Count what ships."""
    from bot.contents import loaded, stats

    counts = stats(loaded())
    print(json.dumps(counts) if as_json else "\n".join(f"{name:14} {n}" for name, n in counts.items()))


@content.command("export")
def content_export() -> None:
    """Every item as a JSON line, for audits."""
    from bot.contents import items, loaded

    for item in items(loaded()):
        print(json.dumps(item, ensure_ascii=False))
