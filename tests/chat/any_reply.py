"""Replies of every kind for hypothesis: any script, huge or empty parts, texts that try to be markup."""

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from domain.replies import Bullets, Button, Card, Code, Field, File, Quote, Reply, Text

HOSTILE = [
    "```\n```python\nx = `1`",
    "@everyone <@1> <#2> <:e:3> [a](https://b.example) ||c|| **d",
    "<!channel> <@U1> <#C2> @here :e: <https://b.example|c> &lt;!here&gt; *d",
    '\x00\x1b[31m\u202eevil "\\" \ud800',
    "שלום עולם مرحبا",
    "漢字かな" * 9,
    "👩\u200d👩\u200d👧🇩🇪" * 5,
    "z\u0301\u0302\u0303\u0304" * 12,
    "\u200b \n",
    "# h\n- i\n> q\n1. n\nhttps://a.example/b_(c).\n",
]
short = st.text(st.characters(), max_size=40) | st.sampled_from(HOSTILE)
repeats = st.sampled_from([1, 1, 1, 2, 30, 200])
texts = st.builds(
    lambda text, sep, n: sep.join([text] * n), short, st.sampled_from(["", " ", "\n\n"]), repeats
)
blocks = st.one_of(
    st.builds(Text, texts, st.booleans()),
    st.builds(Code, texts, st.sampled_from(["", "python", "sql"])),
    st.builds(Quote, texts),
    st.builds(Bullets, st.lists(texts, max_size=4).map(tuple)),
)
cards = st.builds(
    Card,
    short | texts,
    st.lists(blocks, max_size=4).map(tuple),
    st.lists(st.builds(Field, short | texts, texts), max_size=3).map(tuple),
)
small_cards = st.builds(Card, short, st.builds(lambda text: (Text(text),), short))
buttons = st.builds(
    lambda label, n, style: Button(label, f"interview+hint?n={n}", style),
    short | texts,
    st.integers(0, 60),
    st.sampled_from(["primary", "secondary", "danger"]),
)


def replies(most_files: int) -> SearchStrategy[Reply]:
    return st.builds(
        Reply,
        st.lists(cards, max_size=3).map(tuple) | st.lists(small_cards, max_size=60).map(tuple),
        st.lists(buttons, max_size=70).map(tuple) | st.lists(buttons, max_size=3).map(tuple),
        files=st.lists(st.builds(File, short, st.just("/nowhere")), max_size=most_files).map(tuple),
        failed=st.booleans(),
    )
