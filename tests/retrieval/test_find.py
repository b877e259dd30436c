"""The search itself: any text, one's own passages, what is left out, and many who ask at once."""

import asyncio
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.retrieval import FtsRetrieval
from domain.model.passage import Passage
from tests.examples import tried
from tests.retrieval.students import own_of_a_student
from tests.world import RETRIEVAL

SYNTAX = [
    '"',
    "NEAR(",
    "*",
    "-",
    ":",
    "^",
    "title:",
    "AND",
    "OR",
    "NOT",
    "deadlock",
    "{a}",
    ")",
    "\0",
    "\ud800",
    "😀",
    "死锁",
]


def note(number: int, text: str, **more: object) -> Passage:
    given = {"id": f"n{number}", "kind": "help", "title": f"Note {number}", "text": text, "source": "a test"}
    return Passage.model_validate(given | more)


FRUIT = (
    note(1, "Apples keep for months in a cool cellar."),
    note(2, "Pears bruise, and are best eaten within a week."),
    note(3, "Plums are dried in the oven."),
    note(4, "Cherries come early in the year."),
    *(note(n, f"Shelf {n} is empty.") for n in range(50, 62)),
)


def over(*passages: Passage) -> FtsRetrieval:
    return FtsRetrieval(lambda: passages)


@tried(200)
@given(
    st.one_of(
        st.text(),
        st.lists(st.sampled_from(SYNTAX)).map(" ".join),
        st.lists(st.sampled_from(SYNTAX)).map("".join),
    )
)
async def test_no_text_breaks_it(text: str) -> None:
    for found in await RETRIEVAL.find(text, 3):
        assert found.words


@pytest.mark.parametrize(
    "text", ["why is my index slow (" * 50_000, "ñ" * 1_000_000, "a b " * 250_000, "\0" * 1_000_000]
)
async def test_a_megabyte_is_read_as_far_as_a_question_goes(text: str) -> None:
    found = await asyncio.wait_for(RETRIEVAL.find(text, 2), 5)
    assert bool(found) == text.startswith("why")


async def test_operators_are_words() -> None:
    search = over(*FRUIT, note(5, "Not near and far, nor this or that."))
    assert [f.passage.id for f in await search.find('apples NOT cellar "', 9)] == ["n1"]
    assert [f.passage.id for f in await search.find("title:apples -cellar", 9)] == ["n1"]
    assert await search.find("ap*", 9) == await search.find("ap", 9) == []
    assert [f.passage.id for f in await search.find("app*", 9)] == ["n1"]


async def test_nothing_is_found_where_nothing_bears_on_it() -> None:
    search = over(*FRUIT)
    for text in ("", "   ", "the and of", "locomotive", "42", "苹果"):
        assert await search.find(text, 9) == []
    assert await search.find("apples", 0) == []
    assert await over().find("apples", 9) == []


async def test_what_is_to_be_left_out_makes_room_for_the_next() -> None:
    search = over(*FRUIT, note(5, "Apples lie on the table."), note(6, "Apples are sold by the pound."))
    everything = await search.find("apples", 9)
    assert len(everything) == 3
    best = everything[0].passage.id
    rest = await search.find("apples", 2, without=lambda passage: passage.id == best)
    assert [f.passage.id for f in rest] == [f.passage.id for f in everything[1:]]


async def test_what_is_far_behind_the_best_is_not_found_beside_it() -> None:
    search = over(*FRUIT, note(5, "Apples, and apples again.", title="Apples"))
    assert [f.passage.id for f in await search.find("apples", 9)] == ["n5"]
    left = await search.find("apples", 9, without=lambda passage: passage.id == "n5")
    assert [f.passage.id for f in left] == ["n1"]


async def test_a_hint_gives_way_to_what_tells() -> None:
    text = "Think of walnuts and of what they are."
    search = over(*FRUIT, note(5, text, title="Walnuts", kind="hint"), note(6, text, title="Walnuts"))
    assert [f.passage.id for f in await search.find("walnuts", 1)] == ["n6"]


async def test_a_title_says_more_than_a_text() -> None:
    search = over(*FRUIT, note(5, "Walnuts, walnuts."), note(6, "Something else.", title="Walnuts"))
    assert (await search.find("walnuts", 1))[0].passage.id == "n6"


async def test_ones_own_are_ranked_among_the_others_as_if_they_had_always_been_there() -> None:
    mine = (note(7, "Quinces are mine.", kind="weakness"), note(8, "I like apples."))
    apart, together = over(*FRUIT), over(*FRUIT, *mine)
    for text in ("apples", "quinces and pears", "qinces"):
        assert await apart.find(text, 9, own=mine) == await together.find(text, 9)


async def test_ones_own_are_gone_with_the_answer() -> None:
    search = over(*FRUIT)
    before = await search.find("apples", 9)
    mine = [note(7, "Apples and quinces are mine.")]
    assert len(await search.find("apples", 9, own=mine)) == len(before) + 1
    assert await search.find("quinces", 9) == []
    assert await search.find("apples", 9) == before


async def test_they_are_gone_too_where_the_search_was_broken_off() -> None:
    def broken(_: Passage) -> bool:
        raise RuntimeError("on purpose")

    search, mine = over(*FRUIT), [note(7, "Apples and quinces are mine.")]
    with pytest.raises(RuntimeError):
        await search.find("apples", 9, own=mine, without=broken)
    assert await search.find("quinces", 9) == []
    assert (await search.find("quinces", 9, own=mine))[0].passage.id == "n7"


async def test_many_ask_at_once_and_each_finds_their_own() -> None:
    search = over(*FRUIT)

    async def ask(number: int) -> list[str]:
        mine = [note(n, f"Apples of {number}.") for n in (100 + number, 200 + number)]
        return [f.passage.id for f in await search.find("apples", 9, own=mine)]

    found = await asyncio.gather(*map(ask, range(20)))
    for number, ids in enumerate(found):
        assert set(ids) == {"n1", f"n{100 + number}", f"n{200 + number}"}


async def test_the_index_is_built_once_off_the_loop_and_not_before_it_is_needed() -> None:
    asked, go, calls = Event(), Event(), []

    def passages() -> tuple[Passage, ...]:
        calls.append("built")
        asked.set()
        assert go.wait(5)
        return FRUIT

    search = FtsRetrieval(passages)
    assert calls == []
    asking = [asyncio.create_task(search.find("apples", 1)) for _ in range(3)]
    await asyncio.to_thread(asked.wait, 5)
    go.set()
    assert [(await one)[0].passage.id for one in asking] == ["n1"] * 3
    assert calls == ["built"]


async def test_one_who_asks_after_their_weak_points_is_told_their_own() -> None:
    own = own_of_a_student()
    for text, part in (("what are my weak points", "weakness:"), ("am i weak in joins", "weakness:joins")):
        assert (await RETRIEVAL.find(text, 1, own=own))[0].passage.id == part
    found = await RETRIEVAL.find("show my last report", 3, own=own)
    assert {f.passage.kind for f in found} == {"report"}
    answer = next(passage for passage in own if passage.kind == "answer")
    missed = await RETRIEVAL.find(f"my answer on {answer.title}", 3, own=own)
    assert answer in [f.passage for f in missed]
