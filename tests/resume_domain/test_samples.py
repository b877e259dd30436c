"""The written pairs, read as a person reads them."""

import pytest

from domain.matching.description import description
from domain.matching.match import match
from domain.matching.model import Need, Status
from domain.resume.understood import understood
from tests.resume_domain.samples import PAIRS, TODAY, Pair

each_pair = pytest.mark.parametrize("pair", PAIRS, ids=[pair.name for pair in PAIRS])
NEEDS: tuple[Need, ...] = ("required", "preferred")
STATUSES: tuple[Status, ...] = ("matched", "weak", "missing")


@each_pair
def test_a_resume_is_understood(pair: Pair) -> None:
    resume = understood(pair.resume, TODAY)
    shown = {one.skill for one in resume.skills if one.evidence[0].how == "shown"}
    assert shown == set(pair.shown)
    assert {one.skill for one in resume.skills} - shown == set(pair.listed)
    assert tuple(project.name for project in resume.projects) == pair.projects
    assert resume.experience.years == pair.years


@each_pair
def test_a_description_is_understood(pair: Pair) -> None:
    found = description(pair.description)
    for need in NEEDS:
        assert {"|".join(want.skills) for want in found.named(need)} == pair.wants(need)
    assert found.years == pair.asked_years
    assert pair.level in ("", found.level)


@each_pair
def test_they_fit_as_a_person_says(pair: Pair) -> None:
    found = match(understood(pair.resume, TODAY), description(pair.description))
    by_status = {"matched": found.matched, "weak": found.weak, "missing": found.missing}
    for status in STATUSES:
        assert {"|".join(fit.skills) for fit in by_status[status]} == pair.fits(status)


@each_pair
def test_quotes_stand_in_their_texts_and_hold_no_contact_details(pair: Pair) -> None:
    resume, wanted = understood(pair.resume, TODAY), description(pair.description)
    found = match(resume, wanted)
    mine = [fit.quote for fit in found.fits if fit.quote] + [one.quote for one in found.bullets]
    mine += [project.line for project in resume.projects]
    mine += [shown.quote for one in resume.skills for shown in one.evidence]
    assert mine
    assert all(quote and quote in pair.resume for quote in mine)
    assert all(fit.wanted_by and fit.wanted_by in pair.description for fit in found.fits)
    assert not any("@" in quote or "+91" in quote or ".com/" in quote for quote in mine)


@each_pair
def test_the_lines_of_the_sum_add_up(pair: Pair) -> None:
    found = match(understood(pair.resume, TODAY), description(pair.description))
    points, of = sum(part.points for part in found.parts), sum(part.of for part in found.parts)
    assert found.score is not None
    assert abs(found.score - 100 * points / of) <= 0.5
    assert f"{points:g} of {of:g}, which is {found.score}/100" in found.arithmetic[-1]


@each_pair
def test_no_line_raises_the_score_by_leaving(pair: Pair) -> None:
    wanted = description(pair.description)
    score = match(understood(pair.resume, TODAY), wanted).score
    assert score is not None
    lines = pair.resume.splitlines()
    for at, line in enumerate(lines):
        if line.startswith(("-", "•", "*")):
            fewer = match(understood("\n".join(lines[:at] + lines[at + 1 :]), TODAY), wanted).score
            assert fewer is not None
            assert fewer <= score, line
