"""What a student did in a week, in figures."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import fmean

from domain import days
from domain.model.user import User
from domain.scoring import NOT_COUNTED
from domain.services import Services

ANSWERS, SITTINGS, CARDS = 300, 50, 1000


@dataclass(frozen=True, slots=True)
class Week:
    """`mean` is that of the graded answers, 0 to 100; `days` on how many of them something was done."""

    monday: date
    answers: int
    mean: int | None
    quizzed: int
    reviews: int
    resources: int
    days: int

    @property
    def name(self) -> str:
        """`2026-W48`."""
        year, week, _ = self.monday.isocalendar()
        return f"{year}-W{week:02}"


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


async def week_of(do: Services, user: User, monday: date) -> Week | None:
    """The seven days from that Monday in the user's zone; None where nothing can be told of them."""
    zone, sunday = days.zone(user), monday + timedelta(days=6)

    def within(moment: datetime | None) -> bool:
        return moment is not None and monday <= moment.astimezone(zone).date() <= sunday

    attempts = [a for a in await do.attempts.of_student(user.id, ANSWERS) if within(a.answered_at)]
    scores = [a.score for a in attempts if a.score is not None and NOT_COUNTED not in a.flags]
    answered = [a.answered_at for a in attempts]
    quizzed = [at for at in await _quizzed(do, user) if within(at)]
    reviewed = [r.at for c in await do.cards.of_student(user.id, CARDS) for r in c.reviews if within(r.at)]
    done = [at for at in await _resources_done(do, user) if within(at)]
    moments = [*answered, *quizzed, *reviewed, *done]
    if not moments:
        return None
    return Week(
        monday=monday,
        answers=len(answered),
        mean=round(fmean(scores)) if scores else None,
        quizzed=len(quizzed),
        reviews=len(reviewed),
        resources=len(done),
        days=len({moment.astimezone(zone).date() for moment in moments}),
    )


async def _quizzed(do: Services, user: User) -> list[datetime]:
    sittings = await do.quizzes.of_student(user.id, SITTINGS)
    return [
        item.answered_at for sitting in sittings for item in sitting.items if item.answered_at is not None
    ]


async def _resources_done(do: Services, user: User) -> list[datetime]:
    stages = [stage for path in await do.paths.of(user.id) for stage in path.stages]
    return [r.completed_at for s in stages for r in s.resources if r.completed and r.completed_at is not None]
