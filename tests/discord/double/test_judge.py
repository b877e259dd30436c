"""The judge of the double: what a correct bot never sends is refused, and kept as a fault."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from tests.discord.double import Asked, Double, contract, open_double, text_of
from tests.discord.double.limits import CALLBACK, problems
from tests.discord.double.wire import Call

QUIET: dict[str, Any] = {"allowed_mentions": {"parse": []}}
V2 = {"flags": 1 << 15}
MESSAGES = "/channels/{channel}/messages"
needs_contract = pytest.mark.skipif(
    contract.loaded() is None, reason="no copy of Discord's OpenAPI description"
)


def button(custom_id: str = "a", **more: Any) -> dict[str, Any]:
    return {"type": 2, "style": 2, "label": "Hint", "custom_id": custom_id, **more}


def row(*inner: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(inner)}


def text(content: str) -> dict[str, Any]:
    return {"type": 10, "content": content}


def label(**inner: Any) -> dict[str, Any]:
    given = {"type": 4, "style": 1, "custom_id": "a"}
    return {"type": 18, "label": "Text", "component": {**given, **inner}}


def modal(*components: dict[str, Any], title: str = "Answer") -> dict[str, Any]:
    return {"type": 9, "data": {"custom_id": "m", "title": title, "components": list(components)}}


def embed(**parts: Any) -> dict[str, Any]:
    return {"embeds": [{"title": "a", **parts}]}


ILLEGAL_MESSAGES: dict[str, dict[str, Any]] = {
    "content has 2001": {"content": "a" * 2001},
    "could ping": {"content": "a", "allowed_mentions": {"parse": ["users"]}},
    "is None, not empty": {"content": "a", "allowed_mentions": None},
    "flags 0x40": {"content": "a", "flags": 64},
    "an embed's title": embed(title="a" * 257),
    "an embed's description": embed(description="a" * 4097),
    "an embed's footer": embed(footer={"text": "a" * 2049}),
    "an embed's author": embed(author={"name": "a" * 257}),
    "26 fields": embed(fields=[{"name": "a", "value": "b"}] * 26),
    "a field's name": embed(fields=[{"name": "", "value": "b"}]),
    "a field's value": embed(fields=[{"name": "a", "value": "b" * 1025}]),
    "6002 characters over all embeds": {"embeds": [{"title": "a", "description": "b" * 3000}] * 2},
    "11 embeds": {"embeds": [{"title": "a"}] * 11},
    "6 rows": {"components": [row(button(str(n))) for n in range(6)]},
    "a row of 6": {"components": [row(*(button(str(n)) for n in range(6)))]},
    "a row of 0": {"components": [row()]},
    "'a' stands 2 times": {"components": [row(button()), row(button())]},
    "have the id 7": {"components": [text("a") | {"id": 7}, text("b") | {"id": 7}], **V2},
    "has no custom_id": {"components": [row(button(custom_id=""))]},
    "has no url": {"components": [row({"type": 2, "style": 5, "label": "a"})]},
    "custom_id of component 2": {"components": [row(button("a" * 101))]},
    "a button's label": {"components": [row(button(label="a" * 81))]},
    "neither label nor emoji": {"components": [row(button(label=""))]},
    "a select of 26": {
        "components": [row({"type": 3, "custom_id": "a", "options": [{"label": "a", "value": "b"}] * 26})]
    },
    "need the flag": {"components": [text("a")]},
    "beside neither": {"content": "a", "components": [text("a")], **V2},
    "41 components": {"components": [text("a") for _ in range(41)], **V2},
    "4001 characters over": {"components": [text("a" * 4001)], **V2},
    "a text display without": {"components": [text(" ")], **V2},
    "not attached": {"components": [{"type": 13, "file": {"url": "attachment://a.pdf"}}], **V2},
    "not an attachment://": {"components": [{"type": 13, "file": {"url": "https://a.org/b"}}], **V2},
    "neither there nor uploaded": {"content": "a", "attachments": [{"id": 3}]},
    "empty message": {"content": ""},
}

ILLEGAL_RESPONSES: dict[str, dict[str, Any]] = {
    "no response to an interaction": {"type": 7, "data": {"content": "a", **QUIET}},
    "takes no data": {"type": 6, "data": {"flags": 64}},
    "flags 0x4 ": {"type": 5, "data": {"flags": 4}},
    "a modal's title": modal(label(), title="a" * 46),
    "a modal of 6": modal(*[label(custom_id=str(n)) for n in range(6)]),
    "a modal of 0": modal(),
    "a label has 46": modal({**label(), "label": "a" * 46}),
    "'a' stands 2 times": modal(label(), label()),
    "an input's placeholder": modal(label(placeholder="a" * 101)),
    "an input's custom_id": modal(label(custom_id="")),
    "2 options are chosen": modal(
        label(type=3, options=[{"label": n, "value": n, "default": True} for n in "ab"])
    ),
}


def command(**more: Any) -> dict[str, Any]:
    return {"name": "a", "description": "b", **more}


def option(name: str = "a", **more: Any) -> dict[str, Any]:
    return {"type": 3, "name": name, "description": "b", **more}


FULL = [option(f"o{n}", description="b" * 99) for n in range(25)]
ILLEGAL_COMMANDS: dict[str, list[dict[str, Any]]] = {
    "101 commands": [command(name=f"a{n}") for n in range(101)],
    "26 options": [command(options=[option(f"a{n}") for n in range(26)])],
    "26 choices": [command(options=[option(choices=[{"name": f"{n}", "value": f"{n}"} for n in range(26)])])],
    "name has 33": [command(name="a" * 33)],
    "description has 101": [command(description="b" * 101)],
    "description has 0": [command(options=[option(description="")])],
    "not in lower case": [command(name="Start")],
    "name has 34": [command(name_localizations={"de": "a" * 34})],
    "description has 102": [command(options=[option(description_localizations={"de": "b" * 102})])],
    "after an optional one": [command(options=[option(), option("b", required=True)])],
    "two options": [command(options=[option(), option()])],
    "more than 8000": [command(options=[option(f"a{n}", options=FULL) for n in range(4)])],
}


class Raw:
    """Requests as no library would send them."""

    def __init__(self, double: Double, session: aiohttp.ClientSession) -> None:
        self.double = double
        self._session = session

    async def send(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """Status and answer; `{channel}` and `{bot}` in a path stand for the double's."""
        path = path.format(channel=self.double.channel.id, bot=self.double.bot.id)
        headers = {"Authorization": f"Bot {self.double.settings.token}"}
        async with self._session.request(
            method, f"{self.double.url}/api/v10{path}", json=body, headers=headers
        ) as answer:
            return answer.status, await answer.json() if answer.status != 204 else None


@pytest_asyncio.fixture
async def raw() -> AsyncIterator[Raw]:
    async with open_double() as double, aiohttp.ClientSession() as session:
        yield Raw(double, session)


def _callback(asked: Asked) -> str:
    return f"/interactions/{asked.id}/{asked.token}/callback"


@pytest.mark.parametrize("said", ILLEGAL_MESSAGES)
async def test_an_illegal_message_is_refused(raw: Raw, said: str) -> None:
    status, answer = await raw.send("POST", MESSAGES, {**QUIET, **ILLEGAL_MESSAGES[said]})
    assert status == 400, answer
    assert any(said in fault for fault in raw.double.faults), raw.double.faults
    assert raw.double.channel.messages == {}


async def test_a_refused_edit_leaves_the_message_as_it_was(raw: Raw) -> None:
    _, sent = await raw.send("POST", MESSAGES, {"content": "a", **QUIET})
    path = f"{MESSAGES}/{sent['id']}"
    card = {"components": [text("b")], **V2}
    assert (await raw.send("PATCH", path, card))[1]["code"] == 50035
    assert (await raw.send("GET", path))[1]["content"] == "a"
    assert (await raw.send("PATCH", path, {"content": None, **card}))[0] == 200
    assert (await raw.send("PATCH", path, {"content": "c"}))[1]["code"] == 50035
    assert text_of(raw.double.channel.messages[int(sent["id"])]) == "b"
    assert len(raw.double.faults) == 2


@pytest.mark.parametrize("said", ILLEGAL_RESPONSES)
async def test_an_illegal_response_is_refused(raw: Raw, said: str) -> None:
    raw.double.publish([command()])
    asked = await raw.double.command(raw.double.person("ana"), "a", wait=False)
    status, answer = await raw.send("POST", _callback(asked), ILLEGAL_RESPONSES[said])
    assert (status, answer["code"]) == (400, 50035)
    assert any(said in fault for fault in raw.double.faults), raw.double.faults
    assert asked.response is None


async def test_a_modal_does_not_answer_a_modal(raw: Raw) -> None:
    raw.double.publish([command()])
    ana = raw.double.person("ana")
    form = await raw.double.command(ana, "a", wait=False)
    assert (await raw.send("POST", f"/interactions/{form.id}/{form.token}/callback", modal(label())))[
        0
    ] == 204
    done = await raw.double.submit(ana, form, {"a": "text"}, wait=False)
    status, answer = await raw.send("POST", f"/interactions/{done.id}/{done.token}/callback", modal(label()))
    assert (status, answer["code"]) == (400, 50035)


@pytest.mark.parametrize("said", ILLEGAL_COMMANDS)
async def test_illegal_commands_are_refused(raw: Raw, said: str) -> None:
    status, _ = await raw.send("PUT", "/applications/{bot}/commands", ILLEGAL_COMMANDS[said])
    assert status == 400
    assert any(said in fault for fault in raw.double.faults), raw.double.faults
    assert raw.double.commands == []


@pytest.mark.parametrize(
    ("choices", "said"),
    [
        ([{"name": "a", "value": "b"}] * 26, "26 choices"),
        ([{"name": "a" * 101, "value": 1}], "101 characters"),
    ],
)
def test_too_many_or_too_long_choices_are_found(choices: list[dict[str, Any]], said: str) -> None:
    call = Call("POST", CALLBACK, {}, {}, {"type": 8, "data": {"choices": choices}})
    assert any(said in problem for problem in problems(call))


@needs_contract
@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"content": "a", "colour": "red"}, "body: Additional properties are not allowed ('colour'"),
        ({"content": 7}, "body.content: 7 is not of type"),
        (
            {"components": [row(button(), button("b", style=9))]},
            "body.components[0].components[1].style: 9 is not",
        ),
        ({"components": [row({"type": 99})]}, "type 99 is none of [2, 3, 5, 6, 7, 8]"),
        ({"components": [row(button(colour="red"))]}, "body.components[0].components[0]: Additional"),
        ({"embeds": [{"title": "a", "colour": 1}]}, "body.embeds[0]: Additional"),
    ],
)
async def test_the_contract_says_which_part_is_wrong(raw: Raw, body: dict[str, Any], said: str) -> None:
    await raw.send("POST", MESSAGES, {**QUIET, **body})
    assert any(said in fault for fault in raw.double.faults), raw.double.faults


@needs_contract
async def test_the_contract_knows_paths_and_queries(raw: Raw) -> None:
    await raw.send("GET", MESSAGES + "?limit=5&colour=red")
    await raw.send("GET", "/channels/here/messages")
    faults = "\n".join(raw.double.faults)
    assert "query: colour is unknown" in faults
    assert "limit" not in faults.replace("?limit", "")
    assert "path: channel_id is 'here'" in faults


async def test_an_unknown_route_is_a_fault(raw: Raw) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{raw.double.url}/api/v10/voice/regions") as answer,
    ):
        assert answer.status == 404
    assert raw.double.faults == ["GET /api/v10/voice/regions: the double has no such route"]


async def test_a_wrong_token_is_unauthorized(raw: Raw) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{raw.double.url}/api/v10/users/@me") as answer,
    ):
        assert answer.status == 401
        assert answer.headers["Content-Type"] == "application/json"
        assert await answer.json() == {"message": "401: Unauthorized", "code": 0}


async def test_the_webhook_of_an_interaction_has_a_life_of_its_own(raw: Raw) -> None:
    raw.double.publish([command()])
    asked = await raw.double.command(raw.double.person("ana"), "a", wait=False)
    webhook = f"/webhooks/{{bot}}/{asked.token}"
    original = f"{webhook}/messages/@original"
    body = {"content": "a", **QUIET}
    codes = [
        (await raw.send("POST", webhook, body))[1]["code"],
        (await raw.send("PATCH", original, body))[1]["code"],
    ]
    assert codes == [10015, 10015]
    callback = _callback(asked)
    assert (await raw.send("POST", callback, modal(label())))[0] == 204
    assert (await raw.send("POST", callback, modal(label())))[1]["code"] == 40060
    assert (await raw.send("PATCH", original, body))[1]["code"] == 10008
    status, sent = await raw.send("POST", webhook, {**body, "flags": 64})
    assert status == 200
    assert (await raw.send("PATCH", f"{webhook}/messages/{sent['id']}", {"content": "b"}))[0] == 200
    assert asked.text == "b"
    assert (await raw.send("GET", f"{MESSAGES}/{sent['id']}"))[1]["code"] == 10008
    assert (await raw.send("DELETE", f"{webhook}/messages/{sent['id']}"))[0] == 204
    assert asked.messages == []
    raw.double.expire(asked)
    assert (await raw.send("POST", webhook, body))[1]["code"] == 50027
    assert raw.double.faults == []
