"""What is made of a streamed response: the words that were said, or a failure, whatever was sent."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.llm.speech import LONGEST_TOKEN, MOST_BYTES, Speech
from domain.errors import ModelFailed
from domain.model.completion import Failure, Spoken, Tokens
from tests.llm.talking import TALK

COUNTED = {"prompt_tokens": 7, "completion_tokens": 3}


def chunk(content: Any, ended: Any = None, **more: Any) -> bytes:
    delta = content if isinstance(content, dict) else {"content": content}
    return event({"choices": [{"index": 0, "delta": delta, "finish_reason": ended}], **more})


def event(data: Any) -> bytes:
    return b"data: " + (data if isinstance(data, bytes) else json.dumps(data).encode()) + b"\n\n"


DONE = event(b"[DONE]")


def spoken(*pieces: bytes) -> Spoken:
    speech = Speech(TALK, "m")
    with speech.costing():
        for piece in pieces:
            speech.take(piece)
        speech.close()
        return speech.spoken()


def failed(*pieces: bytes) -> ModelFailed:
    with pytest.raises(ModelFailed) as raised:
        spoken(*pieces)
    return raised.value


def shown(*contents: str) -> list[str]:
    """The text so far after each of them."""
    speech, texts = Speech(TALK, "m"), []
    for content in contents:
        speech.take(chunk(content))
        texts.append(speech.text)
    return texts


def test_the_words_grow_and_what_stands_around_them_is_left_out() -> None:
    assert shown("\n\nSo", " it ", "is.\n") == ["So", "So it", "So it is."]
    assert shown("<th", "ink>Hm", "m.</think>\n", "Yes", " <think>") == ["", "", "", "Yes", "Yes <think>"]
    assert shown("1 ", "< 2") == ["1", "1 < 2"]
    assert shown("Hm, so.\n</think>", "Yes")[-1] == "Yes"


def test_a_character_that_comes_in_halves_is_shown_when_it_is_whole() -> None:
    assert shown("a\ud83d", "\ude42b") == ["a", "a\U0001f642b"]
    assert spoken(chunk("a\ud83d"), chunk("b", "stop")).text == "a\ufffdb"


@pytest.mark.parametrize(
    "end",
    [
        chunk({}, "stop") + DONE,
        chunk({}, "stop"),
        chunk("", "a reason of its own"),
        DONE,
        chunk({"tool_calls": [{}]}, "tool_calls"),
    ],
)
def test_either_sign_of_the_end_is_enough(end: bytes) -> None:
    assert spoken(chunk("Yes."), end) == Spoken(
        text="Yes.", model="m", tokens=Tokens.estimated(TALK.characters, 4)
    )


def test_the_providers_count_is_taken_wherever_it_comes() -> None:
    told = event({"choices": [], "usage": COUNTED})
    assert spoken(chunk("Yes.", usage=None), chunk({}, "stop"), told, DONE).tokens == Tokens(
        read=7, written=3
    )
    assert spoken(chunk("Yes.", "stop", usage=COUNTED), DONE).tokens.counted


def test_a_server_that_does_not_stream_is_understood_as_well() -> None:
    body = {"choices": [{"message": {"content": "Y\ud83des."}, "finish_reason": "length"}], "usage": COUNTED}
    raw = b"\n " + json.dumps(body).encode()
    assert spoken(raw[:9], raw[9:]) == spoken(event(raw.strip()), DONE)
    assert spoken(raw) == Spoken(text="Y\ufffdes.", model="m", tokens=Tokens(read=7, written=3), cut=True)
    assert failed(raw[:-9]).failure == Failure(why="wrong")


@pytest.mark.parametrize(
    ("pieces", "failure", "written"),
    [
        ([], Failure(why="wrong"), None),
        ([DONE], Failure(why="wrong"), None),
        ([b"<html>"], Failure(why="wrong"), None),
        ([chunk("Yes.")], Failure(why="down"), 1),
        ([chunk("  "), DONE], Failure(why="wrong"), 1),
        ([chunk("<think>Hm.", "length")], Failure(why="cut", passing=False), 3),
        ([chunk("Yes.", "content_filter")], Failure(why="refused", passing=False), 1),
        ([chunk({"refusal": "No."}), chunk({}, "stop")], Failure(why="refused", passing=False), 0),
        ([chunk({"tool_calls": [{}]}, "tool_calls")], Failure(why="wrong"), 0),
        ([chunk("Yes."), event(b"{garbage")], Failure(why="wrong"), 1),
        ([chunk("Yes."), event(b'{"\xff"}')], Failure(why="wrong"), 1),
        ([chunk("Yes."), event(b'"Yes."')], Failure(why="wrong"), 1),
        ([chunk("Yes."), event({"error": {"message": "sk-1", "code": None}})], Failure(why="down"), 1),
        ([chunk("Yes."), event({"error": {"code": 429}})], Failure(why="busy"), 1),
        ([event({"error": {"code": "rate_limit_exceeded"}})], Failure(why="busy"), None),
        ([event({"error": {"code": "insufficient_quota"}})], Failure(why="busy", passing=False), None),
        ([event({"error": {"code": "content_filter"}})], Failure(why="refused", passing=False), None),
        ([event({"object": "error", "code": 400})], Failure(why="wrong", passing=False), None),
        ([event({"error": "overloaded"})], Failure(why="down"), None),
        ([b'{"error": {"type": "server_error"}}'], Failure(why="down"), None),
    ],
)
def test_what_cannot_be_used_says_why_and_what_it_cost(
    pieces: list[bytes], failure: Failure, written: int | None
) -> None:
    error = failed(*pieces)
    assert error.failure == failure
    assert (error.tokens.written if error.tokens else None) == written
    assert "sk-1" not in str(error)


def test_more_than_its_tokens_can_hold_is_cut_off() -> None:
    most = TALK.most_tokens * LONGEST_TOKEN
    said = spoken(chunk("a" * most), chunk("b"), chunk("c"))
    assert (said.text, said.cut) == ("a" * most, True)


@pytest.mark.parametrize(
    "piece", [b": %b\n\n" % (b"k" * 999), b"data: a", b"{ ", b" ", chunk({"reasoning": "Hm" * 500})]
)
def test_no_response_is_taken_without_end(piece: bytes) -> None:
    sent = piece[:1] + piece * (MOST_BYTES // 9 // len(piece))
    assert failed(*[sent] * 10).failure == Failure(why="wrong")


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
deltas = anything | st.fixed_dictionaries({"content": anything | st.just("\ud83d"), "refusal": anything})
choices = anything | st.fixed_dictionaries({"delta": deltas, "finish_reason": st.just("stop") | anything})
chunks = st.fixed_dictionaries({"choices": st.lists(choices, max_size=2) | anything, "usage": anything})
sent = st.lists(chunks.map(event) | anything.map(event) | st.just(DONE) | st.binary(max_size=9), max_size=4)


@given(sent)
def test_whatever_a_server_sends_is_a_failure_or_a_text(pieces: list[bytes]) -> None:
    why, text = "", ""
    try:
        text = spoken(*pieces).text
    except ModelFailed as error:
        why = error.failure.why
    assert text.encode() or why in ("wrong", "down", "refused", "cut", "busy", "denied")


@given(st.lists(st.text(max_size=6), max_size=4), st.data())
def test_no_cut_of_the_network_changes_what_is_said(contents: list[str], data: st.DataObject) -> None:
    raw = b"".join([*(chunk(content) for content in contents), chunk("!", "stop"), DONE])
    cuts = sorted(data.draw(st.lists(st.integers(0, len(raw)), max_size=5)))
    pieces = [raw[a:b] for a, b in zip([0, *cuts], [*cuts, len(raw)], strict=True)]
    assert spoken(*pieces) == spoken(raw)
    assert spoken(raw).text == "".join([*contents, "!"]).strip()
