"""Bad input: each gets a clear sentence and loses nothing."""

from pathlib import Path

import pytest

from domain.tokens import encode
from tests.domain.known import known_world
from tests.world import World, data, open_world, text_of

START = "/interview start rounds:technical_qa"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("/interviw start", "Did you mean `/interview start`"),
        ("/interview strat", "Did you mean `/interview start`"),
        ("/interview", "`/interview start`"),
        ("/frobnicate", "`/help` lists every command"),
        ("/", "`/help` lists every command"),
        ("/interview start compny:Google", "Did you mean `company:`"),
        ("/interview start difficulty:9", "from 1 to 5"),
        ("/interview start difficulty:hard", "from 1 to 5"),
        ("/interview start questions:0", "from 1 to 10"),
        ("/interview start rounds:dsa,behavioural", "Did you mean `behavioral`"),
        ("/interview start stream:bakend", "Did you mean `backend`"),
        ("/interview status now please", "takes no"),
        ("/company show", "needs `name`"),
        ("/interview hint", "no open interview"),
        ("/interview resume", "no open interview"),
        ("/interview end", "no open interview"),
        ("/answer something", "no open interview"),
        ("/report session", "no finished interview"),
        ("/interview resume nonsense", "nothing of that kind"),
        ("/help interviw", "Did you mean"),
    ],
)
async def test_a_slip_gets_a_sentence(world: World, line: str, words: str) -> None:
    reply = await world.say(line)
    assert reply.failed, text_of(reply)
    assert words in text_of(reply)


async def test_a_round_without_questions_is_refused_with_those_that_have_some(tmp_path: Path) -> None:
    async with known_world(tmp_path) as world:
        refused = await world.say("/interview start rounds:system_design")
    assert refused.failed
    assert "no System design questions yet. Rounds with questions: dsa, technical_qa." in text_of(refused)


async def test_a_message_with_nothing_open_is_shown_the_way(world: World) -> None:
    reply = await world.say("hello?")
    assert "Start" in [b.label for b in reply.buttons]
    assert (await world.press(reply, "Start")).data["question"]


@pytest.mark.parametrize("text", ["", "   \n ", "\0\0\0"])
async def test_an_empty_answer_leaves_the_question_open(world: World, text: str) -> None:
    before = data(await world.say(START))["question"]
    assert (await world.say(text)).failed
    assert data(await world.say("/interview status"))["question"] == before


async def test_a_megabyte_is_refused_and_nothing_changes(world: World) -> None:
    before = data(await world.say(START))["question"]
    refused = await world.say("x" * 1_000_000)
    assert refused.failed
    assert "1,000,000 characters" in text_of(refused)
    assert data(await world.say("/interview status"))["question"] == before


@pytest.mark.parametrize(
    "text",
    [
        "🙂" * 50,
        "\u202eاختبار من اليمين إلى اليسار\u202c",
        "a\0b\0c with NUL bytes",
        "half a \ud83d emoji",
        "<b>&amp;`",
    ],
)
async def test_any_script_is_kept_as_it_was_written(world: World, text: str) -> None:
    session = data(await world.say(START))["session_id"]
    reply = await world.say(text)
    assert not reply.failed
    stored = (await world.do.attempts.of_session(session))[0].student_answer
    assert stored == text.replace("\0", "").replace("\ud83d", "\ufffd")


@pytest.mark.parametrize(
    "token", ["", "nonsense", "interview.hint", "a" * 101, "interview+start?company", "é"]
)
async def test_a_forged_button_is_refused(world: World, token: str) -> None:
    from domain.requests import Request
    from domain.tokens import BadToken, decode
    from tests.world import actor

    try:
        action, args = decode(token)
    except BadToken:
        return
    reply = await world.dispatcher.handle(Request(actor("ana"), action, args=args), _ignore)
    assert reply is not None
    assert reply.failed


async def _ignore(_: str) -> None:
    return None


async def test_another_students_interview_looks_as_if_it_were_not_there(world: World) -> None:
    session = data(await world.say(START, "ana"))["session_id"]
    taken = await world.say(f"/interview resume {session}", "bob")
    absent = await world.say("/interview resume 00000000", "bob")
    assert taken.cards == absent.cards
    report = await world.say(f"/report session {session}", "bob")
    assert report.cards == absent.cards


async def test_too_fast_is_told_when_to_come_back(world_folder: Path) -> None:
    async with open_world(world_folder, requests=3) as world:
        for _ in range(3):
            assert not (await world.say("/company list")).failed
        refused = await world.say("/company list")
        assert "in 60 s" in text_of(refused)
        assert not (await world.say("/company list", "bob")).failed
        world.clock.forward(seconds=61)
        assert not (await world.say("/company list")).failed


async def test_a_fault_of_ours_is_an_apology_with_a_reference(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await world.say("/interview start rounds:technical_qa questions:1")
    await world.say("Something about it.")
    await world.say("/interview end")
    world.files.kept.clear()
    world.renderer.fault = RuntimeError("secret detail")
    reply = await world.say("/report session")
    assert reply.failed
    assert "secret detail" not in text_of(reply)
    reference = reply.data["reference"]
    assert reference in text_of(reply)
    assert any(getattr(record, "reference", None) == reference for record in caplog.records)


async def test_an_answer_that_cannot_be_graded_is_kept_does_not_count_and_locks_nobody_out(
    world: World,
) -> None:
    session = data(await world.say("/interview start rounds:dsa questions:2"))["session_id"]
    world.judge.fault = RuntimeError("broken sandbox")
    reply = await world.say("def solve(): pass")
    assert "fault on our side" in text_of(reply)
    assert data(reply)["question"]["number"] == 2
    world.judge.fault = None
    good = (await world.question()).reference_solution
    ended = data(await world.say(f"```python\n{good}\n```"))
    while not ended["finished"]:
        ended = data(await world.say("/interview skip"))
    attempts = await world.do.attempts.of_session(session)
    assert attempts[0].student_answer == "def solve(): pass"
    assert attempts[0].flags == ("grader_failed",)
    assert ended["overall"] > 50


async def test_a_file_is_read_by_its_content(world: World, tmp_path: Path) -> None:
    await world.say(START)
    code, picture = tmp_path / "answer.exe", tmp_path / "answer.py"
    code.write_text("An index is updated with every insert.")
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\xff\xfe\x00")
    refused = await world.say(None, files=(str(picture),))
    assert "not a text file" in text_of(refused)
    missing = await world.say(None, files=(str(tmp_path / "gone.txt"),))
    assert "cannot read" in text_of(missing)
    taken = data(await world.say("/answer", files=(str(code),)))
    assert taken["attempt_id"]


@pytest.mark.parametrize("place", ["channel:general", "thread:99"])
async def test_plain_text_elsewhere_is_no_answer(world: World, place: str) -> None:
    await world.say(START)
    reply = await world.say("lunch?", place=place)
    assert reply.failed
    assert (await world.session()).answered == 0


async def test_after_resuming_in_a_thread_it_takes_answers_there(world: World) -> None:
    await world.say(START)
    elsewhere = await world.say("an answer", place="thread:99")
    assert [b.label for b in elsewhere.buttons] == ["Resume"]
    await world.say("/interview resume", place="thread:99")
    assert data(await world.say("an answer", place="thread:99"))["answered"] == 1


def test_tokens_stay_within_the_tightest_platform() -> None:
    assert len(encode("interview resume", {"session": "f" * 16, "n": "1000"})) <= 100
