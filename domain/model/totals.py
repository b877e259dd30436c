"""How much there is of everything, for operators."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Totals:
    """`graded_today` counts answers of this UTC day; `owed` those whose grade is missing or to be bettered;
    `undrawn` the reports whose pages nobody has drawn. `open_rounds` are those of groups."""

    users: int
    open_interviews: int
    open_rounds: int
    graded_today: int
    owed: int
    undrawn: int
