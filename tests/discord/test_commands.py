"""The tree made of the action table: Discord's schema and limits, real interactions, completion."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any, cast

import discord
import pytest
from discord import app_commands
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.commands import FILE, SCORE_MENU, Completed, cut, weight
from domain.actions import TABLE
from domain.actions.kinds import Action, Option
from domain.suggest import Suggestion
from tests.discord.command_tables import (
    CONTRACT,
    Desk,
    client,
    faults,
    needs_contract,
    payloads,
    row,
    schema_faults,
    tables,
    tree_of,
)
from tests.examples import tried

VISIBLE = [action for action in TABLE.values() if not action.hidden]


def option(action: str, name: str) -> dict[str, Any]:
    options = payloads(tree_of(list(TABLE.values())))[action]["options"]
    return next(o for o in options if o["name"] == name)


# The real table.


async def test_every_visible_action_is_a_command_of_its_name() -> None:
    tree = tree_of(list(TABLE.values()))
    leaves = [c.qualified_name for c in tree.walk_commands() if isinstance(c, app_commands.Command)]
    assert sorted(leaves) == sorted(action.name for action in VISIBLE)
    assert [c.name for c in tree.get_commands(type=discord.AppCommandType.message)] == [SCORE_MENU]
    assert not {"say", "interview leave"} & set(leaves)


async def test_options_are_the_visible_ones_in_order_and_a_file_where_one_is_taken() -> None:
    sent = payloads(tree_of(list(TABLE.values())))
    for action in VISIBLE:
        expected = [o.name for o in action.options if not o.internal] + [FILE] * action.takes_file
        assert sorted(o["name"] for o in sent[action.name]["options"]) == sorted(expected)
    assert [o["name"] for o in sent["answer"]["options"]] == ["text", "predict", FILE]
    assert option("answer", FILE)["type"] == discord.AppCommandOptionType.attachment.value


async def test_bounds_come_from_the_table_and_a_zero_is_one() -> None:
    difficulty, predict = option("interview start", "difficulty"), option("answer", "predict")
    assert (difficulty["type"], difficulty["min_value"], difficulty["max_value"]) == (4, 1, 5)
    assert (predict["min_value"], predict["max_value"]) == (0, 100)
    assert option("interview start", "role")["max_length"] == 200
    assert option("answer", "text")["max_length"] == 6000
    assert option("company show", "name")["required"] is True


async def test_what_has_a_source_or_choices_is_completed_and_never_fixed() -> None:
    sent = payloads(tree_of(list(TABLE.values())))
    for action in VISIBLE:
        for known in (o for o in action.options if not o.internal):
            shown = next(o for o in sent[action.name]["options"] if o["name"] == known.name)
            assert shown.get("autocomplete", False) is bool(known.source or known.choices), known.name
            assert "choices" not in shown


async def test_commands_work_in_servers_dms_and_group_dms_for_servers_and_people() -> None:
    tree = tree_of(list(TABLE.values()))
    for command in tree.get_commands():
        sent = command.to_dict(tree)
        assert (sent["contexts"], sent["integration_types"]) == ([0, 1, 2], [0, 1])


@needs_contract
async def test_the_real_table_is_as_discord_wants_it() -> None:
    tree = tree_of(list(TABLE.values()))
    for command in tree.get_commands():
        sent = command.to_dict(tree)
        assert schema_faults(sent) == []
        assert faults(sent, isinstance(command, app_commands.ContextMenu)) == []


async def test_what_only_admins_may_do_is_kept_out_of_students_menus() -> None:
    tree = tree_of(
        [
            row("admin role", rights="admin"),
            row("admin stats", rights="admin"),
            row("usage", rights="admin"),
            row("group start"),
            row("group purge", rights="admin"),
        ]
    )
    manage = discord.Permissions(manage_guild=True).value
    shown = {c.name: c.to_dict(tree)["default_member_permissions"] for c in tree.get_commands()}
    assert shown == {"admin": manage, "usage": manage, "group": None, SCORE_MENU: None}


async def test_descriptions_are_cut_to_a_hundred_characters() -> None:
    long, short = "x" * 150, "x" * 99 + "…"
    sent = payloads(tree_of([row("set up", Option("a", long), about=long), row("one", about=long)]))
    assert {sent[name]["description"] for name in ("set", "set up", "one")} == {short}
    assert sent["set up"]["options"][0]["description"] == short
    assert option("help", "command")["description"] == "a command to explain, such as interview start"


# What Discord would refuse is refused when the tree is built.


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([row("big", *(Option(f"o{n}", "one") for n in range(26)))], "26 options"),
        ([row("big", *(Option(f"o{n}", "one") for n in range(25)), takes_file=True)], "26 options"),
        ([row(f"c{n}") for n in range(101)], "maximum number"),
        ([row(f"many c{n}") for n in range(26)], "maximum number"),
        ([row("blank", about=" ")], "description"),
        ([row("blank", Option("a", ""))], "description"),
        ([row("Start")], "lower-case"),
        ([row("start now please")], "32 characters"),
        ([row("review"), row("review all")], "as well"),
        ([row("x" * 33)], "32 characters"),
        ([row("send", Option(FILE, "a name"), takes_file=True)], "duplicate"),
        ([row("send", Option("not-one", "a name"))], "not-one"),
        ([row(f"heavy c{n}", *(Option(f"o{i}", "x" * 99) for i in range(9))) for n in range(9)], "8000"),
    ],
)
async def test_a_table_that_does_not_fit_is_refused(rows: list[Action], said: str) -> None:
    with pytest.raises((ValueError, app_commands.CommandLimitReached), match=said):
        tree_of(rows)


async def test_the_weight_counts_the_longest_language_of_each_text() -> None:
    sent = {
        "name": "ab",
        "name_localizations": {"de": "abcd", "fr": "a"},
        "description": "abc",
        "description_localizations": None,
        "options": [{"name": "x", "description": "yz", "choices": [{"name": "n", "value": "five5"}]}],
    }
    assert weight(sent) == 4 + 3 + 1 + 2 + 1 + 5


# Made-up tables.


@tried(10)
@given(tables())
async def test_any_table_becomes_commands_that_discord_takes(rows: list[Action]) -> None:
    tree = tree_of(rows)
    sent = payloads(tree)
    for action in rows:
        assert (action.name in sent) is not action.hidden
    for command in tree.get_commands():
        assert faults(command.to_dict(tree), isinstance(command, app_commands.ContextMenu)) == []
        if CONTRACT.exists():
            assert schema_faults(command.to_dict(tree)) == []


@given(st.text(max_size=40), st.integers(1, 30))
def test_a_cut_text_fits_says_so_and_begins_alike(text: str, limit: int) -> None:
    short = cut(text, limit)
    assert len(short) <= limit
    assert short == text if len(text) <= limit else short.endswith("…") and text.startswith(short[:-1])


# Real interactions.


def interaction(data: dict[str, Any], kind: int = 2) -> dict[str, Any]:
    """An interaction in a DM as the gateway brings it."""
    return {
        "id": "1100",
        "application_id": "77",
        "type": kind,
        "token": "t",
        "version": 1,
        "context": 1,
        "attachment_size_limit": 10_485_760,
        "authorizing_integration_owners": {"1": "42"},
        "entitlements": [],
        "channel": {"id": "5", "type": 1, "recipients": []},
        "channel_id": "5",
        "locale": "de",
        "user": USER,
        "data": {"id": "9", "type": 1, **data},
    }


USER = {"id": "42", "username": "ana", "discriminator": "0", "avatar": None, "global_name": "Ana"}


def given_option(name: str, value: object, kind: int = 3) -> dict[str, Any]:
    return {"name": name, "type": kind, "value": value}


class Stage:
    """The tree of the real table on a client that takes interactions as from the gateway."""

    def __init__(self, desk: Desk) -> None:
        self.client = client()
        self.tree = tree_of(list(TABLE.values()), desk, self.client)

    async def send(self, data: dict[str, Any]) -> None:
        async with self.client:
            self.client._connection.parse_interaction_create(cast(Any, interaction(data)))
            await asyncio.sleep(0)


async def soon(queue: "asyncio.Queue[Any]") -> Any:
    return await asyncio.wait_for(queue.get(), 5)


async def test_a_command_asks_with_its_options_as_texts() -> None:
    desk = Desk()
    chosen = [given_option("company", "Google"), given_option("difficulty", 3, kind=4)]
    start = {"name": "start", "type": 1, "options": chosen}
    await Stage(desk).send({"name": "interview", "options": [start]})
    assert await soon(desk.asked) == ("interview start", {"company": "Google", "difficulty": "3"}, [])


async def test_a_file_is_handed_over_beside_the_texts() -> None:
    desk = Desk()
    file = {"id": "8", "filename": "sum.py", "size": 3, "url": "u", "proxy_url": "p"}
    await Stage(desk).send(
        {
            "name": "answer",
            "options": [given_option("text", " x = 1 "), given_option(FILE, "8", kind=11)],
            "resolved": {"attachments": {"8": file}},
        }
    )
    assert await soon(desk.asked) == ("answer", {"text": " x = 1 "}, ["sum.py"])


async def test_the_menu_hands_over_the_message() -> None:
    desk = Desk()
    message = {"id": "31", "channel_id": "5", "author": USER, "content": "An index is a copy", "type": 0}
    rest = {"embeds": [], "attachments": [], "mentions": [], "mention_roles": [], "pinned": False}
    times = {"timestamp": "2026-12-01T09:00:00+00:00", "edited_timestamp": None, "tts": False}
    shown = {"31": {**message, **rest, **times, "mention_everyone": False}}
    menu = {"name": SCORE_MENU, "type": 3, "target_id": "31", "resolved": {"messages": shown}}
    await Stage(desk).send(menu)
    assert await soon(desk.messages) == "An index is a copy"


async def test_an_error_reaches_the_handler() -> None:
    desk = Desk(breaks=True)
    await Stage(desk).send({"name": "help", "options": []})
    error = await soon(desk.errors)
    assert isinstance(error, app_commands.CommandInvokeError)
    assert str(error.original) == "the store burns"


# Completion.

COMPANY = TABLE["company show"].options[0]


async def completed(desk: Desk, typed: str = "") -> list[tuple[str, str | int | float]]:
    asked = discord.Interaction(data=interaction({"name": "x"}, kind=4), state=client()._connection)  # type: ignore[arg-type]
    choices = await Completed(TABLE["company show"], COMPANY, desk.complete).autocomplete(asked, typed)
    return [(choice.name, choice.value) for choice in choices]


async def test_completion_is_told_the_action_the_option_and_what_was_typed() -> None:
    desk = Desk(suggest=lambda a, o, typed: [Suggestion(f"{a.name} {o.name}", typed)])
    assert await completed(desk, "goo") == [("company show name", "goo")]


async def test_completion_keeps_to_discords_limits() -> None:
    many = [Suggestion(f"company {n}", str(n)) for n in range(30)]
    found = [Suggestion("y" * 101, "cut"), Suggestion("x", "z" * 101), Suggestion("", "v"), *many]
    shown = await completed(Desk(suggest=lambda *asked: found))
    assert shown[0] == ("y" * 99 + "…", "cut")
    assert shown[1] == ("company 0", "0")
    assert len(shown) == 25


async def test_completion_that_fails_offers_nothing_and_is_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(action: Action, option: Option, typed: str) -> Sequence[Suggestion]:
        raise RuntimeError("the store burns")

    with caplog.at_level(logging.ERROR):
        assert await completed(Desk(suggest=broken)) == []
    (record,) = caplog.records
    assert record.__dict__["reference"] == "1100"
    assert record.__dict__["option"] == "name"
