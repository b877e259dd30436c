"""/group board and /group gaps: what the members of a channel's rounds did, and what they are weakest in."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast, get_args

from domain.actions.kinds import Call
from domain.errors import UserError
from domain.grouping import figures
from domain.grouping import gaps as gaps_of
from domain.grouping.board import FEWEST, Board, BoardRow, Term, home_of, row_data, standings
from domain.grouping.gaps import FEWEST_PEOPLE, Gap
from domain.grouping.words import counted, spoken
from domain.model.question import ROUND_NAMES
from domain.replies import Bullets, Button, Card, Reply, Text, say
from domain.tokens import encode

LISTED = 20
GAPS = 8
NO_ROUND: Mapping[str, Any] = {
    "session_id": None,
    "participants": [],
    "question": None,
    "revealed": False,
    "board": [],
}
NONE = "Boards and gaps are for those who took part in a group's round here. `/group start` begins one."
HIDDEN = (
    "From now on you are on no group's board and named in no summary, of old rounds neither. At a reveal "
    "your score is shown to those in that round, as before; a summary that was posted stays as it is."
)
SHOWN = "The boards of your groups name you again, with all that you did in their rounds."
WHAT_IT_IS = (
    f"An average takes {FEWEST} graded answers. Only answers that were revealed count, and only those given "
    "in the group's own rounds."
)
CLOSE = "Points are of 100 for each row of the rubric; they tell how alike two readings are."
GAPS_ARE = (
    "How much of what was asked for the group's answers met, in its own rounds of the last term. A topic "
    f"takes {FEWEST} answers of {FEWEST_PEOPLE} people; a round begun without one takes the first."
)


async def board(call: Call) -> Reply:
    """The board of the channel's rounds, for those who took part in one; `show` is each one's own wish."""
    wish = call.text("show")
    if wish is not None:
        return await _shown(call, show=wish == "yes")
    home = await _home(call)
    term = cast(Term, call.text("term") or "term")
    found = await standings(call.do, home, term, call.do.clock.now())
    length = _length(term, call.do.grouping.term_weeks)
    head = Card("The group's board", tuple(map(Text, _head(call, found, length))))
    cards = (head, *_cards(call, found)) if found.rows else (head,)
    data = {**await _round_data(call, home), **_board_data(call, found, term)}
    return Reply(cards, _board_buttons(call, found, term), data=data)


async def _round_data(call: Call, home: str) -> dict[str, Any]:
    """What programs are told of the round that the caller is in there; of none where none is open."""
    held = await call.do.groups.open_at_home(home)
    own = next((one for one in held if call.user.id in one.present), None)
    return dict(NO_ROUND) if own is None else await figures.data(call.do, own)


async def _home(call: Call) -> str:
    """Raises UserError with the same words where there is no board and where it is not for the caller."""
    home = await home_of(call.do, call.user, call.request, call.text("group"))
    if not home:
        raise UserError(NONE, title="Nothing to show here", data=dict(NO_ROUND))
    return home


async def _shown(call: Call, *, show: bool) -> Reply:
    await call.do.users.change(call.user.id, lambda u: u.model_copy(update={"off_board": not show}))
    back = Button("Hide", _here(call, show="no")) if show else Button("Show", _here(call, show="yes"))
    title = "You are on the board" if show else "You are off the board"
    return say(title, SHOWN if show else HIDDEN, buttons=(back,), data={"shown": show})


def _here(call: Call, action: str = "group board", **args: str) -> str:
    """A token for the same channel, where a button named a round of it."""
    round_id = call.text("group")
    return encode(action, {**args, **({"group": round_id} if round_id else {})})


def _length(term: Term, weeks: int) -> str:
    lengths = {
        "week": "in the last 7 days",
        "month": "in the last 30 days",
        "term": f"in the last {counted(weeks, 'week')}",
    }
    return lengths.get(term, "so far")


def _head(call: Call, found: Board, length: str) -> Iterator[str]:
    if found.rows:
        yield f"{counted(len(found.held), 'round')} {length}. {WHAT_IT_IS}"
    else:
        yield f"Nothing to count {length}: it takes a round of which something was revealed."
    if call.user.off_board:
        yield "You are hidden from it."


def _cards(call: Call, found: Board) -> Iterator[Card]:
    by_effort = [(row, row.effort, _effort(row)) for row in found.rows]
    yield _ranked(call, "By effort", by_effort)
    known = [row for row in found.by_score if row.score is not None]
    few = [f"{row.name} ({FEWEST - row.graded} more)" for row in found.by_score if row.score is None]
    by_score = [(row, row.score or 0, _score(row)) for row in known]
    yield _ranked(call, "By score", by_score, f"Too few for an average: {_some(few)}." if few else "")
    scored = sorted((row for row in found.rows if row.closeness is not None), key=_apart)
    lines = [(row, row.closeness or 0, _close(row)) for row in scored]
    if lines:
        yield _ranked(call, "As panelists, from the panel's median", lines, CLOSE)


def _apart(row: BoardRow) -> tuple[int, int, str]:
    return row.closeness or 0, -row.compared, row.name


def _ranked(call: Call, title: str, rows: Sequence[tuple[BoardRow, int, str]], note: str = "") -> Card:
    """The first of them by place, where equals share one, and the caller's own line in any case."""
    values = [value for _, value, _ in rows]
    lines = [f"{values.index(value) + 1}. {row.name}: {words}" for row, value, words in rows]
    own = [n for n, (row, _, _) in enumerate(rows) if row.user_id == call.user.id and n >= LISTED]
    more = len(rows) - LISTED - len(own)
    rest = (f"and {counted(more, 'other')}",) if more > 0 else ()
    shown = (Bullets((*lines[:LISTED], *(lines[n] for n in own), *rest)),) if lines else ()
    return Card(title, (*shown, *((Text(note),) if note else ())))


def _effort(row: BoardRow) -> str:
    scored = f", {counted(row.scored, 'answer')} scored" if row.scored else ""
    return f"{counted(row.answers, 'answer')} given{scored}, in {counted(row.rounds, 'round')}"


def _some(names: Sequence[str]) -> str:
    """As many as have room."""
    more = len(names) - LISTED
    return ", ".join(names[:LISTED]) + (f" and {more} more" if more > 0 else "")


def _score(row: BoardRow) -> str:
    return f"{row.score}/100 on average over {counted(row.graded, 'answer')}"


def _close(row: BoardRow) -> str:
    return f"{counted(row.closeness or 0, 'point')} apart over {counted(row.compared, 'answer')}"


def _board_buttons(call: Call, found: Board, term: Term) -> tuple[Button, ...]:
    terms = [Button(one.capitalize(), _here(call, term=one)) for one in get_args(Term) if one != term]
    onward = [Button("Gaps", _here(call, "group gaps"))]
    own = (one for one in found.held if not one.open and call.user.id in one.participants)
    if (last := next(own, None)) is not None:
        onward.append(Button("Summary", encode("group summary", {"group": last.id})))
    hide = ("Show me", "yes") if call.user.off_board else ("Hide me", "no")
    return (*terms, *onward, Button(hide[0], _here(call, show=hide[1])))


def _board_data(call: Call, found: Board, term: Term) -> dict[str, Any]:
    """By effort; of each row `score` and `closeness` are None while they are not known."""
    return {
        "term": term,
        "rounds": len(found.held),
        "board": [row_data(row) for row in found.rows],
        "shown": not call.user.off_board,
    }


async def gaps(call: Call) -> Reply:
    """What the group of this channel is weakest in; no name, and nothing that is one person's."""
    home = await _home(call)
    found = await gaps_of.of_home(call.do, home)
    data = {**await _round_data(call, home), **_gaps_data(found)}
    board_button = Button("Board", _here(call))
    if not found:
        words = (
            f"Too little is known yet: a topic takes {FEWEST} answers of {FEWEST_PEOPLE} people in this "
            "group's rounds. Until then a round without a topic is a technical one."
        )
        return say("The group's gaps", words, buttons=(_start(), board_button), data=data)
    topics = [gap for gap in found if gap.topic][:GAPS]
    rounds = [gap for gap in found if not gap.topic]
    cards = [Card("The group's gaps", (Text(GAPS_ARE),))]
    for title, listed in (("Topics, the weakest first", topics), ("Rounds", rounds)):
        if listed:
            cards.append(Card(title, (Bullets(tuple(map(_line, listed))),)))
    first = await gaps_of.next_of(call.do, found)
    return Reply(tuple(cards), (_start(first), board_button), data=data)


def _line(gap: Gap) -> str:
    topic = f"{spoken(gap.topic)} ({ROUND_NAMES[gap.round]})" if gap.topic else ROUND_NAMES[gap.round]
    of = f"{counted(gap.answers, 'answer')} of {gap.people} people"
    return f"{topic}: {round(100 * gap.met)}% met, {of}"


def _start(gap: Gap | None = None) -> Button:
    if gap is None:
        return Button("Start", encode("group start"), "primary")
    about = {"round": gap.round, **({"topic": gap.topic} if gap.topic else {})}
    return Button("Start", encode("group start", about), "primary")


def _gaps_data(found: Sequence[Gap]) -> dict[str, Any]:
    """The weakest first; `met` is in percent, and `topic` None where a whole round is meant."""
    return {
        "gaps": [
            {
                "round": gap.round,
                "topic": gap.topic or None,
                "met": round(100 * gap.met),
                "answers": gap.answers,
                "people": gap.people,
            }
            for gap in found
        ],
    }
