"""A study group of five over `console --json`: a race, and a panel whose process is killed meanwhile."""

from pathlib import Path
from typing import Any

import pytest

from tests.cli.process import Bot, Message, running

pytestmark = [pytest.mark.acceptance, pytest.mark.usefixtures("judge_cache")]

FIVE = ("ana", "bob", "cem", "dia", "eli")
ANSWER = "An index must be updated by every insert, so writes take longer, and it takes space on disk."
# The one question about it has six rows.
SIX_ROWS = "mode:panel round:technical_qa topic:serverless"


class Study:
    """What is said in one place, by whom, and what all read there."""

    def __init__(self, bot: Bot, place: str) -> None:
        self.bot = bot
        self.place = place
        self.posts: list[Message] = []

    async def ask(self, user: str, **line: Any) -> Message:
        """The reply to a line; what the group is shown meanwhile is kept."""
        found = await self.bot.ask(user=user, **{"place": self.place, **line})
        posts = [one for one in found if one["kind"] == "message"]
        assert all((one["to"], one["private"]) == ("", False) for one in posts)
        self.posts += [one for one in posts if one["place"] == self.place]
        (reply,) = (one for one in found if one["kind"] != "message")
        assert reply["to"] == user
        assert reply["private"] is True
        return reply

    async def say(self, user: str, text: str, **line: Any) -> Message:
        reply = await self.ask(user, text=text, **line)
        assert reply["kind"] == "reply", reply["text"]
        return reply

    async def press(self, user: str, shown: Message, label: str) -> Message:
        token = next(one["token"] for one in shown["buttons"] if one["label"] == label)
        return await self.ask(user, press=token)

    async def begin(self, options: str) -> None:
        """In a thread of its own, which the card says."""
        started = await self.say("ana", f"/group start {options}", place="channel:study")
        self.place = started["data"]["place"]
        for user in FIVE[1:]:
            await self.say(user, "/group join")
        await self.say("ana", "/group next")


async def test_a_race_of_five(data_folder: Path) -> None:
    async with running(data_folder) as bot:
        study = Study(bot, "channel:study")
        await study.begin("mode:race round:technical_qa")
        assert study.place.startswith("thread:study-")
        asked = study.posts[-1]
        for number, user in enumerate(FIVE):
            form = (await study.press(user, asked, "Answer"))["form"]
            (text, quotes) = form["inputs"]
            assert (text["long"], text["choices"]) == (True, [])
            assert [one["value"] for one in quotes["choices"]] == ["no", "yes"]
            values = {"text": f"{ANSWER} I am {user}.", "quotes": "yes"}
            reply = await study.ask(user, submit={"form": form["token"], "values": values})
            assert reply["data"]["revealed"] is (number == 4)
            assert len(study.posts) == (1 if number < 4 else 2)
        assert all(user in study.posts[-1]["text"] for user in FIVE)
        ended = await study.say("ana", "/group end")
        assert {row["name"] for row in ended["data"]["board"]} == set(FIVE)


async def test_a_panel_whose_process_is_killed_in_the_middle_of_scoring(data_folder: Path) -> None:
    async with running(data_folder) as bot:
        study = Study(bot, "channel:study")
        await study.begin(SIX_ROWS)
        await study.say("ana", ANSWER)
        card = study.posts[-1]
        assert ANSWER in card["text"]
        await study.say("cem", "/group score yes half no no no no")
        form = (await study.press("dia", card, "Score"))["form"]
        assert [len(one["choices"]) for one in form["inputs"]] == [5] * 5
        values = {f"r{n}": "0.5" for n in range(1, 6)}
        half = await study.ask("dia", submit={"form": form["token"], "values": values})
        assert half["data"]["whole"] is False
        bot.kill()
    async with running(data_folder) as bot:
        study = Study(bot, study.place)
        status = await study.say("eli", "/group status")
        assert "1 of 5 have scored" in status["text"]
        assert status["data"]["waiting_for"] == ["ana", "bob", "dia", "eli"]
        rest = (await study.press("dia", half, "Go on"))["form"]
        assert [one["label"].split(".")[0] for one in rest["inputs"]] == ["6"]
        done = await study.ask("dia", submit={"form": rest["token"], "values": {"r1": "0.5"}})
        assert done["title"] == "ana: 50/100"
        again = (await study.press("dia", done, "Change"))["form"]
        assert {one["chosen"] for one in again["inputs"]} == {"0.5"}
        await study.say("ana", "/group score 1 1 0.5")
        await study.say("bob", "/group score 1 1 1 1 1 1")
        bot.kill()
    async with running(data_folder) as bot:
        study = Study(bot, study.place)
        last = await study.say("eli", "/group score 0 0 0 0 0 0")
        check_the_reveal(last["data"]["panel"], study.posts[-1])
        following = await study.say("cem", "/group next")
        assert (following["data"]["candidate"], following["data"]["interviewer"]) == ("bob", "ana")


def check_the_reveal(panel: dict[str, Any], card: Message) -> None:
    """Of all five, with what was given before each kill."""
    assert {one["name"]: one["score"] for one in panel["scorers"]}.keys() == {"bob", "cem", "dia", "eli"}
    scores = {one["name"]: one["score"] for one in panel["scorers"]}
    assert (scores["bob"], scores["dia"], scores["eli"]) == (100, 50, 0)
    assert panel["unfinished"] == []
    assert panel["interviewer_rows"] == {"clarity": 1.0, "hints": 1.0, "listening": 0.5}
    assert panel["spread"] == 100
    assert f"ana: {panel['bot']['score']}/100" in card["title"]
    assert "dia: 50/100" in card["text"]
    assert "bob as interviewer, scored by ana" in card["text"]
