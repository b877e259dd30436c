"""Generated documents, questions and operations, small enough in range to meet one another."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from storage.codec import MARK
from tests.storage.sample import NOON

TRICKY = [
    "", "A", "a", "ab", "a\0", "a\0b", "\0", "\1", "\1\1", "\1\2", "\2", "\x7f", "null", "true", "1", "$eq",
    "$.a", "'", "{", "[", '{"b":"a"}', '["a"]', "\u00e9", "e\u0301", "\u2028", "\ud7ff", "\ue000", "\uffff",
    "\U0001f426", MARK, MARK + "a", MARK + "b1", MARK + "d2026-11-22T12:00:00.123", "2026-11-22T12:00:00.123",
]  # fmt: skip
TIMES = [
    NOON,
    NOON + timedelta(milliseconds=1),
    datetime.min.replace(tzinfo=UTC),
    datetime(9999, 12, 31, 23, 59, 59, 999_000, tzinfo=UTC),
    datetime(1969, 12, 31, 23, 59, 59, 999_000, tzinfo=UTC),
]
# 1e-9 is the smallest: the test server for MongoDB's protocol misorders much smaller ones.
NUMBERS = [0, 1, -1, 1.0, 1.5, -0.0, 2**53, 2**53 + 1, float(2**53), 2**63 - 1, -(2**63), 1e300, 1e-9]
SCALARS = [None, False, True, *NUMBERS, *TRICKY, *TIMES]
FEW = [None, True, 0, 1.5, "", "a", "a\0b", '["a"]', MARK, NOON]

texts = st.text(st.characters(codec="utf-8"), max_size=4)
values = st.sampled_from(FEW) | st.sampled_from(FEW) | st.sampled_from(SCALARS) | texts
present = values.filter(lambda value: value is not None)
inner = st.fixed_dictionaries({}, optional={"b": values, "c": values})
nested = st.recursive(
    values,
    lambda v: st.lists(v, max_size=3) | st.dictionaries(st.sampled_from("xyz"), v, max_size=3),
    max_leaves=6,
)
people = st.lists(st.fixed_dictionaries({}, optional={"p": values, "q": values}) | values, max_size=3)
ids = st.sampled_from(["1", "2", "3", "4", "", "a\0", MARK])

things = st.fixed_dictionaries(
    {"_id": ids, "version": st.integers(1, 2)},
    optional={
        "a": values | inner,
        "b": values,
        "n": st.sampled_from(NUMBERS),
        "state": st.sampled_from(["due", "sent"]),
        "due_at": st.sampled_from(TIMES),
        "tags": st.none() | st.lists(values | inner, max_size=3),
        "marks": st.lists(values | inner, max_size=3),
        "people": people,
        "places": people,
        "undeclared": nested.filter(lambda value: not isinstance(value, list)),
    },
)

ranges = st.sampled_from(["$lt", "$lte", "$gt", "$gte"])
positive = (
    present
    | st.dictionaries(ranges, present, min_size=1, max_size=2)
    | st.fixed_dictionaries({"$in": st.lists(present, max_size=3)})
)
negative = st.one_of(
    st.none(),
    st.fixed_dictionaries({"$ne": values}),
    st.fixed_dictionaries({"$in": st.lists(values, max_size=3)}),
    st.fixed_dictionaries({"$exists": st.booleans()}),
    st.fixed_dictionaries({"$ne": values, "$gte": present}),
)
everywhere = st.sampled_from(
    ["_id", "version", "a", "a.b", "a.b.c", "b", "n", "state", "due_at", "tags", "marks"]
)
inside = st.sampled_from(["people.p", "people.q", "places.p", "places.q"])
questions = st.builds(
    lambda alone, within: {**alone, **within},
    st.dictionaries(everywhere, positive | negative, max_size=2),
    st.dictionaries(inside, positive, max_size=2),
)
sorts = st.lists(
    st.tuples(st.sampled_from(["n", "b", "state", "due_at", "version", "_id"]), st.sampled_from([1, -1])),
    max_size=2,
    unique_by=lambda key: key[0],
)
changes = st.fixed_dictionaries(
    {},
    optional={
        "state": st.sampled_from(["due", "sent"]),
        "b": values,
        "marks": st.lists(values, max_size=2),
        "a": inner,
    },
).filter(bool)

small = st.sampled_from(["x", "y", "z"])
# One platform only: the test server would pair one element's user with another's platform.
platform = st.just("x")
accounts = st.fixed_dictionaries(
    {"_id": ids, "version": st.integers(1, 2), "key": small, "owner": small},
    optional={
        "email": st.none() | small,
        "state": st.sampled_from(["open", "done"]),
        "active": st.booleans(),
        "names": st.lists(small, max_size=2),
        "identities": st.lists(st.fixed_dictionaries({"user": small, "platform": platform}), max_size=2),
    },
)
account_changes = st.fixed_dictionaries(
    {},
    optional={
        "email": small,
        "state": st.just("open"),
        "active": st.just(True),
        "names": st.lists(small, max_size=2),
    },
).filter(bool)
account_questions = st.dictionaries(
    st.sampled_from(["owner", "email", "state", "names", "identities.user", "identities.platform", "active"]),
    small | st.booleans(),
    max_size=2,
)
Operation = tuple[str, tuple[Any, ...], dict[str, Any]]


def operations(
    documents: st.SearchStrategy[Any], where: st.SearchStrategy[Any], change: st.SearchStrategy[Any]
) -> st.SearchStrategy[list[Operation]]:
    """Calls of the port's methods but the collection: (name, arguments, keyword arguments)."""
    kinds: list[st.SearchStrategy[Operation]] = [
        _call("insert", documents),
        _call("insert", documents),
        _call("upsert", documents),
        _call("get", ids),
        _call("replace", documents, version=st.integers(1, 3)),
        _call("find", where, sort=sorts, limit=st.none() | st.integers(0, 3)),
        _call(
            "find", where, fields=st.lists(st.sampled_from(["a", "tags", "version", "_id", "no"]), max_size=2)
        ),
        _call("count", where),
        _call("claim", where, change, sort=sorts),
        _call("delete", where),
    ]
    return st.lists(st.one_of(kinds), max_size=14)


def _call(
    name: str, *arguments: st.SearchStrategy[Any], **named: st.SearchStrategy[Any]
) -> st.SearchStrategy[Operation]:
    return st.tuples(st.just(name), st.tuples(*arguments), st.fixed_dictionaries(dict(named)))
