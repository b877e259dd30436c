"""A typed line becomes an action and its options; a slip is answered with the nearest match."""

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from domain.actions.kinds import Action, Option, Value
from domain.errors import UserError

Table = Mapping[str, Action]


def find_action(line: str, table: Table) -> tuple[Action, str]:
    """The action that `/interview start …` names, and the rest of the line. Raises UserError."""
    words = line.strip().removeprefix("/").split(None, 2)
    for length in (2, 1):
        name = " ".join(words[:length]).casefold()
        action = table.get(name)
        if len(words) >= length and action is not None and not action.hidden:
            rest = re.split(r"\s+", line.strip().removeprefix("/").lstrip(), maxsplit=length)
            return action, rest[length] if len(rest) > length else ""
    raise UserError(_unknown_command(words, table), title="Unknown command")


def _unknown_command(words: Sequence[str], table: Table) -> str:
    names = [name for name, action in table.items() if not action.hidden]
    group = [name for name in names if words and name.split()[0] == words[0].casefold()]
    typed = " ".join(words[:2]).casefold()
    if group and len(words) < 2:
        return f"`/{words[0]}` needs one more word: " + ", ".join(f"`/{name}`" for name in group) + "."
    near = get_close_matches(typed, names, n=1, cutoff=0.6)
    if not near and words:
        near = get_close_matches(words[0].casefold(), names, n=1, cutoff=0.7)
    if near:
        return f"There is no `/{typed}`. Did you mean `/{near[0]}`?"
    return f"There is no `/{typed}`. `/help` lists every command."


def typed_options(action: Action, rest: str) -> dict[str, str]:
    """`company:Google role:SDE Intern` as texts by name; words without a name fill the options in order."""
    options = [o for o in action.options if not o.internal]
    swallowing = next((o for o in options if o.kind == "rest"), None)
    if swallowing is not None:
        return _before_a_text(options, swallowing, rest)
    found, plain = _named(options, rest)
    if plain:
        _refuse_unknown_option(action, options, plain)
    left = [o for o in options if o.name not in found]
    for position, option in enumerate(left):
        value, _, after = (plain, "", "") if position == len(left) - 1 else plain.partition(" ")
        if value:
            found[option.name] = value
        plain = after.strip()
    if plain:
        raise UserError(f"`/{action.name}` takes no “{plain[:60]}”. It is used as `{action.usage}`.")
    return found


def _named(options: Sequence[Option], rest: str) -> tuple[dict[str, str], str]:
    """Values behind `name:`, each up to the next name, and the text before the first of them."""
    names = "|".join(re.escape(o.name) for o in options)
    marks = list(re.finditer(rf"(?:^|(?<=\s))({names}):", rest)) if options else []
    ends = [*(mark.start() for mark in marks[1:]), len(rest)]
    found = {m.group(1): rest[m.end() : end].strip() for m, end in zip(marks, ends, strict=False)}
    return found, (rest[: marks[0].start()] if marks else rest).strip()


def _before_a_text(options: Sequence[Option], swallowing: Option, rest: str) -> dict[str, str]:
    """Options of one word may stand before the text, a number also behind it; the text keeps its colons."""
    found, rest = _trailing_number(options, rest)
    short = [o for o in options if o is not swallowing]
    while mark := re.match(rf"\s*({'|'.join(re.escape(o.name) for o in options)}):\s*", rest):
        if mark.group(1) == swallowing.name:
            rest = rest[mark.end() :]
            break
        value, rest = (*rest[mark.end() :].split(None, 1), "", "")[:2]
        found[mark.group(1)] = value
    for option in short:
        if option.required and option.name not in found and rest.strip():
            found[option.name], rest = (*rest.split(None, 1), "")[:2]
    if rest.strip():
        found[swallowing.name] = rest.removeprefix(" ") if "\n" in rest else rest.strip()
    return found


def _trailing_number(options: Sequence[Option], rest: str) -> tuple[dict[str, str], str]:
    """A numeric option at the very end, behind a text that would otherwise swallow it."""
    for option in options:
        match = re.search(rf"\s{option.name}:\s*(-?\d+)\s*$", rest) if option.kind == "int" else None
        if match:
            return {option.name: match.group(1)}, rest[: match.start()]
    return {}, rest


def _refuse_unknown_option(action: Action, options: Sequence[Option], plain: str) -> None:
    slip = re.search(r"(?:^|\s)([A-Za-z_]+):", plain)
    if slip is None:
        return
    near = get_close_matches(slip.group(1).casefold(), [o.name for o in options], n=1, cutoff=0.5)
    hint = f" Did you mean `{near[0]}:`?" if near else f" It is used as `{action.usage}`."
    raise UserError(f"`/{action.name}` has no option `{slip.group(1)}`.{hint}", title="Unknown option")


def checked(action: Action, texts: Mapping[str, str]) -> dict[str, Value]:
    """The options as values, each within its bounds. Raises UserError naming option, value and range."""
    known = {option.name: option for option in action.options}
    for name in texts:
        if name not in known:
            near = get_close_matches(name, list(known), n=1, cutoff=0.5)
            hint = f" Did you mean `{near[0]}`?" if near else ""
            raise UserError(f"`/{action.name}` has no option `{name[:40]}`.{hint}", title="Unknown option")
    values = {name: _value(known[name], text) for name, text in texts.items() if text.strip()}
    missing = [o.name for o in action.options if o.required and o.name not in values]
    if missing:
        raise UserError(
            f"`/{action.name}` needs `{missing[0]}`: `{action.usage}`.", title="Something is missing"
        )
    return values


def _value(option: Option, text: str) -> Value:
    if option.kind == "int":
        return _whole_number(option, text.strip())
    if option.choices:
        return ",".join(_choice(option, part) for part in text.split(",") if part.strip())
    return text if option.kind == "rest" else text.strip()


def _whole_number(option: Option, text: str) -> int:
    number = int(text) if re.fullmatch(r"[+-]?\d{1,9}", text, re.ASCII) else None
    if number is None or not option.low <= number <= option.high:
        raise UserError(
            f"`{option.name}` is a whole number from {option.low} to {option.high}, not “{text[:40]}”.",
            title="Out of range",
        )
    return number


def _choice(option: Option, text: str) -> str:
    word = text.strip().casefold().replace("-", "_").replace(" ", "_")
    if word in option.choices:
        return word
    near = get_close_matches(word, option.choices, n=1, cutoff=0.4)
    hint = f" Did you mean `{near[0]}`?" if near else ""
    raise UserError(
        f"`{option.name}` is one of {', '.join(option.choices)}, not “{text.strip()[:40]}”.{hint}",
        title="Unknown choice",
    )
