"""What is offered while a command is typed."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from adapters.console.complete import ConsoleCompleter, suggestions
from domain.actions import TABLE
from domain.actions.kinds import Action
from domain.replies import Button

NAMES = {
    "companies": ("Amazon", "Goldman Sachs", "Google"),
    "streams": ("backend", "data"),
    "roadmaps": ("aws", "sql"),
    "commands": ("interview start", "interview status", "help"),
    "sessions": ("ab12", "cd34"),
    "descriptions": ("ef56",),
    "places": ("dm", "channel:study"),
    "people": ("ana", "ben"),
}
BUTTONS = (Button("Hint", "h"), Button("Skip", "s"))
INTERVIEW = [a for a in TABLE.values() if a.name.startswith("interview ") and not a.hidden]


def visible_options(action: Action) -> list[str]:
    return [o.name for o in action.options if not o.internal]


async def names(source: str) -> Sequence[str]:
    return NAMES[source]


async def offered(line: str) -> list[str]:
    """Each suggestion as the whole line would be with it."""
    found = await suggestions(line, TABLE, names, BUTTONS)
    return [line[: len(line) - s.length] + s.text for s in found]


async def test_a_slash_offers_every_visible_command() -> None:
    lines = await offered("/")
    visible = [f"/{a.name}" for a in TABLE.values() if not a.hidden]
    assert [line.strip() for line in lines] == [*visible, "/in", "/as", "/quit"]
    assert "/say" not in [line.strip() for line in lines]


@pytest.mark.parametrize(
    ("line", "endings"),
    [
        ("/interview st", ["start ", "status", "stories "]),
        ("/INTERVIEW  Sta", ["start ", "status"]),
        ("/interview start ", ["company:", "role:", "rounds:", "stream:", "difficulty:", "questions:"]),
        ("/in ", ["dm", "channel:study"]),
        ("/as b", ["ben"]),
        ("/interview start company:go", ["Goldman Sachs", "Google"]),
        ("/interview start company:Goldman S", ["Goldman Sachs"]),
        ("/interview start gold", ["Goldman Sachs"]),
        ("/interview start company:Google ro", ["role:", "rounds:"]),
        ("/interview start stream:b", ["backend"]),
        ("/interview start rounds:dsa,be", ["behavioral"]),
        ("/interview start difficulty:", ["1", "2", "3", "4", "5"]),
        ("/interview resume c", ["cd34"]),
        ("/company show ", ["Amazon", "Goldman Sachs", "Google"]),
        ("/help interview sta", ["interview start", "interview status"]),
        ("/answer pre", ["predict:"]),
        ("/q", ["/quit"]),
        ("!", ["!hint", "!skip"]),
        ("!S", ["!skip"]),
        ("/answer I can pre", []),
        ("/answer the text", []),
        ("An index is", []),
        ("/answer one\n/int", []),
        ("/interview start\nro", []),
        ("/nonsense ", []),
    ],
)
async def test_what_fits_is_offered(line: str, endings: list[str]) -> None:
    found = await offered(line)
    assert len(found) == len(endings)
    assert all(whole.endswith(ending) for whole, ending in zip(found, endings, strict=True)), found


async def test_a_suggestion_replaces_what_was_typed_of_it() -> None:
    assert await offered("/interview start company:Google ro") == [
        "/interview start company:Google role:",
        "/interview start company:Google rounds:",
    ]
    assert await offered("/INT") == [f"/{a.name}{' ' * bool(visible_options(a))}" for a in INTERVIEW]


async def test_an_option_is_offered_once() -> None:
    lines = await offered("/interview start company:Google ")
    assert "/interview start company:Google role:" in lines
    assert not any(line.count("company:") > 1 for line in lines)


async def test_a_choice_is_offered_once() -> None:
    assert "/interview start rounds:dsa,dsa" not in await offered("/interview start rounds:dsa,")
    assert "/interview start rounds:dsa,behavioral" in await offered("/interview start rounds:dsa,")


async def test_internal_options_are_never_offered() -> None:
    for action in TABLE.values():
        internal = [f"{o.name}:" for o in action.options if o.internal]
        assert not any(
            line.endswith(tuple(internal)) for line in await offered(f"/{action.name} ") if internal
        )


async def completions(line: str) -> list[str]:
    completer = ConsoleCompleter(TABLE, names, lambda: BUTTONS)
    found = completer.get_completions_async(Document(line), CompleteEvent(text_inserted=True))
    return [c.text async for c in found]


async def test_paths_are_completed_behind_an_at(tmp_path: Path) -> None:
    (tmp_path / "solution.py").write_text("")
    assert await completions(f"look at @{tmp_path}/sol") == ["ution.py"]
    assert await completions(f"mail@{tmp_path}/sol") == []


async def test_the_prompt_gets_the_same_suggestions() -> None:
    assert await completions("/interview sta") == ["/interview start ", "/interview status"]
    assert await completions("!h") == ["!hint"]
