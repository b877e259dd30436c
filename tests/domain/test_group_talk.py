"""What is said to the bot in a group's thread and is no answer, and what members can do next."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.console.request import Line
from domain.requests import Actor, Place, Request
from tests.domain.grouped import HALF, RACE, WHOLE, Table, table
from tests.world import actor, text_of

PANEL = RACE.replace("race", "panel")


@pytest.fixture
async def group(world_folder: Path) -> AsyncIterator[Table]:
    async with table(world_folder) as opened:
        yield opened


def labels(buttons: object) -> list[str]:
    return [one.label for one in buttons]  # type: ignore[attr-defined]


@pytest.mark.parametrize("word", ["hi", "status", "next", "NEXT!", "what do you mean?", "नमस्ते"])
async def test_a_short_message_is_talk_and_does_not_cost_the_question(group: Table, word: str) -> None:
    await group.ask("ana", "ben")
    said = await group.say("ana", word)
    assert said.failed
    assert "Question 1 is open" in text_of(said)
    assert said.data["participants"] == ["ana", "ben"], "a platform knows it for what it is"
    assert labels(said.buttons) == ["Answer", "Status", "Leave"]
    assert await group.answer_of("ana") is None


async def test_talk_does_not_replace_an_answer(group: Table) -> None:
    await group.ask("ana", "ben")
    await group.say("ana", WHOLE)
    await group.say("ana", "thanks!")
    kept = await group.answer_of("ana")
    assert kept is not None
    assert kept.student_answer == WHOLE


async def test_who_answers_anew_is_told_that_the_earlier_answer_is_gone(group: Table) -> None:
    await group.ask("ana", "ben")
    assert "in place of" not in text_of(await group.say("ana", WHOLE))
    assert "in place of the one before" in text_of(await group.say("ana", f"/answer {HALF}"))


async def test_a_few_words_are_an_answer_by_the_command(group: Table) -> None:
    await group.ask("ana", "ben")
    assert not (await group.say("ana", "/answer hi")).failed
    assert await group.answer_of("ana") is not None


async def test_talk_outside_of_a_question_tells_where_the_round_stands(group: Table) -> None:
    await group.begin("ana", "ben")
    said = await group.say("ana", "hi")
    assert "has not begun" in text_of(said)
    assert labels(said.buttons) == ["Next", "Status", "Leave"]


async def test_those_who_are_not_candidate_are_offered_no_answer(group: Table) -> None:
    asked = await group.ask("ana", "ben", start=PANEL)
    refused = await group.press("ben", asked, "Answer")
    assert labels(refused.buttons) == ["Status", "Leave"]
    assert "another's" in text_of(refused)
    joined = await group.say("cem", "/group join")
    assert "answer" not in repr([b.token for b in joined.buttons])
    assert "You can still answer" not in text_of(joined)
    assert labels((await group.say("ana", "/group next")).buttons) == ["Answer", "Status", "Leave"]


async def test_a_second_answer_while_the_first_is_scored_is_not_told_of_a_reveal(group: Table) -> None:
    await group.ask("ana", "ben", start=PANEL)
    await group.say("ana", HALF)
    again = await group.say("ana", f"/answer {WHOLE}")
    assert again.failed
    assert "scored" in text_of(again)
    assert "revealed" not in text_of(again)


async def test_a_round_without_questions_is_refused_before_it_gathers_anybody(group: Table) -> None:
    refused = await group.say("ana", "/group start round:system_design")
    assert refused.failed
    assert "no System design questions" in text_of(refused)
    assert "technical_qa" in text_of(refused)
    assert group.posts == []


async def test_a_topic_that_nobody_knows_cannot_change_how_the_sentence_reads(group: Table) -> None:
    refused = await group.say("ana", "/group start topic:`databses")
    assert refused.failed
    assert text_of(refused).count("`") % 2 == 0


async def test_of_several_rounds_in_a_channel_each_can_be_picked(group: Table) -> None:
    world, channel = group.world, "channel:c"
    threads = []
    for host in ("ana", "ben"):
        threads.append((await world.say(RACE, host, place=channel)).data["place"])
    both = await world.say("/group status", "cem", place=channel)
    assert both.failed
    assert labels(both.buttons) == ["See ana's", "See ben's"] or labels(both.buttons) == [
        "See ben's",
        "See ana's",
    ]
    for place in threads:
        await world.say("/group join", "cem", place=place)
        await world.say("/group join", "dee", place=place)
        await world.say("/group next", "cem", place=place)
    which = await world.say(f"/answer {WHOLE}", "cem", place=channel)
    assert which.failed
    assert "2 open rounds" in text_of(which)
    assert len(which.buttons) == 2


async def test_a_command_of_interviews_points_to_the_round_that_is_held_here(group: Table) -> None:
    await group.ask("ana", "ben")
    for command in ("/interview status", "/interview hint", "/interview skip"):
        said = await group.say("ana", command)
        assert "group's round" in text_of(said)
        assert labels(said.buttons)[0] == "Status"
    lost = await group.say("ana", f"/answer {WHOLE}", place="dm")
    assert "group's round" in text_of(lost)
    for place, user in (("channel:other", "ana"), ("dm", "cem")):
        assert "group's round" not in text_of(await group.say(user, "/interview status", place=place))


STRANGE = {
    "u1": "A\u202eBC",
    "u2": "two\nlines\tand more",
    "u3": "x" * 200,
    "u4": " \u200b ",
}


async def test_no_name_disturbs_the_words_around_it(group: Table) -> None:
    await group.begin("ana")
    for user, name in STRANGE.items():
        request = Request(Actor("console", user, display_name=name), "group join", Place.of(group.place))
        assert await group.world.dispatcher.handle(request, group.world.note)
    await group.say("ana", "/group next")
    for user in ("ana", *STRANGE):
        await group.world.maybe(Line(actor(user), Place.of(group.place), text=f"/answer {WHOLE}"))
    revealed = text_of(group.card)
    await group.say("ana", "/group end")
    for text in (revealed, text_of(group.card), text_of(await group.say("ana", "/group board"))):
        assert "ABC" in text
        assert "two lines and more" in text
        assert "x" * 39 + "…" in text
        assert "x" * 41 not in text
        assert "somebody" in text


async def test_the_end_of_a_round_names_the_best_first_of_those_who_did_as_much(group: Table) -> None:
    await group.ask("ana", "ben", "cem")
    for user, text in (("ana", HALF), ("ben", WHOLE), ("cem", WHOLE)):
        await group.say(user, text)
    ended = await group.say("ana", "/group end")
    assert [row["name"] for row in ended.data["board"]] == ["ben", "cem", "ana"]


async def test_the_rows_of_a_panel_stand_above_an_answer_of_great_length(group: Table) -> None:
    await group.ask("ana", "ben", start=PANEL)
    await group.say("ana", f"{HALF} {'and so on ' * 2_000}")
    assert group.card.cards[0].title == "Score it, row by row"
    assert "ana answered" in group.card.cards[-1].title


async def test_a_round_that_is_ended_before_its_first_question_blames_nobody(group: Table) -> None:
    await group.begin("ana", "ben")
    ended = await group.say("ana", "/group end")
    assert "results" not in text_of(ended)
    assert labels(ended.buttons) == ["Start"]
    assert "Not enough" not in text_of(group.card)
    assert "before the first question" in text_of(group.card)


async def test_no_quote_disturbs_the_words_around_it(group: Table) -> None:
    await group.begin("ana", "ben")
    await group.say("ana", "/group join quotes:yes")
    await group.say("ana", "/group next")
    await group.say("ana", f"\u202e{HALF}")
    await group.say("ben", HALF)
    revealed = text_of(group.card)
    assert HALF in revealed
    assert "u202e" not in revealed


async def test_a_turn_without_an_answer_is_not_called_a_reveal(group: Table) -> None:
    asked = await group.ask("ana", "ben", start=PANEL)
    assert "All others score afterwards" in text_of(asked), "the interviewer among them"
    over = await group.say("ana", "/group reveal")
    assert "Question 1 was passed over." in text_of(over)
