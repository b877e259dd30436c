"""A passage as it is indexed."""

from dataclasses import dataclass
from itertools import chain

from adapters.retrieval.words import spelled, stems
from domain.model.passage import Passage


@dataclass(frozen=True, slots=True)
class Row:
    """`columns` are the stems of title, tags and text; `head` those of the first two, `stems` all of them."""

    passage: Passage
    columns: tuple[str, str, str]
    head: frozenset[str]
    stems: frozenset[str]
    words: frozenset[str]


def row(passage: Passage) -> Row:
    """A hint names its topic without telling of it, so its title is worth no more than its text."""
    texts = (passage.title, " ".join(passage.tags), passage.text)
    if passage.kind == "hint":
        texts = ("", "", " ".join(texts))
    parts = [spelled(text) for text in texts]
    title, tags, text = (stems(words) for words in parts)
    return Row(
        passage,
        (" ".join(title), " ".join(tags), " ".join(text)),
        frozenset((*title, *tags)),
        frozenset((*title, *tags, *text)),
        frozenset(chain.from_iterable(parts)),
    )
