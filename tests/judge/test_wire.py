"""What crosses the sandbox's border: results come over whole, and nothing else is believed."""

import json
from collections import OrderedDict, deque, namedtuple
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.judge import guest
from adapters.judge.wire import DictValue, MalformedError, Opaque, Returned, SetValue, parse_load, parse_test

Point = namedtuple("Point", "x y")

keys = (
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
)
results = st.recursive(
    keys | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=4) | st.tuples(inner) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=12,
)


def crossed(value: Any, most: int = 65_536) -> Any:
    """The value as the host sees it after the guest has written it."""
    reply = parse_test(f'{{"kind":"returned","value":{guest.Wire(most).text(value)},"printed":""}}'.encode())
    assert isinstance(reply, Returned)
    return reply.value


def decoded(value: Any) -> Any:
    if isinstance(value, dict):
        return DictValue(tuple((decoded(k), decoded(v)) for k, v in value.items()))
    return [decoded(v) for v in value] if isinstance(value, list | tuple) else value


@given(results)
def test_results_come_over_whole(value: Any) -> None:
    assert repr(crossed(value)) == repr(decoded(value))


@pytest.mark.parametrize(
    ("value", "seen"),
    [
        (2**70, 2**70),
        (-(10**4_000), -(10**4_000)),
        (float("-inf"), float("-inf")),
        (deque([1, 2]), [1, 2]),
        (range(3), [0, 1, 2]),
        ({1: 2}.keys(), [1]),
        ({1: 2}.values(), [2]),
        (Point(1, 2), [1, 2]),
        (OrderedDict(a=1), DictValue((("a", 1),))),
        (frozenset({1}), SetValue((1,))),
        (iter([1]), Opaque("list_iterator")),
        (b"x", Opaque("bytes")),
        (1j, Opaque("complex")),
        ("\ud800", Opaque("str with lone surrogates")),
    ],
)
def test_what_json_lacks_comes_over_too(value: Any, seen: Any) -> None:
    got = crossed(value)
    assert got == seen
    assert type(got) is type(seen)


def test_a_list_within_itself_ends() -> None:
    endless: list[Any] = []
    endless.append(endless)
    assert "nested more than 60 deep" in repr(crossed(endless))


def test_a_result_that_doubles_at_every_level_is_given_up() -> None:
    value: Any = [1]
    for _ in range(50):
        value = [value, value]
    with pytest.raises(guest.TooLargeError):
        crossed(value, most=1_000)


@given(st.binary() | st.text().map(str.encode))
def test_noise_is_malformed(noise: bytes) -> None:
    for parse in (parse_load, parse_test):
        with pytest.raises(MalformedError):
            parse(noise)


documents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["returned", "kind"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["kind", "value", "printed", "int", "set", "dict", "opaque"]), inner
        )
    ),
    max_leaves=10,
)


@given(documents)
def test_a_forged_reply_is_a_reply_or_malformed(value: Any) -> None:
    text = json.dumps({"kind": "returned", "value": value, "printed": ""}).encode()
    try:
        reply = parse_test(text)
    except MalformedError:
        return
    assert not isinstance(getattr(reply, "value", None), dict)


@pytest.mark.parametrize(
    "text",
    [
        '{"kind":"returned","value":' + "[" * 5_000 + "]" * 5_000 + ',"printed":""}',
        '{"kind":"returned","value":1,"printed":"' + "x" * 501 + '"}',
        '{"kind":"returned","value":1,"printed":"","verdict":"passed"}',
        '{"kind":"returned","value":{"int":"zz"},"printed":""}',
        '{"kind":"returned","value":{"set":[],"int":"1"},"printed":""}',
        '{"kind":"returned","value":{"dict":[[1]]},"printed":""}',
        '{"kind":"raised","problem":{"type":"E","text":"","line":"1"},"printed":""}',
        '{"kind":"loaded","method":"","stopped":null}',
    ],
)
def test_a_reply_that_is_not_quite_one_is_malformed(text: str) -> None:
    with pytest.raises(MalformedError):
        parse_test(text.encode())
