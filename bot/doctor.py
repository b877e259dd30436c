"""python -m bot doctor: what is set, reachable and missing, as a table an operator can act on."""

import os
import sys
import tempfile
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from bot.app import open_documents
from bot.config import ConfigError, Settings, config_path, read_settings
from bot.finding import Finding
from bot.jobs import is_shared
from bot.models_checkup import examine_model, examine_sense
from bot.platforms import DISCORD_TOKEN, slack_secrets, wants_slack
from domain.content.check import faults
from domain.content.load import ContentError, load
from domain.errors import QueueUnavailable, StoreUnavailable

DISCORD = "https://discord.com"
SLACK = "https://slack.com/api/"


async def examine() -> int:
    """Prints the table and returns the exit code."""
    findings = [_python()]
    try:
        settings = read_settings()
        findings.append(Finding("config", True, f"{config_path()} is understood"))
    except ConfigError as error:
        findings.append(Finding("config", False, str(error)))
    else:
        findings += [await check(settings) for check in CHECKS]
        findings += [*await _discord(settings), *await _slack()]
    width = max(len(f.part) for f in findings)
    for finding in findings:
        sys.stdout.write(f"{finding.part:{width}}  {finding.state:7}  {finding.says}\n")
    return 1 if any(f.required and not f.good for f in findings) else 0


def _python() -> Finding:
    version = ".".join(str(part) for part in sys.version_info[:3])
    return Finding("python", sys.version_info >= (3, 11), f"Python {version}; 3.11 or newer is needed")


async def _data_folder(settings: Settings) -> Finding:
    folder = settings.storage.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        return Finding("data folder", False, f"{folder}: {error.strerror}; set MOCKINGBIRD_DATA_DIR")
    return Finding("data folder", True, f"{folder} can be written")


async def _store(settings: Settings) -> Finding:
    kind = settings.storage_url.partition(":")[0]
    try:
        async with open_documents(settings, datetime.now(UTC)) as documents:
            users = await documents.count("users", {})
    except StoreUnavailable as error:
        return Finding("store", False, str(error))
    return Finding("store", True, f"{kind}, {users} user{'' if users == 1 else 's'}")


async def examine_queue(settings: Settings) -> Finding:
    try:
        says = await _server(settings) if is_shared(settings) else "memory: each process runs its own jobs"
    except QueueUnavailable as error:
        return Finding("queue", False, error.message)
    try:
        async with open_documents(settings, datetime.now(UTC)) as documents:
            aside = await documents.count("set_aside_jobs", {})
    except StoreUnavailable:
        return Finding("queue", True, says)
    more = "; `/admin stats` says why" if aside else ""
    return Finding("queue", True, f"{says}; {aside} job{'' if aside == 1 else 's'} set aside{more}")


async def _server(settings: Settings) -> str:
    from adapters.redis_server import examine as examine_redis

    server = await examine_redis(settings.queue.url)
    says = f"Redis {server.version} at {server.address}"
    if server.evicts:
        return f"{says}, which may drop jobs when its memory is full: set maxmemory-policy noeviction"
    return says


async def _content(settings: Settings) -> Finding:
    try:
        library = load()
    except ContentError as error:
        return Finding("content", False, str(error))
    found = faults(library)
    if found:
        return Finding("content", False, f"{len(found)} faults; `python -m bot content check` lists them")
    return Finding("content", True, f"{len(library.questions)} questions, {len(library.companies)} companies")


async def _judge(settings: Settings) -> Finding:
    from adapters.judge import sandbox_status

    missing = sandbox_status()
    if missing is None:
        return Finding("code judge", True, "the sandbox is usable", required=False)
    says = f"{missing} Code is then graded as text; nothing is run unprotected."
    return Finding("code judge", False, says, required=False)


async def _reports(settings: Settings) -> Finding:
    from adapters.pdf.fonts import missing_packages

    missing = missing_packages()
    if not missing:
        return Finding("report fonts", True, "every packaged font is there", required=False)
    return Finding("report fonts", False, f"not installed: {', '.join(missing)}", required=False)


async def _discord(settings: Settings) -> list[Finding]:
    token = os.environ.get(DISCORD_TOKEN)
    if not token:
        says = "DISCORD_TOKEN is not set, so the bot is not on Discord; docs/discord.md says how"
        return [Finding("discord", False, says, required=False)]
    from adapters.discord.checkup import examine

    api_url = os.environ.get("DISCORD_API_URL") or DISCORD
    remarks = await examine(token, api_url, settings.discord.message_content)
    return [Finding("discord", remark.good, remark.says, remark.required) for remark in remarks]


async def _slack() -> list[Finding]:
    secrets = slack_secrets(os.environ)
    if not (wants_slack(os.environ) or secrets.bot_token):
        says = "no token of Slack is set, so the bot is not on Slack; docs/slack.md says how"
        return [Finding("slack", False, says, required=False)]
    from adapters.slack.checkup import examine

    remarks = await examine(secrets, os.environ.get("SLACK_API_URL") or SLACK)
    return [Finding("slack", remark.good, remark.says, remark.required) for remark in remarks]


CHECKS: tuple[Callable[[Settings], Awaitable[Finding]], ...] = (
    _data_folder,
    _store,
    examine_queue,
    _content,
    _judge,
    examine_sense,
    examine_model,
    _reports,
)
