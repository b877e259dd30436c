"""One candidate at work: types lines as a student does, reads replies, and keeps both."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from adapters.console.request import Line, ask_for
from adapters.queue import InProcessQueue
from bot.app import App
from bot.exam.candidates import Asked, Candidate
from bot.exam.record import Step
from domain.dispatch import refusal
from domain.errors import UserError
from domain.model.question import Question
from domain.replies import Reply
from domain.requests import Actor

MOST_QUESTIONS = 40
BLANK = " \n\u200b "


class Seat:
    """Where a candidate sits, through pauses and restarts. `sessions` are the ids of their interviews."""

    def __init__(self, candidate: Candidate, bank: Mapping[str, Question]) -> None:
        self.candidate = candidate
        self.steps: list[Step] = []
        self.sessions: list[str] = []
        self.over = False
        self._bank = bank
        self._actor = Actor("console", candidate.name, display_name=candidate.name)
        self._asked: Mapping[str, Any] | None = None
        self._paused = False

    async def sit(self, app: App, queue: InProcessQueue) -> None:
        """Goes on with the interviews, to the end or to the pause, and waits for what they owe."""
        while not self.over:
            begin = "/interview resume" if self._paused else f"/interview start {self.candidate.wish}"
            reply = await self._say(app, begin)
            if reply.failed:
                self.over = True
                break
            if not self._paused:
                self.sessions.append(str(reply.data["session_id"]))
            await self._answer_all(app)
            if self._paused and self._asked:
                break
            self.over = len(self.sessions) == self.candidate.interviews
        await queue.drained()
        if self.over:
            for line in self.candidate.after:
                await self._say(app, line)
            await queue.drained()

    async def _answer_all(self, app: App) -> None:
        pause_after = 0 if self._paused else self.candidate.pause_after
        for count in range(1, MOST_QUESTIONS):
            if self._asked is None:
                return
            await self._answer(app, self._asked)
            if count == pause_after:
                await self._say(app, "/interview pause")
                self._paused = True
                return

    async def _answer(self, app: App, asked: Mapping[str, Any]) -> None:
        turn = self.candidate.turn(self._seen(asked))
        for blank in turn.blanks:
            await self._say(app, f"/answer {blank}")
        for _ in range(turn.hints):
            await self._say(app, "/interview hint")
        if self.candidate.hours:
            app.clock.forward_to(app.clock.now() + timedelta(hours=self.candidate.hours))
            await app.sweep()
        line = f"/answer\n{turn.text}" if turn.text else "/interview skip"
        event = f"{asked['number']} of {self.sessions[-1]}" if turn.twice else ""
        await self._say(app, line, event)
        if turn.twice:
            await self._say(app, line, event)

    def _seen(self, asked: Mapping[str, Any]) -> Asked:
        slug, _, point = str(asked["id"]).partition("~")
        question = self._bank[slug]
        alike = [q for q in self._bank.values() if q.round == question.round]
        return Asked(
            question=question,
            follow_up=next((f for f in question.follow_ups if f.point == point), None),
            number=int(asked["number"]),
            other=alike[(alike.index(question) + len(alike) // 2) % len(alike)],
        )

    async def _say(self, app: App, line: str, event: str = "") -> Reply:
        """The reply to a typed line. A form that it opens is handed in blank, as somebody in a hurry does."""
        reply = await self._handle(app, Line(self._actor, text=line, event=event), line)
        if reply.form is not None:
            blank = {field.name: BLANK for field in reply.form.inputs if field.required}
            reply = await self._handle(app, Line(self._actor, form=reply.form.token, values=blank), line)
        return reply

    async def _handle(self, app: App, line: Line, shown: str) -> Reply:
        try:
            reply = await app.dispatcher.handle(ask_for(line), _unwatched)
        except UserError as error:
            reply = refusal(error)
        asked = self._asked
        if reply is not None and "question" in reply.data:
            self._asked = reply.data["question"]
        session = self.sessions[-1] if self.sessions else ""
        self.steps.append(Step(session, asked, shown, reply, line.event))
        if reply is not None and reply.about:
            await app.dispatcher.shown(reply.about, f"message {len(self.steps)}")
        return reply or Reply()


async def _unwatched(_: str) -> None:
    """Nobody watches the progress."""
