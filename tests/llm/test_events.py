"""Server-sent events are the same however the network cuts them, and by whichever line ends they are told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.llm.events import Events


def read(*pieces: bytes) -> list[bytes]:
    events = Events()
    return [data for piece in pieces for data in events.feed(piece)]


@pytest.mark.parametrize(
    ("sent", "events"),
    [
        (b"data: one\n\ndata: two\n\n", [b"one", b"two"]),
        (b"data:one\r\n\r\ndata:  two\r\rdata:three\n\n", [b"one", b" two", b"three"]),
        (b"data: one\ndata: more\n\n", [b"one\nmore"]),
        (b": a comment\n\nevent: x\nid: 7\nretry: 3\ndata: one\n\n", [b"one"]),
        (b"\xef\xbb\xbfdata: one\n\n", [b"one"]),
        (b"data\n\ndata:\n\ndata:   \n\n", []),
        (b"nothing: of it\nno colon\n\n\n\n", []),
        (b"data: without an end\n", []),
    ],
)
def test_a_stream_is_read_as_the_standard_has_it(sent: bytes, events: list[bytes]) -> None:
    assert read(sent) == events
    assert read(*(sent[at : at + 1] for at in range(len(sent)))) == events


lines = st.sampled_from([b"data: a", b"data: b\xc3\xa9", b"data:", b": c", b"event: d", b"", b"", b"x"])
ends = st.sampled_from([b"\n", b"\r\n", b"\r"])


@given(st.lists(st.tuples(lines, ends).map(b"".join), max_size=12).map(b"".join), st.data())
def test_it_does_not_matter_where_a_stream_is_cut(sent: bytes, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(sent)), max_size=6)))
    pieces = [sent[a:b] for a, b in zip([0, *cuts], [*cuts, len(sent)], strict=True)]
    assert read(*pieces) == read(sent)
