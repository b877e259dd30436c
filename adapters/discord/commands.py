"""Every slash command, generated from the action table, so that Discord offers just what dispatch takes."""

import inspect
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping, Sequence
from typing import Any

import discord
from discord import AppCommandOptionType, app_commands

from domain.actions.kinds import Action, Option
from domain.actions.parse import LONGEST_VALUE
from domain.suggest import Suggestion

log = logging.getLogger(__name__)

SCORE_MENU = "Score this answer"
FILE = "file"
FILE_ABOUT = "a file to send along"

LONGEST_TEXT = 6_000
LONGEST_ABOUT = 100
LONGEST_COMMAND = 8_000
MOST_OPTIONS = 25
MOST_CHOICES = 25
LONGEST_CHOICE = 100

Tree = app_commands.CommandTree[discord.Client]
SlashCommand = app_commands.Command[Any, ..., Any]
Run = Callable[..., Coroutine[Any, Any, None]]

Ask = Callable[[discord.Interaction, str, dict[str, str], list[discord.Attachment]], Awaitable[None]]
"""Answers an interaction by the action of that name, its arguments as texts, and the files sent along."""

AskMessage = Callable[[discord.Interaction, discord.Message], Awaitable[None]]
"""Answers an interaction about a message that stands in the channel."""

Complete = Callable[[discord.Interaction, Action, Option, str], Awaitable[Sequence[Suggestion]]]
"""What fits an option as typed so far."""

OnError = Callable[[discord.Interaction, app_commands.AppCommandError], Coroutine[Any, Any, None]]


def build_tree(
    client: discord.Client,
    table: Mapping[str, Action],
    *,
    ask: Ask,
    ask_message: AskMessage,
    complete: Complete,
    on_error: OnError,
) -> Tree:
    """The tree of all visible actions, usable in servers, DMs and group DMs; nothing is sent to Discord.

    Raises ValueError, or discord.py's own CommandLimitReached, for a table that Discord would refuse:
    descriptions are cut to fit, but a name, a count or the sum of a command's texts cannot be.
    """
    tree: Tree = app_commands.CommandTree(
        client,
        allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
        allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
    )
    for command in _roots(table, ask, complete):
        if weight(command.to_dict(tree)) > LONGEST_COMMAND:
            raise ValueError(f"/{command.name}: its texts are more than {LONGEST_COMMAND} characters in all")
        tree.add_command(command)
    tree.add_command(_score_menu(ask_message))
    tree.error(on_error)
    return tree


def weight(payload: Mapping[str, Any]) -> int:
    """The characters that Discord counts of a command and all below it, of which it takes at most 8,000.

    Each name and description counts in its longest language, and each value of a choice.
    """
    parts = (*(payload.get("options") or ()), *(payload.get("choices") or ()))
    texts = _longest(payload, "name") + _longest(payload, "description") + len(str(payload.get("value", "")))
    return texts + sum(weight(part) for part in parts)


def _longest(payload: Mapping[str, Any], key: str) -> int:
    translated = payload.get(f"{key}_localizations") or {}
    return max(len(text) for text in (payload.get(key) or "", *translated.values()))


def _roots(
    table: Mapping[str, Action], ask: Ask, complete: Complete
) -> Iterator[SlashCommand | app_commands.Group]:
    """What Discord counts as commands: a single word, or all actions that share their first one."""
    families: dict[str, list[Action]] = {}
    for action in table.values():
        if not action.hidden:
            families.setdefault(action.name.partition(" ")[0], []).append(action)
    for name, actions in families.items():
        if all(action.name == name for action in actions):
            yield from (_command(action, name, ask, complete) for action in actions)
        else:
            yield _group(name, actions, ask, complete)


def _group(name: str, actions: Sequence[Action], ask: Ask, complete: Complete) -> app_commands.Group:
    """Hidden from members only where every row is an admin's: Discord has no rights of a subcommand."""
    group = app_commands.Group(
        name=name,
        description=_group_about(actions),
        default_permissions=_permissions(actions),
    )
    for action in actions:
        group.add_command(_command(action, action.name.removeprefix(name).lstrip(), ask, complete))
    return group


def _group_about(actions: Sequence[Action]) -> str:
    """Discord wants a description of a group, though it shows it hardly anywhere: those of its rows."""
    return _about(actions[0], "; ".join(action.about for action in actions))


def _command(action: Action, name: str, ask: Ask, complete: Complete) -> SlashCommand:
    if not name:
        raise ValueError(f"/{action.name}: a group of commands cannot be a command as well")
    command: SlashCommand = app_commands.Command(
        name=name,
        description=_about(action, action.about),
        callback=_callback(action, ask, complete),
    )
    command.default_permissions = _permissions([action])
    return command


def _about(action: Action, text: str) -> str:
    """A description as Discord shows it: without markup, and cut to fit."""
    shown = cut(text.replace("`", "").strip(), LONGEST_ABOUT)
    if not shown:
        raise ValueError(f"/{action.name}: the command and each option need a description")
    return shown


def _permissions(actions: Sequence[Action]) -> discord.Permissions | None:
    """Keeps what only admins may do out of students' menus; whether one may is checked at dispatch."""
    for_admins = all(action.rights == "admin" for action in actions)
    return discord.Permissions(manage_guild=True) if for_admins else None


def _callback(action: Action, ask: Ask, complete: Complete) -> Run:
    async def run(interaction: discord.Interaction, /, **given: str | discord.Attachment | None) -> None:
        texts = {name: value for name, value in given.items() if isinstance(value, str)}
        files = [value for value in given.values() if isinstance(value, discord.Attachment)]
        await ask(interaction, action.name, texts, files)

    parameters = _parameters(action, complete)
    # discord.py reads a command's options off the signature of its callback.
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    abouts = {o.name: _about(action, o.about) for o in _shown(action)}
    return app_commands.describe(**abouts, **({FILE: FILE_ABOUT} if action.takes_file else {}))(run)


def _shown(action: Action) -> list[Option]:
    return [option for option in action.options if not option.internal]


def _parameters(action: Action, complete: Complete) -> list[inspect.Parameter]:
    """The interaction, the options as typed annotations, and the file where one is taken."""
    named = [_parameter(o.name, _kind(action, o, complete), o.required) for o in _shown(action)]
    if action.takes_file:
        named.append(_parameter(FILE, discord.Attachment, required=False))
    if len(named) > MOST_OPTIONS:
        raise ValueError(f"/{action.name}: {len(named)} options, more than {MOST_OPTIONS}")
    return [inspect.Parameter("interaction", inspect.Parameter.POSITIONAL_ONLY), *named]


def _parameter(name: str, annotation: object, required: bool) -> inspect.Parameter:
    default = inspect.Parameter.empty if required else None
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _kind(action: Action, option: Option, complete: Complete) -> "Typed":
    completed = option.kind != "int" and (option.source or option.choices)
    return Completed(action, option, complete) if completed else Typed(option)


class Typed(app_commands.Transformer[discord.Client]):
    """An option as Discord shows and bounds it; its value goes on as text, as if it had been typed."""

    def __init__(self, option: Option) -> None:
        self._option = option

    @property
    def type(self) -> AppCommandOptionType:
        return AppCommandOptionType.integer if self._option.kind == "int" else AppCommandOptionType.string

    @property
    def min_value(self) -> int | None:
        return self._option.low if self._option.kind == "int" else None

    @property
    def max_value(self) -> int:
        """The highest number, or the most characters: a text as many as Discord allows."""
        match self._option.kind:
            case "int":
                return self._option.high
            case "rest":
                return LONGEST_TEXT
            case "word":
                return LONGEST_VALUE

    async def transform(self, interaction: discord.Interaction, value: Any, /) -> str:
        return str(value)


class Completed(Typed):
    """An option that is completed while it is typed.

    Those with `choices` too, rather than fixed ones: a list with commas takes several of them.
    """

    def __init__(self, action: Action, option: Option, complete: Complete) -> None:
        super().__init__(option)
        self._action = action
        self._complete = complete

    async def autocomplete(
        self, interaction: discord.Interaction, value: str | float, /
    ) -> list[app_commands.Choice[str | int | float]]:
        """At most 25 choices; none where completing fails, since nobody waits for an apology here."""
        try:
            found = await self._complete(interaction, self._action, self._option, str(value))
        except Exception:
            log.exception(
                "completing failed",
                extra={
                    "reference": str(interaction.id),
                    "action": self._action.name,
                    "option": self._option.name,
                },
            )
            return []
        fitting = [s for s in found if s.label and 0 < len(s.value) <= LONGEST_CHOICE]
        return [
            app_commands.Choice(name=cut(s.label, LONGEST_CHOICE), value=s.value)
            for s in fitting[:MOST_CHOICES]
        ]


def _score_menu(ask_message: AskMessage) -> app_commands.ContextMenu:
    async def score(interaction: discord.Interaction, message: discord.Message) -> None:
        await ask_message(interaction, message)

    return app_commands.ContextMenu(name=SCORE_MENU, callback=score)


def cut(text: str, limit: int) -> str:
    """At most that many characters, the last one `…` where something is missing."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
