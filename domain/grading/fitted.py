"""Evaluates what `bench/calibrate.py` fitted to scores that people gave: weights, trees, curves and bands."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, NamedTuple

FIGURES = "calibrated.json"


class Split(NamedTuple):
    """Goes on to `low` where the measure of that number is at most `bound`, to `high` otherwise."""

    measure: int
    bound: float
    low: "Tree"
    high: "Tree"


Tree = Split | float


@dataclass(frozen=True, slots=True)
class Spread:
    """How far people's scores lay below and above a score of at most `upto`, all 0 to 100, for 4 of 5."""

    upto: float
    below: float
    above: float


@dataclass(frozen=True, slots=True)
class Trees:
    """Trees over those measures, whose leaves add up with `base`."""

    measures: tuple[str, ...]
    base: float
    trees: tuple[Tree, ...]

    def value(self, measures: Mapping[str, float]) -> float:
        values = [measures[name] for name in self.measures]
        return self.base + sum([_leaf(tree, values) for tree in self.trees])


@dataclass(frozen=True, slots=True)
class Weights:
    """What the cube root of each measure adds to `base`."""

    base: float
    weights: Mapping[str, float]

    def value(self, measures: Mapping[str, float]) -> float:
        return self.base + sum(weight * root(measures[name]) for name, weight in self.weights.items())


def root(measure: float) -> float:
    """The cube root, which the first bit of anything raises most."""
    return math.pow(measure, 1 / 3)


Curve = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """How a score is made of measures: a worth, times a share for being about the question at all.

    `curve` goes from the worth's sum to 0 to 100, `share` from that of `relevance` (a logarithm of odds) to
    0 to 1. `measured` holds what the script found on questions left out of the fit, by the figure's name.
    """

    worth: Weights
    relevance: Trees
    curve: Curve
    share: Curve
    spreads: tuple[Spread, ...]
    measured: Mapping[str, float]

    def score(self, measures: Mapping[str, float]) -> float:
        """0 to 100; never lower where a measure of worth is higher and relevance is the same."""
        share = bent(self.relevance.value(measures), self.share)
        return share * bent(self.worth.value(measures), self.curve)

    def band(self, score: float) -> tuple[int, int]:
        """Between which scores 4 of 5 people's lay, for answers with such a score."""
        spread = next((one for one in self.spreads if score <= one.upto), self.spreads[-1])
        return max(0, round(score - spread.below)), min(100, round(score + spread.above))


def bent(value: float, curve: Curve) -> float:
    """The value on a curve of straight pieces, flat before its first point and after its last."""
    if value <= curve[0][0]:
        return curve[0][1]
    for (low, at_low), (high, at_high) in pairwise(curve):
        if value <= high:
            return at_low + (at_high - at_low) * (value - low) / (high - low)
    return curve[-1][1]


@cache
def fits() -> dict[str, Fit]:
    """The fit "with" a sentence model's measures, and the one "without"."""
    figures = json.loads(files(__package__).joinpath(FIGURES).read_text("utf-8"))
    return {name: fit_of(given) for name, given in figures.items()}


def fit_of(given: Mapping[str, Any]) -> Fit:
    return Fit(
        worth=Weights(**given["worth"]),
        relevance=_trees(given["relevance"]),
        curve=tuple((at, score) for at, score in given["curve"]),
        share=tuple((at, share) for at, share in given["share"]),
        spreads=tuple(Spread(*spread) for spread in given["spreads"]),
        measured=given["measured"],
    )


def _trees(given: Mapping[str, Any]) -> Trees:
    return Trees(tuple(given["measures"]), given["base"], tuple(_tree(tree) for tree in given["trees"]))


def _tree(given: Any) -> Tree:
    if not isinstance(given, list):
        return float(given)
    measure, bound, low, high = given
    return Split(measure, bound, _tree(low), _tree(high))


def _leaf(tree: Tree, values: Sequence[float]) -> float:
    while isinstance(tree, tuple):
        measure, bound, low, high = tree
        tree = low if values[measure] <= bound else high
    return tree
