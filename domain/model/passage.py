"""A piece of content that the coach can quote, with where it comes from."""

from typing import Literal

from domain.model.base import Value

Kind = Literal[
    "question", "hint", "roadmap", "resource", "company", "help", "report", "answer", "weakness", "own"
]
"""Of kind `own` is what was made of a student's record for the one message that asked for it."""


class Passage(Value):
    """`text` is whole sentences. `source` is said beneath it, such as `Roadmap SQL, stage 3: Joins`.

    `subject` is the id of what it belongs to: a question's slug, a roadmap's, a company's, an interview's;
    `stage` a roadmap stage's number. `url` is an outside source's address, shown and never fetched.
    `tags` are words by which it is found too.
    """

    id: str
    kind: Kind
    title: str
    text: str
    source: str
    subject: str = ""
    stage: int | None = None
    url: str = ""
    tags: tuple[str, ...] = ()


class Found(Value):
    """A passage with its rank (BM25, higher is better) and the query's words that it holds."""

    passage: Passage
    rank: float
    words: tuple[str, ...] = ()
