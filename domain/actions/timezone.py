"""/profile timezone: where a student's days begin, by the name of a place."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from difflib import get_close_matches
from functools import lru_cache
from types import MappingProxyType
from zoneinfo import ZoneInfo, available_timezones

from domain.actions.kinds import Call
from domain.errors import UserError
from domain.model.user import User
from domain.nudging import schedule
from domain.replies import Button, Reply, Text, say
from domain.tokens import encode

OFFERED = 3
LIKE = 0.55
SHOWN = 40
WELL_KNOWN = (
    "Europe/London", "Europe/Berlin", "Europe/Paris", "Europe/Athens", "Europe/Istanbul", "Europe/Moscow",
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Sao_Paulo",
    "America/Mexico_City", "America/Argentina/Buenos_Aires", "America/Halifax", "America/St_Johns",
    "Asia/Kolkata", "Asia/Karachi", "Asia/Dhaka", "Asia/Dubai", "Asia/Tehran", "Asia/Kabul",
    "Asia/Kathmandu", "Asia/Yangon", "Asia/Jakarta", "Asia/Shanghai", "Asia/Singapore", "Asia/Tokyo",
    "Asia/Seoul", "Australia/Sydney", "Australia/Adelaide", "Pacific/Auckland", "Pacific/Honolulu",
    "Africa/Lagos", "Africa/Cairo", "Africa/Johannesburg", "Africa/Nairobi", "America/Anchorage",
    "Pacific/Apia",
)  # fmt: skip
"""Offered first for an offset, which many places share."""
NEAR = MappingProxyType(
    {
        "mumbai": "Asia/Kolkata",
        "bombay": "Asia/Kolkata",
        "delhi": "Asia/Kolkata",
        "new_delhi": "Asia/Kolkata",
        "bangalore": "Asia/Kolkata",
        "bengaluru": "Asia/Kolkata",
        "hyderabad": "Asia/Kolkata",
        "chennai": "Asia/Kolkata",
        "pune": "Asia/Kolkata",
        "india": "Asia/Kolkata",
        "beijing": "Asia/Shanghai",
        "shenzhen": "Asia/Shanghai",
        "china": "Asia/Shanghai",
        "san_francisco": "America/Los_Angeles",
        "seattle": "America/Los_Angeles",
        "boston": "America/New_York",
        "washington": "America/New_York",
        "munich": "Europe/Berlin",
        "hamburg": "Europe/Berlin",
        "germany": "Europe/Berlin",
        "milan": "Europe/Rome",
        "barcelona": "Europe/Madrid",
        "geneva": "Europe/Zurich",
        "est": "America/New_York",
        "mst": "America/Denver",
        "pst": "America/Los_Angeles",
        "pdt": "America/Los_Angeles",
        "edt": "America/New_York",
        "ist": "Asia/Kolkata",
        "bst": "Europe/London",
        "cest": "Europe/Berlin",
        "jst": "Asia/Tokyo",
    }
)
"""What many students say for a zone of another name, or where that name is of one without summer time."""
_NO_PLACE = re.compile(r"Etc/GMT[+-]\d+|Factory|localtime", re.ASCII)
_OFFSET = re.compile(r"(?:utc|gmt)?([+-])(\d{1,2})(?::?(\d{2}))?", re.ASCII)


async def set_timezone(call: Call) -> Reply:
    """Days, due dates, reminders and streaks follow the zone from now on; nothing counted is lost."""
    do, now = call.do, call.do.clock.now()
    name = zone_named(call.text("tz") or "", now)

    def rule(user: User) -> User:
        moved = user.model_copy(update={"timezone": name})
        look_at = schedule.next_look(moved, do.nudging, now) if moved.look_at else None
        return moved.model_copy(update={"look_at": look_at})

    user = await do.users.change(call.user.id, rule)
    local = now.astimezone(ZoneInfo(name))
    hours = schedule.hours_of(user, do.nudging)
    return say(
        f"Your time zone is {name}",
        Text(f"It is {local:%A}, {local.day} {local:%B}, {local:%H:%M} there now."),
        Text(f"Your days begin at midnight there, and reminders come at {hours.told_at}."),
        buttons=(Button("Reminders", encode("nudges show")),),
        data={"timezone": name, "local_time": local.isoformat(timespec="minutes")},
    )


def zone_named(text: str, now: datetime) -> str:
    """The IANA name that is meant: in any case, with spaces, or a city alone. Raises UserError."""
    wanted = _folded(text)
    names = _names()
    if wanted in names:
        return names[wanted]
    offset = _OFFSET.fullmatch(wanted)
    if offset is not None:
        raise _no_place(text, offset, now)
    near = get_close_matches(wanted[:SHOWN], names, n=5 * OFFERED, cutoff=LIKE)
    offered = tuple(dict.fromkeys(names[name] for name in near))[:OFFERED]
    hint = "Did you mean one of these?" if offered else "Name the nearest big city, such as `Europe/Berlin`."
    raise UserError(
        f"I know no time zone “{text.strip()[:SHOWN]}”. {hint}",
        title="Unknown time zone",
        buttons=_buttons(offered),
    )


def _no_place(text: str, offset: re.Match[str], now: datetime) -> UserError:
    sign, hours, minutes = offset.groups()
    meant = timedelta(hours=int(hours), minutes=int(minutes or 0)) * (-1 if sign == "-" else 1)
    like = [name for name in WELL_KNOWN if now.astimezone(ZoneInfo(name)).utcoffset() == meant]
    return UserError(
        f"“{text.strip()[:SHOWN]}” does not say when the clocks change. "
        "Name a place, such as `Europe/Berlin` or `kolkata`.",
        title="A place, please",
        buttons=_buttons(tuple(like[:OFFERED])),
    )


def _buttons(names: tuple[str, ...]) -> tuple[Button, ...]:
    return tuple(Button(name, encode("profile timezone", {"tz": name})) for name in names)


def _folded(text: str) -> str:
    words = re.sub(r"\s*/\s*", "/", text.strip().casefold())
    return re.sub(r"[\s_]+", "_", words)


@lru_cache(1)
def _names() -> Mapping[str, str]:
    """What may be typed, folded, and the zone that it means; a whole name goes before a city's."""
    known = (name for name in available_timezones() if not _NO_PLACE.fullmatch(name))
    zones = sorted(known, key=lambda name: (name.count("/"), name))
    cities = {_folded(name.rpartition("/")[2]): name for name in reversed(zones)}
    return MappingProxyType({**cities, **{_folded(name): name for name in zones}, **NEAR})
