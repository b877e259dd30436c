"""The manifest: within Slack's limits, complete, checked in, and no more than the bot listens to."""

import re
from collections.abc import Callable
from inspect import signature
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings

from adapters.slack import listeners, site
from adapters.slack.assistant import PROMPTS
from adapters.slack.manifest import (
    EVENTS,
    EVENTS_PATH,
    NEEDED,
    REDIRECT_PATH,
    SCOPES,
    as_yaml,
    manifest,
)
from adapters.slack.pages import INSTALL_PATH
from adapters.slack.typed import Known, understood
from domain.actions import TABLE
from domain.actions.parse import find_action
from domain.errors import PlatformRefused

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "slack.md").read_text("utf-8")
URL = "https://bot.example.edu"
VISIBLE = [action for action in TABLE.values() if not action.hidden]
BUILT_IN = frozenset(
    {"active", "apps", "archive", "away", "call", "canvas", "collapse", "dm", "dnd", "expand", "feed",
     "huddle", "invite", "join", "leave", "me", "msg", "mute", "open", "part", "pro", "remind", "remove",
     "rename", "search", "shortcuts", "shrug", "star", "status", "topic", "who"}
)  # fmt: skip
"""Slack's own commands: a manifest with one of them is refused whole."""
REMOVALS = {"app_uninstalled", "tokens_revoked"}
"""Listened to where the app is made, since what follows depends on how it was installed."""
METHODS = {
    "auth_test": "", "views_open": "", "views_update": "", "views_publish": "", "apps_connections_open": "",
    "oauth_v2_access": "",
    "chat_postMessage": "chat:write", "chat_postEphemeral": "chat:write", "chat_update": "chat:write",
    "chat_delete": "chat:write", "chat_startStream": "chat:write", "chat_appendStream": "chat:write",
    "chat_stopStream": "chat:write",
    "assistant_threads_setStatus": "assistant:write",
    "assistant_threads_setSuggestedPrompts": "assistant:write",
    "conversations_open": "im:write", "conversations_history": "im:history",
    "conversations_replies": "im:history", "conversations_join": "channels:join",
    "files_info": "files:read", "files_upload_v2": "files:write",
}  # fmt: skip
"""The scope that each method of the Web API needs, by Slack's reference."""


def commands(made: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {command["command"]: command for command in made["features"]["slash_commands"]}


def test_the_checked_in_manifest_is_the_one_that_is_made() -> None:
    assert (ROOT / "docs" / "slack-manifest.yaml").read_text("utf-8") == as_yaml(manifest(TABLE))


@pytest.mark.parametrize("url", ["", URL])
def test_the_yaml_reads_back_as_the_manifest(url: str) -> None:
    assert yaml.safe_load(as_yaml(manifest(TABLE, url))) == manifest(TABLE, url)


@pytest.mark.parametrize("action", VISIBLE, ids=lambda action: action.name)
def test_every_visible_action_is_reachable_by_its_command(action: Any) -> None:
    word, _, rest = action.name.partition(" ")
    needed = " ".join("x" for option in action.options if option.required)
    assert f"/{word}" in commands(manifest(TABLE))
    assert understood(f"/{word}", f"{rest} {needed}", TABLE, Known()).action == action.name


def test_no_hidden_action_is_offered() -> None:
    assert {command[1:] for command in commands(manifest(TABLE))} == {a.name.split()[0] for a in VISIBLE}


def test_it_stays_within_the_limits_of_slacks_reference() -> None:
    made = manifest(TABLE, URL)
    shown, features = made["display_information"], made["features"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 174 <= len(shown["long_description"]) <= 4000
    assert re.fullmatch(r"#[0-9a-f]{6}", shown["background_color"])
    assert re.fullmatch(r"[\w.-]{1,80}", features["bot_user"]["display_name"])
    assert len(features["agent_view"]["agent_description"]) <= 300
    assert 0 < len(features["agent_view"]["suggested_prompts"]) <= 4
    assert len(features["shortcuts"]) <= 10
    assert all(len(one["name"]) <= 24 and len(one["description"]) <= 150 for one in features["shortcuts"])
    assert len(features["slash_commands"]) <= 50
    for command in features["slash_commands"]:
        assert re.fullmatch(r"/[a-z-]{1,31}", command["command"])
        assert 0 < len(command["description"]) <= 2000
        assert len(command.get("usage_hint", "")) <= 1000


def test_no_command_has_the_name_of_one_of_slacks_own() -> None:
    assert not {command[1:] for command in commands(manifest(TABLE))} & BUILT_IN


def test_a_command_says_how_it_is_used() -> None:
    found = commands(manifest(TABLE))
    assert found["/answer"]["usage_hint"] == "[text] [predict]"
    assert found["/company"]["usage_hint"] == "show | list"
    assert found["/company"]["description"] == "What is known of a company's interviews; every company I know"


def test_escaping_is_asked_for_since_it_is_undone() -> None:
    assert all(command["should_escape"] for command in commands(manifest(TABLE)).values())


def test_socket_mode_names_no_address_and_http_one_for_everything() -> None:
    socket, http = manifest(TABLE), manifest(TABLE, f"{URL}/")
    assert socket["settings"]["socket_mode_enabled"]
    assert "http" not in str(socket).replace("https://api.slack.com", "")
    assert not http["settings"]["socket_mode_enabled"]
    assert {command["url"] for command in commands(http).values()} == {URL + EVENTS_PATH}
    assert http["settings"]["event_subscriptions"]["request_url"] == URL + EVENTS_PATH
    assert http["settings"]["interactivity"]["request_url"] == URL + EVENTS_PATH
    assert http["oauth_config"]["redirect_urls"] == [URL + REDIRECT_PATH]


@pytest.mark.parametrize(
    "url",
    ["http://bot.example.edu", "bot.example.edu", "https://localhost", "https://", f"{URL}/slack", f"{URL}?a",
     "https://me@bot.example.edu", "https://bot.example.edu:x", "https://[::1", f"{URL} ", "ftp://a.example"],
)  # fmt: skip
def test_an_address_that_slack_would_not_take_is_refused(url: str) -> None:
    with pytest.raises(PlatformRefused):
        manifest(TABLE, url)


def test_an_address_with_a_port_is_taken() -> None:
    made = manifest(TABLE, "https://Bot.example.edu:8443")
    assert made["oauth_config"]["redirect_urls"] == [f"https://bot.example.edu:8443{REDIRECT_PATH}"]


def test_the_paths_are_those_of_the_site() -> None:
    assert EVENTS_PATH == site.EVENTS_PATH
    flow = AsyncOAuthSettings(client_id="1.2", client_secret="none")
    assert (flow.install_path, flow.redirect_uri_path) == (INSTALL_PATH, REDIRECT_PATH)


def test_token_rotation_stays_off_since_it_would_silence_the_bot() -> None:
    assert not manifest(TABLE)["settings"]["token_rotation_enabled"]


class Register:
    """Stands in for an app: keeps what is listened to, by its kind."""

    def __init__(self) -> None:
        self.of: dict[str, set[Any]] = {}

    def __getattr__(self, kind: str) -> Callable[[Any], Callable[[Any], None]]:
        def register(what: Any) -> Callable[[Any], None]:
            self.of.setdefault(kind, set()).add(what)
            return lambda listener: None

        return register


def test_what_slack_sends_is_listened_to_and_nothing_that_it_does_not_send() -> None:
    app, others = Register(), len(signature(listeners.Listeners).parameters) - 1
    listeners.Listeners(TABLE, *[cast(Any, None)] * others).attach(cast(Any, app))
    made = manifest(TABLE)
    assert app.of["command"] == set(commands(made))
    assert app.of["shortcut"] == {shortcut["callback_id"] for shortcut in made["features"]["shortcuts"]}
    assert app.of["event"] | REMOVALS == {event.partition(".")[0] for event in EVENTS}


def test_every_scope_is_used_and_every_method_has_its_scope() -> None:
    code = "".join(path.read_text("utf-8") for path in (ROOT / "adapters" / "slack").glob("*.py"))
    called = set(re.findall(r"client\.([a-z]+_\w+)\(", code))
    called.discard("connect_to_new_endpoint")  # of the socket's client
    assert called <= METHODS.keys(), "say which scope a new method needs"
    by_methods = {METHODS[method] for method in called} - {""}
    by_features = {"commands", "im:history", "app_mentions:read"}
    assert set(SCOPES) == by_methods | by_features


def test_the_guide_names_every_scope_with_its_why() -> None:
    table = dict(re.findall(r"^\| `([a-z_]+(?::[a-z]+)?)` \| (.+?) \|$", GUIDE, re.MULTILINE))
    assert table == dict(SCOPES)


def test_no_scope_is_asked_for_twice() -> None:
    assert len(NEEDED) == len(SCOPES)


def test_each_prompt_stands_for_a_command() -> None:
    for prompt in manifest(TABLE)["features"]["agent_view"]["suggested_prompts"]:
        assert len(prompt["title"]) <= 75
        find_action(PROMPTS[prompt["message"]], TABLE)
