"""A form for a command that came without options, made from its row of the action table."""

from collections.abc import Iterable, Mapping, Sequence

from adapters.chat.text import blank, one_line, safe, units
from adapters.slack.blocks import paragraph
from adapters.slack.forms import (
    LONGEST,
    NOWHERE,
    OPTION_VALUE,
    SHORT,
    View,
    file_input,
    filled,
    labelled,
    text_input,
)
from adapters.slack.forms import option as made
from adapters.slack.message import Block
from adapters.slack.who import Spot
from domain.actions.kinds import Action, Option
from domain.actions.parse import LONGEST_VALUE
from domain.model.question import ROUND_NAMES
from domain.suggest import Suggestion
from domain.tokens import encode

OPTIONS = 100

Known = Mapping[str, Sequence[Suggestion]]


def command_form(action: Action, known: Known, spot: Spot = NOWHERE) -> View:
    """The options to choose, to count or to type; submitting it sends them under the action's token.

    `known` is what each `Option.source` has. Of more than 100 the first are shown; an option of which nothing
    is known is typed.
    """
    shown = [option for option in action.options if not option.internal]
    inputs = [_input(action, option, known.get(option.source, ())) for option in shown]
    files = [file_input()] if action.takes_file else []
    asked = [*inputs, *files]
    about = [] if asked and _in_title(action) else [paragraph(_sentence(action.about))]
    return filled(_title(action), encode(action.name), [*about, *asked], spot, submit=_verb(action))


def _title(action: Action) -> str:
    """What the command does, where a title has room for it."""
    return _capital(action.about if _in_title(action) else action.name)


def _in_title(action: Action) -> bool:
    return len(action.about) <= SHORT


def _verb(action: Action) -> str:
    """`Start` for a command that says so in its first word, else what always fits."""
    return "Start" if action.name.endswith(" start") else "Send"


def _sentence(text: str) -> str:
    return _capital(text).rstrip(".") + "."


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _input(action: Action, option: Option, known: Sequence[Suggestion]) -> Block:
    shown = _capital(option.name.replace("_", " "))
    element = _element(option, known)
    hint = _hint(option)
    if option.source == "companies" and element["type"] == "static_select":
        hint += f" Another one: /{action.name} {option.name}:…"
    required = option.required and not (action.takes_file and option.kind == "rest")
    return labelled(option.name, shown, element, required=required, hint=hint)


def _hint(option: Option) -> str:
    """What it is about; markup has no meaning here, and a list is chosen rather than typed with commas."""
    if option.choices and not option.single:
        return _sentence(f"{option.about.partition(',')[0]}; any number of them")
    bounds = f" ({option.low} to {option.high})" if option.kind == "int" else ""
    return _sentence(option.about.replace("`", "") + bounds)


def _element(option: Option, known: Sequence[Suggestion]) -> Block:
    choices = _options(option, known)
    if option.kind == "int":
        return {
            "type": "number_input",
            "action_id": option.name,
            "is_decimal_allowed": False,
            "min_value": str(option.low),
            "max_value": str(option.high),
        }
    if choices:
        kind = "multi_static_select" if option.choices and not option.single else "static_select"
        return {"type": kind, "action_id": option.name, "options": choices}
    long = option.kind == "rest"
    return text_input(option.name, long=long, most=LONGEST if long else LONGEST_VALUE)


def _options(option: Option, known: Sequence[Suggestion]) -> list[Block]:
    """What can be chosen; a value that Slack cannot carry is left out, for it cannot be changed."""
    found = _named(option.choices) if option.choices else known
    fitting = {one.value: one for one in found if _is_carried(one.value)}
    return [_choice(one) for one in list(fitting.values())[:OPTIONS]]


def _is_carried(value: str) -> bool:
    return 0 < units(value) <= OPTION_VALUE and safe(value) == value


def _named(choices: Iterable[str]) -> list[Suggestion]:
    names = {str(name): shown for name, shown in ROUND_NAMES.items()}
    return [Suggestion(names.get(choice) or _capital(choice.replace("_", " ")), choice) for choice in choices]


def _choice(one: Suggestion) -> Block:
    text = one.value if blank(one_line(one.label)) else one.label
    return made(text, one.value)
