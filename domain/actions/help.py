"""/help, made from the table itself."""

from collections.abc import Mapping

from domain.actions.kinds import Action, Call, Option
from domain.actions.parse import find_action
from domain.replies import Block, Bullets, Card, Reply, Text
from domain.rights import is_admin

SINGLE = "In one word"
INTRO = (
    "With an interview open, any other text is your answer; without one, in a direct message, it goes to the "
    "coach. `/help roadmap` explains the commands of a group with their options."
)


def helper(table: Mapping[str, Action]) -> Action:
    """The help action of a table; it lists itself too."""

    async def run(call: Call) -> Reply:
        wanted = call.text("command")
        theirs = granted(table, is_admin(call.do, call.user, call.request.actor))
        if not wanted:
            return _everything(theirs)
        group = [
            a for a in visible(theirs) if a.name.split()[0] == wanted.strip().removeprefix("/").casefold()
        ]
        if len(group) > 1:
            return Reply(tuple(_one(action) for action in group))
        action, _ = find_action(wanted, theirs)
        return Reply((_one(action),))

    option = Option(
        "command", "a command to explain, such as `interview start`", kind="rest", source="commands"
    )
    return Action("help", "what I can do, or how one command is used", run, (option,))


def granted(table: Mapping[str, Action], admin: bool) -> Mapping[str, Action]:
    """The actions that somebody may use; for the others the rest does not exist."""
    return {name: action for name, action in table.items() if admin or action.rights == "anyone"}


def visible(table: Mapping[str, Action]) -> list[Action]:
    return [action for action in table.values() if not action.hidden]


def _everything(table: Mapping[str, Action]) -> Reply:
    """Every command in a few words; those of one word stand together."""
    groups: dict[str, list[str]] = {}
    for action in visible(table):
        group, _, rest = action.name.partition(" ")
        groups.setdefault(f"/{group} …" if rest else SINGLE, []).append(
            f"{rest or f'/{group}'}: {action.about}"
        )
    cards = tuple(Card(title, (Bullets(tuple(lines)),)) for title, lines in groups.items())
    return Reply(
        (Card("What I can do", (Text(INTRO, markup=True),)), *cards),
        data={"commands": [action.name for action in visible(table)]},
    )


def _one(action: Action) -> Card:
    options = tuple(f"{o.name}: {o.about}{_bounds(o)}" for o in action.options if not o.internal)
    body: list[Block] = [Text(action.about)]
    if options:
        body.append(Bullets(options))
    if action.examples:
        body += [Text("For example:"), Bullets(action.examples)]
    return Card(action.usage, tuple(body))


def _bounds(option: Option) -> str:
    if option.choices:
        return f" ({', '.join(option.choices)})"
    return f" ({option.low} to {option.high})" if option.kind == "int" else ""
