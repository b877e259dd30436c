"""What short messages mean to the coach: the own record, more of the same, small talk, a cry for help."""

from pathlib import Path

import pytest

from domain.coaching import chatter, distress, wording
from domain.coaching.asked import asked_in, only_asks_on
from domain.coaching.record import BUSY, NO_ANSWERS, NO_REPORT
from domain.model.chat import Sharing
from domain.model.question import ROUND_NAMES
from tests.domain.coached import answer, asked, labels, talks
from tests.domain.profiles import account
from tests.speaking import DOWN, Speaker
from tests.world import World, data, open_world, text_of


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("am i ready?", "ready"),
        ("hey so do you think i'm ready for google", "ready"),
        ("show me my progress", "ready"),
        ("¿Estoy lista?", "ready"),
        ("What should I do today", "today"),
        ("Was soll ich heute lernen?", "today"),
        ("what's next", "next"),
        ("what did i get wrong last time", "missed"),
        ("whats my score", "missed"),
        ("What are my weak topics?", "weak"),
        ("how many days in a row do I have", "streak"),
        ("give me a dsa question", "practise"),
        ("test me!", "practise"),
        ("what is your greatest weakness", None),
        ("am i ready to learn kafka in my new team, or should i first finish the course on queues?", None),
        ("how do i prepare", None),
        ("what do i do about deadlocks", None),
        ("what next to redis is used as a queue", None),
    ],
)
def test_what_is_asked_of_ones_own_record_is_told_from_questions(text: str, meant: str | None) -> None:
    assert asked_in(text) == meant


@pytest.mark.parametrize(
    "text", ["why?", "more", "And then?", "what do you mean", "wieso", "¿por qué?", "??", "aur batao"]
)
def test_some_messages_only_ask_on(text: str) -> None:
    assert only_asks_on(text)


@pytest.mark.parametrize(
    "text", ["what's the weather", "why react", "more about deadlocks", "example of STAR", "lol"]
)
def test_other_short_messages_do_not(text: str) -> None:
    assert not only_asks_on(text)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("i want to kill myself", "crisis helpline"),
        ("honestly i dont want to live anymore", "crisis helpline"),
        ("I'm suicidal", "crisis helpline"),
        ("quiero morir", "línea de crisis"),
        ("Ich will nicht mehr leben.", "Telefonseelsorge"),
        ("j'ai envie de mourir", "ligne d'écoute"),
        ("não quero mais viver", "apoio emocional"),
        ("main marna chahta hu", "देश"),
    ],
)
def test_who_speaks_of_dying_is_sent_to_people_in_their_language(text: str, word: str) -> None:
    said = distress.answer(text)
    assert word in said
    assert not any(char.isdigit() for char in said)


@pytest.mark.parametrize(
    "text",
    [
        "how do i kill a process",
        "I built a suicide prevention chatbot, how do I explain it",
        "this interview is killing me",
        "kill -9 myself.pid",
        "do not resuscitate a dead worker",
        "ich will mehr üben",
    ],
)
def test_other_talk_of_killing_is_none(text: str) -> None:
    assert not distress.answer(text)


async def test_a_cry_for_help_is_answered_before_all_else(world_folder: Path) -> None:
    model = Speaker()
    async with open_world(world_folder, model=model) as world:
        await world.say("/interview start rounds:technical_qa questions:1")
        reply = await world.say("/chat ask this question is too much, i want to die")
        assert "emergency number" in answer(reply)
        assert labels(reply) == []
        assert talks(model) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("who are you", wording.WHO),
        ("are you a real person?", wording.WHO),
        ("you are useless", wording.RUDE),
        ("lol", wording.LISTENING),
        ("im in an interview now, what is a deadlock quick", wording.NOT_LIVE),
        ("write my essay for college", wording.NOT_WRITING),
        ("how do i write a good resume", ""),
        ("tell me about an interview", ""),
        ("what is a deadlock", ""),
    ],
)
def test_what_needs_no_looking_up(text: str, said: str) -> None:
    assert chatter.small_talk(text) == said


async def answered_once(world: World) -> None:
    await world.say("/interview start rounds:technical_qa questions:1")
    await world.say((await world.question()).hints[0])
    await world.say("/interview end")


async def test_ones_own_record_is_told_in_figures_with_what_to_do(world: World) -> None:
    for typed, said in (("am i ready?", NO_ANSWERS), ("what did i get wrong", NO_REPORT)):
        reply = await world.say(typed)
        assert (answer(reply), labels(reply)[0]) == (said, "Start")
    await answered_once(world)
    await world.say("/roadmap create sql")
    ready = await world.say("am i ready?")
    assert "Technical: 1 of 3 answers so far: too early to say" in answer(ready)
    assert "Not tried yet: DSA, System design, Behavioral." in answer(ready)
    missed = await world.say("what did i get wrong last time")
    report = await world.press(missed, "Report")
    assert data(report)["report_id"]
    assert "Why" in labels(missed)
    today = await world.say("what should i do today")
    assert "SQL: " in answer(today)
    assert {"Roadmap", "Start"} <= set(labels(today))
    assert "1 day in a row" in answer(await world.say("my streak"))


async def test_figures_are_never_a_models_and_what_is_kept_back_is_not_told(world_folder: Path) -> None:
    model = Speaker()
    async with open_world(world_folder, model=model) as world:
        await answered_once(world)
        shown = await world.say("what was my score")
        assert "/100" in answer(shown)
        user = await account(world)
        nothing = Sharing(weaknesses=False, roadmap=False, report=False)
        await world.do.users.change(user.id, lambda stored: stored.model_copy(update={"sharing": nothing}))
        kept = await world.say("what was my score")
        assert "/100" not in answer(kept)
        assert {"Profile", "What I know of you"} <= set(labels(kept))
        assert talks(model) == []
        await world.say("what's next")
        assert "what's next" in asked(talks(model)[-1])


async def test_without_its_model_it_still_tells_what_to_do_next(world_folder: Path) -> None:
    async with open_world(world_folder, model=Speaker(fails=[DOWN])) as world:
        reply = await world.say("what's next")
        assert "could not be reached" in text_of(reply)
        assert "mock interview" in answer(reply)
        assert {"Retry", "Start"} <= set(labels(reply))


async def test_practise_is_one_press_away_unless_an_interview_is_open(world: World) -> None:
    anything = await world.say("test me")
    assert labels(anything)[:4] == [f"Practise {name}" for name in ROUND_NAMES.values()]
    reply = await world.say("give me a dsa question")
    assert data(await world.press(reply, "Practise DSA"))["question"]["round"] == "dsa"
    assert answer(await world.say("/chat ask test me")) == BUSY


async def test_asking_on_brings_what_was_not_quoted_yet(world: World) -> None:
    first, second = await world.say("what is a deadlock"), await world.say("more?")
    assert data(first)["sources"][0]["title"] == "Deadlock: what to say"
    assert data(second)["sources"][0]["title"] == "Deadlock: an example"
    weather = await world.say("what's the weather")
    assert answer(weather) == wording.NOTHING
    assert answer(await world.say("why?")) == wording.NOTHING


async def test_a_topic_is_explained_rather_than_offered_as_a_course(world: World) -> None:
    explained = data(await world.say("explain joins"))["sources"]
    assert explained[0]["source"].startswith("Question bank")
    titles = [
        one["title"].partition(":")[0] for one in data(await world.say("was ist ein deadlock"))["sources"]
    ]
    assert len(titles) == len(set(titles))
    assert data(await world.say("books for sql"))["sources"][0]["url"]


async def test_no_company_stands_in_for_one_that_is_not_known(world: World) -> None:
    reply = await world.say("tcs interview pattern")
    assert not any("rounds" in one["title"] for one in data(reply)["sources"])
