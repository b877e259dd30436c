"""A mentor's look: written down before anything is shown, and told to the student once a day."""

from datetime import datetime

from domain.errors import UserError
from domain.mentoring import news
from domain.mentoring.people import Pair, changed, not_found
from domain.model.mentorship import A_DAY, Mentorship, Scope
from domain.services import Services
from domain.times import as_utc


async def record(do: Services, pair: Pair, scopes: tuple[Scope, ...], what: str) -> Mentorship:
    """The mentorship with the look in it. Raises NotYours where one of the scopes is not granted any more.

    Nothing may be shown unless this has returned.
    """
    now, mine = as_utc(do.clock.now()), [False]

    def rule(stored: Mentorship) -> Mentorship:
        mine[0] = stored.told_at is None or now - stored.told_at >= A_DAY
        looked = _looked(stored, scopes, what, now)
        return looked.model_copy(update={"told_at": now}) if mine[0] else looked

    stored = await changed(do, pair, rule)
    if mine[0]:
        await news.tell(do, stored, "looked")
    return stored


async def noted(do: Services, pair: Pair, what: str, scopes: tuple[Scope, ...] = ()) -> Mentorship:
    """As `record`, for a look of which the student is told in another way, or finds it in their list."""
    now = do.clock.now()
    return await changed(do, pair, lambda stored: _looked(stored, scopes, what, now))


def _looked(stored: Mentorship, scopes: tuple[Scope, ...], what: str, now: datetime) -> Mentorship:
    if not stored.active(now) or not set(scopes) <= set(stored.scopes):
        raise not_found()
    looked = stored.looked(what, now)
    if stored.full and len(looked.looks) > len(stored.looks):
        raise UserError(
            "The record of your looks at this student's work is full, and what cannot be written down is not "
            "shown. Ask them to invite you again: that makes room.",
            title="Not shown",
        )
    return looked
