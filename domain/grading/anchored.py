"""Grades an answer by a language model: row by row on an anchored scale, each level with a quote."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from domain.errors import ModelFailed
from domain.grading import score
from domain.grading.anchors import NONE, Finding, Level, findings, level_at
from domain.grading.briefing import Brief
from domain.grading.gates import GATES
from domain.grading.intake import CONTRADICTION, CUT, FOREIGN, INJECTION, LONGEST, SCRAMBLED, Fault, Intake
from domain.grading.quoting import Source, source
from domain.grading.settle import settle, temper
from domain.model.completion import Completion, Failure, Prompt
from domain.model.grade import Grade, Row

Ask = Callable[[Prompt], Awaitable[Completion]]

LONGEST_EVIDENCE = 2_000
FAR_APART = 0.5
NO_WORDS = "No words of the answer were given for this"
APART = "the two gradings differ here"
_NOTED = {fault.flag: fault for fault in (CUT, INJECTION, SCRAMBLED, CONTRADICTION)}


@dataclass(frozen=True, slots=True)
class Work:
    """An answer to be graded anew.

    `base` is its offline grade, less nothing for hints, whose rows are graded, save those whose point ids are
    `fixed`: tests have judged them. `evidence` is the text of an appeal or "", `gradings` how often to grade,
    1 or 2, and `grader` what the grade names as its source. `opening` begins the feedback, as what the tests
    found does for code. Rows whose point ids are `kept` can only rise: an appeal has raised them.
    """

    prompt: str
    model_answer: str
    answer: str
    evidence: str
    base: Grade
    fixed: frozenset[str]
    gradings: int
    grader: str
    opening: str = ""
    kept: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Judged:
    """What one grading found of one row. `quote` stands in the answer; only the level none goes without."""

    level: Level
    quote: str = ""
    note: str = NONE.note


async def grade_by_model(ask: Ask, work: Work) -> Grade:
    """The model's grade; the offline one, no longer provisional, where a gate leaves nothing to ask about.

    A grading takes one call, and a second for rows that came back unusable. Nothing of the model's own words
    gets into the grade but quotes that were found in the answer. Raises ModelFailed, also where the model
    twice said nothing usable about a row: its level is then unknown, which is no fault of the answer. What a
    first grading cost is not spent again where the budget has nothing left for a second: it stands alone.
    """
    text = source(work.answer[:LONGEST], work.prompt)
    rows = _keyed(work.base.rows)
    asked = {key: row for key, row in rows.items() if row.point_id not in work.fixed}
    if not asked or not text.passage.sentences or _stopped(work.base):
        return work.base.model_copy(update={"provisional": False})
    gradings = [await _grading(ask, _brief(work, text, asked, 0), text)]
    for turn in range(1, work.gradings):
        try:
            gradings.append(await _grading(ask, _brief(work, text, asked, turn), text))
        except ModelFailed as error:
            if error.failure.why != "budget":
                raise
    return _settled(work, text, rows, gradings)


def _stopped(base: Grade) -> bool:
    return base.score == 0 and not GATES.isdisjoint(base.flags)


def _keyed(rows: Iterable[Row]) -> dict[str, Row]:
    """The rows by their point ids; a second one of the same id gets a number."""
    keyed: dict[str, Row] = {}
    for row in rows:
        key, number = row.point_id, 1
        while key in keyed:
            number += 1
            key = f"{row.point_id}-{number}"
        keyed[key] = row
    return keyed


def _brief(work: Work, text: Source, asked: Mapping[str, Row], turn: int) -> Brief:
    """Every second grading sees the rows in reverse, so that it does not repeat the first for their order."""
    return Brief(
        prompt=work.prompt,
        model_answer=work.model_answer,
        rows=dict(reversed(list(asked.items()))) if turn % 2 else asked,
        answer=text.clean,
        evidence=source(work.evidence[:LONGEST_EVIDENCE], "").clean,
    )


async def _grading(ask: Ask, brief: Brief, text: Source) -> Mapping[str, Judged]:
    """One level a row. Rows without a usable one are asked for once more, all of them together."""
    first = findings((await ask(brief.of(list(brief.rows)))).content, brief.rows)
    judged = _standing(first, text)
    open_rows = [key for key in brief.rows if key not in judged]
    if not open_rows:
        return judged
    second = findings((await ask(brief.of(open_rows, again=True))).content, open_rows)
    lost = [key for key in open_rows if key not in first and key not in second]
    if lost:
        raise ModelFailed(
            Failure(why="wrong"), f"nothing usable about {len(lost)} of {len(brief.rows)} rows, asked twice"
        )
    unmet = dict.fromkeys(open_rows, Judged(NONE, note=NO_WORDS))
    return judged | unmet | _standing(second, text)


def _standing(found: Mapping[str, Finding], text: Source) -> dict[str, Judged]:
    """The findings that hold: a level above none needs words of the answer."""
    judged = {key: _judged(finding, text) for key, finding in found.items()}
    return {key: one for key, one in judged.items() if one is not None}


def _judged(finding: Finding, text: Source) -> Judged | None:
    if finding.level is NONE:
        return Judged(NONE)
    quote = text.standing(finding.quote)
    return Judged(finding.level, quote, finding.level.note) if quote else None


def _settled(
    work: Work, text: Source, rows: Mapping[str, Row], gradings: Sequence[Mapping[str, Judged]]
) -> Grade:
    """The mean of the gradings; the band is wider than for one by half of what they differ on each side."""
    intake = _intake(work.base, text)
    totals = [score.total(_merged(work.kept, rows, [grading], intake)) for grading in gradings]
    merged = _merged(work.kept, rows, gradings, intake)
    apart = ceil((max(totals) - min(totals)) / 2)
    half = score.spread(merged, text.passage.word_count) + apart
    return settle(merged, intake, work.grader, opening=work.opening, least_spread=half)


def _intake(base: Grade, text: Source) -> Intake:
    """What the offline grader found wrong with the answer as a whole holds; its English alone does not."""
    given = [_NOTED.get(flag, Fault(flag, "")) for flag in base.flags if flag != FOREIGN.flag]
    if text.orders and INJECTION not in given:
        given.append(INJECTION)
    return Intake(text.passage, None, tuple(given))


def _merged(
    kept: frozenset[str], rows: Mapping[str, Row], gradings: Sequence[Mapping[str, Judged]], intake: Intake
) -> tuple[Row, ...]:
    """All rows in their order: what was graded with the mean of its levels, the others as they are."""
    graded = {
        key: _mean(row, [one[key] for one in gradings]) for key, row in rows.items() if key in gradings[0]
    }
    tempered = dict(zip(graded, temper(list(graded.values()), intake), strict=True))
    anew = [(row, tempered.get(key, row)) for key, row in rows.items()]
    return tuple(old if old.point_id in kept and old.met > new.met else new for old, new in anew)


def _mean(row: Row, judged: Sequence[Judged]) -> Row:
    """The row as judged; its quote is of the highest level given, its note of the mean."""
    levels = [one.level.met for one in judged]
    met = sum(levels) / len(levels)
    best = max(judged, key=lambda one: one.level.met)
    note = best.note if max(levels) == min(levels) else level_at(met).note
    if max(levels) - min(levels) >= FAR_APART:
        note = f"{note}; {APART}"
    return row.model_copy(update={"met": round(met, 3), "quote": best.quote, "note": note})
