"""Which answers tell one story: known by what comes back in them, whatever question they were given to."""

from datetime import timedelta
from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.model.question import Question
from domain.stories import SAME_FROM, Story, Telling, everyday, shared, stories, telling, weights
from tests.domain.builders import a_question, an_attempt
from tests.domain.histories import bank
from tests.domain.told import TOLD
from tests.examples import tried
from tests.fakes import NOON

COMMON = everyday(bank()["behavioral"])
LONG = st.lists(
    st.sampled_from(["ship", "Berlin", "12%", "日本", "كتاب", "<b>", "\x00", "\ud800", "reef", "I"])
)


def told(text: str, number: int = 0, **change: object) -> Telling:
    given_ = {
        "attempt_id": f"a{number}",
        "session_id": "session",
        "question_id": "growth-own-failure",
        "at": NOON + timedelta(days=number),
        "score": 70,
        "text": text,
        "asked": "learning from failure",
        "themes": frozenset(("learning from failure", "ownership")),
        "again": False,
    }
    return Telling(**{**given_, **change})  # type: ignore[arg-type]


def of(texts: list[str], projects: tuple[str, ...] = ()) -> tuple[Story, ...]:
    return stories([told(text, number) for number, text in enumerate(texts)], COMMON, projects)


def groups(found: tuple[Story, ...]) -> set[frozenset[str]]:
    return {frozenset(one.text for one in story.tellings) for story in found}


@pytest.mark.parametrize("backwards", [False, True])
def test_each_story_is_known_again_and_no_two_are_mixed(backwards: bool) -> None:
    mixed = [text for turn in range(3) for texts in TOLD.values() for text in texts[turn : turn + 1]]
    found = of(mixed[::-1] if backwards else mixed)
    assert groups(found) == {frozenset(texts) for texts in TOLD.values()}


def test_the_model_answers_are_all_different_stories() -> None:
    texts = [question.model_answer for question in bank()["behavioral"]]
    assert len(of(texts)) == len(texts)
    assert len(of([*texts, *chain.from_iterable(TOLD.values())])) == len(texts) + len(TOLD)


def test_the_threshold_lies_between_what_was_measured() -> None:
    texts = [(name, text) for name, texts in TOLD.items() for text in texts]
    texts += [(asked.slug, asked.model_answer) for asked in bank()["behavioral"]]
    weighed = [(name, weights(text, COMMON)) for name, text in texts]
    alike: dict[int, float] = {}
    apart = 0.0
    for (one, (name, words)), (other, (name_2, words_2)) in combinations(enumerate(weighed), 2):
        found = shared(words, words_2)
        if name != name_2:
            apart = max(apart, found)
        else:
            alike |= {place: max(found, alike.get(place, 0)) for place in (one, other)}
    assert apart < SAME_FROM - 0.01 < SAME_FROM + 0.01 < min(alike.values())


def test_the_same_words_are_the_same_story() -> None:
    text = TOLD["robot"][0]
    assert len(of([text, text.upper(), text[: len(text) // 2]])) == 1


def test_a_story_is_called_by_its_first_words_or_by_its_project() -> None:
    text = TOLD["import"][0]
    assert of([text])[0].title == "During my internship at Hafenlogistik I found …"
    (named,) = of([text], ("Pier 9", "Hafenlogistik"))
    assert (named.title, named.project) == ("Hafenlogistik", True)
    assert not of([text], ("afenlog",))[0].project


def test_what_tells_nothing_is_no_story() -> None:
    assert of(["I do not know.", "", "We worked hard and it went well in the end, as always."]) == ()


def question() -> Question:
    return a_question(round="behavioral", competency="Learning from failure", tags=("Ownership", "failure"))


def test_an_answer_tells_for_its_competency_and_all_that_its_question_probes() -> None:
    one = telling(an_attempt(round="behavioral", student_answer="words"), question())
    assert one is not None
    assert one.asked == "learning from failure"
    assert one.themes == {"learning from failure", "ownership", "failure"}
    again = telling(an_attempt(round="behavioral", attempt_no=2), question())
    assert again is not None
    assert again.again


@pytest.mark.parametrize(
    ("attempt", "asked"),
    [
        (an_attempt(round="technical_qa"), question()),
        (an_attempt("index-cost~update", round="behavioral"), question()),
        (an_attempt(score=None, round="behavioral"), question()),
        (an_attempt(round="behavioral", flags=("grader_failed",)), question()),
        (an_attempt(round="behavioral"), None),
    ],
)
def test_other_answers_tell_no_story(attempt: object, asked: Question | None) -> None:
    assert telling(attempt, asked) is None  # type: ignore[arg-type]


@tried(30)
@given(st.lists(st.text(max_size=200) | LONG.map(" ".join), max_size=12), st.lists(st.text(max_size=5)))
def test_any_texts_are_grouped_each_once_in_the_order_they_were_told(
    texts: list[str], projects: list[str]
) -> None:
    found = of(texts, tuple(projects))
    places = [one.attempt_id for story in found for one in story.tellings]
    assert len(places) == len(set(places)) <= len(texts)
    for story in found:
        assert story.tellings
        assert list(story.tellings) == sorted(story.tellings, key=lambda one: one.at)
    begun = [story.tellings[0].at for story in found]
    assert begun == sorted(begun)
