"""How much of the machine one document may take, and how much may come out of it."""

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """`seconds` are wall-clock, with the child's start. `memory_bytes` is all its data.

    A zip or a PDF's stream may unpack to `unpacked_bytes`, and a zip of more than a MiB to `unpacked_times`
    its packed size: a resume's XML packs to a tenth, a bomb to a thousandth.
    """

    file_bytes: int = 5 << 20
    seconds: float = 5.0
    memory_bytes: int = 512 << 20
    pages: int = 30
    characters: int = 200_000
    unpacked_bytes: int = 32 << 20
    unpacked_times: int = 100
    zip_entries: int = 2_000
    at_once: int = os.cpu_count() or 1


DEFAULT_LIMITS = ReadLimits()
