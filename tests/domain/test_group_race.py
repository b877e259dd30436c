"""A race as its members hold it: from Start to the last card, each seeing what is theirs to see."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.replies import Reply
from tests.domain.grouped import HALF, RACE, SPLIT, WHOLE, Table, table
from tests.world import data, text_of


@pytest.fixture
async def group(world_folder: Path) -> AsyncIterator[Table]:
    async with table(world_folder) as opened:
        yield opened


async def test_a_race_of_four_from_start_to_end(group: Table) -> None:
    started = await group.say("ana", RACE)
    assert "open in this thread" in text_of(started)
    assert started.private
    assert not group.card.private
    await group.act("ben", "Join")
    await group.say("cid", "/group join quotes:yes")
    await group.say("dan", "/group join")
    assert "ana, ben, cid and dan (4)" in text_of(group.card)
    assert len(group.posts) == 1, "the card is edited, not posted anew"

    await group.act("ben", "Next")
    assert "Waiting for ana, ben, cid and dan." in text_of(group.card)
    form = await group.act("ana", "Answer")
    taken = await group.submit("ana", form, text=WHOLE, quotes="no")
    assert "is in" in text_of(taken)
    await group.say("ben", f"/answer {HALF}")
    await group.say("cid", SPLIT)
    assert "Waiting for dan." in text_of(group.card)
    assert len(group.posts) == 2
    last = await group.event("dan", "group answer", text="I do not know that one")
    assert "All answers are revealed now" in text_of(last)

    assert len(group.posts) == 3
    shown = text_of(group.card)
    order = [shown.index(name) for name in ("ana: ", "cid: ", "ben: ", "dan: 0/100")]
    assert order[0] < min(order[1:])
    assert order[3] == max(order)
    assert f"“{SPLIT}” (cid)" in shown, "a line is quoted with its author's leave"
    assert "(ana)" not in shown, "and without it none is"
    assert "Every insert also updates the index" in shown, "the model answer"
    assert data(last)["revealed"]

    await group.act("cid", "Next")
    await group.say("ana", f"/answer {WHOLE}")
    await group.say("ana", "/group end")
    assert "The round is over: 2 questions" in text_of(group.card)
    assert "ana: " in text_of(group.card)
    assert (await group.round()).status == "completed"
    over = await group.act("ben", "Mine")
    assert "no answer to question 2" in text_of(over)


async def test_the_card_says_the_rules_in_three_lines_and_its_time(group: Table) -> None:
    await group.say("ana", f"{RACE} minutes:9")
    card = group.card.cards[0]
    assert len(card.body[0].items) == 3  # type: ignore[union-attr]
    fields = {field.name: field.value for field in card.fields}
    assert fields["Begins"] == "with Next, at 12:10 UTC at the latest"
    assert fields["Time for an answer"] == "9 min"
    assert [b.label for b in group.card.buttons] == ["Join", "Next", "Leave", "End"]


async def test_before_the_reveal_one_own_grade_is_hidden_too(group: Table) -> None:
    await group.ask("ana", "ben")
    await group.say("ana", f"/answer {WHOLE}")
    own = await group.event("ana", "group mine")
    assert "comes with the reveal" in text_of(own)
    assert "score" not in own.data
    await group.say("ben", f"/answer {HALF}")
    own = await group.act("ana", "Mine")
    assert own.data["score"] == (await group.answer_of("ana")).score  # type: ignore[union-attr]
    assert "[met] A full page is split in two" in text_of(own)
    assert "no answer" in text_of(await group.press("dora", group.card, "Mine"))


async def test_an_answer_is_replaced_until_the_reveal_and_then_refused(group: Table) -> None:
    asked = await group.ask("ana", "ben")
    await group.say("ana", f"/answer {HALF}")
    first = await group.answer_of("ana")
    await group.say("ana", f"/answer {WHOLE}")
    second = await group.answer_of("ana")
    assert first is not None
    assert second is not None
    assert (second.id, second.student_answer, second.grades) == (first.id, WHOLE, ())
    assert (first.score or 0) < (second.score or 0)
    await group.say("ben", f"/answer {HALF}")
    late = await group.press("ana", asked, "Answer")
    assert late.failed
    assert "too late" in text_of(late)
    late = await group.say("ana", f"/answer {SPLIT}")
    assert late.failed
    assert "not taken" in text_of(late)
    assert (await group.answer_of("ana")).student_answer == WHOLE  # type: ignore[union-attr]


async def test_what_is_written_in_the_thread_is_taken_with_a_word_of_caution(group: Table) -> None:
    await group.ask("ana", "ben")
    taken = await group.say("ana", WHOLE)
    assert "all can read" in text_of(taken)
    assert "all can read" not in text_of(await group.say("ana", f"/answer {WHOLE}"))


async def test_somebody_who_is_not_in_it_is_asked_to_join_first(group: Table) -> None:
    await group.ask("ana", "ben")
    for refused in (
        await group.say("eva", f"/answer {WHOLE}"),
        await group.say("eva", WHOLE),
        await group.act("eva", "Answer"),
        await group.act("eva", "Reveal"),
    ):
        assert refused.failed
        assert [b.label for b in refused.buttons] == ["Join"]
    joined = await group.press("eva", refused, "Join")
    assert "You can still answer" in text_of(joined)
    assert "Waiting for ana, ben and eva" in text_of(group.card)
    assert not (await group.say("eva", f"/answer {WHOLE}")).failed


async def test_whoever_is_in_an_interview_and_not_in_the_round_answers_their_own(group: Table) -> None:
    await group.ask("ana", "ben")
    begun = await group.say("eva", "/interview start rounds:technical_qa questions:1", place="dm")
    own = await group.say("eva", f"/answer {HALF}")
    assert own.data["session_id"] == begun.data["session_id"]


async def test_those_who_left_are_not_waited_for_and_their_answers_count(group: Table) -> None:
    await group.ask("ana", "ben", "cid")
    await group.say("ana", f"/answer {WHOLE}")
    await group.say("ben", f"/answer {HALF}")
    await group.act("ana", "Leave")
    assert "name='Led by', value='ben'" in text_of(group.card), "the round is handed on"
    assert (await group.round()).host == await group.id_of("ben")
    left = await group.act("cid", "Leave")
    assert "out of this round" in text_of(left)
    assert "ana: " in text_of(group.card)
    assert "the reveal" in text_of(group.card)
    assert "cid" not in text_of(group.card), "who has left is not named as missing"


async def test_when_the_last_one_leaves_the_round_ends_with_its_results(group: Table) -> None:
    await group.ask("ana", "ben")
    await group.say("ana", f"/answer {WHOLE}")
    await group.act("ana", "Leave")
    gone = await group.say("ben", "/group leave")
    assert "the last one" in text_of(gone)
    held = await group.round()
    assert (held.status, held.questions[0].outcome) == ("completed", "answered")
    assert "ana: " in text_of(group.card)
    assert "The round is over" in text_of(group.card)


async def test_only_whoever_leads_reveals_early_and_ends(group: Table) -> None:
    await group.ask("ana", "ben", "cid")
    await group.say("ben", f"/answer {WHOLE}")
    assert "Not yours to do" in text_of(await group.act("ben", "Reveal"))
    assert (await group.say("ben", "/group end")).failed
    assert data(await group.act("ana", "Reveal"))["revealed"]
    assert "Without an answer: ana and cid." in text_of(group.card)


async def test_next_waits_for_a_second_member_and_for_the_reveal(group: Table) -> None:
    await group.begin("ana")
    alone = await group.act("ana", "Next")
    assert alone.failed
    assert "two of you" in text_of(alone)
    await group.say("ben", "/group join")
    gathering = group.card
    await group.press("ben", gathering, "Next")
    assert "has been revealed" in text_of(await group.say("ana", "/group next"))
    assert (await group.round()).number == 1
    past = await group.press("ana", gathering, "Next")
    assert "past already" in text_of(past)
    assert "Question 1 is open" in text_of(past)


async def test_a_bank_that_is_used_up_is_said_to_be(group: Table) -> None:
    await group.ask("ana", "ben")
    for _ in range(2):
        await group.say("ana", "/group reveal")
        onward = await group.say("ana", "/group next")
    assert onward.failed
    assert "every question of its kind" in text_of(onward)
    slugs = [asked.slug for asked in (await group.round()).questions]
    assert len(set(slugs)) == len(slugs) == 2


async def test_the_twenty_sixth_is_told_that_the_round_is_full(group: Table) -> None:
    people = [f"user{n}" for n in range(25)]
    await group.begin(*people)
    full = await group.say("one-more", "/group join")
    assert full.failed
    assert "25 are the most" in text_of(full)
    await group.say("user9", "/group leave")
    assert not (await group.say("one-more", "/group join")).failed
    assert len((await group.round()).present) == 25


async def test_what_is_heard_in_the_thread_is_taken_once_and_else_passed_over(group: Table) -> None:
    await group.ask("ana", "ben")

    async def heard(user: str, text: str) -> Reply:
        return await group.event(user, "group heard", text=text)

    for user, text in (("ana", "hm, hard one"), ("eva", WHOLE)):
        assert (await heard(user, text)).data == {"silent": True}
    assert "is in" in text_of(await heard("ana", WHOLE))
    assert (await heard("ana", f"{SPLIT} I forgot that.")).data == {"silent": True}
    assert (await group.answer_of("ana")).student_answer == WHOLE  # type: ignore[union-attr]


async def test_a_topic_is_found_where_it_is_asked_about(group: Table) -> None:
    unknown = await group.say("ana", "/group start topic:writes")
    assert unknown.failed
    assert "no question about “writes”" in text_of(unknown)
    assert (await group.say("ana", "/group start")).data["round"] == "technical_qa"


async def test_a_command_in_the_channel_answers_in_its_thread(world_folder: Path) -> None:
    """Where a platform has no commands in threads."""
    async with table(world_folder, place="channel:study") as group:
        await group.begin("ana", "ben")
        await group.act("ana", "Next")
        answered = await group.say("ana", f"/answer {WHOLE}", place="channel:study")
        assert "is in" in text_of(answered)
        stranger = await group.say("cid", f"/answer {WHOLE}", place="channel:study")
        assert stranger.failed
        assert "No interview is open" in text_of(stranger)
        await group.say("ben", f"/answer {HALF}", place="channel:study")
        late = await group.say("ben", f"/answer {HALF}", place="channel:study")
        assert late.failed, "a question that was revealed waits for nobody"


async def test_programs_are_told_what_a_panel_scores(group: Table) -> None:
    await group.begin("ana", "ben", start="/group start mode:panel round:technical_qa")
    asked = await group.act("ana", "Next")
    assert data(asked)["rows"] == [], "the rows would tell what an answer should hold"
    answered = await group.say("ana", f"/answer {WHOLE}")
    rows = data(answered)["rows"]
    assert rows
    scored = await group.say("ben", "/group score " + " ".join("1" for _ in rows))
    assert not scored.failed
    assert not (await group.say("ana", "/group score 1 1 1")).failed
    for line in ("/group board", "/group gaps"):
        told = data(await group.say("ana", line))
        assert (told["participants"], told["revealed"]) == (["ana", "ben"], True), line
    ended = await group.say("ana", "/group end")
    assert data(ended)["phase"] == "ended"
    assert data(await group.say("ana", "/group board"))["question"] is None
