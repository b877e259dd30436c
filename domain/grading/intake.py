"""What of an answer is graded: cut to length, without orders to the grader, and stopped by a gate or not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from domain.grading.contrary import turns_round
from domain.grading.gates import EMPTY, ORDERS, PRAISE, Gate, gate
from domain.grading.injection import without_orders
from domain.grading.negation import mostly_reversed
from domain.grading.order import is_foreign, is_scrambled
from domain.grading.passage import Passage, read
from domain.grading.topic import Topic

LONGEST = 20_000
# Other languages borrow their technical words; an English answer in note form has more of them.
SUBJECT_SHARE = 0.25


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an answer as a whole: a flag for programs and a sentence for the student."""

    flag: str
    note: str


CUT = Fault("cut", f"Only the first {LONGEST:,} characters were graded.")
INJECTION = Fault("injection", "Instructions to the grader were set aside and not followed.")
SCRAMBLED = Fault("scrambled", "The words stand in no readable order, so hardly anything can be credited.")
CONTRADICTION = Fault("contradiction", "Most sentences deny what a right answer says.")
FOREIGN = Fault("language", "This check reads English alone, so what is right here may have been missed.")


@dataclass(frozen=True, slots=True)
class Intake:
    """What is left to grade. `gate` is why an answer earns nothing, where it is stopped."""

    passage: Passage
    gate: Gate | None
    faults: tuple[Fault, ...]

    @property
    def flags(self) -> tuple[str, ...]:
        """Each flag once, the gate's last."""
        gates = (self.gate.flag,) if self.gate else ()
        return tuple(dict.fromkeys((*(fault.flag for fault in self.faults), *gates)))

    @property
    def notes(self) -> tuple[str, ...]:
        return tuple(fault.note for fault in self.faults if fault.note)


def take_in(
    answer: str, topic: Topic, spans: Iterable[tuple[int, int]] | None = None, *, gated: bool = True
) -> Intake:
    """Reads the first 20,000 characters of the answer, or those spans of them. Never raises.

    Without `gated` no gate stops it: the text is not all there is to grade.
    """
    passage, has_orders = without_orders(read(answer[:LONGEST], spans))
    given = (*((CUT,) if len(answer) > LONGEST else ()), *((INJECTION,) if has_orders else ()))
    stopped = gate(passage, topic) if gated else None
    if stopped:
        return Intake(passage, ORDERS if has_orders and stopped in (EMPTY, PRAISE) else stopped, given)
    return Intake(passage, None, (*given, *_faults(passage, topic)))


def _faults(passage: Passage, topic: Topic) -> Iterator[Fault]:
    if is_scrambled(passage, topic.model):
        yield SCRAMBLED
    if mostly_reversed(passage, topic.model) or turns_round(passage, topic.model):
        yield CONTRADICTION
    if is_foreign(passage) and len(passage.keys & topic.subject) < SUBJECT_SHARE * len(passage.keys):
        yield FOREIGN
