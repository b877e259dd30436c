"""What stands behind a slash command: options as everywhere, or a student's own few words."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import zip_longest

from domain.actions.kinds import Action
from domain.actions.parse import LONGEST_OPTIONS, find_action, typed_options
from domain.errors import UserError
from domain.model.question import ROUNDS

_MARKED = re.compile(r"<([@#!]|https?://|mailto:|tel:)([^<>|]*)(?:\|([^<>]*))?>")
_ENTITY = re.compile(r"&(lt|gt|amp);")
ENTITIES = {"lt": "<", "gt": ">", "amp": "&"}

_OPTION = re.compile(r"(?:^|\s)[A-Za-z_]+:")
_COUNT = re.compile(r"\b(\d{1,2})\s+questions?\b|\bquestions?\s+(\d{1,2})\b", re.IGNORECASE)
_AT = re.compile(r"\bat\s+(\w[\w.&'-]*)", re.IGNORECASE)
HARDNESS = {"easy": "1", "medium": "3", "hard": "5"}
PHRASES = (
    (re.compile(r"\bsystem[ -]design\b", re.IGNORECASE), "system_design"),
    (re.compile(r"\bdata structures(?: (?:and|&) algorithms)?", re.IGNORECASE), "dsa"),
)
ROUND_WORDS: Mapping[str, str] = {
    **{str(name): str(name) for name in ROUNDS},
    "coding": "dsa",
    "algorithms": "dsa",
    "technical": "technical_qa",
    "tech": "technical_qa",
    "behavioural": "behavioral",
    "hr": "behavioral",
}
IN_TITLES = frozenset({"technical", "tech", "hr", "algorithms"})
"""Words for a round that also begin a role, such as a technical writer."""
AROUND = frozenset(
    {"a", "an", "and", "as", "at", "each", "for", "i", "in", "interview", "interviews", "me", "mock", "my",
     "of", "on", "per", "please", "round", "rounds", "the", "to", "want", "with"}
)  # fmt: skip
"""Words that lead to what was meant, and say nothing at the beginning or the end of a role."""
LONGEST_SLIP = 60
LIKENESS = 0.75
LONG_NAME = 5
"""Letters from which a name is recognised misspelt; many a word is almost a shorter one."""
START = "interview start"
ASKED_FOR = frozenset({START, "group start"})
"""What a group's bare command begins only once a form has said how."""
IN_GROUP = {"company": "company show", "report": "report session", "interview": START}
"""What a group's command means where its second word names none of its actions."""


@dataclass(frozen=True, slots=True)
class Known:
    """Names that free words are recognised by."""

    companies: tuple[str, ...] = ()
    streams: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """An action with its arguments; with `form`, what is missing is to be asked for first."""

    action: str
    args: Mapping[str, str] = field(default_factory=dict)
    form: bool = False


def plain_text(text: str) -> str:
    """What the person typed, of a text as Slack sends it: its marks and escapes are undone once."""
    text = _MARKED.sub(_typed, text)
    return _ENTITY.sub(lambda found: ENTITIES[found.group(1)], text)


def _typed(found: re.Match[str]) -> str:
    """`example.com` of `<http://example.com|example.com>`; a name of its own keeps its address beside it."""
    kind, target, label = found.group(1), found.group(2), found.group(3) or ""
    match kind:
        case "@" | "#":
            return kind + (label or target).removeprefix(kind)
        case "!":
            return label if label.startswith("@") or "^" in target else f"@{label or target}"
        case "mailto:" | "tel:":
            return label or target
    url = kind + target
    bare = label.rstrip("/").casefold()
    if not label or bare in (url.rstrip("/").casefold(), target.rstrip("/").casefold()):
        return label or url
    return f"{label} ({url})"


def command_in(text: str, table: Mapping[str, Action]) -> tuple[str, str] | None:
    """`/interview` and what follows it, where a text begins like a command; an answer may begin with `/` too.

    One so short that its first word must be a command misspelt is taken for it.
    """
    if not text.startswith("/"):
        return None
    first = text.split(None, 1)[0]
    firsts = {f"/{action.name.split()[0]}" for action in table.values() if not action.hidden}
    slip = len(text) <= LONGEST_SLIP and get_close_matches(first.casefold(), firsts, n=1, cutoff=LIKENESS)
    return (first, text[len(first) :]) if first.casefold() in firsts or slip else None


def spelled_out(text: str, table: Mapping[str, Action]) -> tuple[str, str] | None:
    """`/group` and ` join`, of `group join` behind a mention: both words of an action, and what follows them.

    One word alone is no command, since an answer may begin with it; a slip in the second of a short text is.
    """
    group, *more = text.split(None, 2)[:2] or [""]
    names = (name.split() for name, action in table.items() if not action.hidden)
    seconds = [words[1] for words in names if words[0] == group.casefold() and words[1:]]
    if not more or not seconds:
        return None
    second = more[0].casefold()
    slip = len(text) <= LONGEST_SLIP and get_close_matches(second, seconds, n=1, cutoff=LIKENESS)
    return (f"/{group}", text[len(group) :]) if second in seconds or slip else None


def understood(command: str, text: str, table: Mapping[str, Action], known: Known) -> Understood:
    """What a command means: `/interview` and `start company:Google`, `google sde intern` or nothing.

    `text` is what the person typed, as plain_text gives it. Raises UserError.
    """
    group = command.strip().removeprefix("/").casefold()
    members = [name for name, action in table.items() if name.split()[0] == group and not action.hidden]
    if group in members:
        return _single(table[group], text)
    meant = table.get(IN_GROUP.get(group, "")) or next((table[name] for name in members), None)
    if meant is None:
        raise UserError(f"There is no `/{group[:40]}`. `/help` lists every command.", title="Unknown command")
    if not text.strip():
        return Understood(meant.name, form=_asks(meant) or meant.name in ASKED_FOR)
    first = text.split(None, 1)[0].casefold()
    if f"{group} {first}" not in members:
        if group not in IN_GROUP or _slipped(first, members, known):
            find_action(f"{group} {text}", table)
        return Understood(meant.name, _args(meant, text, known))
    action, rest = find_action(f"{group} {text}", table)
    return Understood(action.name, _args(action, rest, known), form=_asks(action) and not rest.strip())


def _asks(action: Action) -> bool:
    """Whether a bare command opens a form; what needs nothing is done."""
    return action.name == START or any(option.required for option in action.options)


def _single(action: Action, text: str) -> Understood:
    needed = any(option.required for option in action.options)
    return Understood(action.name, typed_options(action, text), form=needed and not text.strip())


def _slipped(word: str, members: Sequence[str], known: Known) -> bool:
    """Whether it is one of the group's actions misspelt rather than a student's own word."""
    ours = {part.casefold() for name in (*known.companies, *known.streams) for part in name.split()}
    seconds = [name.split()[-1] for name in members]
    return word not in ours and bool(get_close_matches(word[:40], seconds, n=1, cutoff=0.75))


def _args(action: Action, text: str, known: Known) -> Mapping[str, str]:
    """The options that are named, and before them the words of a student who starts an interview."""
    if action.name != START or len(text) > LONGEST_OPTIONS:
        return typed_options(action, text)
    option = _OPTION.search(text)
    end = option.start() if option else len(text)
    return {**free_start(text[:end], known), **typed_options(action, text[end:])}


def free_start(text: str, known: Known) -> dict[str, str]:
    """A company, a role, rounds, how hard and how many, in any order: what is left over is the role."""
    for phrase, name in PHRASES:
        text = phrase.sub(f" {name} ", text)
    count = _COUNT.search(text)
    text = _COUNT.sub(" , ", text, count=1)
    company, text = _company(text, known.companies)
    stream = _first(text, known.streams)
    rounds, difficulty, role = _sorted_words(text.replace(",", " , ").replace(";", " , ").split())
    found = {
        "company": company,
        "stream": stream,
        "questions": (count.group(1) or count.group(2)) if count else "",
        "rounds": ",".join(dict.fromkeys(rounds)),
        "difficulty": difficulty,
        "role": "" if _like(role) == _like(stream) else role,
    }
    return {name: value for name, value in found.items() if value}


def _company(text: str, names: Sequence[str]) -> tuple[str, str]:
    """A known one, one misspelt, or one behind `at`; and the text without it."""
    known = _first(text, names)
    if known:
        return known, _pattern(known).sub(" , ", text, count=1)
    long = [name.casefold() for name in names if len(name) >= LONG_NAME]
    for word in re.findall(r"\w{4,40}", text):
        if get_close_matches(word.casefold(), long, n=1, cutoff=0.8):
            return word, re.sub(rf"\b{word}\b", " , ", text, count=1)
    behind = _AT.search(text)
    if behind is None or not _is_ordinary(behind.group(1)):
        return "", text
    return behind.group(1).rstrip("."), f"{text[: behind.start()]} , {text[behind.end() :]}"


def _first(text: str, names: Iterable[str]) -> str:
    """The longest of the names that stands in the text as words."""
    return max((name for name in names if name and _pattern(name).search(text)), key=len, default="")


def _pattern(name: str) -> re.Pattern[str]:
    words = r"[\s_-]+".join(re.escape(word) for word in re.split(r"[\s_-]+", name))
    return re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)


def _like(text: str) -> str:
    return re.sub(r"[\s_-]+", " ", text).casefold()


def _sorted_words(words: Sequence[str]) -> tuple[list[str], str, str]:
    """The rounds, the difficulty, and the role that is left."""
    rounds: list[str] = []
    left: list[str] = []
    difficulty = ""
    for word, follower in zip_longest(words, words[1:], fillvalue=","):
        plain = word.casefold().replace("-", "_")
        if plain in ROUND_WORDS and not (plain in IN_TITLES and _is_ordinary(follower)):
            rounds.append(ROUND_WORDS[plain])
        elif plain in HARDNESS and not difficulty:
            difficulty = HARDNESS[plain]
        else:
            left.append(word)
    return rounds, difficulty, " ".join(_trimmed(left)).strip("\"'“”‘’")


def _is_ordinary(word: str) -> bool:
    """Whether it has no meaning of its own here, as the words of a title and names have none."""
    plain = word.casefold().replace("-", "_")
    return plain not in AROUND and plain not in ROUND_WORDS and plain not in HARDNESS and plain != ","


def _trimmed(words: Sequence[str]) -> Iterator[str]:
    """Without the little words around it, and without commas."""
    kept = [word for word in words if word != ","]
    telling = [n for n, word in enumerate(kept) if word.casefold() not in AROUND]
    return iter(kept[telling[0] : telling[-1] + 1] if telling else ())
