"""Publishing over sockets to a small Discord that keeps commands as the real one does, and comparing."""

import copy
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import discord
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.commands import Tree
from adapters.discord.sync import Changes, compare, discord_sync
from domain.actions import TABLE
from domain.actions.kinds import Action, Option
from domain.errors import PlatformRefused
from tests.discord.command_tables import CONTRACT, judge, row, schema_faults, tables, tree_of
from tests.examples import tried

TOKEN = "known"
GUILD = 900
BUSY = 901
APPLICATION = "77"
VISIBLE = [action for action in TABLE.values() if not action.hidden]


def as_kept(sent: dict[str, Any], guild: str | None) -> dict[str, Any]:
    """A command as Discord answers it: ids and a version, defaults filled in, empty things left out."""
    scope = (
        {"guild_id": guild, "integration_types": [0], "contexts": None} if guild else {"dm_permission": True}
    )
    permissions = sent["default_member_permissions"]
    return {
        **plain(sent),
        "id": str(abs(hash((sent["name"], sent["type"]))) % 10**18),
        "application_id": APPLICATION,
        "version": "1",
        "description": sent.get("description", ""),
        "default_member_permissions": None if permissions is None else str(permissions),
        "nsfw": sent.get("nsfw", False),
        **scope,
        **{key: sent[key][::-1] for key in ("contexts", "integration_types") if key in sent},
    }


def plain(sent: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in sent.items() if value not in ([], {}) and value is not False}
    kept |= {
        f"{key}_localizations": sent.get(f"{key}_localizations") or None for key in ("name", "description")
    }
    if "options" in kept:
        kept["options"] = [plain(option) for option in kept["options"]]
    return kept


def without_languages(kept: Any) -> Any:
    if isinstance(kept, list):
        return [without_languages(one) for one in kept]
    if isinstance(kept, dict):
        return {k: without_languages(v) for k, v in kept.items() if not k.endswith("_localizations")}
    return kept


class SmallDiscord:
    """Users, applications and commands of API v10; `put` keeps every set that was sent."""

    def __init__(self) -> None:
        self.kept: dict[str | None, list[dict[str, Any]]] = {}
        self.put: list[list[dict[str, Any]]] = []
        self.app = web.Application(middlewares=[self._check_token])
        commands = f"/api/v10/applications/{APPLICATION}/commands"
        guild = f"/api/v10/applications/{APPLICATION}/guilds/{{guild}}/commands"
        self.app.add_routes(
            [
                web.get("/api/v10/users/@me", self._me),
                web.get("/api/v10/oauth2/applications/@me", self._application),
                web.get(commands, self._list),
                web.put(commands, self._replace),
                web.get(guild, self._list),
                web.put(guild, self._replace),
            ]
        )

    @web.middleware
    async def _check_token(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        if request.headers.get("Authorization") != f"Bot {TOKEN}":
            return refused(401, 0, "401: Unauthorized")
        guild = request.match_info.get("guild")
        if guild == str(BUSY) and request.method == "PUT":
            return shown({"retry_after": 7200, "global": False}, 429, Via="1.1")
        return (
            await handler(request)
            if guild in (None, str(GUILD), str(BUSY))
            else refused(403, 50001, "Missing Access")
        )

    async def _me(self, request: web.Request) -> web.Response:
        return shown(
            {"id": APPLICATION, "username": "bird", "discriminator": "0", "avatar": None, "bot": True}
        )

    async def _application(self, request: web.Request) -> web.Response:
        owner = {"id": "1", "username": "ana", "discriminator": "0", "avatar": None}
        about = {"id": APPLICATION, "name": "bird", "description": "", "icon": None, "verify_key": "k"}
        return shown(
            {**about, "bot_public": True, "bot_require_code_grant": False, "owner": owner, "flags": 0}
        )

    async def _list(self, request: web.Request) -> web.Response:
        kept = self.kept.get(request.match_info.get("guild"), [])
        return shown(kept if request.query.get("with_localizations") == "true" else without_languages(kept))

    async def _replace(self, request: web.Request) -> web.Response:
        guild = request.match_info.get("guild")
        sent = await request.json()
        self.put.append(sent)
        self.kept[guild] = [as_kept(command, guild) for command in sent]
        return shown(without_languages(self.kept[guild]))


def shown(body: object, status: int = 200, **headers: str) -> web.Response:
    """discord.py takes JSON by the exact content type, without a charset."""
    sent = json.dumps(body).encode()
    return web.Response(body=sent, status=status, content_type="application/json", headers=headers)


def refused(status: int, code: int, message: str) -> web.Response:
    return shown({"code": code, "message": message}, status)


@pytest.fixture
async def small(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SmallDiscord]:
    double = SmallDiscord()
    server = TestServer(double.app)
    async with server:
        monkeypatch.setattr("discord.http.Route.BASE", str(server.make_url("/api/v10")))
        yield double


def of(*rows: Action) -> Callable[[discord.Client], Tree]:
    return lambda client: tree_of(rows, on=client)


async def published(*rows: Action, guild: int | None = None) -> Changes:
    return await discord_sync(TOKEN, guild, of(*(rows or VISIBLE)))


async def test_the_first_time_everything_is_added(small: SmallDiscord) -> None:
    changes = await published()
    assert {name for name, _ in changes.added} == {
        *(f"/{action.name}" for action in VISIBLE),
        "Score this answer",
    }
    assert "+ /interview start  start a mock interview" in changes.lines()
    assert (changes.changed, changes.removed, changes.unchanged) == ((), (), 0)


@pytest.mark.parametrize("guild", [None, GUILD])
async def test_the_second_time_nothing_changed(small: SmallDiscord, guild: int | None) -> None:
    await published(guild=guild)
    again = await published(guild=guild)
    assert again.lines() == [f"nothing changed, {len(VISIBLE) + 1} commands"]
    assert len(small.put) == 2


async def test_each_command_sent_is_one_discord_takes_and_is_kept_as_it_answers(small: SmallDiscord) -> None:
    if not CONTRACT.exists():
        pytest.skip(f"no {CONTRACT.name} beside the project")
    await published()
    await published(guild=GUILD)
    for command in (*small.put[0], *small.put[1]):
        assert schema_faults(command) == []
    for command in (*small.kept[None], *small.kept[str(GUILD)]):
        assert [e.message for e in judge("ApplicationCommandResponse").iter_errors(command)] == []


async def test_words_in_other_languages_are_sent(small: SmallDiscord) -> None:
    await published()
    answer = next(command for command in small.put[0] if command["name"] == "answer")
    assert set(answer["name_localizations"]) >= {"de", "es-ES", "fr", "pt-BR", "hi"}


async def test_a_guild_has_a_set_of_its_own_without_global_parts(small: SmallDiscord) -> None:
    await published(row("old"))
    await published(guild=GUILD)
    assert [command["name"] for command in small.kept[None]] == ["old", "Score this answer"]
    for command in small.put[1]:
        assert {"contexts", "integration_types", "dm_permission"}.isdisjoint(command)


async def test_what_changed_is_said_part_by_part(small: SmallDiscord) -> None:
    await published(row("old"), row("same"), row("set up"), row("set down"), row("tell", Option("x", "one")))
    changes = await published(
        row("same"),
        row("new", about="brand new"),
        row("set up", about="does more", rights="admin"),
        row("set down", rights="admin"),
        row("tell", Option("x", "one", required=True)),
    )
    assert changes.lines() == [
        "+ /new  brand new",
        "~ /set  description, default member permissions",
        "~ /set up  description",
        "~ /tell  options",
        "- /old",
        "3 unchanged",
    ]


async def test_a_changed_translation_is_a_change(small: SmallDiscord) -> None:
    await published()
    answer = next(command for command in small.kept[None] if command["name"] == "answer")
    answer["name_localizations"]["de"] = "antwort"
    answer["options"][0]["description_localizations"]["fr"] = "autre"
    assert (await published()).changed == (("/answer", ("name localizations", "options")),)


async def test_a_command_that_became_a_group_is_gone_and_its_parts_are_new(small: SmallDiscord) -> None:
    await published(row("review"))
    changes = await published(row("review all"))
    assert changes.lines() == ["+ /review all  does it", "- /review", "1 unchanged"]


async def test_an_empty_tree_clears_a_guild(small: SmallDiscord) -> None:
    await published(row("old"), guild=GUILD)
    changes = await discord_sync(TOKEN, GUILD, lambda client: discord.app_commands.CommandTree(client))
    assert changes.lines() == ["- /old", "- Score this answer", "0 unchanged"]
    assert small.kept[str(GUILD)] == []


async def test_a_token_discord_does_not_know_is_one_sentence(small: SmallDiscord) -> None:
    with pytest.raises(PlatformRefused, match="refused the bot token"):
        await discord_sync("forged", None, of(*VISIBLE))
    assert small.put == []


async def test_a_guild_without_the_bot_is_one_sentence_with_its_id(small: SmallDiscord) -> None:
    with pytest.raises(PlatformRefused, match=r"server 12345: invite it .* `applications.commands`"):
        await published(guild=12345)
    assert small.put == []


async def test_a_day_used_up_is_said_and_not_waited_for(small: SmallDiscord) -> None:
    with pytest.raises(PlatformRefused, match="try again in 120 minutes"):
        await published(guild=BUSY)


async def test_a_discord_out_of_reach_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("discord.http.Route.BASE", f"http://127.0.0.1:{unused_port()}/api/v10")
    with pytest.raises(PlatformRefused, match="cannot be reached"):
        await published()


# Comparing.


def sent_of(rows: list[Action]) -> list[dict[str, Any]]:
    tree = tree_of(rows)
    return [command.to_dict(tree) for command in tree.get_commands()]


def below(payload: dict[str, Any]) -> list[dict[str, Any]]:
    return [payload, *(one for option in payload.get("options", []) for one in below(option))]


@tried(10)
@given(tables(), st.randoms(use_true_random=False))
async def test_a_set_as_discord_keeps_it_is_the_same_set(rows: list[Action], random: Any) -> None:
    sent = sent_of(rows)
    kept = [as_kept(command, None) for command in sent]
    random.shuffle(kept)
    shown = sum(not action.hidden for action in rows)
    assert compare(kept, sent) == Changes(unchanged=shown + 1)


async def test_a_bound_of_zero_is_not_the_same_as_none() -> None:
    sent = sent_of([row("answer", Option("predict", "a guess", kind="int", low=0))])
    unbound = copy.deepcopy(sent)
    del unbound[0]["options"][0]["min_value"]
    assert compare(unbound, sent).changed == (("/answer", ("options",)),)


@tried(10)
@given(tables(), st.data())
async def test_any_single_difference_is_seen(rows: list[Action], data: st.DataObject) -> None:
    sent = sent_of(rows)
    there = copy.deepcopy(sent)
    node = data.draw(st.sampled_from([one for command in there for one in below(command)]))
    key = data.draw(
        st.sampled_from(sorted(node.keys() - {"name", "type", "options", "dm_permission"}) or ["nsfw"])
    )
    node[key] = {"description": "another", "required": not node.get("required"), "nsfw": True}.get(key, [7])
    changes = compare(there, sent)
    assert len(changes.changed) == 1
    assert changes.removed == () == changes.added
