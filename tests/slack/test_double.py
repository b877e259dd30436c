"""The double of Slack, tried with a real slack-bolt app."""

import pytest

from tests.slack.double import Double, buttons_of, open_double, text_of
from tests.slack.double.sample import in_socket_mode


async def test_a_command_is_answered_to_its_person_alone(double: Double) -> None:
    ana, ben = double.person("ana"), double.person("ben")
    async with in_socket_mode(double):
        asked = await double.command(ana, "/interview", "start", where=double.channel)
        message = await asked.message(lambda text: text == "started start")
    assert asked.acked_after is not None
    assert asked.acked_after < 3
    assert message.ephemeral
    assert double.history(ana, double.channel) == [message]
    assert double.history(ben, double.channel) == []


async def test_what_people_type_comes_escaped_and_is_read_as_typed(double: Double) -> None:
    ana = double.person("ana")
    async with in_socket_mode(double) as heard:
        asked = await double.command(ana, "/direct", "a < b & c")
        double.say(ana, "x < y")
        await double.sees(ana, "heard x < y")
    assert asked.ack == {"text": "direct a &lt; b &amp; c"}
    assert asked.text == "direct a < b & c\nheard x < y []"
    assert heard[0] == "x &lt; y"


async def test_no_command_is_offered_in_a_thread(double: Double) -> None:
    ana = double.person("ana")
    thread = double.thread(double.say(ana, "hello", double.channel))
    with pytest.raises(AssertionError, match="no slash commands in threads"):
        await double.command(ana, "/interview", "start", where=thread)


async def test_a_button_changes_its_message(double: Double) -> None:
    ana = double.person("ana")
    async with in_socket_mode(double):
        await double.command(ana, "/interview", "card", where=double.channel)
        message = await double.sees(double.person("ben"), "a card", double.channel)
        await double.press(double.person("ben"), message, "Hint")
        assert await double.sees(ana, "hint for hint:1", double.channel) is message
        assert [one.value for one in buttons_of(message)] == ["hint:1"]
        with pytest.raises(AssertionError, match="no button 'Skip'"):
            await double.press(ana, message, "Skip")


async def test_a_form_carries_text_choices_and_files(double: Double) -> None:
    ana = double.person("ana")
    async with in_socket_mode(double):
        view = await (await double.command(ana, "/interview", "form")).shows("Your answer")
        offered = await double.suggest(ana, view, "company", "Go")
        assert offered.options == ["Google", "Goldman Sachs"]
        refused = await double.submit(ana, view, {"text": "bad"})
        assert refused.view is view
        assert view.errors == {"answer": "say more"}
        values = {"Your answer": "a < b", "company": offered.ack["options"][0]}
        done = await double.submit(ana, view, values, {"files": [("a.py", b"print()")]})
        assert text_of(await done.shows("Again")).startswith("Again")
        await double.sees(ana, "got a < b for google ['print()']")
        for wrong in ({}, {"text": "x"}, {"text": "hello", "colour": "red"}):
            with pytest.raises(AssertionError):
                await double.submit(ana, view, wrong)


async def test_shortcuts_of_a_message_and_of_everywhere(double: Double) -> None:
    ana = double.person("ana")
    async with in_socket_mode(double):
        said = double.say(ana, "my answer", double.channel)
        await double.shortcut(ana, "score", said)
        await double.sees(ana, "scored my answer", double.thread(said))
        await (await double.shortcut(ana, "begin")).shows("Company")


async def test_a_trigger_is_good_once_and_for_a_while() -> None:
    async with open_double(trigger_life=1.5) as double, in_socket_mode(double):
        ana = double.person("ana")
        await double.command(ana, "/interview", "late 2")
        await double.called("views.open", "expired_trigger_id")
        asked = await double.command(ana, "/interview", "late 0")
        await asked.shows()
        await double.redeliver(asked)
        await double.called("views.open", "exchanged_trigger_id")
        assert any("exchanged_trigger_id" in one for one in double.faults)


async def test_dms_mentions_and_files_are_heard(double: Double) -> None:
    ana = double.person("ana")
    async with in_socket_mode(double) as heard:
        double.say(ana, "read", files=[("a.py", b"print()")])
        await double.sees(ana, "heard read ['print()']")
        double.say(ana, "nobody is asked", double.channel)
        asked = double.say(ana, "hi", double.channel, mention_bot=True)
        answer = await double.sees(ana, "hi", double.thread(asked))
        assert answer not in double.history(ana, double.channel)
    assert heard == ["file_share", f"<@{double.bot.id}> hi"]


async def test_edits_and_deletions_are_told(double: Double) -> None:
    ana = double.person("ana")
    async with in_socket_mode(double) as heard:
        said = double.say(ana, "first")
        await double.sees(ana, "heard first")
        double.edit(ana, said, "second")
        double.delete(ana, said)
        await double.settled(lambda: heard == ["first", "message_changed", "message_deleted"])


async def test_a_report_is_uploaded(double: Double) -> None:
    ana = double.person("ana")
    async with in_socket_mode(double):
        double.say(ana, "report")
        await double.called("files.completeUploadExternal")
        [message] = [one for one in double.history(ana) if one.author == double.bot]
    assert message.contents == {"r.pdf": b"%PDF"}
    assert message.files[0].title == "R"


async def test_the_home_is_published(double: Double) -> None:
    ana = double.person("ana")
    async with in_socket_mode(double):
        first = await double.open_home(ana)
        assert text_of(first) == "your interviews"
        assert await double.open_home(ana) is first


async def test_the_assistant_streams(double: Double) -> None:
    ana = double.person("ana")
    async with in_socket_mode(double):
        place = double.open_assistant(ana, beside=double.channel)
        await double.sees(ana, "how can I help?", place)
        await double.called("assistant.threads.setSuggestedPrompts")
        double.say(ana, "hello", place)
        message = await double.sees(ana, "you said hello", place)
        await double.called("chat.stopStream")
    pane = double.assistant(place)
    assert (pane.title, pane.status, pane.statuses) == ("A talk", "", ["thinking"])
    assert pane.prompts == [{"title": "Practise", "message": "Practise"}]
    assert not message.streaming
