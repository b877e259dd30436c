"""What a recurring weakness is, and where it shows: the profile, question choice, the plan of a report."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import asking, choice, improvement, recall, study, weakness
from domain.choice import Wanted, choose
from domain.improvement import Advice
from domain.model.question import Candidate, Question
from domain.model.quiz import QuizAnswer, Sitting
from domain.model.roadmap import Roadmap
from domain.study import Library
from domain.weakness import Observation, profile
from tests.domain.builders import a_question, an_attempt, an_interview
from tests.domain.cards import cards_of, student
from tests.domain.known import INDEX, ONE, SPLIT, WHOLE, ended_with
from tests.domain.known import LIBRARY as KNOWN
from tests.domain.roadmaps import CASCADE, JUGGLING
from tests.fakes import NOON
from tests.world import World, data, open_world, text_of

UTC = ZoneInfo("UTC")
SILENT = "I don't know"
TAGGED: tuple[Question, ...] = tuple(
    INDEX.model_copy(update={"slug": f"about-{n}", "tags": ("indexing",) if n % 2 else ("caching",)})
    for n in range(8)
)
TAGS = {question.slug: question.tags for question in TAGGED}
MOVES = CASCADE.model_copy(update={"topics": ("indexing", "caching"), "name": "First moves"})
ROADMAP: Roadmap = JUGGLING.model_copy(update={"stages": (MOVES, *JUGGLING.stages[1:])})


@asynccontextmanager
async def tagged_world(folder: Path) -> AsyncIterator[World]:
    library = replace(KNOWN, questions=TAGGED, roadmaps=(ROADMAP,))
    async with open_world(folder, library=library) as world:
        yield world


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with tagged_world(tmp_path) as opened:
        yield opened


def seen(days_ago: float, score: float, topic: str = "indexing") -> Observation:
    return Observation(topic, NOON - timedelta(days=days_ago), score, "attempt")


@pytest.mark.parametrize(
    ("observations", "recurring"),
    [
        ([seen(0, 0), seen(1, 0), seen(1, 0)], True),
        ([seen(0, 0), seen(1, 0)], False),
        ([seen(0, 0)] * 9, False),
        ([seen(0, 0), seen(1, 0), seen(1, 0, "caching")], False),
        ([seen(0, 0.6), seen(1, 0.6), seen(2, 0.6)], False),
        ([seen(0, 1), seen(1, 1), seen(90, 0), seen(91, 0), seen(92, 0)], False),
        ([seen(0, 0), seen(1, 0), seen(90, 1), seen(91, 1), seen(92, 1)], True),
        ([seen(200, 0), seen(201, 0), seen(202, 0)], False),
    ],
)
def test_what_a_recurring_weakness_is(observations: list[Observation], recurring: bool) -> None:
    assert profile(observations, NOON, UTC).recurring("Indexing") is recurring


def test_days_are_the_students_own() -> None:
    evening = [replace(seen(0, 0), at=NOON.replace(hour=hour)) for hour in (13, 14, 16)]
    assert not profile(evening, NOON.replace(hour=17), UTC).recurring("indexing")
    assert profile(evening, NOON.replace(hour=17), ZoneInfo("Asia/Tokyo")).recurring("indexing")


@settings(max_examples=50)
@given(
    st.lists(
        st.builds(seen, st.floats(0, 400), st.floats(0, 1), st.sampled_from(("indexing", "caching"))),
        max_size=12,
    )
)
def test_a_profile_is_made_of_all_that_counts(observations: list[Observation]) -> None:
    found = profile(observations, NOON, UTC)
    recent = [o for o in observations if NOON - o.at <= weakness.OLDEST]
    assert sum(s.observations for s in found.standings) == len(recent)
    for standing in found.standings:
        scores = [o.score for o in recent if o.topic == standing.topic]
        assert min(scores) - 1e-9 <= standing.mean <= max(scores) + 1e-9
        assert standing.days <= standing.observations
    assert list(found.standings) == sorted(found.standings, key=lambda s: (s.mean, s.topic))
    assert profile([*observations, seen(0, 1)], NOON, UTC).of("indexing") is not None


def test_first_tries_at_questions_count_and_nothing_else() -> None:
    attempts = [
        an_attempt("a", 30),
        an_attempt("a~space", 0),
        an_attempt("a", 90, attempt_no=2),
        an_attempt("b", 0, flags=("grader_failed",)),
        an_attempt("c", None),
    ]
    found = list(weakness.from_answers(attempts, dict.fromkeys("abc", ("Indexing", "databases"))))
    assert [(o.topic, o.score) for o in found] == [("indexing", 0.3), ("databases", 0.3)]


async def silent(world: World, days: int) -> None:
    """Two questions of either topic a day, none of them known."""
    for _ in range(days):
        for _ in range(2):
            await ended_with(world, SILENT)
            world.clock.forward(hours=1)
        world.clock.forward(hours=22)


async def test_one_bad_day_is_none_and_two_are_one(world: World) -> None:
    await silent(world, 1)
    reply = await world.say("/profile show")
    assert data(reply)["weaknesses"] == []
    assert "It takes three answers on two days at least" in text_of(reply)
    await silent(world, 3)
    reply = await world.say("/profile show")
    found = {weak["topic"]: weak for weak in data(reply)["weaknesses"]}
    assert found
    assert all(w["mean"] == 0 and w["observations"] >= 3 and w["days"] >= 2 for w in found.values())
    assert "0/100 on average, seen" in text_of(reply)


async def test_quizzes_and_reviews_count_too(world: World) -> None:
    await world.say("/help")
    ana = await student(world)
    answer = QuizAnswer(item_id="q", topic="caching", order=(1, 0), chosen=0, answered_at=NOON)
    sitting = Sitting(
        id="s", created_at=NOON, updated_at=NOON, student_id=ana.id, path_id="p", skill="juggling",
        stage="cascade", passing_score=60, started_at=NOON, items=(answer, answer.model_copy()),
    )  # fmt: skip
    await world.do.quizzes.add(sitting)
    item = CASCADE.quiz[0].model_copy(update={"topic": "caching"})
    await recall.missed_items(world.do, ana.id, "juggling", (item,), NOON)
    world.clock.forward(days=1)
    assert not (await weakness.of(world.do, ana)).recurring("caching")
    await world.press(await world.press(await world.say("/review"), "Show"), "Hard")
    found = (await weakness.of(world.do, ana)).of("caching")
    assert found is not None
    assert (found.observations, found.days, found.recurring) == (3, 2, True)
    reply = await world.say("/profile show")
    assert [weak["topic"] for weak in data(reply)["weaknesses"]] == ["caching"]


BANK = [
    Candidate(
        slug=f"q{n:02}",
        round="technical_qa",
        difficulty=1 + n % 5,
        tags=("Indexing",) if n % 3 == 0 else ("caching",),
        companies=("google",) * (n % 2),
    )
    for n in range(30)
]


@given(st.integers(1, 5), st.sampled_from((None, "google")), st.text(max_size=3))
def test_a_weakness_decides_between_questions_as_good(
    difficulty: int, company: str | None, seed: str
) -> None:
    plain = Wanted(round="technical_qa", difficulty=difficulty, company=company)
    focused = plain.model_copy(update={"focus": frozenset({"indexing"})})
    usual, chosen = choose(BANK, plain, {}, seed), choose(BANK, focused, {}, seed)
    assert usual is not None
    assert chosen is not None
    assert chosen.tags == ("Indexing",)
    assert chosen.difficulty == usual.difficulty == difficulty
    assert company is None or company in chosen.companies


def test_a_weakness_never_outweighs_difficulty_and_company() -> None:
    weak = Candidate(slug="weak", round="technical_qa", difficulty=3, tags=("indexing",))
    near = Candidate(slug="near", round="technical_qa", difficulty=2, tags=("caching",))
    wish = Wanted(round="technical_qa", difficulty=2, focus=frozenset({"indexing"}))
    assert choose([weak, near], wish, {}, "7") == near
    theirs = near.model_copy(update={"slug": "theirs", "companies": ("google",)})
    of_google = wish.model_copy(update={"company": "google"})
    assert choose([weak.model_copy(update={"difficulty": 2}), theirs], of_google, {}, "7") == theirs


def test_every_third_question_at_most_is_for_a_weakness() -> None:
    put: list[tuple[str, ...]] = []
    turns = []
    for _ in range(9):
        focus = choice.focus(("indexing",), put)
        turns.append(bool(focus))
        put.append(("Indexing",) if focus else ("caching",))
    assert turns == [True, False, False] * 3
    assert choice.focus((), put) == frozenset()


async def test_an_interview_knows_what_was_weak_when_it_began(world: World) -> None:
    await silent(world, 3)
    await world.say(ONE)
    weak = (await weakness.of(world.do, await student(world))).weaknesses
    assert weak
    assert (await world.session()).focus == tuple(standing.topic for standing in weak)


@pytest.mark.parametrize("weak", ["caching", "indexing"])
async def test_a_new_question_is_picked_for_what_is_weak_when_it_is_its_turn(world: World, weak: str) -> None:
    for seed in range(4):
        interview = an_interview(rounds=("technical_qa",), plan=(3,), focus=(weak,), seed=seed)
        first = (await asking.pick(world.do, interview, 2)).question
        assert first is not None
        assert weak in TAGS[first.question_id]
    interview = an_interview(rounds=("technical_qa",), plan=(9,), focus=(weak,))
    for _ in range(2):
        question = (await asking.pick(world.do, interview, 2)).question
        assert question is not None
        interview = interview.ask(question, 2).close_question("skipped")
    unfocused = an_interview(rounds=("technical_qa",), plan=(9,), questions=interview.questions[:1])
    usual = (await asking.pick(world.do, unfocused, 2)).question
    assert usual is not None
    assert interview.questions[1].question_id == usual.question_id, "its turn comes every third time at most"


async def test_the_plan_names_the_weakness_and_what_to_read(world: World) -> None:
    await silent(world, 4)
    await world.say(ONE)
    await world.say(f"/answer {SPLIT}")
    await world.say("/interview end")
    report = await world.do.reports.get((await world.session()).report_id or "")
    assert report is not None
    (item, *_) = report.improvement_plan
    assert "is a weakness that comes back" in item.why
    assert "times on" in item.why
    assert (item.stage, item.resource) == ("Juggling: First moves", "Throws and catches")
    assert (item.minutes, item.url) == (120, "https://example.org/juggling-throws")


def test_recurring_weaknesses_come_first_in_the_plan() -> None:
    bank = {"aa": a_question("aa", tags=("caching",)), "bb": a_question("bb", tags=("Indexing", "writes"))}
    attempts = [an_attempt("aa", 10), an_attempt("bb", 50)]
    weak = profile([seen(0, 0.2), seen(1, 0.2), seen(1, 0.2)], NOON, UTC)
    one, *_ = improvement.plan(attempts, bank, Advice(weak, Library(())))
    assert "“indexing” is a weakness that comes back: 20/100 on average, seen 3 times on 2 days." in one.why
    assert (one.stage, one.resource, one.minutes) == (None, None, 30)
    plain, *_ = improvement.plan(attempts, bank)
    assert "scored 10/100" in plain.why


async def test_the_students_own_open_stage_is_read_first(world: World) -> None:
    await world.say("/help")
    ana = await student(world)
    anywhere = await study.library(world.do, ana.id)
    found = anywhere.about(("indexing", "caching"))
    assert found is not None
    assert found.title == "Throws and catches"
    assert anywhere.about(("indexing", "security")) is None, (
        "one topic in common is too little to send somebody to"
    )
    await world.say("/roadmap create juggling")
    await world.say("/roadmap done juggling-throws")
    own = (await study.library(world.do, ana.id)).about(("indexing", "security"))
    assert own is not None
    assert own.title == "Keeping a rhythm"


async def test_cards_name_what_to_read(world: World) -> None:
    await world.say("/roadmap create juggling")
    await ended_with(world, SILENT)
    assert {card.read for card in (await cards_of(world)).values()} == {"Throws and catches"}
    shown = await world.press(await world.say("/review"), "Show")
    assert "Read it up: Throws and catches, https://example.org/juggling-throws" in text_of(shown)


async def test_what_is_known_now_is_no_weakness_any_more(world: World) -> None:
    await silent(world, 2)
    for _ in range(6):
        world.clock.forward(days=20)
        await ended_with(world, WHOLE)
    assert data(await world.say("/profile show"))["weaknesses"] == []
