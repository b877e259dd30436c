"""When a job that failed is tried again, and when that is given up."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Retries:
    """`tries` in all; the pauses take `first` seconds, then twice as long each time, up to `longest`."""

    tries: int = 5
    first: float = 2.0
    longest: float = 300.0

    def pause(self, failed: int, chance: float) -> float:
        """Seconds to wait after that many failed tries, 1 or more.

        `chance`, 0 to 1, takes off up to half, so that jobs which failed together do not come back together.
        """
        whole = min(self.longest, self.first * 2.0 ** (failed - 1))
        return whole * (1 - chance / 2)
