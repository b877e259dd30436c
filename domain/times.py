"""UTC in the store, milliseconds as its precision, whatever the store."""

from datetime import UTC, datetime


def as_utc(moment: datetime) -> datetime:
    """The same moment in UTC, cut to milliseconds (what both stores keep). A naive time is an error."""
    if moment.tzinfo is None:
        raise ValueError("a time without a zone cannot be stored")
    if moment.tzinfo is UTC and moment.microsecond % 1000 == 0:
        return moment  # as all but new ones are
    moment = moment.astimezone(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
