"""A measured figure, its bare counterpart where there is one, and the target it is held to."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` and `bare` in `unit`; `most` or `least` is the target, None where a figure is only told."""

    name: str
    value: float
    unit: str
    most: float | None = None
    bare: float | None = None
    least: float | None = None

    @property
    def good(self) -> bool:
        return (self.most is None or self.value < self.most) and (
            self.least is None or self.value >= self.least
        )

    def line(self) -> str:
        ratio = f"{self.value / self.bare:6.1f}x of bare {self.bare:.2f}" if self.bare else ""
        met = "ok" if self.good else "MISSED"
        target = "" if self.most is None else f"{met}, target < {self.most:g}"
        target = target if self.least is None else f"{met}, target >= {self.least:g}"
        return f"{self.name:44} {self.value:9.2f} {self.unit:4} {target:24} {ratio}".rstrip()


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which that share of the values lies, by nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
