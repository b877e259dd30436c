"""An installation from its page to its end and to its removal, with no secret told on the way."""

import logging
import re
import time
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from yarl import URL

from domain.errors import StoreUnavailable
from tests.slack.installing import CLIENT_SECRET, CODE, MENTION, SIGNING_SECRET, TOKEN, Bot, link, open_bot


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    async with open_bot(tmp_path) as opened:
        yield opened


async def test_a_workspace_installs_the_bot_and_is_heard(bot: Bot) -> None:
    assert await bot.event(MENTION) == 200
    assert bot.heard == []
    status, page = await bot.install()
    assert status == 200
    assert "Acme &lt;i&gt;&amp;&lt;/i&gt; Sons" in page
    assert "https://slack.com/app_redirect?app=A1&amp;team=T1" in page
    assert bot.slack.asked == [{"code": CODE}]
    assert await bot.event(MENTION) == 200
    assert bot.heard == [TOKEN]
    assert await bot.event(MENTION, team_id="T2") == 200
    assert bot.heard == [TOKEN], "another workspace has not installed it"


async def test_the_install_page_says_what_is_asked_for_and_why(bot: Bot) -> None:
    status, page = await bot.get("/slack/install", team='T1"&redirect_uri=https://evil')
    assert status == 200
    assert link(page).keys() == {"client_id", "scope", "state"}
    assert link(page)["scope"] == "chat:write,commands"
    assert "to offer &lt;b&gt;/interview&lt;/b&gt; &amp; more" in page
    _, page = await bot.get("/slack/install", team="T1")
    assert link(page)["team"] == "T1"


async def test_the_cookie_is_for_this_site_alone(bot: Bot) -> None:
    async with bot.browser.get(f"{bot.address}/slack/install") as response:
        (cookie,) = response.cookies.values()
    assert (cookie["samesite"], cookie["httponly"], cookie["secure"]) == ("Lax", True, True)
    assert cookie["max-age"] == "600"


async def test_a_state_serves_once_in_the_browser_where_it_was_issued(bot: Bot) -> None:
    state = await bot.begin()
    async with aiohttp.ClientSession() as another:
        url = f"{bot.address}/slack/oauth_redirect"
        async with another.get(url, params={"code": CODE, "state": state}) as response:
            assert (response.status, "another browser" in await response.text()) == (400, True)
    assert (await bot.finish(code=CODE, state=state))[0] == 200
    bot.browser.cookie_jar.update_cookies({"slack-app-oauth-state": state}, URL(bot.address))
    status, page = await bot.finish(code=CODE, state=state)
    assert (status, "used up" in page) == (401, True)
    assert len(bot.slack.asked) == 1


async def test_a_state_serves_for_ten_minutes(bot: Bot) -> None:
    state = await bot.begin()
    bot.clock.forward(minutes=10)
    assert (await bot.finish(code=CODE, state=state))[0] == 401
    assert bot.slack.asked == []


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        ("access_denied", "nothing has changed"),
        ("invalid_team_for_non_distributed_app", "public distribution"),
        ("some_new_reason", "Slack calls it some_new_reason."),
        ("<script>alert(1)</script>", "without a permission"),
    ],
)
async def test_what_slack_says_no_to_is_explained(bot: Bot, reason: str, says: str) -> None:
    status, page = await bot.finish(error=reason)
    assert status == 200
    assert says in page
    assert 'href="/slack/install"' in page
    assert "<script" not in page
    assert "alert" not in page


async def test_a_code_that_slack_refuses_leads_back_to_the_start(bot: Bot) -> None:
    bot.slack.refusal = "code_already_used"
    status, page = await bot.install()
    assert (status, "did not accept" in page) == (401, True)
    status, page = await bot.finish(state=await bot.begin())
    assert (status, "without a permission" in page) == (401, True)


async def test_what_goes_wrong_on_the_way_is_a_page(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    bot.slack.rotates = True
    status, page = await bot.install()
    assert (status, "token rotation" in page) == (400, True)
    bot.slack.rotates = False

    async def full(*_: object) -> None:
        raise StoreUnavailable("The disk is full.")

    async def broken(*_: object) -> None:
        raise RuntimeError(f"{TOKEN} should not be told")

    monkeypatch.setattr(bot.store, "async_save", full)
    status, page = await bot.install()
    assert (status, "The disk is full." in page) == (400, True)
    monkeypatch.setattr(bot.store, "async_save", broken)
    status, page = await bot.install()
    assert status == 500
    assert re.search(r"tell whoever runs this bot: [0-9a-f]{8}<", page)
    assert TOKEN not in page


async def test_slack_out_of_reach_is_said_to_be_so(bot: Bot) -> None:
    assert bot.app.oauth_flow is not None
    bot.app.oauth_flow.client.base_url = "http://127.0.0.1:1/api/"
    status, page = await bot.install()
    assert (status, "could not reach Slack" in page) == (502, True)


async def test_an_answer_cut_short_is_not_told_either(bot: Bot, caplog: pytest.LogCaptureFixture) -> None:
    bot.slack.cut_short = True
    status, page = await bot.install()
    assert (status, "Slack did not answer" in page) == (502, True)
    assert "not JSON" in caplog.text
    assert TOKEN not in caplog.text + page


async def test_no_secret_reaches_a_log_even_under_debug(bot: Bot, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await bot.install()
    await bot.event(MENTION)
    bot.slack.refusal = "invalid_code"
    await bot.install()
    assert "invalid_code" in caplog.text
    for secret in (TOKEN, "xoxp-", CODE, CLIENT_SECRET, SIGNING_SECRET):
        assert secret not in caplog.text


async def test_a_removed_bot_is_forgotten_and_a_late_repeat_does_no_harm(bot: Bot) -> None:
    removal = {"type": "app_uninstalled"}
    await bot.install()
    assert await bot.event(removal, event_time=int(time.time()) - 3600) == 200
    assert await bot.store.bot_token("T1") == TOKEN
    assert await bot.event({"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": []}}) == 200
    assert await bot.store.bot_token("T1") == TOKEN
    assert await bot.event(removal) == 200
    assert await bot.store.bot_token("T1") is None
    await bot.install()
    assert await bot.event({"type": "tokens_revoked", "tokens": {"bot": ["U0"]}}) == 200
    assert await bot.store.bot_token("T1") is None


async def test_a_removal_that_could_not_be_stored_is_asked_for_again(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def locked(*_: object) -> None:
        raise StoreUnavailable("The file is locked.")

    monkeypatch.setattr(bot.store, "removed", locked)
    assert await bot.event({"type": "app_uninstalled"}) == 500
