"""A panel of five on Discord: scored blind by select menus, through a kill in its middle, revealed once."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.model.group import GroupRound
from storage.grouping import GroupRoundRepository
from tests.discord.double import Asked, Person, text_of
from tests.discord.grouped import PANEL, Meeting, labels, model_answer, started
from tests.discord.trouble import CLOCK, Stage, stage

pytestmark = pytest.mark.acceptance

SLOWLY = {"MOCKINGBIRD__GROUPS__SCORE_MINUTES": "60", "MOCKINGBIRD__SWEEP__EVERY_SECONDS": "1"}
REVEAL, SCORING = "by the bot", "0 of 5 have scored"


def picked(form: Asked, option: int) -> dict[str, list[str]]:
    """That option of every select of a form."""
    assert form.modal is not None, form.text
    selects = [label["component"] for label in form.modal["components"] if "options" in label["component"]]
    return {one["custom_id"]: [one["options"][option]["value"]] for one in selects}


async def score(meeting: Meeting, person: Person, option: int, form: Asked | None = None) -> Asked:
    """Fills in the form behind Score and those that follow; returns what the person is told in the end."""
    form = form or await meeting.form(person, "Score")
    while True:
        asked = await meeting.submit(person, form, picked(form, option), "")
        (told,) = asked.messages
        if "Go on" not in labels(told):
            return asked
        form = await meeting.double.press(person, told, "Go on")


async def answered(meeting: Meeting) -> None:
    """Ana has answered in the open, by a mention in the thread."""
    ana, *others = meeting.members
    await meeting.join(*others)
    await meeting.press(ana, "Next", "Question 1 is open")
    card = await meeting.card("Ana answers in the open")
    meeting.double.say(ana, model_answer(card), meeting.place, mention_bot=True)
    await meeting.card(SCORING)


async def round_of(there: Stage, host: Person) -> tuple[GroupRoundRepository, GroupRound]:
    async with there.store() as documents:
        rounds = GroupRoundRepository(documents, CLOCK)
        (found,) = await rounds.with_member((await there.user(host)).id, 10)
    return rounds, found


async def lease_runs_out(there: Stage, host: Person) -> None:
    """The minute is over that a process has to note what it has shown."""
    _, group = await round_of(there, host)
    assert group.post_tried, "nothing was left to be shown"
    past = datetime.now(UTC) - timedelta(hours=1)
    async with there.store() as documents:
        await GroupRoundRepository(documents, CLOCK).change(group.id, lambda g: g.posting(past))


async def test_a_panel_of_five_goes_on_after_kills_in_its_middle(first_start: Path, tmp_path: Path) -> None:
    async with stage(first_start, tmp_path) as there:
        double = there.double
        async with there.bot(**SLOWLY) as bot:
            meeting = await started(double, double.channel, PANEL)
            ana, ben, cleo, dan, eva = meeting.members
            await answered(meeting)
            await score(meeting, ben, 0)
            form = await meeting.form(cleo, "Score")
            await meeting.card("1 of 5")
            await bot.kill()
        async with there.bot(**SLOWLY) as bot:
            await score(meeting, cleo, 4, form)
            typed = await double.command(dan, "group score", {"rows": "1 0.5 0"}, where=meeting.place)
            refused = await typed.message(lambda text: "rows" in text)
            assert refused.private_to == dan.id
            await score(meeting, dan, 1)
            await score(meeting, eva, 2)
            await meeting.card("4 of 5")
            assert not [one for one in meeting.cards() if "/100" in text_of(one)], "a score before the reveal"
            double.withhold("POST", f"/channels/{meeting.place.id}/messages$")
            await score(meeting, ana, 1)
            await meeting.card(REVEAL)
            await bot.kill()
        await lease_runs_out(there, ana)
        double.forget_nonces()
        async with there.bot(**SLOWLY):
            await meeting.press(ben, "Next", "Question 2 is open")
            second = await meeting.card("Ben answers in the open")
        (reveal,) = meeting.cards(REVEAL)
        for name in ("Ben", "Cleo", "Dan", "Eva"):
            assert name in text_of(reveal)
        assert "/100" in text_of(reveal)
        assert second in meeting.cards()
