"""What the tests of nudges do behind the bot's back: time passes in its store."""

from datetime import UTC, date, datetime, timedelta

from domain import memory
from domain.model.card import ReviewCard
from domain.model.learning import LearningPath
from domain.model.nudge import Nudge
from domain.model.user import User
from domain.ports import Documents
from storage.learning import CardRepository, NudgeRepository, PathRepository
from storage.repositories import UserRepository
from tests.fakes import ManualClock

CLOCK = ManualClock()
LONG_AGO = datetime.now(UTC) - timedelta(days=1)
AT_ANY_HOUR = {
    "MOCKINGBIRD__NUDGES__QUIET_FROM": "00:00",
    "MOCKINGBIRD__NUDGES__QUIET_TO": "00:00",
    "MOCKINGBIRD__SWEEP__EVERY_SECONDS": "1",
}
ACTIONS = ["Done", "Start quiz", "Snooze", "Stop these"]
BACK = "The division of two integers drops the fraction"


async def stage_falls_due(documents: Documents, user: User) -> None:
    """The open stage of the student's one path is due tomorrow, and it is time to look at them."""
    paths = PathRepository(documents, CLOCK)
    (path,) = await paths.of(user.id)
    await paths.change(path.id, lambda p: _due_on(p, datetime.now(UTC).date() + timedelta(days=1)))
    await _looked_at(documents, user)


def _due_on(path: LearningPath, day: date) -> LearningPath:
    first, *others = path.stages
    return path.model_copy(update={"stages": (first.model_copy(update={"due_on": day}), *others)})


async def card_falls_due(documents: Documents, user: User) -> None:
    """A recall card, as a wrong answer to a quiz makes one; and it is time to look at the student."""
    await CardRepository(documents, CLOCK).add(
        ReviewCard(
            id=f"card{user.id[4:]}",
            created_at=LONG_AGO,
            updated_at=LONG_AGO,
            student_id=user.id,
            question_id="integer-division",
            point_id="integer-division",
            source="quiz",
            topics=("sql",),
            front="What is `3 / 4` of two integer columns?",
            back=BACK,
            fsrs=memory.fresh(LONG_AGO.date()),
            due_at=LONG_AGO,
            missed_at=LONG_AGO,
        )
    )
    await _looked_at(documents, user)


async def _looked_at(documents: Documents, user: User) -> None:
    users = UserRepository(documents, CLOCK)
    await users.change(user.id, lambda u: u.model_copy(update={"look_at": LONG_AGO}))


async def nudge_of(documents: Documents, user: User) -> Nudge | None:
    """The one nudge in the student's ledger. Raises ValueError for several."""
    found = await NudgeRepository(documents, CLOCK).of_user(user.id, 10)
    if not found:
        return None
    (nudge,) = found
    return nudge


async def lease_runs_out(documents: Documents, user: User) -> None:
    """What was claimed or put off is due again."""
    nudge = await nudge_of(documents, user)
    assert nudge is not None
    overdue = {"due_at": LONG_AGO, "lease_until": LONG_AGO if nudge.lease_until else None}
    await NudgeRepository(documents, CLOCK).change(nudge.id, lambda n: n.model_copy(update=overdue))
