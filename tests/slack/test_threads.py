"""In a channel's thread: mentions, buttons and forms know it, and replies stay there, private or for all."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import pytest_asyncio

from domain.replies import Reply, say
from tests.chat.speech import REGISTER, SPOKEN, Speech
from tests.slack.double import Double, Message, Person, Place, judged_double
from tests.slack.speaking import speaking

FOR_ALL = replace(SPOKEN, private=False)


@dataclass
class Thread:
    """A thread of a channel, and a bot in this process that says what the test puts into `speech`."""

    double: Double
    speech: Speech
    place: Place

    @property
    def asked(self) -> list[tuple[str, str, str]]:
        """Who asked for what where, in the order in which it came."""
        names = {person.id: person.name for person in self.double._known.values()}
        return [(names[one.actor.user_id], one.action, str(one.place)) for one in self.speech.requests]

    @property
    def id(self) -> str:
        return f"thread:{self.place.id}/{self.place.thread_ts}"

    def answers(self, reply: Reply) -> None:
        self.speech.reply = reply

    async def of_bot(self, person: Person, words: str = "sorted copy") -> Message:
        return await self.double.sees(person, words, self.place)


@pytest_asyncio.fixture
async def thread(tmp_path: Path) -> AsyncIterator[Thread]:
    speech = Speech(steps=())
    speech.may_end.set()
    async with judged_double() as double, speaking(double, speech, tmp_path):
        double.person("ben")
        root = double.say(double.person("ana"), "Who practises today?", double.channel)
        yield Thread(double, speech, double.thread(root))


async def test_a_command_behind_a_mention_is_answered_there_in_private(thread: Thread) -> None:
    double, ana = thread.double, thread.double.person("ana")
    double.say(ana, "coach ask what is an index", thread.place, mention_bot=True)
    assert (await thread.of_bot(ana)).private_to == ana.id
    assert thread.asked == [("ana", "coach ask", thread.id)]
    assert thread.speech.requests[0].args == {"text": "what is an index"}
    assert double.history(ana) == []


async def test_what_is_for_all_stands_there_for_all_and_its_button_knows_the_thread(thread: Thread) -> None:
    double, ana, ben = thread.double, thread.double.person("ana"), thread.double.person("ben")
    thread.answers(FOR_ALL)
    double.say(ana, "I think it is a copy", thread.place, mention_bot=True)
    shown = await thread.of_bot(ben)
    thread.answers(say("Pressed", "You pressed it."))
    await double.press(ben, shown, "Ask on")
    assert (await thread.of_bot(ben, "You pressed it")).private_to == ben.id
    assert thread.asked == [("ana", "say", thread.id), ("ben", "coach ask", thread.id)]
    assert double.history(ana) == double.history(ben) == []


@pytest.mark.parametrize("how", ["in time", "long after"])
async def test_a_form_opened_there_is_answered_there(thread: Thread, how: str) -> None:
    """The address for an answer lives half an hour; somebody may write longer."""
    double, ana, ben = thread.double, thread.double.person("ana"), thread.double.person("ben")
    thread.answers(FOR_ALL)
    double.say(ana, "begin", thread.place, mention_bot=True)
    shown = await thread.of_bot(ben)
    thread.answers(REGISTER)
    opened = await double.press_value(ben, shown, "press0", "account+register")
    form = await opened.shows("Register")
    thread.answers(say("Taken", "It is taken."))
    opened.delivery.expired = how == "long after"
    await double.submit(ben, form, {"about": "me", "secret:password": "hunter2"})
    assert (await thread.of_bot(ben, "It is taken")).private_to == ben.id
    assert thread.asked[1:] == [("ben", "account register", thread.id)] * 2
    assert double.history(ben) == []


async def test_a_member_does_not_wait_for_another_ones_answer(thread: Thread) -> None:
    double, ana, ben = thread.double, thread.double.person("ana"), thread.double.person("ben")
    thread.speech.may_end.clear()
    for person in (ana, ben, ana):
        double.say(person, "I think it is a copy", thread.place, mention_bot=True)
    await double.settled(lambda: len(thread.asked) == 2)
    assert {name for name, *_ in thread.asked} == {"ana", "ben"}, "and each one's messages keep their order"
    thread.speech.may_end.set()
    await double.settled(lambda: len(thread.asked) == 3)
    await thread.of_bot(ana)
