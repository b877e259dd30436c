"""How well a student guesses their own scores, by round: what `predict` teaches over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from domain.model.attempt import Attempt
from domain.model.question import ROUND_NAMES, ROUNDS, Round
from domain.scoring import NOT_COUNTED

FEWEST, NEWEST = 3, 20
# Two gradings of one answer lie further apart than that, so no guess can be told to be better.
WELL_WITHIN = 5
SCATTERED_FROM = 10


@dataclass(frozen=True, slots=True)
class Calibration:
    """The newest guesses of a round, in points: `gap` is their mean less the scores', above 0 where too
    high; `miss` is how far a single guess is off on average, either way."""

    round: Round
    answers: int
    gap: float
    miss: float

    @property
    def known(self) -> bool:
        """Whether there are enough guesses to speak of."""
        return self.answers >= FEWEST

    @property
    def sentence(self) -> str:
        """What the student is told; nothing of too few guesses."""
        if not self.known:
            return ""
        name, over = ROUND_NAMES[self.round], f"over {self.answers} answers"
        where = f"On {name if name.isupper() else name.casefold()}"
        if abs(self.gap) > WELL_WITHIN:
            side = "high" if self.gap > 0 else "low"
            return f"{where} you guess {round(abs(self.gap))} points {side} {over}."
        if self.miss >= SCATTERED_FROM:
            off = f"a single guess is {round(self.miss)} off"
            return f"{where} you are well calibrated on average {over}; {off}."
        return f"{where} you are well calibrated {over}: within {WELL_WITHIN} points on average."


def by_round(attempts: Sequence[Attempt]) -> tuple[Calibration, ...]:
    """Each round in which something was predicted and graded; of the newest 20 guesses."""
    return tuple(_of(round_, gaps) for round_ in ROUNDS if (gaps := _gaps(attempts, round_)))


def of_round(attempts: Sequence[Attempt], round_: Round) -> Calibration | None:
    return next((found for found in by_round(attempts) if found.round == round_), None)


def _of(round_: Round, gaps: Sequence[int]) -> Calibration:
    return Calibration(round_, len(gaps), fmean(gaps), fmean(abs(gap) for gap in gaps))


def _gaps(attempts: Sequence[Attempt], round_: Round) -> list[int]:
    guessed = [a for a in attempts if a.round == round_ and a.predicted is not None]
    newest = sorted(guessed, key=lambda a: (a.answered_at, a.id), reverse=True)
    counted = [a for a in newest if a.score is not None and NOT_COUNTED not in a.flags]
    return [(a.predicted or 0) - (a.score or 0) for a in counted[:NEWEST]]
