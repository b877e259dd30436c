"""Which question comes, and how hard: by rule and by seed."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.asking import choose_follow_up
from domain.choice import Wanted, about, choose, first_difficulty, next_difficulty, wanted
from domain.model.company import Company, CompanyRound, Source
from domain.model.question import Candidate
from domain.rules import InterviewRules
from tests.domain.builders import a_question, an_asked_question, an_attempt, an_interview
from tests.fakes import NOON

BANK = [
    Candidate(
        slug=f"q{n}",
        round="technical_qa",
        difficulty=1 + n % 5,
        stream=("backend", "data")[n % 2],
        companies=("google",) * (n % 3 == 0),
    )
    for n in range(30)
]


def wish(**change: object) -> Wanted:
    return Wanted(**{"round": "technical_qa", "difficulty": 3, **change})


def chosen(want: Wanted, seen: dict[str, datetime] | None = None, seed: str = "7:0") -> Candidate:
    found = choose(BANK, want, seen or {}, seed)
    assert found is not None
    return found


@given(st.integers(1, 5), st.text(max_size=5))
def test_the_difficulty_wished_for_is_met_where_the_bank_has_it(difficulty: int, seed: str) -> None:
    assert chosen(wish(difficulty=difficulty), seed=seed).difficulty == difficulty


@given(st.text(max_size=5))
def test_the_companys_own_come_first(seed: str) -> None:
    assert "google" in chosen(wish(company="google"), seed=seed).companies


@given(st.sets(st.sampled_from([q.slug for q in BANK])), st.text(max_size=5))
def test_nothing_is_put_twice_in_an_interview(asked: set[str], seed: str) -> None:
    found = choose(BANK, wish(asked=frozenset(asked)), {}, seed)
    assert (found is None) == (len(asked) == len(BANK))
    assert found is None or found.slug not in asked


@given(st.sets(st.sampled_from([q.slug for q in BANK]), max_size=29))
def test_the_unseen_come_before_the_seen(seen: set[str]) -> None:
    assert chosen(wish(), dict.fromkeys(seen, NOON)).slug not in seen


@given(st.text(max_size=5))
def test_a_companys_topics_are_found_in_tags_with_hyphens(seed: str) -> None:
    company = Company(
        slug="brick",
        company="Brick",
        rounds=(CompanyRound(round="system_design", minutes=30),),
        system_design_topics=("Rate limiting",),
        difficulty=3,
        sources=(Source(title="Their page"),),
    )
    tags = {"limits": "rate-limiting", "feed": "caching", "chat": "messaging"}
    bank = [Candidate(slug=s, round="system_design", difficulty=3, tags=(t,)) for s, t in tags.items()]
    found = choose(bank, wanted("system_design", 3, None, company, frozenset()), {}, seed)
    assert found is not None
    assert found.slug == "limits"


@given(st.integers(1, 5), st.text(max_size=5))
def test_resume_and_job_decide_between_questions_of_the_same_difficulty(difficulty: int, seed: str) -> None:
    bank = [q.model_copy(update={"tags": (("Redis", "sql")[n // 10 % 2],)}) for n, q in enumerate(BANK)]
    found = choose(bank, wish(difficulty=difficulty, about=frozenset({"redis"})), {}, seed)
    assert found is not None
    assert (found.difficulty, found.tags) == (difficulty, ("Redis",))
    nowhere = choose(bank, wish(difficulty=difficulty, about=frozenset({"cobol"})), {}, seed)
    assert nowhere is not None
    assert nowhere.difficulty == difficulty


def test_each_topic_of_resume_and_job_has_its_turn() -> None:
    topics = ("Redis", "sql")
    assert about("technical_qa", topics, []) == {"redis", "sql"}
    assert about("technical_qa", topics, [("SQL", "joins")]) == {"redis"}
    assert about("technical_qa", topics, [("sql",), ("redis",)]) == {"redis", "sql"}
    assert about("dsa", topics, []) == frozenset()


def test_when_all_were_seen_the_longest_ago_comes_back() -> None:
    seen = {q.slug: NOON + timedelta(days=n) for n, q in enumerate(BANK)}
    seen["q17"] = NOON - timedelta(days=1)
    assert chosen(wish(), seen).slug == "q17"


def test_the_seed_repeats_a_choice_and_another_seed_varies_it() -> None:
    assert len({chosen(wish(), seed="a").slug for _ in range(5)}) == 1
    assert len({chosen(wish(), seed=str(n)).slug for n in range(40)}) > 3


def test_a_stream_excludes_the_others() -> None:
    assert {chosen(wish(stream="data"), seed=str(n)).stream for n in range(20)} == {"data"}


@pytest.mark.parametrize(
    ("score", "hints", "over_time", "expected"),
    [
        (95, 0, False, 4),
        (95, 1, False, 3),
        (95, 0, True, 3),
        (60, 0, False, 3),
        (44, 0, False, 2),
        (None, 0, False, 2),
        (95, 2, False, 2),
    ],
)
def test_difficulty_moves_with_score_hints_and_time(
    score: int | None, hints: int, over_time: bool, expected: int
) -> None:
    assert next_difficulty(3, score, hints, over_time) == expected


@given(st.integers(1, 5), st.none() | st.integers(0, 100), st.integers(0, 5), st.booleans())
def test_difficulty_stays_in_range_and_moves_one_step(
    now: int, score: int | None, hints: int, late: bool
) -> None:
    after = next_difficulty(now, score, hints, late)
    assert 1 <= after <= 5
    assert abs(after - now) <= 1


def test_where_an_interview_begins() -> None:
    google = Company(
        slug="google",
        company="Google",
        rounds=(CompanyRound(round="dsa", minutes=45),),
        difficulty=4,
        sources=(Source(title="How we hire"),),
    )
    assert first_difficulty(5, google, "intern") == 5
    assert first_difficulty(None, google, "SDE Intern") == 2
    assert first_difficulty(None, google, None) == 4
    assert first_difficulty(None, None, None) == 2
    assert first_difficulty(None, google, "Senior SDE") == 5


RULES = InterviewRules()


@pytest.mark.parametrize(("score", "asks"), [(39, False), (40, True), (75, True), (76, False)])
def test_a_follow_up_comes_between_the_two_scores(score: int, asks: bool) -> None:
    interview = an_interview().ask(an_asked_question(), 2).close_question("answered")
    last = interview.questions[-1]
    found = choose_follow_up(RULES, interview, last, [an_attempt(score=score)], a_question())
    assert (found is not None) == asks
    assert found is None or found.point == "space"


def test_at_most_two_follow_ups_in_a_row_and_none_twice() -> None:
    interview = an_interview().ask(an_asked_question(), 2).close_question("answered")
    attempts = [an_attempt(score=60)]
    for point in ("space", "update"):
        probe = an_asked_question(f"index-cost~{point}")
        found = choose_follow_up(RULES, interview, interview.questions[-1], attempts, a_question())
        if point == "space":
            assert found is not None
            assert found.point == point
        interview = interview.ask(probe, 2).close_question("answered")
        attempts.append(an_attempt(probe.question_id, score=60))
    assert interview.follow_ups_in_a_row == 2
    assert choose_follow_up(RULES, interview, interview.questions[-1], attempts, a_question()) is None
