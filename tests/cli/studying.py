"""A student at a real `console --json` process, day by day in simulated time, who keeps what was said."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from pathlib import Path

from tests.cli.process import Bot, Message, running
from tests.world import LIBRARY

EARLY, MORNING, NOON = time(7, 45), time(9, 2), time(12, 30)
SETTINGS = {"MOCKINGBIRD__INTERVIEW__FOLLOW_UPS_IN_A_ROW": "0"}
DAY = timedelta(days=1)
SILENCING = ("Snooze", "Stop these")


@dataclass(frozen=True)
class Nudge:
    """What the bot said by itself, and the student's own time then."""

    at: datetime
    message: Message

    @property
    def reasons(self) -> list[str]:
        found: list[str] = self.message["data"]["reasons"]
        return found


@dataclass
class Student:
    """One with one path.

    `heard` is every reminder so far, `tried` the sets of buttons that were pressed; `path` and `percent`
    are as the last reply told of them.
    """

    folder: Path
    bot: Bot
    today: date
    zone: tzinfo = UTC
    heard: list[Nudge] = field(default_factory=list)
    tried: set[tuple[str, ...]] = field(default_factory=set)
    path: Message = field(default_factory=dict)
    percent: int = 0

    async def wait(self, clock: time) -> list[Nudge]:
        """Lets it become that time today; what the bot said by itself."""
        moment = datetime.combine(self.today, clock, self.zone)
        found = await self.bot.ask(at=moment.astimezone(UTC).isoformat())
        said = [Nudge(moment, message) for message in found if "nudge" in message["data"]]
        self.heard += said
        return said

    async def say(self, text: str) -> Message:
        return self._noted(await self.bot.reply(text))

    async def press(self, message: Message, label: str) -> Message:
        """The reply to the first button that begins with that label."""
        token = next(b["token"] for b in message["buttons"] if b["label"].startswith(label))
        return self._noted((await self.bot.ask(press=token))[0])

    def _noted(self, reply: Message) -> Message:
        """Held to what is true at every moment."""
        assert "reference" not in reply["data"], reply
        data = reply["data"]
        if "percent" in data:
            due = [stage["due"] for stage in data["stages"] if stage["status"] != "completed"]
            assert due == sorted(due), "the dates are out of order"
            assert data["percent"] >= self.percent, "something done was lost"
            self.percent = data["percent"]
            self.path = data
        return reply

    async def try_all(self, nudge: Nudge) -> None:
        """Presses every button of a reminder, once of each set; what it silences is turned on again."""
        labels = tuple(button["label"] for button in nudge.message["buttons"])
        if labels in self.tried:
            return
        self.tried.add(labels)
        for label in labels:
            assert (await self.press(nudge.message, label))["kind"] == "reply", label
            if label in SILENCING:
                assert (await self.say("/nudges on"))["data"]["on"]

    async def study(self) -> None:
        """Marks the next resource of the open stage as done, if there is one."""
        stage = self.path["stages"][self.path["current_stage"] - 1]
        left = (n for n, resource in enumerate(stage["resources"], 1) if not resource["completed"])
        if (number := next(left, None)) is not None:
            await self.say(f"/roadmap done {number}")

    async def quiz(self, *wrong: int) -> Message:
        """Goes through the open stage's quiz with these questions answered wrong; the last reply."""
        reply = await self.say("/roadmap quiz")
        while (question := reply["data"]["question"]) is not None:
            place = right_place(question)
            pick = (place + 1) % 4 if question["number"] in wrong else place
            reply = await self.press(reply, "ABCD"[pick])
        return reply

    async def review(self, ratings: Iterator[str], most: int) -> int:
        """Rates what is due, so many cards at most; how many they were."""
        reply, count = await self.say("/review"), 0
        while reply["data"]["card_id"] is not None and count < most:
            reply = await self.press(await self.press(reply, "Show"), next(ratings))
            count += 1
        return count

    async def interview(self, answer: str) -> Message:
        """One of a single question."""
        await self.say("/interview start rounds:technical_qa questions:1")
        return await self.say(answer)


def right_place(question: Message) -> int:
    found = (roadmap.item(question["id"]) for roadmap in LIBRARY.roadmaps)
    item = next(item for item in found if item is not None)
    options: list[str] = question["options"]
    return options.index(item.right)


class Lives:
    """One process after the other over the same folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open = AsyncExitStack()

    async def begin(self) -> Bot:
        return await self._open.enter_async_context(running(self._folder, **SETTINGS))

    async def after_kill(self, bot: Bot) -> Bot:
        """SIGKILL, then a new process."""
        bot.kill()
        await self._open.aclose()
        return await self.begin()

    async def end(self) -> None:
        await self._open.aclose()


@asynccontextmanager
async def lives(folder: Path) -> AsyncIterator[Lives]:
    found = Lives(folder)
    try:
        yield found
    finally:
        await found.end()
