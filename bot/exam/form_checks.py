"""Checks of what every grade and report must hold, whoever was graded: bands, quotes, rows and sums."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from bot.exam.check import Check, Look, about
from bot.exam.record import Record, Sat, shown
from domain.model.grade import Row
from domain.model.report import Report
from domain.scoring import FOLLOW_UP_WEIGHT

HALF = Fraction(1, 2)


def band(record: Record) -> Iterator[Look]:
    for sitting, attempt in record.graded():
        low, score, high = attempt.low, attempt.score, attempt.high
        good = low is not None and score is not None and high is not None and 0 <= low <= score <= high <= 100
        yield Look(good, about(sitting.name, attempt, f"score {score}, band {low} to {high}"))
    for sitting, sat in record.all():
        for low, score, high in _report_bands(sat.report) if sat.report else ():
            yield Look(low <= score <= high, f"{sitting.name}, report: {score}, band {low} to {high}")


def _report_bands(report: Report) -> Iterator[tuple[int, int, int]]:
    yield report.low, report.overall, report.high
    for part in report.by_round:
        yield part.low, part.score, part.high


def quotes(record: Record) -> Iterator[Look]:
    for sitting, attempt in record.graded():
        for row in attempt.rows:
            stands = not row.quote or row.quote in attempt.student_answer
            yield Look(stands, about(sitting.name, attempt, f"{row.point_id} quotes “{row.quote[:80]}”"))
            shown = row.quote != "" or row.met == 0
            yield Look(
                shown, about(sitting.name, attempt, f"{row.point_id} is met at {row.met} with no quote")
            )


def rows_once(record: Record) -> Iterator[Look]:
    for sitting, attempt in record.graded():
        counted = Counter(row.point_id for row in attempt.rows)
        point = attempt.question_id.partition("~")[2]
        wanted = {point} if point else {row.id for row in record.question(attempt.question_id).rubric}
        double = [name for name, count in counted.items() if count > 1]
        missing = sorted(wanted - set(counted))
        words = f"missing {missing}, more than once {double}"
        yield Look(not double and not missing, about(sitting.name, attempt, words))


def arithmetic(record: Record) -> Iterator[Look]:
    for sitting, attempt in record.graded():
        exact = max(Fraction(0), _mean_met(attempt.rows) - attempt.hints_used * record.rules.hint_cost)
        words = f"score {attempt.score}, the rows less hints come to {float(exact):.2f}"
        yield Look(abs(exact - (attempt.score or 0)) <= HALF, about(sitting.name, attempt, words))


def _mean_met(rows: tuple[Row, ...]) -> Fraction:
    """The weighted mean of what the rows met, 0 to 100."""
    weights = sum(Fraction(str(row.weight)) for row in rows)
    met = sum(Fraction(str(row.weight)) * Fraction(str(row.met)) for row in rows)
    return 100 * met / weights if weights else Fraction(0)


def report_sums(record: Record) -> Iterator[Look]:
    """Follow-ups count half, skipped questions 0, and each round the same."""
    for sitting, sat in record.all():
        if sat.report is None:
            continue
        for round_score in sat.report.by_round:
            exact = _round_mean(sat, round_score.round)
            words = f"{round_score.round} {round_score.score}, answers come to {float(exact):.2f}"
            yield Look(abs(exact - round_score.score) <= HALF, f"{sitting.name}: {words}")
        scores = [part.score for part in sat.report.by_round]
        exact = Fraction(sum(scores), len(scores))
        words = f"{sitting.name}, overall: {sat.report.overall}, rounds come to {float(exact):.2f}"
        yield Look(abs(exact - sat.report.overall) <= HALF, words)


def _round_mean(sat: Sat, round_: str) -> Fraction:
    total = weights = Fraction(0)
    for asked in sat.interview.questions:
        if asked.round == round_ and asked.outcome is not None:
            attempt = sat.attempt(asked.question_id)
            weight = Fraction(str(FOLLOW_UP_WEIGHT)) if asked.follow_up_of else Fraction(1)
            total += weight * (attempt.score or 0 if attempt else 0)
            weights += weight
    return total / weights if weights else Fraction(0)


def one_result(record: Record) -> Iterator[Look]:
    for sitting, sat in record.all():
        if sat.report is not None:
            summed = sat.interview.result_summary
            overall = summed.overall if summed else None
            yield Look(
                overall == sat.report.overall,
                f"{sitting.name}: {overall} and in the report {sat.report.overall}",
            )


def weaknesses(record: Record) -> Iterator[Look]:
    """What was made good in a follow-up is no weakness any more."""
    for sitting, sat in record.all():
        if sat.report is None:
            continue
        open_points = _open_points(sat)
        for weakness in sat.report.weaknesses:
            yield Look(weakness in open_points, f"{sitting.name}: “{weakness[:90]}” was not missed")
        named = bool(sat.report.weaknesses) or not open_points
        yield Look(named, f"{sitting.name}: {len(open_points)} points were missed and none is named")


def _open_points(sat: Sat) -> set[str]:
    recovered = {
        tuple(attempt.question_id.split("~"))
        for attempt in sat.attempts
        if "~" in attempt.question_id and all(row.met >= 0.5 for row in attempt.rows)
    }
    return {
        row.point
        for attempt in sat.attempts
        for row in attempt.rows
        if row.met < 0.5 and (attempt.question_id.split("~")[0], row.point_id) not in recovered
    }


def strengths(record: Record) -> Iterator[Look]:
    for sitting, sat in record.all():
        met = {row.point for attempt in sat.attempts for row in attempt.rows if row.met >= 0.99}
        for strength in sat.report.strengths if sat.report else ():
            yield Look(strength in met, f"{sitting.name}: “{strength[:90]}” was not met")


def source(record: Record) -> Iterator[Look]:
    for sitting, attempt in record.graded():
        by_model = attempt.grader == f"model:{record.model}"
        stopped = attempt.score == 0 or attempt.grader.startswith("code")
        good = bool(attempt.grader) and not attempt.provisional and (not record.model or by_model or stopped)
        words = f"graded by {attempt.grader or 'nobody'}{', provisional' if attempt.provisional else ''}"
        yield Look(good, about(sitting.name, attempt, words))


def changes_told(record: Record) -> Iterator[Look]:
    """A model's grade replaces the one that was shown at once."""
    for sitting, attempt in record.graded():
        if attempt.grades and attempt.grades[0].score != attempt.score:
            news = f"{attempt.score}/100"
            told = any(news in shown(reply) for reply in sitting.told) and not attempt.changed_since_told
            yield Look(
                told, about(sitting.name, attempt, f"{attempt.grades[0].score} became {attempt.score}")
            )


CHECKS = (
    Check("band", "Every score lies in its band, and every band between 0 and 100.", band),
    Check("quotes", "Every quote stands word for word in the answer, and no row is met without one.", quotes),
    Check("rows-once", "Every row of the rubric is in the grade, and none of them twice.", rows_once),
    Check("score-sum", "Every score is the weighted mean of its rows less what hints cost.", arithmetic),
    Check("report-sum", "Round and overall figures follow from the answers; a skip counts 0.", report_sums),
    Check("one-result", "Interview and report show the same overall figure.", one_result),
    Check("true-weakness", "The report names as missing what was missed, and only that.", weaknesses),
    Check("true-strength", "The report names as shown only what was met in full.", strengths),
    Check("source", "Every grade names its grader and is final once the jobs are done.", source),
    Check("changes-told", "Who saw a grade that a model then changed is told.", changes_told, by_model=True),
)
