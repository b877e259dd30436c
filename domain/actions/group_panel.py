"""/group score: a member of a panel scores the candidate's answer, the candidate whoever interviewed."""

from domain.actions.kinds import Call
from domain.grouping import (
    figures,
    panel,
    panel_cards,
    panel_figures,
    panel_rows,
    panel_turn,
    panel_values,
    turns,
)
from domain.grouping.panel_turn import Turn
from domain.grouping.words import names_of
from domain.model.panel import PanelScore
from domain.replies import Bullets, Button, Card, Form, Reply, Text
from domain.tokens import encode

HIDDEN = "Nobody sees your scores before the reveal, and until then you can change them."
UNFINISHED = "They count once every row has a value; what you gave is kept until then."
LAST = "Nobody is waited for any more, so the scores are open now, yours among them."
HOW = (
    "Give each of the {rows} rows a value in their order, from 1, met fully, to 0, not at all: `/group score "
    "{example}`. Percentages and `yes`, `half`, `no` do as well."
)


async def score(call: Call) -> Reply:
    """Keeps values for some rows or all; with none it opens a form of five rows."""
    group, typed = call.group, call.text("rows")
    if group is None:
        raise LookupError("scoring is about a round, which the action table has found")
    turn = await Turn.of(call.do, group, call.number("n") or group.number, call.user.id)
    try:
        values = _submitted(call, turn) if typed is None else _typed(turn, typed)
    except panel_values.Misread as error:
        return _misread(turn, str(error))
    if not values:
        return await _asking(call, turn)
    return await _kept(call, turn, await panel_turn.keep(call.do, turn, values))


def _submitted(call: Call, turn: Turn) -> dict[str, float]:
    """What a form holds, by row; rows that were left open are not in it."""
    first = (_part(call, turn) - 1) * panel_rows.A_FORM
    texts = {
        p.id: call.text(f"r{n}") for n, p in enumerate(turn.points[first : first + panel_rows.A_FORM], 1)
    }
    return {row: panel_values.read(text, 1)[0] for row, text in texts.items() if text is not None}


def _part(call: Call, turn: Turn) -> int:
    return min(call.number("part") or 1, panel_rows.parts(turn.points))


def _typed(turn: Turn, text: str) -> dict[str, float]:
    values = panel_values.read(text, len(turn.points))
    return {point.id: value for point, value in zip(turn.points, values, strict=True)}


def _misread(turn: Turn, why: str) -> Reply:
    """What is wrong with it, and how it is done."""
    count = len(turn.points)
    how = HOW.format(rows=count, example=panel_values.example(count))
    return Reply(
        (
            Card("Nothing was stored", (Text(why), Text(how, markup=True))),
            Card("The rows", (panel_rows.numbered(turn.points),)),
        ),
        (panel.score_button(turn.group),),
        data={"session_id": turn.group.id},
        failed=True,
    )


async def _asking(call: Call, turn: Turn) -> Reply:
    """The form of one part, with what was given for its rows before."""
    part, known = _part(call, turn), await panel_turn.given(call.do, turn)
    title = f"Score {await _subject(call, turn)}"
    here = {"group": turn.group.id, "n": str(turn.number), "part": str(part)}
    rows = {} if known is None else known.met
    form = Form(encode("group score", here), title, panel_rows.inputs(turn.points, part, rows))
    return Reply((Card(title, (Text(HIDDEN),)),), form=form, data={"session_id": turn.group.id})


async def _subject(call: Call, turn: Turn) -> str:
    return (await names_of(call.do, (*turn.group.participants, turn.subject)))[turn.subject]


async def _kept(call: Call, turn: Turn, stored: PanelScore) -> Reply:
    """Their own values, how many have scored, and the rows that are still open."""
    group = await turns.after_answer(call.do, turn.group)
    name, waits = await _subject(call, turn), await panel.waiting(call.do, group, turn.asked)
    met = stored.met
    lines = tuple(
        f"{n}. {panel_rows.named(p)} — {f'{met[p.id]:g}' if p.id in met else 'open'}"
        for n, p in enumerate(turn.points, 1)
    )
    title = (
        f"{name}: {panel_figures.worth(turn.points, met)}/100" if stored.whole else f"{name}: not finished"
    )
    hidden = group.number == turn.number and group.phase == "scoring"
    said = (HIDDEN if stored.whole else UNFINISHED) if hidden else LAST
    onward = _next_button(turn, stored) if hidden else panel_turn.status_button(group)
    data = await figures.data(call.do, group)
    return Reply(
        (Card(title, (Bullets(lines), Text(said))), Card(panel_cards.counted(waits))),
        (onward,),
        data={**data, "whole": stored.whole, "scored": waits.scored},
    )


def _next_button(turn: Turn, stored: PanelScore) -> Button:
    """Opens the first form with a row that is open; the first of all to change what is whole."""
    met = stored.met
    open_at = next((n for n, point in enumerate(turn.points) if point.id not in met), 0)
    label = "Change" if stored.whole else "Go on"
    return panel.score_button(turn.group, label, open_at // panel_rows.A_FORM + 1)
