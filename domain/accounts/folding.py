"""What one account is after another was folded into it; applied again, the rule changes nothing."""

from datetime import date, datetime
from typing import Any, TypeVar

from domain import days, streak
from domain.accounts.addresses import folded
from domain.model.chat import Sharing
from domain.model.profile import MOST_DESCRIPTIONS, JobDescription
from domain.model.user import Identity, NudgeSettings, Streak, User

Moment = TypeVar("Moment", bound=date)


def in_order(one: User, other: User) -> tuple[User, User]:
    """The account that stays and the one that goes: the older stays, whichever side asked.

    As nothing is ever joined into a younger account, joinings under way at once cannot make a circle.
    """
    older, younger = sorted((one, other), key=lambda user: (user.registered_at, user.id))
    return older, younger


def users(stays: User, goes: User, now: datetime) -> User:
    """The one that stays, with its own where both have something, and claims on the other's identities."""
    login = goes if goes.password_hash and (goes.keeps_login or not stays.password_hash) else stays
    resume = stays if stays.resume else goes
    change: dict[str, Any] = {
        "email_typed": login.email_typed,
        "password_hash": login.password_hash,
        "role": "admin" if "admin" in (stays.role, goes.role) else "user",
        "last_login": _latest(stays.last_login, goes.last_login),
        "claimed": _together(stays.claimed, (*goes.identities, *goes.claimed)),
        "timezone": stays.timezone if stays.timezone != "UTC" else goes.timezone,
        "locale": stays.locale if stays.locale != "en" else goes.locale,
        "nudge_settings": stays.nudge_settings
        if stays.nudge_settings != NudgeSettings()
        else goes.nudge_settings,
        "sharing": _stricter(stays.sharing, goes.sharing),
        "off_board": stays.off_board or goes.off_board,
        "look_at": _earliest(stays.look_at, goes.look_at),
        "digest_at": _earliest(stays.digest_at, goes.digest_at),
        "unanswered": min(stays.unanswered, goes.unanswered),
        "nudged_on": _latest(stays.nudged_on, goes.nudged_on),
        "seen_on": _latest(stays.seen_on, goes.seen_on),
        "streak": _better(stays, goes, now),
        "resume": resume.resume,
        "resume_before": resume.resume_before,
        "analysis_due_at": resume.analysis_due_at,
        "job_descriptions": descriptions(stays, goes)[:MOST_DESCRIPTIONS],
        "proof": None,
    }
    for name in ("retrying", "interview_on", "description_before", "matched"):
        own = getattr(stays, name)
        change[name] = getattr(goes, name) if own is None else own
    return stays.model_copy(update=change)


def taken_over(user: User) -> User:
    """With the identities that it has claims on, and found by the address that it has now."""
    return user.model_copy(
        update={
            "identities": _together(user.identities, user.claimed),
            "claimed": (),
            "email": folded(user.email_typed) if user.email_typed else None,
        }
    )


def descriptions(one: User, other: User) -> tuple[JobDescription, ...]:
    """Those of both, each text once, the newest last; of more than are kept the oldest are behind them."""
    by_text = {d.text: d for d in (*other.job_descriptions, *one.job_descriptions)}
    newest = sorted(by_text.values(), key=lambda d: (d.added_at, d.id), reverse=True)
    kept = tuple(reversed(newest[:MOST_DESCRIPTIONS]))
    return (*kept, *newest[MOST_DESCRIPTIONS:])


def _together(one: tuple[Identity, ...], other: tuple[Identity, ...]) -> tuple[Identity, ...]:
    known = {identity.key for identity in one}
    return (*one, *(identity for identity in other if identity.key not in known))


def _stricter(one: Sharing, other: Sharing) -> Sharing:
    return Sharing(**{name: getattr(one, name) and getattr(other, name) for name in Sharing.model_fields})


def _better(stays: User, goes: User, now: datetime) -> Streak:
    """The one that stands higher today; the best of either is not forgotten."""

    def height(user: User) -> tuple[int, int]:
        return streak.standing(user.streak, days.zone(user), now).days, user.streak.days

    higher = max((stays, goes), key=height).streak
    return higher.model_copy(update={"best": max(stays.streak.best, goes.streak.best)})


def _latest(one: Moment | None, other: Moment | None) -> Moment | None:
    return max((moment for moment in (one, other) if moment is not None), default=None)


def _earliest(one: Moment | None, other: Moment | None) -> Moment | None:
    return min((moment for moment in (one, other) if moment is not None), default=None)
