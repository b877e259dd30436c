"""A mentor's week in one message: a line for each student, who needs a look first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from domain import days
from domain.errors import StoreUnavailable, UserError
from domain.mentoring import figures, looking, needs, words
from domain.mentoring.figures import Span
from domain.mentoring.needs import Kind, Need
from domain.mentoring.people import Pair, students_of
from domain.model.user import User
from domain.nudging.ledger import addressees
from domain.replies import Bullets, Button, Card, Reply, Text
from domain.services import Services
from domain.tokens import encode

WHAT = "who of the students needs a look"
"""As `/mentor list` has it: it is the same look."""
LISTED = 40
WEEK = timedelta(days=7)
LIST = Button("My students", encode("mentor list"), "primary")
OFF = Button("Stop these", encode("mentor digest", {"switch": "off"}))


@dataclass(frozen=True, slots=True)
class Told:
    """A student as the mentor calls them, what they did in the week, and why they may need a look."""

    pair: Pair
    name: str
    did: str
    needs: tuple[Need, ...]

    @property
    def line(self) -> str:
        """`ana: 3 answers, 62/100 on average. 12/100 on “index cost”, 4 Dec 2026`."""
        late = [need.words for need in self.needs[1:] if need.kind is Kind.ASSIGNMENT]
        why = [*(need.words for need in self.needs[:1]), *late]
        silent = bool(self.needs) and self.needs[0].kind is Kind.SILENCE
        did = (self.did,) if self.did else () if silent else ("nothing new",)
        return f"{self.name}: {'. '.join((*did, *why))}"


async def compose(do: Services, mentor: User, key: str, monday: date) -> Reply | None:
    """The week from that Monday; None where they have no students.

    What is told of a student is a look, written down before; whose record takes none is left out.
    """
    now = do.clock.now()
    pairs = [p for p in await students_of(do, mentor) if p.mentorship.active(now)]
    span = Span(monday, days.zone(mentor))
    reader = next(iter(addressees(mentor)), None)
    names = words.called(pairs, reader) if reader else {}
    found = [await _told(do, pair, names.get(pair.mentorship.id, pair.other.name), span) for pair in pairs]
    told = [one for one in found if one is not None]
    if not told:
        return None
    told.sort(key=lambda one: (needs.order(one.needs), one.name.casefold()))
    sunday = monday + WEEK - timedelta(days=1)
    title = f"Your students, {monday:%-d %b} to {sunday:%-d %b}"
    quiet = not any(one.did or one.needs for one in told)
    card = Card(title, (Text("Nothing happened, and nothing is pressing."),) if quiet else (_lines(told),))
    return Reply((card,), (LIST, OFF), data={"nudge": key, "reasons": [key], "students": _data(told)})


async def _told(do: Services, pair: Pair, name: str, span: Span) -> Told | None:
    if not set(pair.mentorship.scopes) - {"chat"}:
        late = [n for n in await needs.of(do, pair, span.zone) if n.kind is Kind.ASSIGNMENT]
        return Told(pair, name, "", tuple(late)) if late else None
    try:
        await looking.noted(do, pair, WHAT)
    except StoreUnavailable:
        raise
    except UserError:
        return None
    return Told(pair, name, await figures.line(do, pair, span), await needs.of(do, pair, span.zone))


def _lines(told: Sequence[Told]) -> Bullets:
    left = (f"and {len(told) - LISTED} more",) if len(told) > LISTED else ()
    return Bullets((*(one.line for one in told[:LISTED]), *left))


def _data(told: Sequence[Told]) -> list[dict[str, object]]:
    return [
        {
            "name": one.pair.other.name,
            "did": one.did,
            "needs": [{"kind": need.kind.name.lower(), "why": need.words} for need in one.needs],
        }
        for one in told
    ]
