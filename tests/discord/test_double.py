"""The double of Discord, tried with a real discord.py client."""

from pathlib import Path
from typing import Any

import discord
import pytest

from tests.discord.double import (
    MESSAGE_CONTENT,
    Double,
    Installed,
    Permission,
    Person,
    Place,
    buttons_of,
    judged_double,
    text_of,
)
from tests.discord.double.sample import sample
from tests.discord.process import running_bot

COMMANDS = "/applications/{application_id}/commands"


async def test_a_command_is_answered_to_its_person_alone(double: Double) -> None:
    ana, ben = double.person("ana", "de"), double.person("ben")
    async with sample(double):
        asked = await double.command(
            ana,
            "interview start",
            {"company": "Google", "questions": 3},
            where=double.channel,
            files={"file": ("cv.txt", b"ten years")},
        )
    assert asked.text == "Google 3 ten years de"
    assert asked.acked_after is not None
    assert asked.acked_after < 3
    assert asked.messages[0].ephemeral
    assert double.history(ana, double.channel) == asked.messages
    assert double.history(ben, double.channel) == []


@pytest.mark.parametrize(
    ("name", "values", "said"),
    [
        ("interview start", {}, "requires 'company'"),
        ("interview start", {"company": "Google", "questions": 11}, "max_value is 10"),
        ("interview start", {"company": "Google", "questions": "two"}, "takes"),
        ("interview start", {"company": "Google", "colour": "red"}, r"no option \['colour'\]"),
        ("interview stop", {}, "no subcommand 'stop'"),
        ("interview", {}, "cannot be sent itself"),
        ("leave", {}, "published"),
    ],
)
async def test_a_client_sends_nothing_that_no_command_takes(
    double: Double, name: str, values: dict[str, Any], said: str
) -> None:
    async with sample(double):
        with pytest.raises(AssertionError, match=said):
            await double.command(double.person("ana"), name, values)


async def test_a_command_of_one_server_is_offered_there_alone(double: Double) -> None:
    double.publish([{"name": "local", "description": "here"}], double.guild)
    ana = double.person("ana")
    asked = await double.command(ana, "local", where=double.channel, wait=False)
    assert asked.event["data"]["guild_id"] == str(double.guild.id)
    assert asked.event["context"] == 0
    with pytest.raises(AssertionError, match="published"):
        await double.command(ana, "local", wait=False)


async def test_a_command_is_offered_to_whom_and_where_it_says(double: Double) -> None:
    rules = {"default_member_permissions": 1 << 5, "contexts": [0], "integration_types": [1]}
    double.publish([{"name": "admin", "description": "b", **rules}])
    ana, owner = double.person("ana"), double.guild.owner
    asked = await double.command(owner, "admin", where=double.channel, installed="user", wait=False)
    assert asked.event["authorizing_integration_owners"] == {"1": str(owner.id)}
    refused: list[tuple[Person, Place, Installed]] = [
        (ana, double.channel, "user"),
        (owner, double.dm(owner), "user"),
        (owner, double.channel, "guild"),
    ]
    for person, place, installed in refused:
        with pytest.raises(AssertionError, match="not offered"):
            await double.command(person, "admin", where=place, installed=installed, wait=False)


async def test_completion_offers_what_the_bot_knows(double: Double) -> None:
    async with sample(double):
        offered = await double.autocomplete(
            double.person("ana"), "interview start", {"company": "Go"}, focused="company"
        )
    assert [one["name"] for one in offered] == ["Google", "Goldman Sachs"]


async def test_an_edit_without_attachments_keeps_them(double: Double) -> None:
    async with sample(double):
        asked = await double.command(double.person("ana"), "slow")
        assert asked.response == 5
        message = await asked.message(lambda text: text == "done again")
        await asked.message(lambda text: text == "and more")
    assert list(message.files) == ["report.py"]
    assert message.ephemeral
    assert [text_of(one) for one in asked.messages] == ["done again", "and more"]


async def test_a_button_of_a_layout_changes_its_message(double: Double) -> None:
    ana = double.person("ana")
    async with sample(double):
        card = (await double.command(ana, "card", where=double.channel)).messages[0]
        pressed = await double.press(double.person("ben"), card, "Hint")
        assert pressed.response == 7
        assert text_of(card) == "hint 1"
        assert [one.custom_id for one in buttons_of(card)] == ["hint:2"]
        await double.press(ana, card, "hint:2")
        assert text_of(await double.sees(ana, "hint 2", double.channel)) == "hint 2"
        with pytest.raises(AssertionError, match="no button 'Skip'"):
            await double.press(ana, card, "Skip")


async def test_a_form_carries_text_and_files(double: Double) -> None:
    ana = double.person("ana")
    async with sample(double):
        form = await double.command(ana, "form")
        assert form.modal is not None
        done = await double.submit(ana, form, {"Text": "hello"}, {"file": [("a.py", b"print()")]})
        assert done.text == "got hello ['print()']"
        for values in ({}, {"text": "x"}, {"text": "hello", "colour": "red"}):
            with pytest.raises(AssertionError):
                await double.submit(ana, form, values)


async def test_a_context_menu_hands_over_the_message(double: Double) -> None:
    ana = double.person("ana")
    async with sample(double):
        said = double.say(ana, "my answer", double.channel)
        assert (await double.menu(ana, "Score this answer", said)).text == "scored my answer"


async def test_a_dm_is_heard_with_its_files(double: Double) -> None:
    ana = double.person("ana")
    async with sample(double):
        double.say(ana, "hello", files=[("a.py", b"print()")])
        await double.sees(ana, "heard hello ['print()']")


@pytest.mark.parametrize(("privileged", "first"), [(0, ""), (MESSAGE_CONTENT, "hi")])
async def test_a_server_shows_text_to_a_mentioned_or_privileged_bot_alone(
    privileged: int, first: str
) -> None:
    intents = discord.Intents(guilds=True, messages=True, message_content=bool(privileged))
    async with judged_double(privileged=privileged) as double, sample(double, intents=intents) as bot:
        ana = double.person("ana")
        double.say(ana, "hi", double.channel)
        double.say(ana, "hi", double.channel, mention_bot=True)
        await double.sees(ana, f"heard <@{double.bot.id}> hi", double.channel)
        assert bot.heard == [first, f"<@{double.bot.id}> hi"]


async def test_a_bot_without_the_intent_hears_no_dm(double: Double) -> None:
    async with sample(double, intents=discord.Intents(guilds=True, guild_messages=True)) as bot:
        ana = double.person("ana")
        double.say(ana, "secret")
        double.say(ana, "open", double.channel, mention_bot=True)
        await double.sees(ana, "open", double.channel)
        assert bot.heard == [f"<@{double.bot.id}> open"]


async def test_edits_deletions_and_typing_are_told(double: Double) -> None:
    told: list[Any] = []
    ana = double.person("ana")
    async with sample(double, intents=discord.Intents(guilds=True, messages=True, typing=True)) as bot:
        bot.event(_named("on_raw_message_edit", lambda raw: told.append(raw.data["content"])))
        bot.event(_named("on_raw_message_delete", lambda raw: told.append(raw.message_id)))
        bot.event(_named("on_raw_typing", lambda raw: told.append(raw.user_id)))
        said = double.say(ana, "first")
        double.edit(ana, said, "second")
        double.delete(ana, said)
        double.type(ana)
        double.say(ana, "last")
        await double.sees(ana, "heard last")
    assert told == ["second", said.id, ana.id]


def _named(name: str, tell: Any) -> Any:
    async def listener(raw: Any) -> None:
        tell(raw)

    listener.__name__ = name
    return listener


async def test_a_thread_may_be_refused() -> None:
    intents = discord.Intents(guilds=True, messages=True, message_content=True)
    async with judged_double(privileged=MESSAGE_CONTENT) as double, sample(double, intents=intents):
        ana, ben = double.person("ana"), double.person("ben")
        double.guild.forbid(Permission.CREATE_PRIVATE_THREADS)
        double.say(ana, "thread", double.channel)
        await double.called("POST", "/threads", 403)
        double.guild.allowed |= Permission.CREATE_PRIVATE_THREADS
        double.say(ana, "thread", double.channel)
        await double.called("POST", "/messages", 200)
        thread = double.threads(ana)[0]
        assert [text_of(one) for one in double.history(ana, thread)] == ["welcome"]
        assert double.history(ben, thread) == []
        with pytest.raises(AssertionError):
            double.say(ben, "let me in", thread)


async def test_a_closed_dm_refuses_what_is_sent_and_nothing_before(double: Double) -> None:
    ana = double.person("ana")
    double.close_dms(ana)
    async with sample(double) as bot:
        user = await bot.fetch_user(ana.id)
        channel = await user.create_dm()
        with pytest.raises(discord.Forbidden) as refused:
            await channel.send("nudge")
        assert refused.value.code == 50007
        double.open_dms(ana)
        await channel.send("nudge")
    await double.sees(ana, "nudge")


async def test_the_same_event_twice_is_acknowledged_once(double: Double) -> None:
    ana = double.person("ana")
    async with sample(double) as bot:
        asked = await double.command(ana, "card")
        await double.redeliver(asked)
        said = double.say(ana, "hello")
        await double.sees(ana, "heard hello")
        double.edit(ana, said, "changed since")
        await double.redeliver(said)
        await double.called("POST", "/messages", 200, times=2)
        assert bot.heard == ["hello", "hello"]
    again = [one.answer["code"] for one in double.requests if one.status == 400]
    assert again == [40060]
    assert len(asked.messages) == 1


async def test_a_late_first_response_is_unknown() -> None:
    async with judged_double(patience=0.05) as double, sample(double):
        asked = await double.command(double.person("ana"), "late", {"seconds": 0.1}, wait=False)
        late = await double.called("POST", "/callback", 404)
        assert asked.acked_after is None
        assert late.answer["code"] == 10062
        with pytest.raises(AssertionError, match="not within"):
            await asked.acknowledged(within=0.01)


async def test_a_429_is_waited_for_and_a_500_tried_again(double: Double) -> None:
    ana = double.person("ana")
    async with sample(double):
        double.fail("POST", r"/channels/\d+/messages", 429, headers={"Retry-After": "0.02"})
        double.fail("GET", "/attachments/", 503)
        double.delay("POST", r"/channels/\d+/messages", 0.05)
        said = double.say(ana, "hello")
        await double.sees(ana, "heard hello")
        statuses = [
            one.status for one in double.requests if one.template == "/channels/{channel_id}/messages"
        ]
        assert statuses == [429, 200]
        double.say(ana, "unread", files=[("a.py", b"")])
        await double.called("GET", "/attachments/", 503)
    assert [one.content for one in double.history(ana)] == [said.content, "heard hello []", "unread"]


async def test_commands_keep_their_ids_when_published_again(double: Double) -> None:
    async with sample(double) as bot:
        before = {one["name"]: one["id"] for one in double.commands}
        await bot.tree.sync()
        assert {one["name"]: one["id"] for one in double.commands} == before
    assert [one.status for one in double.requests if one.template == COMMANDS] == [200, 200]


async def test_a_wait_that_fails_tells_what_was_seen(double: Double) -> None:
    ana = double.person("ana")
    async with sample(double):
        double.say(ana, "hello")
        await double.sees(ana, "heard hello")
        with pytest.raises(AssertionError, match="heard hello") as failed:
            await double.sees(ana, "goodbye", within=0.01)
    assert "POST /channels/" in str(failed.value)


async def test_a_process_that_ends_at_once_is_reported(double: Double, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match=r"ended with 2(.|\n)*no-such-command"):
        async with running_bot(double, tmp_path, "no-such-command"):
            pass
