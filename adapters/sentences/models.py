"""Loads the two models: vectors of words, and a small transformer that reads a sentence as a whole."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

from adapters.sentences import files

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors: TypeAlias = NDArray[np.float32]
    Embed: TypeAlias = Callable[[Sequence[str]], Vectors]

LONGEST = 20_000
MOST_TOKENS, FRAME = 128, 2
_MARKS = re.compile(r"[.,;:!?…\"“”‘’`]+(?=\s|$)|(?<!\S)[\"“‘`]+")


def word_vectors() -> Embed:
    """Texts to rows: the mean of their words' vectors (WordLlama, 256 numbers), some 0.1 ms a text."""
    import numpy as np
    from safetensors.numpy import load_file
    from tokenizers import Tokenizer

    table: NDArray[np.float16] = load_file(files.WORD_VECTORS.path)["embedding.weight"]
    tokenizer = Tokenizer.from_file(str(files.WORD_TOKENS.path))

    def embed(texts: Sequence[str]) -> Vectors:
        ids = [tokenizer.encode(plain(text), add_special_tokens=False).ids for text in texts]
        means = [table[one].mean(axis=0, dtype=np.float32) if one else table[0] * 0 for one in ids]
        return np.stack(means, dtype=np.float32)

    return embed


def sentence_reader() -> Embed:
    """Texts to rows: the mean of what the model makes of their tokens (MiniLM-L6, 384 numbers).

    Some 6 ms a call and 0.3 ms a token on one core; only the first 128 tokens of a text are read.
    """
    import numpy as np
    from onnxruntime import InferenceSession, SessionOptions  # type: ignore[import-untyped]
    from tokenizers import Tokenizer

    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False
    session = InferenceSession(files.READER.path, options, providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_file(str(files.READER_TOKENS.path))
    tokenizer.enable_truncation(MOST_TOKENS)
    tokenizer.no_padding()

    def embed(texts: Sequence[str]) -> Vectors:
        # Not encode_batch: it starts threads that a fork of this process would complain of.
        read = [tokenizer.encode(plain(text)).ids for text in texts]
        ids = np.zeros((len(read), max(map(len, read))), np.int64)
        for row, one in enumerate(read):
            ids[row, : len(one)] = one
        mask = (ids > 0).astype(np.int64)
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        (states,) = session.run(["last_hidden_state"], given)
        has_words = mask.sum(axis=1, keepdims=True) > FRAME
        weights = mask * has_words / mask.sum(axis=1, keepdims=True)
        means: Vectors = np.einsum("tld,tl->td", states, weights.astype(np.float32))
        return means

    return embed


def plain(text: str) -> str:
    """The first 20,000 characters as both models read them: no capitals, no marks between words."""
    readable = text[:LONGEST].encode("utf-8", "replace").decode("utf-8")
    return " ".join(_MARKS.sub(" ", readable.lower()).split())
