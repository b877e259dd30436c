"""What the double does as Slack does it, asked directly."""

import json
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from tests.slack.double import Double, buttons_of, judged_double, text_of
from tests.slack.double.reading import shown
from tests.slack.double.sample import QUIET, card, client_of, form, home, plain
from tests.slack.process import SITE

BUTTON = {"type": "button", "action_id": "go", "value": "v", "text": plain("Go")}
OPTIONS = [{"text": plain(one), "value": one.lower()} for one in ("Easy", "Hard")]
SELECT = {"type": "static_select", "action_id": "level", "placeholder": plain("Level"), "options": OPTIONS}
MORE = {"type": "overflow", "action_id": "more", "options": OPTIONS}
BOXES = {"type": "checkboxes", "action_id": "rounds", "options": OPTIONS, "initial_options": OPTIONS[:1]}


async def test_arguments_travel_in_four_ways(double: Double) -> None:
    message = {"channel": double.channel.id, "text": "a", "unfurl_links": "0", "unfurl_media": "false"}
    structured = {**message, "blocks": json.dumps(card("b")["blocks"])}
    multipart = aiohttp.FormData(structured, default_to_multipart=True)
    ways: list[tuple[str, dict[str, Any]]] = [
        ("POST", {"json": {**structured, "unfurl_links": False}}),
        ("POST", {"data": {**structured, "token": double.team.token}}),
        ("POST", {"params": structured}),
        ("GET", {"params": structured}),
    ]
    headers = {"Authorization": f"Bearer {double.team.token}"}
    async with aiohttp.ClientSession() as session:
        for method, how in ways:
            known = {} if "data" in how else headers
            async with session.request(method, f"{double.url}chat.postMessage", headers=known, **how) as came:
                assert (await came.json())["ok"]
        async with session.post(f"{double.url}chat.update", headers=headers, data=multipart) as came:
            assert (await came.json())["error"] == "invalid_arguments"
    written = double.history(double.person("ana"), double.channel)
    assert [text_of(one) for one in written] == ["b"] * 4
    assert double.faults.pop().endswith("missing required field: ts")


async def test_history_is_read_in_pages_without_replies() -> None:
    async with judged_double(scopes=frozenset({"channels:history"})) as double:
        ana, client = double.person("ana"), client_of(double)
        said = [double.say(ana, str(number), double.channel) for number in range(3)]
        double.say(ana, "reply", double.thread(said[0]))
        page = await client.conversations_history(channel=double.channel.id, limit=2)
        assert [one["text"] for one in page["messages"]] == ["2", "1"]
        cursor = page["response_metadata"]["next_cursor"]
        rest = await client.conversations_history(channel=double.channel.id, limit=2, cursor=cursor)
        assert [one["text"] for one in rest["messages"]] == ["0"]
        replies = await client.conversations_replies(channel=double.channel.id, ts=said[0].ts)
        assert [one["text"] for one in replies["messages"]] == ["0", "reply"]


async def test_without_the_right_to_it_no_channel_is_read_or_joined() -> None:
    async with judged_double(scopes=frozenset()) as double:
        client, outside = client_of(double), double.new_channel("outside", joined=False)
        with pytest.raises(SlackApiError, match="missing_scope"):
            await client.conversations_history(channel=double.channel.id)
        with pytest.raises(SlackApiError, match="missing_scope"):
            await client.conversations_join(channel=outside.id)


async def test_a_public_channel_can_be_joined_and_no_other(double: Double) -> None:
    client, hidden = client_of(double), double.new_channel("hidden", private=True, joined=False)
    outside, old = double.new_channel("outside", joined=False), double.new_channel("old", joined=False)
    double.archive(old)
    await client.conversations_join(channel=outside.id)
    await client.chat_postMessage(channel=outside.id, text="hi", **QUIET)
    for place, error in ((hidden, "channel_not_found"), (old, "is_archived")):
        with pytest.raises(SlackApiError, match=error):
            await client.conversations_join(channel=place.id)


async def test_a_thread_lives_as_long_as_one_of_its_messages(double: Double) -> None:
    ana, client = double.person("ana"), client_of(double)
    root = double.say(ana, "root", double.channel)
    reply = double.say(ana, "reply", double.thread(root))
    double.delete(ana, root)
    sent = await client.chat_postMessage(channel=root.channel.id, thread_ts=root.ts, text="in it", **QUIET)
    assert sent["message"]["thread_ts"] == root.ts
    double.delete(ana, reply)
    await client.chat_delete(channel=root.channel.id, ts=sent["ts"])
    sent = await client.chat_postMessage(channel=root.channel.id, thread_ts=root.ts, text="astray", **QUIET)
    assert "thread_ts" not in sent["message"]
    assert [text_of(one) for one in double.history(ana, double.channel)] == ["astray"]


async def test_choices_are_sent_as_options(double: Double) -> None:
    ana = double.person("ana")
    blocks = [{"type": "actions", "elements": [SELECT, MORE, BOXES]}]
    await client_of(double).chat_postMessage(channel=double.channel.id, text="a", blocks=blocks, **QUIET)
    [message] = double.history(ana, double.channel)
    one = await double.choose(ana, message, "level", "Hard", wait=False)
    assert one.delivery.payload["actions"][0]["selected_option"] == OPTIONS[1]
    assert one.delivery.payload["container"]["message_ts"] == message.ts
    menu = await double.choose(ana, message, "more", "easy", wait=False)
    assert menu.delivery.payload["actions"][0]["selected_option"] == OPTIONS[0]
    boxes = await double.choose(ana, message, "rounds", ["easy", "hard"], wait=False)
    assert boxes.delivery.payload["actions"][0]["selected_options"] == OPTIONS
    with pytest.raises(AssertionError, match="offers"):
        await double.choose(ana, message, "level", "Impossible", wait=False)


async def test_a_home_has_buttons_and_no_response_url(double: Double) -> None:
    ana = double.person("ana")
    view = home("a") | {"blocks": [{"type": "actions", "elements": [BUTTON]}]}
    await client_of(double).views_publish(user_id=ana.id, view=view)
    there = double.home(ana)
    assert there is not None
    asked = await double.press(ana, there, "Go", wait=False)
    assert "response_url" not in asked.delivery.payload
    assert asked.delivery.payload["view"]["id"] == there.id
    with pytest.raises(AssertionError, match="does not see"):
        await double.press(double.person("ben"), there, "Go", wait=False)


async def test_views_are_stacked_three_deep(double: Double) -> None:
    ana, client = double.person("ana"), client_of(double)
    asked = await double.command(ana, "/a", wait=False)
    modal = form() | {"blocks": [{"type": "actions", "elements": [BUTTON]}]}
    await client.views_open(trigger_id=asked.delivery.trigger_id, view=modal)
    for _ in range(2):
        assert asked.view is not None
        asked = await double.press(ana, asked.view, "Go", wait=False)
        await client.views_push(trigger_id=asked.delivery.trigger_id, view=modal)
    assert asked.view is not None
    assert asked.view.above is not None
    last = await double.press(ana, asked.view, "Go", wait=False)
    with pytest.raises(SlackApiError, match="push_limit_reached"):
        await client.views_push(trigger_id=last.delivery.trigger_id, view=modal)
    double.faults.clear()
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await client.views_update(view_id=asked.view.id, hash="old", view=modal)
    top = asked.view
    await double.close(ana, top)
    with pytest.raises(SlackApiError, match="not_found"):
        await client.views_update(view_id=top.id, view=modal)


async def test_an_update_without_blocks_takes_them_away(double: Double) -> None:
    client = client_of(double)
    sent = await client.chat_postMessage(channel=double.channel.id, **card("a"), **QUIET)
    [message] = double.channel.channel.messages.values()
    assert [one.label for one in buttons_of(message)] == ["Hint"]
    await client.chat_update(channel=double.channel.id, ts=sent["ts"], text="b")
    assert shown(message) == "mockingbird in interviews: b"


async def test_ephemeral_messages_stand_in_no_history(double: Double) -> None:
    ana, client = double.person("ana"), client_of(double)
    sent = await client.chat_postEphemeral(channel=double.dm(ana).id, user=ana.id, text="secret")
    assert [one.text for one in double.history(ana, double.dm(ana))] == ["secret"]
    assert (await client.conversations_history(channel=double.dm(ana).id))["messages"] == []
    with pytest.raises(SlackApiError, match="message_not_found"):
        await client.chat_update(channel=double.dm(ana).id, ts=sent["message_ts"], text="b")


@pytest.mark.parametrize("rest", ["\n", '", "level": "info"}', "\x1b[0m\n", " app=1"])
def test_the_address_of_a_site_is_found_in_any_log(rest: str) -> None:
    found = SITE.search(f"info slack http site on http://127.0.0.1:4567{rest}")
    assert found is not None
    assert found[1] == "http://127.0.0.1:4567"
