"""The doctor's look at Discord, over real sockets: whatever is wrong is named, and how to mend it."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import discord
import pytest
from aiohttp import web

from adapters.discord import checkup
from adapters.discord.advice import NO_MESSAGE_CONTENT, WRONG_TOKEN, unreachable
from adapters.discord.checkup import NEEDED, PERMISSIONS, Remark, examine, invite

TOKEN = "MTIz.GabcDE.a-token-of-the-test"
GUIDE = Path(__file__).parents[2] / "docs" / "discord.md"


@dataclass
class Discord:
    """What the stand-in answers with."""

    url: str = ""
    flags: int = 0
    commands: list[dict[str, Any]] = field(
        default_factory=lambda: [{"name": "interview"}, {"name": "answer"}]
    )
    guild_commands: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    guilds: list[dict[str, Any]] = field(default_factory=list)
    failing: dict[str, tuple[int, str]] = field(default_factory=dict)
    hanging: str = ""
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    def join(self, name: str, permissions: int, *, owner: bool = False) -> str:
        guild_id = str(1000 + len(self.guilds))
        guild = {"id": guild_id, "name": name, "owner": owner, "permissions": str(permissions)}
        self.guilds.append(guild)
        return guild_id

    async def answer(self, request: web.Request) -> web.Response:
        path = request.path.removeprefix("/api/v10")
        if path == self.hanging:
            await self.closing.wait()
        if request.headers["Authorization"] != f"Bot {TOKEN}":
            return web.json_response({"message": "401: Unauthorized", "code": 0}, status=401)
        if path in self.failing:
            status, body = self.failing[path]
            return web.Response(status=status, text=body)
        return web.json_response(self.known(path, request.query))

    def known(self, path: str, query: Any) -> Any:
        if path == "/users/@me/guilds":
            later = [g for g in self.guilds if int(g["id"]) > int(query["after"])]
            return later[: int(query["limit"])]
        if path.startswith("/applications/42/guilds/"):
            return self.guild_commands.get(path.split("/")[4], [])
        return {
            "/users/@me": {"id": "42", "username": "mockingbird"},
            "/applications/@me": {"id": "42", "name": "Mockingbird", "flags": self.flags},
            "/applications/42/commands": self.commands,
        }[path]


@pytest.fixture
async def there() -> AsyncIterator[Discord]:
    stand_in = Discord()
    app = web.Application()
    app.router.add_get("/{path:.*}", stand_in.answer)
    runner = web.AppRunner(app, shutdown_timeout=0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    stand_in.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield stand_in
    stand_in.closing.set()
    await runner.cleanup()


async def faults(there: Discord, *, message_content: bool = False) -> list[Remark]:
    return [r for r in await examine(TOKEN, there.url, message_content) if not r.good]


async def test_a_bot_that_is_set_up_gets_good_remarks_only(there: Discord) -> None:
    there.join("Study hall", PERMISSIONS)
    remarks = await examine(TOKEN, there.url, message_content=False)
    assert [remark.says for remark in remarks if remark.good] == [
        "The token is good; the bot is mockingbird.",
        "The message-content intent is not asked for, and not needed.",
        "2 commands are published for everyone.",
        "No permission is missing in 1 server. Single channels can still forbid more.",
    ]
    assert all(remark.good and TOKEN not in remark.says for remark in remarks)


@pytest.mark.parametrize("token", ["wrong", "", "Bot " + TOKEN, TOKEN + "\r\nX: y", "ünïcode", TOKEN[:-1]])
async def test_a_wrong_token_is_one_required_fault_that_does_not_show_it(there: Discord, token: str) -> None:
    assert await examine(token, there.url, message_content=False) == (Remark(False, WRONG_TOKEN, True),)
    assert len(token) < 3 or token not in WRONG_TOKEN


async def test_blanks_around_the_token_are_forgiven_and_a_slash_after_the_address(there: Discord) -> None:
    remarks = await examine(f" {TOKEN}\n", there.url + "/", message_content=False)
    assert remarks[0].good


async def test_nobody_at_the_address(there: Discord) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        assert await examine(TOKEN, url, message_content=False) == (Remark(False, unreachable(url), True),)


@pytest.mark.parametrize("url", ["", "no address", "ftp://127.0.0.1", "http://127.0.0.1:99999"])
async def test_an_address_that_is_none(url: str) -> None:
    assert await examine(TOKEN, url, message_content=False) == (Remark(False, unreachable(url), True),)


async def test_what_was_found_before_discord_fell_silent_is_kept(
    there: Discord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkup, "SECONDS", 0.5)
    there.hanging = "/users/@me/guilds"
    *before, last = await examine(TOKEN, there.url, message_content=False)
    assert [remark.good for remark in before] == [True, True]
    assert last == Remark(False, unreachable(there.url), True)


@pytest.mark.parametrize("flags", [1 << 18, 1 << 19, 1 << 18 | 1 << 13])
async def test_the_intent_is_on(there: Discord, flags: int) -> None:
    there.flags = flags
    assert await faults(there, message_content=True) == []


@pytest.mark.parametrize("flags", [0, 1 << 14 | 1 << 15, 1 << 17 | 1 << 20])
async def test_the_intent_is_asked_for_and_off(there: Discord, flags: int) -> None:
    there.flags = flags
    assert await faults(there, message_content=True) == [Remark(False, NO_MESSAGE_CONTENT)]


async def test_no_commands_are_published(there: Discord) -> None:
    there.commands = []
    there.join("Study hall", PERMISSIONS)
    (fault,) = await faults(there)
    assert fault.required
    assert "Run `python -m bot discord-sync`." in fault.says


async def test_commands_of_one_server_are_enough_to_try_out(there: Discord) -> None:
    there.commands = []
    closed = there.join("Without the scope", PERMISSIONS)
    there.failing[f"/applications/42/guilds/{closed}/commands"] = (403, '{"code": 50001}')
    there.guild_commands[there.join("Workshop", PERMISSIONS)] = [{"name": "interview"}]
    says = [remark.says for remark in await examine(TOKEN, there.url, message_content=False)]
    assert any("single servers only, such as “Workshop”" in s and "discord-sync" in s for s in says)
    assert await faults(there) == []


@pytest.mark.parametrize("missing", NEEDED, ids=lambda permission: permission.name)
async def test_a_missing_permission_is_named_with_its_server_and_its_cost(
    there: Discord, missing: checkup.Permission
) -> None:
    there.join("Complete", PERMISSIONS | 1 << 40)
    there.join("Study hall", PERMISSIONS & ~(1 << missing.bit))
    (fault,) = await faults(there)
    assert (
        f"In “Study hall” (server 1001) the bot's role lacks {missing.name} ({missing.without})."
        in fault.says
    )
    assert not fault.required


async def test_an_administrator_and_an_owner_lack_nothing(there: Discord) -> None:
    there.join("Administrated", 1 << 3)
    there.join("Owned", 0, owner=True)
    assert await faults(there) == []


async def test_servers_beyond_a_page_are_counted_and_not_all_named(there: Discord) -> None:
    for number in range(201):
        there.join(f"Server {number}", 0)
    says = [fault.says for fault in await faults(there)]
    assert len(says) == 11
    assert says[-1] == "Permissions are missing in 191 more servers."


async def test_a_bot_in_no_server_gets_its_invitation(there: Discord) -> None:
    remarks = await examine(TOKEN, there.url, message_content=False)
    assert invite("42") in remarks[-1].says


async def test_a_name_cannot_steer_the_terminal(there: Discord) -> None:
    there.join("\x1b[2Jhall\n\u202e", 0)
    (fault,) = await faults(there)
    assert "“?[2Jhall??”" in fault.says
    assert fault.says.isprintable()


@pytest.mark.parametrize("path", ["/users/@me", "/applications/@me", "/users/@me/guilds"])
@pytest.mark.parametrize("status", [403, 429, 500, 503])
async def test_another_refusal_is_told_with_its_status(there: Discord, path: str, status: int) -> None:
    there.failing[path] = (status, "<html>")
    (fault,) = await faults(there)
    assert fault.required
    assert fault.says.startswith(f"Discord answered {status} where its {path}")


@pytest.mark.parametrize("body", ["", "<html>", "[]", "null", json.dumps({"id": 5})])
async def test_what_is_not_discord_is_told_so(there: Discord, body: str) -> None:
    there.failing["/users/@me"] = (200, body)
    (fault,) = await faults(there)
    assert fault.says.startswith(f"What answers at {there.url} is not Discord's API")


def test_the_permissions_are_those_of_the_library_by_the_same_name() -> None:
    named = discord.Permissions(
        view_channel=True,
        send_messages=True,
        send_messages_in_threads=True,
        read_message_history=True,
        create_public_threads=True,
        create_private_threads=True,
        attach_files=True,
    )
    assert named.value == PERMISSIONS
    for permission in NEEDED:
        flag = permission.name.lower().replace(" ", "_").replace("view_channels", "view_channel")
        assert 1 << permission.bit == discord.Permissions(**{flag: True}).value


def test_the_guide_names_every_permission_and_the_same_invitation() -> None:
    guide = GUIDE.read_text("utf-8")
    assert invite("YOUR_APPLICATION_ID") in guide
    assert all(f"| {permission.name} |" in guide for permission in NEEDED)
