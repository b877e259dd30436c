"""Looks up what bears on a message: in the shipped content, and in what the student shares of their own."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from domain.coaching.asked import only_asks_on
from domain.coaching.conversation import Heard
from domain.coaching.known import Known
from domain.coaching.secrecy import OpenQuestion, telling
from domain.model.passage import Found, Kind, Passage
from domain.services import Services

AT_LEAST = 12
_EXPLAINS = re.compile(
    r"\b(?:explain|what(?:\W?s| is| are)|difference|vs|versus|define|meaning|how do(?:es)?(?! i)"
    r"|why|when (?:do|to))\b",
    re.IGNORECASE,
)
_TOPIC = re.compile(r"\b(?:explain|define|meaning of|difference between)\b", re.IGNORECASE)
_READS = re.compile(
    r"\b(?:books?|courses?|videos?|tutorials?|articles?|resources?|links?|docs|documentation|read|watch"
    r"|materials?)\b",
    re.IGNORECASE,
)
_FEELS = re.compile(
    r"\b(?:i(?:\W?ve| have| just|\W?m| am| feel| got| keep)? (?:\w+ )?"
    r"(?:fail(?:ed|ing)|bombed|screwed up|messed up|rejected|scared|afraid|nervous|anxious"
    r"|stressed|sad|tired|exhausted|hopeless|overwhelmed|lonely|crying))\b",
    re.IGNORECASE,
)
_ANY_COMPANY = frozenset(
    ("interview", "proces", "round", "pattern", "preparation", "prepare", "question", "topic", "tip")
)
FACTS: frozenset[Kind] = frozenset(("resource", "roadmap", "question", "hint", "company"))
QUESTIONS: frozenset[Kind] = frozenset(("question", "hint"))
RESOURCES: frozenset[Kind] = frozenset(("resource",))
LEARNING: frozenset[Kind] = frozenset(("resource", "roadmap"))


async def look(
    do: Services, heard: Heard, known: Known, opened: OpenQuestion | None, limit: int, *, fresh: bool = False
) -> tuple[Passage, ...]:
    """The best passages first, one a subject; none of the open question, and none that would answer it.

    A message that only asks on, such as "why?", is read as the one before it; where `fresh`, what was quoted
    since is left out, so that it brings something new.
    """
    seen = _quoted_since(heard) if fresh and follows(heard) else ()
    found: list[Passage] = []
    for left_out in _kinds_left_out(query_of(heard)):
        if found and not left_out:
            break
        more = await _find(do, query_of(heard), known, opened, left_out, seen)
        found += [passage for passage in more if passage not in found]
        if len(_one_a_subject(found)) >= limit:
            break
    return _without_slips(query_of(heard), _one_a_subject(found))[:limit]


def all_told(heard: Heard) -> bool:
    """Whether it asks on from something that was quoted."""
    return follows(heard) and bool(_quoted_since(heard))


def follows(heard: Heard) -> bool:
    """Whether the message only asks on, and something was asked before it."""
    return only_asks_on(heard.message.content) and any(_said_before(heard))


def _said_before(heard: Heard) -> Iterator[str]:
    """What the student said before, the latest first, without what only asked on."""
    said = (one.content for one in reversed(heard.before) if one.role == "user")
    return (text for text in said if not only_asks_on(text))


def query_of(heard: Heard) -> str:
    """The words to look up."""
    return next(_said_before(heard)) if follows(heard) else heard.message.content


def _quoted_since(heard: Heard) -> frozenset[str]:
    """What was quoted for the message that this one asks on from, and since."""
    ids: set[str] = set()
    for one in reversed(heard.before):
        ids.update(ground.id for ground in one.grounds[:1])
        if one.role == "user" and not only_asks_on(one.content):
            break
    return frozenset(ids)


def _kinds_left_out(text: str) -> tuple[frozenset[Kind], ...]:
    """What a message is not after, from one search to the next; the last, for all, only if nothing was found.

    A course is no explanation, and only who asks for something to read is served with a title. "Books" are
    what is asked for then, and not a question on a booking.
    """
    if asked := _READS.search(text):
        is_verb = asked[0].casefold() in ("read", "watch")
        return (frozenset(),) if is_verb else (QUESTIONS, frozenset())
    if _FEELS.search(text):
        return (FACTS, frozenset())
    return (LEARNING, RESOURCES, frozenset()) if _EXPLAINS.search(text) else (RESOURCES, frozenset())


async def _find(
    do: Services,
    query: str,
    known: Known,
    opened: OpenQuestion | None,
    left_out: frozenset[Kind],
    seen: Collection[str],
) -> tuple[Passage, ...]:
    def without(passage: Passage) -> bool:
        secret = opened is not None and opened.has(passage)
        return secret or passage.kind in left_out or passage.id in seen

    found = _passages(await do.retrieval.find(query, AT_LEAST, own=known.passages, without=without))
    if opened is None:
        return found
    secret = await telling(opened, found)
    return tuple(passage for passage in found if passage.id not in secret)


def _one_a_subject(found: Iterable[Passage]) -> tuple[Passage, ...]:
    """The best of each question and of each stage: its points, example and hints tell much the same."""
    kept: dict[object, Passage] = {}
    for passage in found:
        kept.setdefault(_subject(passage), passage)
    return tuple(kept.values())


def _without_slips(query: str, found: tuple[Passage, ...]) -> tuple[Passage, ...]:
    """Without commands, unless one of them fits best: they share many a word with what is no command.

    Who wants a topic explained is not after one at all, if anything else was found.
    """
    others = tuple(one for one in found if not _is_command(one))
    if found and (not _is_command(found[0]) or (_TOPIC.search(query) and "/" not in query)):
        return others or found
    return found


def _is_command(passage: Passage) -> bool:
    return passage.id.startswith("help:")


def _subject(passage: Passage) -> object:
    if passage.kind in ("question", "hint"):
        return passage.subject
    return (passage.subject, passage.stage) if passage.stage is not None else passage.id


async def passage(do: Services, heard: Heard, known: Known, wanted: str) -> Passage | None:
    """The passage of that id once more, as it was found for the message; None where it is there no more."""
    query = query_of(heard)
    found = await do.retrieval.find(query, 1, own=known.passages, without=lambda p: p.id != wanted)
    return found[0].passage if found else None


def _passages(found: Sequence[Found]) -> tuple[Passage, ...]:
    return tuple(one.passage for one in found if not _of_any_company(one))


def _of_any_company(one: Found) -> bool:
    """Whether a company's notes were found by words that fit every company."""
    return one.passage.kind == "company" and {word.rstrip("s") for word in one.words} <= _ANY_COMPANY
