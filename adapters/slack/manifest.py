"""The app's manifest, made from the table of actions, so that Slack never offers what the bot has not."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import yaml

from adapters.slack.assistant import PROMPTS
from adapters.slack.pages import INSTALL_PATH
from domain.actions.kinds import Action
from domain.errors import PlatformRefused

EVENTS_PATH = "/slack/events"
REDIRECT_PATH = "/slack/oauth_redirect"
PUBLIC = re.compile(r"https://([a-z0-9-]+\.)+[a-z0-9-]+(:[0-9]{1,5})?")
NAME = "Mockingbird"
SHORT = "Mock interviews where you already talk: answer in your own words, and see what earned each point."
LONG = (
    "Practise interviews at your own pace: coding, technical and behavioral rounds, as the companies you aim "
    "at hold them. Every answer is graded point by point, with the words quoted that earned each point, and "
    "at the end there is a report to keep. What you write to it is stored where your operator runs it, and "
    "shown to you alone."
)
AGENT = "Runs mock interviews, grades your answers with evidence, and keeps your place when you have to go."
SHORTCUTS = (
    ("Score this answer", "score_answer", "Hands your message in as the answer to the open question"),
    ("Answer here", "answer_here", "Opens a form for your answer, in threads too"),
)
COLOR = "#4a154b"
HEADER = (
    "# The Slack app, for From a manifest at https://api.slack.com/apps; docs/slack.md says how.\n"
    "# Made by `python -m bot slack-manifest`: change domain/actions, then run that again.\n"
)


@dataclass(frozen=True, slots=True)
class Scope:
    """A right that the bot asks of a workspace: why, as a person reads it, and what is lost without it.

    Without a `vital` one nobody can use the bot.
    """

    name: str
    why: str
    without: str
    vital: bool = False


NEEDED = (
    Scope(
        "commands", "to offer its slash commands and message shortcuts", "no command can be used", vital=True
    ),
    Scope("chat:write", "to send questions, scores and reminders", "it cannot answer", vital=True),
    Scope("im:history", "to read what is written to it in direct messages", "it reads none", vital=True),
    Scope("im:write", "to begin a direct message", "interviews cannot move into direct messages"),
    Scope("app_mentions:read", "to read messages that mention it", "it hears no mention"),
    Scope(
        "channels:join",
        "to come into a public channel where a group begins a round",
        "it has to be invited to a channel before a group can hold a round there",
    ),
    Scope("files:read", "to read files that are sent to it as an answer", "files cannot be answers"),
    Scope("files:write", "to send reports as PDF", "reports and long replies do not arrive"),
    Scope("assistant:write", "to show that it is at work, and to suggest how to begin", "it shows no status"),
)
SCOPES: Mapping[str, str] = MappingProxyType({scope.name: scope.why for scope in NEEDED})
"""Each scope with its why."""

EVENTS = ("app_home_opened", "app_mention", "message.im", "app_uninstalled", "tokens_revoked")


def manifest(table: Mapping[str, Action], url: str = "") -> dict[str, Any]:
    """For Socket Mode; with the `url` that a reverse proxy serves, such as https://bot.example.edu, for HTTP.

    Raises PlatformRefused for a url that Slack would not take.
    """
    base = _checked(url) if url else ""
    return {
        "display_information": {
            "name": NAME,
            "description": SHORT,
            "long_description": LONG,
            "background_color": COLOR,
        },
        "features": _features(table, base),
        "oauth_config": {
            **({"redirect_urls": [base + REDIRECT_PATH]} if base else {}),
            "scopes": {"bot": list(SCOPES)},
        },
        "settings": _settings(base),
    }


def as_yaml(made: Mapping[str, Any]) -> str:
    """The manifest as the text that Slack's page takes, with a note on where it comes from."""
    return HEADER + yaml.safe_dump(dict(made), sort_keys=False, allow_unicode=True, width=100)


def _checked(url: str) -> str:
    base = url.rstrip("/").lower()
    if not PUBLIC.fullmatch(base):
        raise PlatformRefused(
            f"Slack sends to addresses such as https://bot.example.edu, not to {url}: https, a public host, "
            f"and nothing behind it. {EVENTS_PATH}, {INSTALL_PATH} and {REDIRECT_PATH} follow by themselves."
        )
    return base


def _features(table: Mapping[str, Action], base: str) -> dict[str, Any]:
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": NAME, "always_online": True},
        # Not `assistant_view`, which Slack no longer takes from new apps.
        "agent_view": {
            "agent_description": AGENT,
            "suggested_prompts": [{"title": words, "message": words} for words in PROMPTS],
        },
        "shortcuts": [
            {"name": name, "type": "message", "callback_id": callback_id, "description": about}
            for name, callback_id, about in SHORTCUTS
        ],
        "slash_commands": _commands(table, base),
    }


def _commands(table: Mapping[str, Action], base: str) -> list[dict[str, Any]]:
    """One for each first word, since a command of Slack's is one word."""
    groups: dict[str, list[Action]] = {}
    for action in table.values():
        if not action.hidden:
            groups.setdefault(action.name.split()[0], []).append(action)
    return [_command(word, group, base) for word, group in groups.items()]


def _command(word: str, group: Sequence[Action], base: str) -> dict[str, Any]:
    about, hint = "; ".join(action.about for action in group), _hint(word, group)
    return {
        "command": f"/{word}",
        **({"url": base + EVENTS_PATH} if base else {}),
        "description": about[:1].upper() + about[1:],
        **({"usage_hint": hint} if hint else {}),
        # Otherwise it is not told which `&lt;` stands for `<` and which was typed so.
        "should_escape": True,
    }


def _hint(word: str, group: Sequence[Action]) -> str:
    if [action.name for action in group] == [word]:
        return group[0].usage.removeprefix(f"/{word}").lstrip()
    return " | ".join(action.name.removeprefix(word).lstrip() for action in group)


def _settings(base: str) -> dict[str, Any]:
    """Messages of channels are not subscribed to: there a mention, a button or a shortcut reaches the bot."""
    address = {"request_url": base + EVENTS_PATH} if base else {}
    return {
        "event_subscriptions": {**address, "bot_events": list(EVENTS)},
        "interactivity": {"is_enabled": True, **address},
        "org_deploy_enabled": False,
        "socket_mode_enabled": not base,
        "token_rotation_enabled": False,
    }
