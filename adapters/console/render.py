"""A Reply as rich renderables: calm on a terminal, plain elsewhere, and every text no more than text."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.text import Text as Styled

from domain.replies import Block as Content
from domain.replies import Bullets, Button, Card, Code, Field, File, Quote, Reply, Text

WIDEST = 100
NARROW = 50
TAB = "    "
_TICKS = re.compile(r"`([^`\n]+)`")
_STATE = re.compile(r"(\d+% of the score: )?\[(met|partly|missed)\]")
_STATE_STYLES = {"met": "green", "partly": "yellow", "missed": "red"}
_BAR = re.compile(r"(█*)(░*)")
_REORDERS = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))


def safe(text: str) -> str:
    """The text with nothing in it that a terminal would obey: control characters become visible marks."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", TAB)
    return "".join(map(_harmless, text)) if not text.isprintable() else text


def _harmless(char: str) -> str:
    if char == "\n" or char.isprintable():
        return char
    if char < " ":
        return chr(0x2400 + ord(char))
    kind = unicodedata.category(char)
    if kind in ("Zl", "Zp", "Zs"):
        return " "
    return "\ufffd" if kind in ("Cc", "Cs") or char in _REORDERS else char


@dataclass(frozen=True, slots=True)
class Hanging:
    """Wrapped text behind a mark: `first` before its first line, `rest` before each other."""

    body: Styled
    first: Styled = field(default_factory=Styled)
    rest: Styled = field(default_factory=Styled)

    @property
    def announces(self) -> bool:
        """Whether it ends with a colon, so that what follows belongs right below."""
        return self.body.plain.rstrip().endswith(":")

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Styled]:
        room = max(8, options.max_width - max(self.first.cell_len, self.rest.cell_len))
        for number, line in enumerate(self.body.wrap(console, room, overflow="fold", no_wrap=False)):
            line.rstrip()
            yield Styled.assemble(self.rest if number else self.first, line)


@dataclass(frozen=True, slots=True)
class Heading:
    """A title with a quiet line to its right."""

    title: Styled

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        room = options.max_width - self.title.cell_len - 1
        if room < 4:
            yield Hanging(self.title)
            return
        stroke = "-" if options.ascii_only else "─"
        yield Styled.assemble(self.title, " ", (stroke * room, "dim"))


@dataclass(frozen=True, slots=True)
class Fields:
    """Short fields in one line; long ones below each other, their values in line."""

    fields: tuple[Field, ...]

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        line = Styled(" · ").join(
            Styled.assemble((safe(f.name), "dim"), " ", safe(f.value)) for f in self.fields
        )
        if "\n" not in line.plain and line.cell_len <= options.max_width:
            yield line
            return
        widest = max(cell_len(safe(f.name)) for f in self.fields) + 2
        in_line = options.max_width >= NARROW and widest <= options.max_width // 3
        for one in self.fields:
            yield _field(one, widest if in_line else 0)


def _field(one: Field, indent: int) -> Hanging:
    """`name   value` with the value at that indent, or `name: value` where it is 0."""
    name = safe(one.name).replace("\n", " ")
    if not indent:
        return Hanging(Styled.assemble((f"{name}: ", "dim"), safe(one.value)), rest=Styled("  "))
    padded = name + " " * (indent - cell_len(name))
    return Hanging(Styled(safe(one.value)), Styled(padded, "dim"), Styled(" " * indent))


def renderable(reply: Reply, *, colour: bool) -> Group:
    """All of a reply but its form, which is asked field by field.

    With `colour`, code is highlighted and backticks of the project's own words become a style.
    """
    parts: list[RenderableType] = []
    for card in reply.cards:
        parts += _card(card, reply.failed, colour)
    parts += [_file(file) for file in reply.files]
    if reply.buttons:
        parts.append(buttons_line(reply.buttons))
    return Group(*_parted(parts))


def _parted(parts: list[RenderableType]) -> Iterator[RenderableType]:
    """The parts with an empty line between each two; none below a heading or what announces the next."""
    above: RenderableType | None = None
    for part in parts:
        leads = isinstance(above, Heading) or (isinstance(above, Hanging) and above.announces)
        if above is not None and (isinstance(part, Heading) or not leads):
            yield ""
        yield part
        above = part


def _card(card: Card, failed: bool, colour: bool) -> Iterator[RenderableType]:
    title = " ".join(safe(card.title).split())
    if title:
        yield Heading(Styled(title, "bold yellow" if failed else "bold"))
    for content in card.body:
        yield _content(content, colour)
    if card.fields:
        yield Fields(card.fields)


def _content(content: Content, colour: bool) -> RenderableType:
    match content:
        case Code():
            indent = Styled("  ")
            return Hanging(_code(content, colour), indent, indent)
        case Quote():
            return quoted(content.text)
        case Bullets():
            return Group(*(_item(item) for item in content.items))
        case _:
            return Hanging(words(content.text, colour) if content.markup else _plain(content))


def quoted(text: str) -> Hanging:
    """Somebody's own words behind a line."""
    mark = Styled("│ ", "dim")
    return Hanging(Styled(safe(text), "italic"), mark, mark)


def _plain(content: Text) -> Styled:
    """A paragraph as it is; a score's bar gets a quiet rest."""
    bar = _BAR.fullmatch(content.text)
    if bar is None:
        return Styled(safe(content.text))
    return Styled.assemble((bar[1], "cyan"), (bar[2], "dim"))


def words(text: str, colour: bool) -> Styled:
    """The project's own words; what stands in backticks is code, and keeps them where there is no colour."""
    text = safe(text)
    if not colour:
        return Styled(text)
    styled = Styled()
    for number, part in enumerate(_TICKS.split(text)):
        styled.append(part, "cyan" if number % 2 else None)
    return styled


def _item(item: str) -> Hanging:
    """A bullet; a rubric row's state is told by its word, and its colour only helps."""
    text = safe(item)
    state = _STATE.match(text)
    if state is None:
        return Hanging(Styled(text), Styled("• ", "dim"), Styled("  "))
    style = _STATE_STYLES[state[2]]
    if not state[1]:
        mark = Styled(f"[{state[2]}]".ljust(9), style)
        return Hanging(Styled(text[state.end() :].lstrip()), mark, Styled(" " * 9))
    body = Styled(text)
    body.stylize(style, state.end(1), state.end())
    return Hanging(body, Styled("• ", "dim"), Styled("  "))


def _code(content: Code, colour: bool) -> Styled:
    text = safe(content.text).strip("\n")
    if not colour or not content.language:
        return Styled(text)
    from rich.syntax import Syntax

    highlighted = Syntax(text, content.language, theme="ansi_dark", background_color="default").highlight(
        text
    )
    highlighted.rstrip()
    return highlighted


def _file(file: File) -> RenderableType:
    """Name and path, the path in one piece so that it can be copied."""
    path = Styled(safe(file.path).replace("\n", " "), no_wrap=True, overflow="ignore")
    return Group(Hanging(Styled(safe(file.name), "bold")), path)


def buttons_line(buttons: tuple[Button, ...]) -> Hanging:
    """`!1 Hint  !2 Skip`: what can be pressed, and how."""
    labels = (f"!{n} {' '.join(safe(b.label).split())}" for n, b in enumerate(buttons, 1))
    return Hanging(Styled("  ".join(labels), "dim"))
