"""The grader of answers without a rubric: agreement with people, probes, and time, beside plain cosines."""

import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from math import log, sqrt
from statistics import fmean

from adapters.sentences import open_sense
from bench.agreement import kappa, pearson, rmse
from bench.cases import probed_tasks
from bench.probes import KEPT, PROBES, SPOILED, WORTHLESS, Probe, Task
from bench.scored import VARIABLE, Scored, scored
from bench.table import Figure
from domain.grading.fitted import fits
from domain.grading.grader import grade_points
from domain.grading.passage import read
from domain.ports import Sense

LEAST = {("with", "mohler r"): 0.6, ("with", "mohler QWK"): 0.52, ("with", "saf r"): 0.45}
LEAST |= {("without", "mohler r"): 0.52, ("without", "mohler QWK"): 0.45, ("without", "saf r"): 0.45}
MOST_MS = {"with": 30.0, "without": 5.0}
LIMITS = {WORTHLESS: 10.0, SPOILED: 35.0}
SECTION = "no rubric"


async def measure() -> list[Figure]:
    answers, sense = scored(), open_sense()
    if not answers:
        sys.stdout.write(f"{VARIABLE} names no file of scored answers: agreement with people is left out.\n")
    if sense is None:
        sys.stdout.write("The extra `semantic` is not installed: its figures are left out.\n")
    figures = list(_baselines(answers, sense))
    for name, used in (("without", None), ("with", sense)):
        if name == "without" or used is not None:
            figures += [*_stored(name), *_in_sample(name, answers, used), *_probed(name, answers, used)]
    return figures


def _stored(name: str) -> Iterator[Figure]:
    """What bench/calibrate.py found on questions left out of the fit."""
    for figure, value in fits()[name].measured.items():
        yield Figure(f"cross-validated, {name}: {figure}", value, "", least=LEAST.get((name, figure)))


def _in_sample(name: str, answers: Sequence[Scored], sense: Sense | None) -> Iterator[Figure]:
    """On the answers that the fit saw, which flatters it; and how long one takes, its reading included."""
    scores: list[float] = []
    began = time.process_time()
    for one in answers:
        scores.append(grade_points(one.question, one.model_answer, (), one.answer, sense).score)
    took = time.process_time() - began
    yield from _agreement(f"in sample, {name}", answers, scores)
    if answers:
        yield Figure(f"{SECTION}, {name}: an answer", 1000 * took / len(answers), "ms", MOST_MS[name])


def _agreement(name: str, answers: Sequence[Scored], scores: Sequence[float]) -> Iterator[Figure]:
    """For each source; near-empty answers flatter every grader of the second and are left out."""
    for source in dict.fromkeys(one.source for one in answers):
        pairs = [
            (score, one.score)
            for score, one in zip(scores, answers, strict=True)
            if one.source == source and not (source == "saf" and one.is_near_empty)
        ]
        ours, people = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
        for figure, of in (("r", pearson), ("QWK", partial(kappa)), ("RMSE", rmse)):
            yield Figure(f"{name}: {source} {figure}", of(ours, people), "")


def _baselines(answers: Sequence[Scored], sense: Sense | None) -> Iterator[Figure]:
    if not answers:
        return
    yield from _agreement("tf-idf cosine", answers, _tf_idf(answers))
    if sense:
        pairs = [(one.answer, one.model_answer) for one in answers]
        plain = [100 * max(0.0, sense.likeness([one], [other])[0][0]) for one, other in pairs]
        yield from _agreement("plain cosine of word vectors", answers, plain)
        close = [100 * max(0.0, sense.closeness([one], [other])[0][0]) for one, other in pairs]
        yield from _agreement("plain cosine of a sentence model", answers, close)


def _tf_idf(answers: Sequence[Scored]) -> list[float]:
    texts = {text: Counter(_keys(text)) for one in answers for text in (one.answer, one.model_answer)}
    held = Counter(key for counts in texts.values() for key in counts)
    vectors = {
        text: {key: count * log(len(texts) / held[key]) for key, count in counts.items()}
        for text, counts in texts.items()
    }
    return [100 * _cosine(vectors[one.answer], vectors[one.model_answer]) for one in answers]


def _keys(text: str) -> list[str]:
    return [key for sentence in read(text).sentences for key in sentence.keys]


def _cosine(one: dict[str, float], other: dict[str, float]) -> float:
    product = sum(value * other.get(key, 0.0) for key, value in one.items())
    norms = sum(v * v for v in one.values()) * sum(v * v for v in other.values())
    return product / sqrt(norms) if norms else 0.0


def _probed(name: str, answers: Sequence[Scored], sense: Sense | None) -> Iterator[Figure]:
    """The mean score of each probe over all questions, and the least of a model answer kept."""
    asked = probed_tasks(answers)
    names = dict.fromkeys((probe.name, probe.kind) for probe in PROBES)
    for probed, kind in names:
        alike = [probe for probe in PROBES if probe.name == probed]
        scores = [score for probe in alike for score in _scores(probe, asked, sense)]
        if kind == KEPT:
            yield Figure(f"probe, {name}: {probed}, least", min(scores), "", least=90)
        else:
            yield Figure(f"probe, {name}: {probed}, mean", fmean(scores), "", LIMITS[kind] + 0.01)


def _scores(probe: Probe, asked: Sequence[Task], sense: Sense | None) -> Iterator[int]:
    for task in asked:
        answer = probe.answer(task)
        if answer is not None:
            yield grade_points(task.question, task.model_answer, (), answer, sense).score
