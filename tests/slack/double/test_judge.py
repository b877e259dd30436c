"""What the double takes from nobody: each illegal payload is refused, and named as a fault."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from slack_sdk.errors import SlackApiError

from tests.slack.double import Double, open_double
from tests.slack.double.contract import loaded
from tests.slack.double.sample import QUIET, card, client_of, form, home, plain

needs_contract = pytest.mark.skipif(loaded() is None, reason="Slack's types are not on this machine")
ACTION = {"type": "button", "action_id": "a", "text": plain("A")}


def words(text: str = "a", **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def actions(*elements: Any) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


def select(count: int, **option: Any) -> dict[str, Any]:
    options = [{"text": plain("a"), "value": str(number), **option} for number in range(count)]
    return {"type": "static_select", "action_id": "s", "placeholder": plain("-"), "options": options}


def rich(*elements: Any) -> dict[str, Any]:
    section = {"type": "rich_text_section", "elements": list(elements)}
    return {"type": "rich_text", "elements": [section]}


ILLEGAL_BLOCKS: dict[str, list[dict[str, Any]]] = {
    "51 blocks": [words()] * 51,
    "section.text.text has length 3001": [words("a" * 3001)],
    "section.text.text has length 0": [words("")],
    "needs text or fields": [{"type": "section"}],
    "section.fields has length 11": [{"type": "section", "fields": [plain("a")] * 11}],
    "a field has length 2001": [{"type": "section", "fields": [plain("a" * 2001)]}],
    "header.text.text has length 151": [{"type": "header", "text": plain("a" * 151)}],
    "context.elements has length 11": [{"type": "context", "elements": [plain("a")] * 11}],
    "actions.elements has length 26": [actions(*(ACTION | {"action_id": str(n)} for n in range(26)))],
    "actions.elements has length 0": [actions()],
    "button.text.text has length 76": [actions(ACTION | {"text": plain("a" * 76)})],
    "button.value has length 2001": [actions(ACTION | {"value": "a" * 2001})],
    "button.action_id has length 256": [actions(ACTION | {"action_id": "a" * 256})],
    "action_id 'a' stands 2 times": [actions(ACTION, ACTION)],
    "section.block_id has length 256": [words(block_id="b" * 256)],
    "block_id 'b' stands 2 times": [words(block_id="b"), words(block_id="b")],
    "static_select.options has length 101": [actions(select(101))],
    "object.text.text has length 76": [actions(select(1, text=plain("a" * 76)))],
    "object.value has length 151": [actions(select(1, value="a" * 151))],
    "option 'x' stands 2 times": [actions(select(2, value="x"))],
    "12002 characters of markdown": [{"type": "markdown", "text": "a" * 6001}] * 2,
    "text.text has length 0": [rich({"type": "text", "text": ""})],
    "a broadcast pings everybody": [rich({"type": "broadcast", "range": "here"})],
    "mrkdwn pings everybody": [words("<!channel> wake up")],
    "file_input belongs to a modal": [
        {"type": "input", "label": plain("a"), "element": {"type": "file_input", "action_id": "f"}}
    ],
    "slack_sdk: ": [{"type": "section", "text": {"type": "mrkdwn"}}],
}

UNKNOWN_SHAPES: dict[str, list[dict[str, Any]]] = {
    "'colour' was unexpected": [words(colour="red")],
    "unsupported type: paragraph": [{"type": "paragraph", "text": plain("a")}],
    "'loud' is not one of": [actions(ACTION | {"style": "loud"})],
    "/blocks/1/elements/0": [words(), actions(ACTION | {"label": "b"})],
}

ILLEGAL_VIEWS: dict[str, dict[str, Any]] = {
    "modal.title.text has length 25": {"title": plain("a" * 25)},
    "modal.submit.text has length 25": {"submit": plain("a" * 25)},
    "modal.close.text has length 25": {"close": plain("a" * 25)},
    "modal.private_metadata has length 3001": {"private_metadata": "a" * 3001},
    "modal.callback_id has length 256": {"callback_id": "a" * 256},
    "101 blocks": {"blocks": [words()] * 101},
    "no blocks": {"blocks": []},
    "needs a submit": {"submit": None},
    "belong to messages": {"blocks": [{"type": "markdown", "text": "a"}]},
    "input.label.text has length 2001": {
        "blocks": [
            {"type": "input", "label": plain("a" * 2001), "element": {"type": "plain_text_input"}},
        ]
    },
    "placeholder.text has length 151": {
        "blocks": [
            {
                "type": "input",
                "label": plain("a"),
                "element": {"type": "plain_text_input", "placeholder": plain("a" * 151)},
            }
        ]
    },
}


@pytest_asyncio.fixture
async def slack() -> AsyncIterator[Double]:
    """A double whose faults are looked at here."""
    async with open_double() as double:
        yield double


async def refused(double: Double, said: str, **message: Any) -> str:
    """The error that a message is refused with, once its fault names what is wrong."""
    with pytest.raises(SlackApiError) as failed:
        await client_of(double).chat_postMessage(channel=double.channel.id, **{**QUIET, **message})
    assert any(said in fault for fault in double.faults), double.faults
    assert double.channel.channel.messages == {}
    return str(failed.value.response["error"])


async def fetch(url: str, token: str) -> bytes:
    async with (
        aiohttp.ClientSession() as session,
        session.get(url, headers={"Authorization": f"Bearer {token}"}) as came,
    ):
        return await came.read()


@pytest.mark.parametrize("said", ILLEGAL_BLOCKS)
async def test_illegal_blocks_are_refused(slack: Double, said: str) -> None:
    assert await refused(slack, said, text="a", blocks=ILLEGAL_BLOCKS[said]) == "invalid_blocks"


@needs_contract
@pytest.mark.parametrize("said", UNKNOWN_SHAPES)
async def test_blocks_of_no_known_shape_are_refused(slack: Double, said: str) -> None:
    assert await refused(slack, said, text="a", blocks=UNKNOWN_SHAPES[said]) == "invalid_blocks"


@pytest.mark.parametrize("said", ILLEGAL_VIEWS)
async def test_illegal_views_are_refused(slack: Double, said: str) -> None:
    view = {name: part for name, part in {**form(), **ILLEGAL_VIEWS[said]}.items() if part is not None}
    asked = await slack.command(slack.person("ana"), "/a", wait=False)
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await client_of(slack).views_open(trigger_id=asked.delivery.trigger_id, view=view)
    assert any(said in fault for fault in slack.faults), slack.faults
    assert asked.view is None


async def test_a_home_has_no_title(slack: Double) -> None:
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await client_of(slack).views_publish(
            user_id=slack.person("ana").id, view=home("a") | {"title": plain("a")}
        )
    assert any("a home has no ['title']" in fault for fault in slack.faults)


@pytest.mark.filterwarnings("ignore:The top-level `text`")
async def test_texts_are_refused_that_are_missing_or_too_long(slack: Double) -> None:
    assert await refused(slack, "no_text") == "no_text"
    assert await refused(slack, "msg_too_long", text="a" * 40_001) == "msg_too_long"
    assert await refused(slack, "conflict", text="a", markdown_text="b") == "markdown_text_conflict"


@pytest.mark.filterwarnings("ignore:The top-level `text`")
async def test_what_slack_merely_dislikes_is_a_fault(slack: Double) -> None:
    client, channel = client_of(slack), slack.channel.id
    await client.chat_postMessage(channel=channel, text="a", unfurl_links=False)
    await client.chat_postMessage(channel=channel, blocks=[words()], **QUIET)
    await client.chat_postMessage(channel=channel, text="<!here> b", **QUIET)
    assert len(slack.faults) == 3
    assert "unfurl_media is not off" in slack.faults[0]
    assert "without a text" in slack.faults[1]
    assert "pings everybody" in slack.faults[2]


async def test_a_burst_is_a_fault(slack: Double) -> None:
    client = client_of(slack)
    for number in range(6):
        await client.chat_postMessage(channel=slack.channel.id, **QUIET, **card(str(number)))
    assert slack.bursts == {slack.channel.id: 6}
    assert len(slack.faults) == 1
    assert "5 messages in 2 s" in slack.faults[0]


async def test_a_download_needs_the_token(slack: Double) -> None:
    ana, client = slack.person("ana"), client_of(slack)
    [file] = slack.say(ana, "read", files=[("a.py", b"print()")]).files
    info = (await client.files_info(file=file.id))["file"]
    assert await fetch(info["url_private_download"], slack.team.token) == b"print()"
    assert slack.faults == []
    assert b"Sign in" in await fetch(info["url_private"], "")
    assert slack.faults == ["download of a.py: without the token of its workspace"]


async def test_unknown_methods_and_addresses_are_faults(slack: Double) -> None:
    with pytest.raises(SlackApiError, match="unknown_method"):
        await client_of(slack).bookmarks_list(channel_id=slack.channel.id)
    await fetch(slack.url.replace("/api/", "/nowhere"), "")
    assert slack.faults == ["bookmarks.list: unknown_method", "GET: the double has no /nowhere"]


async def test_errors_must_name_inputs(slack: Double) -> None:
    ana = slack.person("ana")
    asked = await slack.command(ana, "/a", wait=False)
    await client_of(slack).views_open(trigger_id=asked.delivery.trigger_id, view=form())
    assert asked.view is not None
    sent = await slack.submit(ana, asked.view, {"text": "hello"}, wait=False)
    sent.delivery.acknowledge({"response_action": "errors", "errors": {"nowhere": "say more"}})
    assert "names not inputs of ['answer', 'firm']" in slack.faults[0]
