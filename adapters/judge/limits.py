"""How much of the machine one answer may take."""

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class JudgeLimits:
    """Seconds are wall-clock. `memory_mb` is the sandbox's whole memory, some 30 of them Python's own.

    After a test that had to be killed the rest goes on in a new sandbox, `restarts` times, until
    `total_seconds` are used up. `output_bytes` bounds what one test may print, and what it may return.
    """

    test_seconds: float = 4.0
    total_seconds: float = 15.0
    start_seconds: float = 20.0
    memory_mb: int = 256
    output_bytes: int = 65_536
    code_bytes: int = 65_536
    restarts: int = 3
    at_once: int = os.cpu_count() or 1


DEFAULT_LIMITS = JudgeLimits()
