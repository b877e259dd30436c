"""Fits the likeness grader to people's scores; writes domain/grading/calibrated.json. Figures, no sentence.

Needs scikit-learn, which the project does not depend on, and the scored answers that bench/scored.py reads:

    python -m venv scratch && scratch/bin/pip install -e '.[semantic]' scikit-learn
    MOCKINGBIRD_GRADED=path/to/dev.jsonl OMP_NUM_THREADS=1 scratch/bin/python -m bench.calibrate

The worth is fitted to the scores of one source alone; adding the other's made it no better on that one's
own questions. Relevance learns from all answers of both that scored above 0. The settings below were chosen
by looking at cross-validation on these questions, so the figures that it prints are a little too good.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from importlib import import_module
from itertools import combinations_with_replacement
from pathlib import Path
from statistics import fmean, linear_regression, pstdev, quantiles
from typing import Any

from adapters.sentences import open_sense
from bench.agreement import kappa, pearson, rmse
from bench.cases import (
    CODING,
    FITTED,
    LEFT_OUT,
    STRANGER,
    Case,
    case_of,
    every_stranger,
    probed_tasks,
    stranger,
    strangers,
)
from bench.probes import ANOTHER
from bench.scored import VARIABLE, Scored, scored
from domain.grading import fitted as figures_of
from domain.grading.fitted import Fit, Split, Spread, Tree, Trees, Weights, root
from domain.ports import Sense

FOLDS, PAIR_FOLDS, SEEDS = 10, 5, 4
# How much another question's model answer weighs beside a person's answer.
STRANGER_WEIGHT = 4.0
# From which logarithm of odds on an answer counts at all, and from which in full.
SHARE = ((-1.45, 0.0), (0.5, 1.0))
CLOSE = "close"
# What the worth is told by: measures that hold for short model answers as for long ones.
WORTH = {
    "without": "letters likest_letters spelling likest_spelling",
    "with": "letters likest_letters likest_soft_words likest_meaning",
}
# How far scores are spread about their mean: a regression alone huddles about it.
STRETCH = 1.5
# More than this is much for the model answer to another question.
MUCH = 30
BAND_EDGES = (30, 50, 65, 75, 85, 95, 100)
OUT = Path(figures_of.__file__).with_name(figures_of.FIGURES)


@dataclass(frozen=True)
class Relevance:
    """What relevance is told by, in how many trees; more of a measure in `free` may speak for or against.

    `by_score` says that a person's answer weighs as much as people gave for it.
    """

    measures: tuple[str, ...]
    free: tuple[str, ...]
    by_score: bool
    trees: int


# Without a sense, shares of the whole answer have to help, and an answer that people thought little of is no
# great loss. With one, weights by score lower r on the second source (.466 to .457); more trees do nothing.
RELEVANCE = {
    "without": Relevance(
        measures=(
            *(
                "near",
                "near_terms",
                "told_terms",
                "near_letters",
                "astray",
                "length",
                "hits",
                "told",
                "asked",
            ),
            *("spelling", "on_subject", "letters", "likest_letters", "covered", "order"),
        ),
        free=("near", "near_letters", "astray", "length"),
        by_score=True,
        trees=200,
    ),
    "with": Relevance(
        measures=(
            *("near", "hits", "told", "asked", "spelling", "on_subject", "close", "close_asked"),
            *("close_beyond", "meaning", "asked_meaning", "soft_words"),
        ),
        free=(),
        by_score=False,
        trees=100,
    ),
}


def fitted(cases: Sequence[Case]) -> Fit:
    """Worth and relevance, and the curve that spreads the worth as people spread theirs."""
    used = [case for case in cases if case.is_measured]
    home = [case for case in used if case.scored.source == FITTED]
    name = "with" if CLOSE in home[0].found else "without"
    middle = fmean(case.scored.score for case in home)
    curve = ((middle - middle / STRETCH, 0.0), (middle + (100 - middle) / STRETCH, 100.0))
    return Fit(_worth(home, name), _relevance(used, RELEVANCE[name]), curve, SHARE, (Spread(100, 0, 0),), {})


def _worth(cases: Sequence[Case], name: str) -> Weights:
    """What people gave, by measures that count by how each alone goes with it.

    Weighed against each other they would fit one source better and the other one worse.
    """
    people = _people(cases)
    columns = {one: [root(case.found[one]) for case in cases] for one in WORTH[name].split()}
    weights = {one: pearson(column, people) / pstdev(column) for one, column in columns.items()}
    sums = [sum(w * root(case.found[one]) for one, w in weights.items()) for case in cases]
    slope, base = linear_regression(sums, people)
    return Weights(round(base, 3), {one: round(slope * w, 3) for one, w in weights.items()})


def _people(cases: Sequence[Case]) -> list[float]:
    return [case.scored.score for case in cases]


def _relevance(cases: Sequence[Case], told_by: Relevance) -> Trees:
    """Whether a person answered this question, or the answer is another question's model answer."""
    used = [case for case in cases if case.scored.source == STRANGER or case.scored.score > 0]
    is_answer = [case.scored.source != STRANGER for case in used]
    table = [[case.found[one] for one in told_by.measures] for case in used]
    models = [_boosting(told_by, seed) for seed in range(SEEDS)]
    for model in models:
        model.fit(table, is_answer, sample_weight=_importance(used, told_by))
    return _exported(told_by.measures, models)


def _importance(cases: Sequence[Case], told_by: Relevance) -> list[float]:
    """How much each case weighs; 1 in the mean over people's answers."""
    middle = fmean(case.scored.score for case in cases if case.scored.source != STRANGER)
    people = [case.scored.score / middle if told_by.by_score else 1.0 for case in cases]
    strange = [case.scored.source == STRANGER for case in cases]
    return [STRANGER_WEIGHT if other else weight for other, weight in zip(strange, people, strict=True)]


def _exported(names: tuple[str, ...], models: Sequence[Any]) -> Trees:
    """The mean of the models, as one set of trees."""
    share = len(models)
    trees = tuple(_tree(group[0].nodes, 0, share) for model in models for group in model._predictors)
    base = fmean(float(model._baseline_prediction[0][0]) for model in models)
    return Trees(names, round(base, 3), trees)


def _boosting(told_by: Relevance, seed: int) -> Any:
    return import_module("sklearn.ensemble").HistGradientBoostingClassifier(
        learning_rate=0.06,
        max_iter=told_by.trees,
        max_leaf_nodes=8,
        min_samples_leaf=15,
        l2_regularization=5,
        max_features=0.5,
        early_stopping=False,
        monotonic_cst=[int(one not in told_by.free) for one in told_by.measures],
        random_state=seed,
    )


def _tree(nodes: Any, at: int, share: int) -> Tree:
    node = nodes[at]
    if node["is_leaf"]:
        return round(float(node["value"]) / share, 3)
    low, high = (_tree(nodes, int(node[side]), share) for side in ("left", "right"))
    return Split(int(node["feature_idx"]), round(float(node["num_threshold"]), 4), low, high)


def cross_validated(cases: Sequence[Case], aside: Sequence[Case]) -> list[int]:
    """The score of each case by a fit that saw no answer to its question."""
    questions = list(dict.fromkeys(case.scored.question for case in cases))
    fold = {question: number % FOLDS for number, question in enumerate(questions)}
    scores: dict[int, int] = {}
    for left in range(FOLDS):
        out = [n for n, case in enumerate(cases) if fold[case.scored.question] == left]
        seen = [case for case in (*cases, *aside) if fold.get(case.scored.question) != left]
        fit = fitted(seen)
        scores |= {n: cases[n].score(fit) for n in out}
    return [scores[n] for n in range(len(cases))]


def of_unseen(pairs: Sequence[Case], cases: Sequence[Case]) -> list[int]:
    """The score of each pair by a fit that saw neither its question nor the one whose model answer it is."""
    models = list(dict.fromkeys(case.scored.model_answer for case in pairs))
    fold = {model: number % PAIR_FOLDS for number, model in enumerate(models)}

    def folds(case: Case) -> set[int]:
        return {fold[text] for text in (case.scored.model_answer, case.scored.answer) if text in fold}

    scores: dict[int, int] = {}
    for out in map(set, combinations_with_replacement(range(PAIR_FOLDS), 2)):
        fit = fitted([case for case in cases if not out & folds(case)])
        scores |= {n: case.score(fit) for n, case in enumerate(pairs) if folds(case) == out}
    return [scores[n] for n in range(len(pairs))]


def passing(
    answers: Sequence[Scored], cases: Sequence[Case], fit: Fit, sense: Sense | None
) -> dict[str, float]:
    """What another question's model answer gets: in the bench's probe, and in all pairs of each source.

    Pairs of the scored questions are graded by fits that saw neither of the two; no fit has seen the bank's.
    Coding questions are apart: their answers read alike, and none is ever graded by its model answer alone.
    """
    scores: dict[Scored, int] = {}
    figures: dict[str, float] = {}
    for source in (FITTED, LEFT_OUT):
        pairs = [case_of(one, sense) for one in every_stranger(answers, source)]
        of_pairs = of_unseen(pairs, cases)
        scores |= zip((case.scored for case in pairs), of_pairs, strict=True)
        figures[f"{source} {ANOTHER}"] = round(fmean(of_pairs), 2)
        figures[f"{source} {ANOTHER} over {MUCH}"] = round(fmean(score > MUCH for score in of_pairs), 3)
    asked = [stranger(task) for task in probed_tasks(answers)]
    drawn = {one: scores[one] if one in scores else case_of(one, sense).score(fit) for one in asked}
    code = [score for one, score in drawn.items() if one.question in CODING]
    prose = [score for one, score in drawn.items() if one.question not in CODING]
    return {ANOTHER: round(fmean(prose), 2), f"coding {ANOTHER}": round(fmean(code), 2), **figures}


def spreads(scores: Sequence[int], people: Sequence[float]) -> tuple[Spread, ...]:
    """For scores up to each edge, where the middle four fifths of people's scores lie about them."""
    found, least = [], -1
    for edge in BAND_EDGES:
        gaps = [person - score for score, person in zip(scores, people, strict=True) if least < score <= edge]
        low, *_, high = quantiles(gaps, n=10)
        found.append(Spread(edge, round(max(0.0, -low), 1), round(max(0.0, high), 1)))
        least = edge
    return tuple(found)


def agreement(prefix: str, scores: Sequence[float], people: Sequence[float]) -> dict[str, float]:
    figures = {"r": pearson, "QWK": kappa, "RMSE": rmse}
    return {f"{prefix} {name}": round(of(scores, people), 3) for name, of in figures.items()}


def calibrated(answers: Sequence[Scored], sense: Sense | None) -> Fit:
    cases = [case_of(one, sense) for one in (*answers, *strangers(answers))]
    home = [case for case in cases if case.scored.source == FITTED]
    aside = [case for case in cases if case.scored.source != FITTED]
    away = [case for case in aside if case.scored.source == LEFT_OUT and not case.scored.is_near_empty]
    scores, people = cross_validated(home, aside), _people(home)
    others = cross_validated(away, [*home, *(case for case in aside if case.scored.source == STRANGER)])
    figures = agreement(FITTED, scores, people)
    figures |= agreement(LEFT_OUT, others, _people(away))
    fit = with_coverage(replace(fitted(cases), spreads=spreads(scores, people)), scores, people)
    return replace(fit, measured={**figures, **fit.measured, **passing(answers, cases, fit, sense)})


def with_coverage(fit: Fit, scores: Sequence[int], people: Sequence[float]) -> Fit:
    inside = fmean(
        low <= person <= high for person, (low, high) in zip(people, map(fit.band, scores), strict=True)
    )
    return replace(fit, measured={**fit.measured, f"{FITTED} in band": round(inside, 3)})


def written(fit: Fit) -> dict[str, Any]:
    return {
        "measured": fit.measured,
        "curve": [[round(at, 2), score] for at, score in fit.curve],
        "share": fit.share,
        "spreads": [[one.upto, one.below, one.above] for one in fit.spreads],
        "worth": asdict(fit.worth),
        "relevance": asdict(fit.relevance),
    }


def main() -> int:
    answers, sense = scored(), open_sense()
    if not answers or sense is None:
        sys.stderr.write(f"Set {VARIABLE} to a file of scored answers, and install the extra `semantic`.\n")
        return 1
    figures = {}
    for name, used in (("without", None), ("with", sense)):
        fit = calibrated(answers, used)
        sys.stdout.write(f"{name}: {fit.measured}\n")
        figures[name] = written(fit)
    OUT.write_text(json.dumps(figures, separators=(",", ":")) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
