"""Cosines of texts by either model, loaded at its first use, with the vectors of the last texts kept."""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

from adapters.sentences import files
from adapters.sentences.models import sentence_reader, word_vectors
from domain.ports import Sense

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from adapters.sentences.models import Embed

log = logging.getLogger(__name__)

REMEMBERED = 4096
BATCH = 16


@cache
def open_sense() -> Sense | None:
    """The models, not loaded yet; None where the extra is missing, or broken, which is logged once."""
    if all(file.home is None for file in files.ALL):
        return None
    fault = files.fault()
    if fault:
        log.warning("answers are graded without the extra `semantic`: %s", fault)
        return None
    return TwoModels(Cosines(word_vectors), Cosines(sentence_reader))


class TwoModels:
    """A quick look at the words of texts, and a reading of them as sentences. Safe in threads."""

    def __init__(self, words: Cosines, reader: Cosines) -> None:
        self._words, self._reader = words, reader

    def likeness(self, one: Sequence[str], other: Sequence[str]) -> list[list[float]]:
        return self._words.between(one, other)

    def closeness(self, one: Sequence[str], other: Sequence[str]) -> list[list[float]]:
        return self._reader.between(one, other)


class Cosines:
    """The cosines that one model gives texts; of the last 4,096 texts their vectors are remembered."""

    def __init__(self, load: Callable[[], Embed]) -> None:
        self._load = cache(load)
        self._lock = Lock()
        self._known: OrderedDict[str, NDArray[np.float32]] = OrderedDict()

    def between(self, one: Sequence[str], other: Sequence[str]) -> list[list[float]]:
        """-1 to 1, a row for each text of `one`; 0 beside a text without words."""
        if not one or not other:
            return [[] for _ in one]
        with self._lock:
            vectors = self._vectors((*one, *other))
        cosines = vectors[: len(one)] @ vectors[len(one) :].T
        return [[round(cosine, 4) for cosine in row] for row in cosines.tolist()]

    def _vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        import numpy as np

        unknown = [text for text in dict.fromkeys(texts) if text not in self._known]
        for first in range(0, len(unknown), BATCH):
            batch = unknown[first : first + BATCH]
            found = self._load()(batch)
            lengths = np.linalg.norm(found, axis=1, keepdims=True)
            self._known.update(zip(batch, found / np.where(lengths > 0, lengths, 1), strict=True))
        rows = np.stack([self._known[text] for text in texts])
        for text in texts:
            self._known.move_to_end(text)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return rows
