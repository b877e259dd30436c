"""What a client offers of the published commands, and the data it makes of what a person typed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from tests.discord.double import payloads
from tests.discord.double.events import Installed
from tests.discord.double.places import EVERYTHING, Attachment, Person, Place
from tests.discord.double.wire import JSON

SUBCOMMAND, GROUP = 1, 2
TEXT, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, FILE = range(3, 12)
SLASH, MESSAGE_MENU = 1, 3
Value = str | int | float | bool | Person | Place
File = tuple[str, bytes]
Keep = Callable[[File], Attachment]


def offered(
    commands: Mapping[int, Sequence[JSON]],
    name: str,
    kind: int,
    person: Person,
    place: Place,
    installed: Installed,
) -> JSON:
    """The command that a client shows to a person. Raises AssertionError where it shows none of that name."""
    guild = place.guild
    every = [one for owner in {guild.id if guild else 0, 0} for one in commands.get(owner, ())]
    for one in every:
        if (one["name"], one["type"]) == (name, kind) and _shown(one, person, place, installed):
            return one
    names = sorted(one["name"] for one in every if one["type"] == kind)
    raise AssertionError(f"{name!r} is not offered to {person.name} in {place}; published: {names}")


def _shown(command: JSON, person: Person, place: Place, installed: Installed) -> bool:
    """Whether the place, the person's rights and the way the bot was added allow a command."""
    context = 0 if place.guild else 1
    needed = int(command["default_member_permissions"] or 0)
    rights = payloads.rights(person, place.guild) if place.guild else EVERYTHING
    return (
        (command["contexts"] is None or context in command["contexts"])
        and rights & needed == needed
        and ("guild", "user").index(installed) in command["integration_types"]
    )


def data_of(
    command: JSON,
    path: Sequence[str],
    values: Mapping[str, Value],
    files: Mapping[str, File],
    keep: Keep,
    focused: str = "",
) -> JSON:
    """`data` of a slash command's event. Raises AssertionError for what a client does not let through."""
    leaf, wrap = _leaf(command, path)
    resolved: dict[str, JSON] = {}
    options = list(_options(leaf, values, files, keep, resolved, focused))
    data = {"id": command["id"], "name": command["name"], "type": SLASH, "options": wrap(options)}
    if "guild_id" in command:
        data["guild_id"] = command["guild_id"]
    return {**data, "resolved": resolved} if resolved else data


def _leaf(command: JSON, path: Sequence[str]) -> tuple[JSON, Callable[[list[JSON]], list[JSON]]]:
    """The (sub)command that runs, and how its options are nested."""
    taken: list[JSON] = []
    leaf = command
    for name in path:
        inner = {one["name"]: one for one in leaf.get("options") or [] if one["type"] in (SUBCOMMAND, GROUP)}
        assert name in inner, f"{leaf['name']!r} has no subcommand {name!r}, only {sorted(inner)}"
        leaf = inner[name]
        taken.append(leaf)
    groups = [one["name"] for one in leaf.get("options") or [] if one["type"] in (SUBCOMMAND, GROUP)]
    assert not groups, f"{leaf['name']!r} cannot be sent itself, only {groups}"

    def wrap(options: list[JSON]) -> list[JSON]:
        for one in reversed(taken):
            options = [{"name": one["name"], "type": one["type"], "options": options}]
        return options

    return leaf, wrap


def _options(
    leaf: JSON,
    values: Mapping[str, Value],
    files: Mapping[str, File],
    keep: Keep,
    resolved: dict[str, JSON],
    focused: str,
) -> Iterator[JSON]:
    known = {one["name"]: one for one in leaf.get("options") or []}
    given: dict[str, Any] = {**values, **files}
    assert set(given) <= set(known), f"{leaf['name']!r} has no option {sorted(set(given) - set(known))}"
    for name, option in known.items():
        if name not in given:
            assert focused or not option.get("required"), f"{leaf['name']!r} requires {name!r}"
            continue
        value = given[name]
        if name == focused:
            assert option.get("autocomplete"), f"{name!r} is not completed by the bot"
            yield {"name": name, "type": option["type"], "value": str(value), "focused": True}
            continue
        if name in files:
            file = keep(files[name])
            value = _resolve(resolved, "attachments", payloads.attachment(file, private=True))
        elif isinstance(value, Person):
            value = _resolve(resolved, "users", payloads.user(value))
        elif isinstance(value, Place):
            value = _resolve(resolved, "channels", payloads.place(value, []))
        _check(option, value)
        yield {"name": name, "type": option["type"], "value": value}


def _resolve(resolved: dict[str, JSON], group: str, thing: JSON) -> str:
    number = str(thing["id"])
    resolved.setdefault(group, {})[number] = thing
    return number


def _check(option: JSON, value: Any) -> None:
    """What a client checks before it sends."""
    name, kind = option["name"], option["type"]
    wanted: Any = {INTEGER: int, BOOLEAN: bool, NUMBER: (int, float)}.get(kind, str)
    assert isinstance(value, wanted), f"option {name!r} takes {wanted}, not {value!r}"
    choices = [choice["value"] for choice in option.get("choices") or []]
    assert not choices or value in choices, f"option {name!r} offers {choices}, not {value!r}"
    size = len(value) if kind == TEXT else value if kind in (INTEGER, NUMBER) else None
    for bound, low in (
        ("min_length", True),
        ("min_value", True),
        ("max_length", False),
        ("max_value", False),
    ):
        limit = option.get(bound)
        if limit is not None and size is not None:
            assert (size >= limit) if low else (size <= limit), f"option {name!r}: {bound} is {limit}"
