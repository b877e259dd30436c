"""A group in a channel's thread: a race and a panel of five, and channels that will not have the bot."""

import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from tests.slack.dialogue import labels, pages_of, prose, said, seen_texts
from tests.slack.double import Double, Message, Person, Place, View, text_of
from tests.slack.trouble import Stage, stage, times_seen

pytestmark = [pytest.mark.acceptance, pytest.mark.asyncio(loop_scope="module")]

NAMES = ("ana", "ben", "cem", "dia", "eva")
REVEAL = "Question 1: the reveal"
SCORES = {"ben": 100, "cem": 50, "dia": 75, "eva": 0}


@dataclass(frozen=True)
class Group:
    """Five people in a channel of their own, and the thread of the round that the first of them leads."""

    double: Double
    channel: Place
    thread: Place
    people: Sequence[Person]

    async def card(self, words: str, person: Person | None = None) -> Message:
        """The newest message in the thread for all that says so."""
        message = await self.double.sees(person or self.bystander, words, self.thread)
        assert not message.ephemeral
        return message

    @property
    def bystander(self) -> Person:
        return self.double.person("bystander")

    async def whispered(self, person: Person, words: str) -> Message:
        """What the bot says in the thread to that person alone."""

        def found() -> list[Message]:
            return [one for one in self.whispers(person) if words in text_of(one)]

        await self.double.settled(found)
        return found()[-1]

    def whispers(self, person: Person) -> list[Message]:
        """All that the bot has said in the thread to that person alone."""
        return [one for one in self.double.history(person, self.thread) if one.private_to == person.id]

    async def form(self, person: Person, card: Message, button: str, title: str) -> View:
        return await (await self.double.press(person, card, button)).shows(title)

    def summaries(self) -> list[Message]:
        """The files that all who read the thread can open."""
        return [one for one in self.double.history(self.bystander, self.thread) if one.contents]

    def public(self) -> str:
        """All that somebody reads who takes no part."""
        return "\n".join(seen_texts(self.double, self.bystander, self.thread))

    def no_private_messages(self, *besides: Person) -> bool:
        return not any(self.double.history(one) for one in self.people if one not in besides)


async def gathered(double: Double, where: str, options: str) -> Group:
    """A round with five members, its first question not yet put."""
    people = [double.person(name) for name in NAMES]
    double.person("bystander")
    channel = double.new_channel(where)
    ana, *others = people
    asked = await double.command(ana, "/group", f"start {options}", where=channel)
    begun = await said(asked, "in a thread of its own")
    assert begun.private_to == ana.id
    (root,) = [one for one in double.history(double.person("bystander"), channel) if one.author.is_bot]
    group = Group(double, channel, double.thread(root), people)
    card = await group.card("Here")
    assert labels(card) == ["Join", "Next", "Leave", "End"]
    for one in others:
        await double.press(one, card, "Join")
        await group.whispered(one, "You are in")
    await double.settled(lambda: "(5)" in text_of(card))
    return group


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def there(tmp_path_factory: pytest.TempPathFactory, first_start: Path) -> AsyncIterator[Stage]:
    async with stage(first_start, tmp_path_factory.mktemp("bot")) as there, there.bot() as bot:
        yield there
        assert "Traceback" not in bot.log(), bot.log()


async def test_a_race_of_five(there: Stage) -> None:
    double = there.double
    group = await gathered(double, "race", "mode:race round:technical_qa")
    ana, ben, cem, dia, eva = group.people
    await double.press(cem, await group.card("(5)"), "Next")
    card = await group.card("Question 1")
    answer = prose(card)
    assert "Waiting for ana, ben, cem, dia and eva" in text_of(card)

    form = await group.form(ben, card, "Answer", "Your answer")
    await double.submit(ben, form, {"text": answer, "quotes": "yes"})
    await group.whispered(ben, "is in")
    double.say(cem, "I do not know this one at all.", group.thread, mention_bot=True)
    await group.whispered(cem, "all can read")
    message = double.say(dia, "It depends on what is asked, as so often.", group.thread)
    await double.shortcut(dia, "score_answer", message)
    await group.whispered(dia, "is in")
    form = await (await double.shortcut(eva, "answer_here", message)).shows("Your answer")
    await double.submit(eva, form, {"text": answer.partition(". ")[0]})
    await group.whispered(eva, "is in")
    await double.settled(lambda: "Waiting for ana." in text_of(card))
    assert "/100" not in group.public()
    assert answer[:60] not in group.public()

    status = await double.command(eva, "/group", "status", where=group.channel)
    assert (await said(status, "Waiting for ana.")).private_to == eva.id
    double.say(ben, "group reveal", group.thread, mention_bot=True)
    await group.whispered(ben, "Only whoever leads")
    form = await group.form(ana, card, "Answer", "Your answer")
    await double.submit(ana, form, {"text": answer})
    await reveal_of_race(group, answer)
    await double.press(ana, await group.card(REVEAL), "End")
    await group.card("The round is over")
    await double.settled(group.summaries)
    assert [pages_of(one) > 0 for one in group.summaries()] == [True]
    assert group.no_private_messages()


async def reveal_of_race(group: Group, answer: str) -> None:
    """Five scores, the lines of the one who gave leave, and each member's own grade for their eyes."""
    reveal = await group.card(REVEAL)
    text = text_of(reveal)
    ben = group.people[1]
    assert text.count("/100") >= len(group.people)
    assert all(f"{name}: " in text for name in ("ana", "ben", "dia", "eva"))
    assert "(ben)" in text
    assert "(ana)" not in text
    assert "A model answer" in text
    await group.double.press(ben, reveal, "Mine")
    assert "Question 1: " in text_of(await group.whispered(ben, "/100"))


async def test_where_the_bot_may_not_write_it_says_so_to_whoever_asked(there: Stage) -> None:
    double, ana = there.double, there.double.person("ana")
    hidden = double.new_channel("hidden", private=True, joined=False)
    asked = await double.command(ana, "/group", "start mode:race", where=hidden)
    refused = await said(asked, "I may not write here")
    assert refused.private_to == ana.id
    assert [one for one in double.history(ana, hidden) if not one.ephemeral] == []
    outside = double.new_channel("outside", joined=False)
    await said(await double.command(ana, "/group", "start mode:race", where=outside), "thread of its own")
    await said(await double.command(ana, "/group", "start", where=double.dm(ana)), "Not in a direct message")


async def test_the_bare_command_asks_what_the_round_is_to_be_about(there: Stage) -> None:
    double, ana = there.double, there.double.person("ana")
    form = await (await double.command(ana, "/group", where=double.channel)).shows("Mode")
    await double.submit(ana, form, {"mode": "panel", "round": "behavioral", "minutes": "5"})
    begun = await double.sees(ana, "in a thread of its own", double.channel)
    assert begun.private_to == ana.id
    (root,) = [one for one in double.history(double.person("bystander"), double.channel) if one.author.is_bot]
    assert text_of(root) == "Panel: Behavioral"
    assert "5 min" in text_of(await double.sees(ana, "Led by ana", double.thread(root)))


async def test_a_channel_archived_in_the_middle_ends_the_round_with_what_it_came_to(there: Stage) -> None:
    double = there.double
    group = await gathered(double, "archived", "mode:race round:technical_qa")
    ana, ben, *_ = group.people
    await double.press(ana, await group.card("(5)"), "Next")
    card = await group.card("Question 1")
    for one in (ana, ben):
        form = await group.form(one, card, "Answer", "Your answer")
        await double.submit(one, form, {"text": prose(card)})
        await group.whispered(one, "is in")
    await double.settled(lambda: "Waiting for cem, dia and eva" in text_of(card))
    double.archive(group.channel)
    await double.press(ana, card, "Reveal")
    over = await double.sees(ana, "The round is over")
    assert "takes no messages from me any more" in text_of(over)
    assert text_of(over).count("/100") >= 2
    await double.settled(lambda: any(one.contents for one in double.history(ana)))
    assert times_seen(double, ana, "The round is over") == 1
    assert group.no_private_messages(ana)


async def test_a_panel_of_five_with_a_restart_while_they_score(first_start: Path, tmp_path: Path) -> None:
    async with stage(first_start, tmp_path) as there:
        async with there.bot() as bot:
            group = await gathered(there.double, "panel", "mode:panel round:technical_qa")
            scoring = await answered_in_the_open(group)
            form = await half_scored(group, scoring)
            await bot.kill()
        async with there.bot() as bot:
            await scored_by_all(group, scoring, form)
            reveal = text_of(await group.card("by the bot"))
            assert all(f"{name}: {score}/100" in reveal for name, score in SCORES.items())
            assert "Clarity" in group.public()
            last = await group.card("Next puts the next question")
            await there.double.press(group.people[1], last, "Next")
            await group.card("ben answers in the open")
            assert group.no_private_messages()
            assert "Traceback" not in bot.log(), bot.log()


async def answered_in_the_open(group: Group) -> Message:
    """The card under which all others score what ana, the first candidate, answered."""
    double, ana = group.double, group.people[0]
    await double.press(ana, await group.card("(5)"), "Next")
    card = await group.card("ana answers in the open")
    form = await group.form(ana, card, "Answer", "Your answer")
    await double.submit(ana, form, {"text": prose(card)})
    scoring = await group.card("Score")
    assert prose(card)[:40] in text_of(scoring)
    return scoring


async def half_scored(group: Group, scoring: Message) -> View:
    """Ben has scored by menus, cem by words; a form of dia's is open."""
    double, (_, ben, cem, dia, _) = group.double, group.people
    await by_menus(group, ben, await group.form(ben, scoring, "Score", "Score ana"), "1")
    rows = re.findall(r"^• \d+\. ", text_of(scoring), re.MULTILINE)
    double.say(cem, f"group score {' '.join(['0.5'] * len(rows))}", group.thread, mention_bot=True)
    await group.whispered(cem, "50/100")
    assert "50/100" not in group.public()
    return await group.form(dia, scoring, "Score", "Score ana")


async def scored_by_all(group: Group, scoring: Message, form: View) -> None:
    """The form of before the restart, the button of before, and the candidate's word on the interviewer."""
    ana, _, _, dia, eva = group.people
    await by_menus(group, dia, form, "0.75")
    await by_menus(group, eva, await group.form(eva, scoring, "Score", "Score ana"), "0")
    await by_menus(group, ana, await group.form(ana, scoring, "Score", "Score ben"), "1")


async def by_menus(group: Group, person: Person, form: View, value: str) -> None:
    """The same value for each row; of more than five a button opens the rest."""
    rows = {block["element"]["action_id"]: value for block in form.blocks if block["type"] == "input"}
    done = len(group.whispers(person))
    await group.double.submit(person, form, rows)
    await group.double.settled(lambda: len(group.whispers(person)) > done)
    reply = group.whispers(person)[-1]
    if labels(reply) == ["Go on"]:
        await by_menus(group, person, await group.form(person, reply, "Go on", "Score"), value)
