"""The App Home: what it shows, that it follows what happens, and that its buttons work."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.cli.process import started
from tests.slack.dialogue import begun, labels, on_stage, pages_of, prose, said, score
from tests.slack.double import Double, Person, View, text_of

pytestmark = [pytest.mark.acceptance, pytest.mark.asyncio(loop_scope="module")]

PAUSE = 2.0


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def double(tmp_path_factory: pytest.TempPathFactory, first_start: Path) -> AsyncIterator[Double]:
    env = {"MOCKINGBIRD__INTERVIEW__PAUSE_SECONDS": str(PAUSE)}
    async with on_stage(started(tmp_path_factory.mktemp("bot"), first_start), env) as opened:
        yield opened


async def shows(double: Double, person: Person, words: str) -> View:
    """The tab, once those words stand on it, without its being opened again."""
    await double.settled(lambda: words in text_of(tab(double, person)))
    return tab(double, person)


def tab(double: Double, person: Person) -> View:
    home = double.home(person)
    assert home is not None
    return home


async def test_a_newcomer_can_begin_there(double: Double) -> None:
    ana = double.person("ana")
    home = await double.open_home(ana)
    assert "No interview is open" in text_of(home)
    assert labels(home) == ["Start", "Roadmaps"]
    await double.press(ana, home, "Start")
    question = await double.sees(ana, "Question 1 of")
    assert question.channel is double.dm(ana).channel
    assert not any("in our direct messages" in text_of(one) for one in double.history(ana))
    assert "Pause" in labels(await shows(double, ana, "0 answered, 6 to go"))


async def test_it_follows_answers_a_pause_and_the_end(double: Double) -> None:
    ben = double.person("ben")
    question = await begun(double, ben, "rounds:technical_qa,behavioral")
    await double.open_home(ben)
    graded = await said(await double.command(ben, "/answer", prose(question)), "Question 1:")
    home = await shows(double, ben, "Going on: 1 answered, 1 to go")
    assert "Question 2 of 2 · Behavioral" in text_of(home)
    await double.press(ben, graded, "Pause")
    home = await shows(double, ben, "Paused: 1 answered")
    assert labels(home) == ["Resume", "End", "History", "Roadmaps"]
    await double.press(ben, home, "Resume")
    await shows(double, ben, "Going on")
    double.say(ben, "I led a team of four and we were done a week early.")
    home = await shows(double, ben, "No interview is open")
    assert "Your last interviews" in text_of(home)
    assert labels(home) == ["Start", "Report", "History", "Review", "Roadmaps"]


async def test_its_buttons_are_answered_in_the_direct_messages(double: Double) -> None:
    cem = double.person("cem")
    await begun(double, cem)
    home = await double.open_home(cem)
    hint = await said(await double.press(cem, home, "Hint"), "Hint 1 of")
    assert hint.channel is double.dm(cem).channel
    form = await (await double.press(cem, home, "Answer")).shows("Your answer")
    await double.submit(cem, form, {"text": "No idea, sorry."})
    graded = await double.sees(cem, "Question 1:")
    assert score(graded, 1) <= 30
    home = await shows(double, cem, "1 answered, 2 to go")
    before = len(double.history(cem))
    resumed = await said(await double.press(cem, home, "Resume"), "Question 2 of 3")
    assert double.history(cem)[before:] == [resumed]
    await said(await double.press(cem, home, "Skip"), "Question 3 of 3")


async def test_the_report_and_the_history_from_the_tab(double: Double) -> None:
    dia = double.person("dia")
    question = await begun(double, dia, "rounds:technical_qa")
    await said(await double.command(dia, "/answer", prose(question)), "Interview completed")
    home = await double.open_home(dia)
    assert "/100" in text_of(home)
    await said(await double.press(dia, home, "History"), "Google")
    await double.settled(lambda: reports(double, dia) == 1)
    await double.press(dia, home, "Report")
    await double.settled(lambda: reports(double, dia) == 2)


def reports(double: Double, person: Person) -> int:
    found = [one for one in double.history(person) if one.author.is_bot and one.contents]
    return sum(pages_of(one) >= 2 for one in found)


async def test_a_button_of_a_tab_that_was_opened_long_ago(double: Double) -> None:
    """The tab of somebody who never opened it again still shows the question of then."""
    eva = double.person("eva")
    await begun(double, eva)
    home = await double.open_home(eva)
    old = View(home.id, eva, home.body, home.hash)
    await said(await double.command(eva, "/interview", "skip"), "Question 2 of 3")
    await shows(double, eva, "Question 2 of 3")
    refused = await said(await double.press(eva, old, "Skip"), "Already past that question")
    assert refused.channel is double.dm(eva).channel


async def test_a_tab_that_slack_does_not_take_harms_nothing(double: Double) -> None:
    flo = double.person("flo")
    double.fail("views.publish", "hash_conflict")
    double.look_home(flo)
    await double.called("views.publish", "hash_conflict")
    assert "No interview is open" in text_of(await double.open_home(flo))


async def test_two_people_have_two_tabs(double: Double) -> None:
    gus, hal = double.person("gus"), double.person("hal")
    await begun(double, gus, "rounds:technical_qa")
    first, second = await double.open_home(gus), await double.open_home(hal)
    assert "Question 1 of 1" in text_of(first)
    assert "No interview is open" in text_of(second)
