"""The double of Slack when connections, workspaces and answers do not go well."""

import asyncio
from pathlib import Path

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook.async_client import AsyncWebhookClient

from tests.slack.double import Double, Place, judged_double, text_of
from tests.slack.double.sample import QUIET, client_of, in_socket_mode, over_http, with_oauth
from tests.slack.process import running_bot


async def test_connections_that_end_are_opened_again(double: Double) -> None:
    ana = double.person("ana")
    async with in_socket_mode(double):
        for end in (double.sockets.refresh, double.sockets.warn, double.cut):
            await end()
            name = end.__name__
            double.say(ana, name)
            await double.sees(ana, f"heard {name}")
    assert double.sockets.greeted >= 4


async def test_a_late_acknowledgement_is_none() -> None:
    async with judged_double(patience=0.05) as double, in_socket_mode(double):
        asked = await double.command(double.person("ana"), "/direct", "slowly", wait=False)
        await double.settled(lambda: asked.delivery.late == 1)
        assert asked.acked_after is None
        assert asked.messages == []
        with pytest.raises(AssertionError, match="not within"):
            await asked.acknowledged(within=0.01)


async def test_several_connections_take_turns(double: Double) -> None:
    ana = double.person("ana")
    async with in_socket_mode(double) as one, in_socket_mode(double) as other:
        for number in range(4):
            await double.heard(double.say(ana, str(number)))
    assert sorted(one + other) == ["0", "1", "2", "3"]
    assert one
    assert other


async def test_an_event_waits_for_a_connection(double: Double) -> None:
    ana = double.person("ana")
    said = double.say(ana, "early")
    async with in_socket_mode(double) as heard:
        await double.heard(said)
        assert heard == ["early"]
        await double.sees(ana, "heard early")


async def test_an_event_without_acknowledgement_comes_three_times_more() -> None:
    async with judged_double(patience=0.15, resend=(0.0, 0.01, 0.02)) as double:
        ana = double.person("ana")
        async with in_socket_mode(double) as heard:
            [told] = double.told(double.say(ana, "crash"))
            await double.settled(lambda: heard == ["crash"] * 4)
            await double.heard(double.say(ana, "hello"))
        assert told.attempts == 4
        assert told.acked_after is None


async def test_events_come_again_until_they_are_acknowledged_over_http() -> None:
    async with judged_double(resend=(0.0, 0.01, 0.02), echo=False) as double:
        ana = double.person("ana")
        async with over_http(double) as heard:
            good = double.site.url
            double.site.url = "http://127.0.0.1:9"
            said = double.say(ana, "hello")
            [told] = double.told(said)
            await double.settled(lambda: told.attempts == 2)
            double.site.url = good
            await double.heard(said)
            assert told.statuses == [0, 0, 200]
            await double.redeliver(said)
            await double.settled(lambda: heard == ["hello", "hello"])


async def test_the_same_things_happen_over_http(double: Double) -> None:
    ana = double.person("ana")
    async with over_http(double):
        assert (await double.site.challenge()).content == {"challenge": "3eZbrw1a"}
        asked = await double.command(ana, "/direct", "yes")
        assert asked.ack == "direct yes"
        view = await (await double.command(ana, "/interview", "form")).shows()
        await double.submit(ana, view, {"text": "bad"})
        assert view.errors == {"answer": "say more"}
        double.say(ana, "hello")
        await double.sees(ana, "heard hello")


async def test_only_fresh_requests_of_slack_get_in(double: Double) -> None:
    ana = double.person("ana")
    async with over_http(double):
        draft = double.draft(ana, "/direct", "yes")
        for attack in (double.site.forge, double.site.tamper, double.site.unsigned, double.site.stale):
            assert (await attack(draft)).status == 401
        asked = await double.command(ana, "/direct", "yes")
        assert (await double.site.replay(asked.delivery)).body == "direct yes"


async def test_tokens_end(double: Double) -> None:
    client = client_of(double)
    async with in_socket_mode(double) as heard:
        double.say(double.person("ana"), "hello")
        await double.sees(double.person("ana"), "heard hello")
        double.uninstall()
        await double.settled(lambda: heard == ["hello", "revoked", "uninstalled"])
    with pytest.raises(SlackApiError, match="account_inactive"):
        await client.auth_test()
    double.revoke()
    with pytest.raises(SlackApiError, match="token_revoked"):
        await client.auth_test()
    with pytest.raises(SlackApiError, match="invalid_auth"):
        await client.auth_test(token="xoxb-nobody")


@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated")
async def test_an_app_is_installed_by_a_person(double: Double, tmp_path: Path) -> None:
    bea = double.person("bea", double.new_team("Other"))
    async with with_oauth(double, tmp_path):
        consent = await double.browser.begin()
        assert consent.scopes == ["chat:write", "commands"]
        done = await double.browser.allow(bea, consent)
        assert done.status == 200
        assert (await double.browser.finish(consent, code="x")).status == 401
        assert (await double.browser.finish(await double.browser.begin(), state="x", code="y")).status == 400
        assert "access_denied" in (await double.browser.deny(await double.browser.begin())).page
        await double.command(bea, "/direct", "yes")
        await double.sees(bea, "direct yes")
        old = bea.team.token
        double.uninstall(bea.team)
        await double.browser.allow(bea, await double.browser.begin())
        assert bea.team.token != old
        await double.command(bea, "/direct", "again")
        await double.sees(bea, "direct again")


async def test_a_response_url_is_good_five_times(double: Double) -> None:
    ana = double.person("ana")
    asked = await double.command(ana, "/interview", "card", wait=False)
    hook = AsyncWebhookClient(asked.delivery.response_url)
    for number in range(5):
        assert (await hook.send(text=f"part {number}")).status_code == 200
    used = await hook.send(text="one too many")
    assert (used.status_code, used.body) == (404, '{"ok": false, "error": "used_url"}')
    assert double.faults.pop() == "response_url: used_url"
    other = await double.command(ana, "/interview", "card", wait=False)
    double.expire(other)
    assert "expired_url" in (await AsyncWebhookClient(other.delivery.response_url).send(text="late")).body
    assert len(double.history(ana)) == 5


async def test_workspaces_are_kept_apart(double: Double) -> None:
    other = double.new_team("Other")
    bea = double.person("bea", other)
    place = double.new_channel("general", other)
    client = client_of(double)
    for number in (place.id, bea.id, "C404"):
        with pytest.raises(SlackApiError, match="channel_not_found"):
            await client.chat_postMessage(channel=number, text="hi", **QUIET)
    await client.chat_postMessage(channel=place.id, text="hi", token=other.token, **QUIET)
    assert text_of(double.history(bea, place)[0]) == "hi"
    assert not place.channel.open_to(double.person("ana"))


async def test_places_refuse_as_slack_does(double: Double) -> None:
    client = client_of(double)
    outside, old = double.new_channel("outside", joined=False), double.new_channel("old")
    hidden = double.new_channel("hidden", private=True, joined=False)
    double.archive(old)
    refusals: list[tuple[Place, str]] = [
        (outside, "not_in_channel"),
        (old, "is_archived"),
        (hidden, "channel_not_found"),
    ]
    for place, error in refusals:
        with pytest.raises(SlackApiError, match=error):
            await client.chat_postMessage(channel=place.id, text="hi", **QUIET)


async def test_trouble_on_demand(double: Double) -> None:
    ana = double.person("ana")
    client = client_of(double)
    double.fail("chat.postMessage", status=429, retry_after=0)
    double.fail("users.info", status=500)
    double.delay("auth.test", 0.05)
    await client.chat_postMessage(channel=ana.id, text="hi", **QUIET)
    await double.called("chat.postMessage", "ratelimited", status=429)
    with pytest.raises(SlackApiError) as failed:
        await client.users_info(user=ana.id)
    assert failed.value.response.status_code == 500
    began = asyncio.get_running_loop().time()
    await client.auth_test()
    assert asyncio.get_running_loop().time() - began >= 0.05
    assert [one.text for one in double.history(ana)] == ["hi"]


async def test_a_wait_that_fails_tells_what_was_seen(double: Double) -> None:
    ana = double.person("ana")
    async with in_socket_mode(double):
        double.say(ana, "hello")
        await double.sees(ana, "heard hello")
        with pytest.raises(AssertionError, match="heard hello") as failed:
            await double.sees(ana, "goodbye", within=0.01)
    assert "chat.postMessage" in str(failed.value)


async def test_a_process_that_ends_at_once_is_reported(double: Double, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=r"ended with 2(.|\n)*no-such-command"):
        async with running_bot(double, tmp_path, "no-such-command"):
            pass
