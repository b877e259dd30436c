"""A typed line becomes an action and its options; a slip is answered with the nearest match."""

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches

from domain.actions.kinds import Action, Option, Value
from domain.errors import UserError
from domain.identifying import identity

Table = Mapping[str, Action]

LONGEST_SHOWN = 60
LONGEST_VALUE = 200
LONGEST_SECRET = 1_000
LONGEST_OPTIONS = 2_000
LONGEST_BEFORE_TEXT = 100
QUOTES = ('""', "''", "“”")
TEXT = "text"
_SLIP = re.compile(r"(?:^|\s)(?!(?:console|discord|slack):\S)([A-Za-z_]{1,40}):")
"""What looks like an option's name; the address of a person on a platform does not."""


def find_action(line: str, table: Table) -> tuple[Action, str]:
    """The action that `/interview start …` names, and all that stands behind the name. Raises UserError."""
    first, behind_first = _word(line.strip().removeprefix("/"))
    second, behind_second = _word(behind_first)
    for name, rest in ((f"{first} {second}", behind_second), (first, behind_first)):
        action = table.get(name[:100].casefold())
        if action is not None and not action.hidden:
            return action, rest
    raise UserError(_unknown_command(first, second, table), title="Unknown command")


def _word(text: str) -> tuple[str, str]:
    """The first word of a text and all behind it, blanks and new lines included."""
    text = text.lstrip()
    word = next(iter(text.split(None, 1)), "")
    return word, text[len(word) :]


def _unknown_command(first: str, second: str, table: Table) -> str:
    names = [name for name, action in table.items() if not action.hidden]
    typed = f"{first[:100]} {second[:100]}".strip().casefold()
    group = [name for name in names if name.split()[0] == typed]
    if group:
        return f"`/{typed}` needs one more word: " + ", ".join(f"`/{name}`" for name in group) + "."
    family, _, second = typed.partition(" ")
    kin = {name.split()[1]: name for name in names if name.startswith(f"{family} ")}
    if kin:
        near = kin.get(_nearest(second, kin, 0.5), "")
        others = "There is " + ", ".join(f"`/{name}`" for name in kin.values()) + "."
    else:
        near = _nearest(typed, names, 0.6) or _nearest(first, names, 0.7)
        others = "`/help` lists every command."
    hint = f"Did you mean `/{near}`?" if near else others
    return f"There is no `/{_shown(typed)}`. {hint}"


def _nearest(word: str, names: Iterable[str], cutoff: float) -> str:
    """The name most like the word, or "". No slip is that long, and comparing takes the square of it."""
    if len(word) > LONGEST_SHOWN:
        return ""
    return next(iter(get_close_matches(word.casefold(), list(names), n=1, cutoff=cutoff)), "")


def _shown(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def typed_options(action: Action, rest: str) -> dict[str, str]:
    """`company:Google role:SDE Intern` as texts by name; words without a name fill the options in order."""
    options = [o for o in action.options if not o.internal]
    swallowing = next((o for o in options if o.kind == "rest"), None)
    if swallowing is not None:
        found = _before_a_text(options, swallowing, rest)
    else:
        found = _short(action, options, rest)
    return {name: value if name == TEXT else _unquoted(value.strip()) for name, value in found.items()}


def _unquoted(value: str) -> str:
    return value[1:-1].strip() if len(value) > 1 and value[0] + value[-1] in QUOTES else value


def _short(action: Action, options: Sequence[Option], rest: str) -> dict[str, str]:
    """Options none of which is a text: named ones, and before them plain words in the options' order."""
    if len(rest) > LONGEST_OPTIONS:
        raise UserError(
            f"`/{action.name}` takes at most {LONGEST_OPTIONS:,} characters. It is used as `{action.usage}`.",
            title="Too long",
        )
    found, plain = _named(options, rest)
    _refuse_slips(action, options, found.values(), plain)
    left = [o for o in options if o.name not in found]
    chosen = _chosen(left, plain)
    if chosen is not None:
        return {**found, chosen.name: plain}
    for position, option in enumerate(left):
        last = position == len(left) - 1
        value, plain = (plain, "") if last else _words_before(plain, option, left[position + 1])
        if value:
            found[option.name] = value
    if plain:
        raise UserError(f"`/{action.name}` takes no “{_shown(plain)}”. It is used as `{action.usage}`.")
    return found


def _chosen(options: Sequence[Option], plain: str) -> Option | None:
    """The option whose choices all plain words are, `system design` say; none before it may be required."""
    for option in options:
        if option.choices and all(_written(part) in option.choices for part in plain.split(",")):
            return option
        if option.required:
            break
    return None


def _words_before(plain: str, option: Option, following: Option) -> tuple[str, str]:
    """The first word and what is left; several, as in “system design”, where a number is to follow.

    A number takes along what it counts, as in “45 min”.
    """
    value, left = _word(plain)
    unit, behind = _word(left)
    if option.kind == "int" and value.isdigit() and unit and _counts(option, unit):
        return f"{value} {unit}", behind.strip()
    while left.strip() and following.kind == "int" and not _word(left)[0].lstrip("+-").isdigit():
        word, left = _word(left)
        value = f"{value} {word}"
    return value, left.strip()


def _named(options: Sequence[Option], rest: str) -> tuple[dict[str, str], str]:
    """Values behind `name:`, each up to the next name, and the text before the first of them."""
    names = "|".join(re.escape(o.name) for o in options)
    marks = list(re.finditer(rf"(?:^|(?<=\s))({names}):", rest)) if options else []
    ends = [*(mark.start() for mark in marks[1:]), len(rest)]
    found = {m.group(1): rest[m.end() : end].strip() for m, end in zip(marks, ends, strict=False)}
    return found, (rest[: marks[0].start()] if marks else rest).strip()


def _refuse_slips(action: Action, options: Sequence[Option], values: Iterable[str], plain: str) -> None:
    """A `word:` before all options is one misspelt, but for somebody named as `discord:123`; inside a value
    only where it is like one's name."""
    names = [option.name for option in options]
    slip = next((m for m in _SLIP.finditer(plain) if not identity(_word(plain[m.start() :])[0])), None)
    if slip:
        raise _no_option(action, slip.group(1), _nearest(slip.group(1), names, 0.5))
    for value in values:
        for word in _SLIP.findall(value):
            near = _nearest(word, names, 0.6)
            if near:
                raise _no_option(action, word, near)


def _no_option(action: Action, name: str, near: str) -> UserError:
    hint = f"Did you mean `{near}:`?" if near else f"It is used as `{action.usage}`."
    return UserError(f"`/{action.name}` has no option `{_shown(name)}`. {hint}", title="Unknown option")


def _before_a_text(options: Sequence[Option], swallowing: Option, rest: str) -> dict[str, str]:
    """Options stand in the command's own line, before the text or, a number, at that line's end.

    A text that begins below the command keeps its indentation, and its last line where it has several.
    """
    own, newline, below = rest.partition("\n")
    found, own = _leading(options, swallowing, own)
    own = own.lstrip()
    if not own:
        newline = ""
        own, below = ("", below) if "\n" in below else (below, "")
    number, own = _trailing_number([o for o in options if o.name not in found], own)
    text = own + newline + below
    return {**found, **number, **({swallowing.name: text} if text.strip() else {})}


def _leading(options: Sequence[Option], swallowing: Option, line: str) -> tuple[dict[str, str], str]:
    """Options at the start of a line, and what follows them; `text:` ends them.

    One is a word, what stands in quotation marks, or all up to the next option.
    """
    found: dict[str, str] = {}
    short = {option.name: option for option in options if option is not swallowing}
    needed = [option.name for option in short.values() if option.required]
    while True:
        name, colon, behind = line.lstrip().partition(":")
        if colon and name == swallowing.name:
            return found, behind
        unnamed = next((wanted for wanted in needed if wanted not in found), None)
        if colon and name in short and name not in found:
            others = [f"{other}:" for other in short if other not in {*found, name}]
            found[name], line = _value_before(behind, short[name], [*others, f"{swallowing.name}:"])
        elif unnamed is not None and line.strip():
            found[unnamed], line = _word(line)
        else:
            return found, line


def _value_before(text: str, option: Option, marks: Iterable[str]) -> tuple[str, str]:
    """The value that a text begins with, before what one of the patterns marks or a text of its own."""
    text = text.lstrip()
    for pair in QUOTES:
        end = text.find(pair[1], 1) + 1
        if text.startswith(pair[0]) and end and (end == len(text) or text[end].isspace()):
            return text[:end], text[end:]
    following = re.search(rf"\s(?:{'|'.join(marks)})", text[:LONGEST_BEFORE_TEXT])
    if following is None or option.kind == "int" or option.source:
        return _word(text)
    return text[: following.start()].rstrip(), text[following.start() :]


def _trailing_number(options: Sequence[Option], line: str) -> tuple[dict[str, str], str]:
    """A numeric option at the very end of a line, behind a text that would otherwise swallow it."""
    for option in options:
        before, mark, number = line.rpartition(f"{option.name}:")
        behind_text = mark and before.strip() and before[-1].isspace()
        if option.kind == "int" and behind_text and re.fullmatch(r"-?\d+", number.strip()):
            return {option.name: number}, before.rstrip()
    return {}, line


def checked(action: Action, texts: Mapping[str, str]) -> dict[str, Value]:
    """The options as values, each within its bounds. Raises UserError naming option, value and range."""
    known = {option.name: option for option in action.options}
    for name in texts:
        if name not in known:
            raise _no_option(action, name, _nearest(name, known, 0.5))
    values = {name: _value(known[name], text) for name, text in texts.items() if text.strip()}
    missing = [o.name for o in action.options if o.required and o.name not in values]
    if missing:
        raise UserError(
            f"`/{action.name}` needs `{missing[0]}`: `{action.usage}`.", title="Something is missing"
        )
    return values


def _value(option: Option, text: str) -> Value:
    if option.name == TEXT or option.whole:
        return text
    if option.secret:
        return _secret(option, text)
    text = text.strip()
    if option.kind == "int":
        return _whole_number(option, text)
    if len(text) > LONGEST_VALUE:
        raise UserError(
            f"`{option.name}` takes at most {LONGEST_VALUE} characters, not {len(text):,}: “{_shown(text)}”.",
            title="Too long",
        )
    if option.choices and option.single:
        return _choice(option, text) if text else text
    if option.choices:
        return ",".join(_choice(option, part) for part in text.split(",") if part.strip())
    return text


def _secret(option: Option, text: str) -> str:
    if len(text) > LONGEST_SECRET:
        raise UserError(
            f"`{option.name}` takes at most {LONGEST_SECRET:,} characters, not {len(text):,}.",
            title="Too long",
        )
    return text


def _whole_number(option: Option, text: str) -> int:
    """A number, with or without what is counted: `3` or `3 days` of the option `days`."""
    found = re.fullmatch(r"([+-]?\d{1,9})(?:\s*([a-z]{1,10}))?", text.casefold(), re.ASCII)
    number = int(found[1]) if found and (not found[2] or _counts(option, found[2])) else None
    if number is None or not option.low <= number <= option.high:
        raise UserError(
            f"`{option.name}` is a whole number from {option.low} to {option.high}, not “{text[:40]}”.",
            title="Out of range",
        )
    return number


def _counts(option: Option, unit: str) -> bool:
    """Whether that is what the option counts: `d`, `day` or `days` for `days`."""
    return option.name.endswith("s") and option.name.startswith(unit.casefold().removesuffix("s") or "-")


def _choice(option: Option, text: str) -> str:
    word = _written(text)
    if word in option.choices:
        return word
    near = _nearest(word, option.choices, 0.4)
    hint = f" Did you mean `{near}`?" if near else ""
    raise UserError(
        f"`{option.name}` is one of {', '.join(option.choices)}, not “{text.strip()[:40]}”.{hint}",
        title="Unknown choice",
    )


def _written(text: str) -> str:
    """A word or two as choices are written: `System design` is `system_design`."""
    return text.strip().casefold().replace("-", "_").replace(" ", "_")
