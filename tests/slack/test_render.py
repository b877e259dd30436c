"""Replies as Slack messages: legal whatever is in them, whole, and pleasant to read on a phone."""

import re
import unicodedata

import pytest
from hypothesis import given

from adapters.chat.text import safe
from adapters.slack.render import render
from domain.replies import Bullets, Card, Code, Quote, Reply, say
from tests.chat.any_reply import replies
from tests.examples import tried
from tests.slack.legal import check_legal, judge, nested, text_of


@given(replies(3))
@tried(15)
def test_every_reply_makes_only_legal_messages(reply: Reply) -> None:
    messages = render(reply)
    assert len(messages) >= 1
    for message in messages:
        check_legal(message)


@given(replies(3))
@tried(5)
def test_slacks_own_types_take_every_message(reply: Reply) -> None:
    for message in render(reply):
        for block in message.blocks:
            judge("Blocks").validate([block])


def letters(text: str) -> str:
    """What is left of a text without blanks and without the marks that rendering adds or takes."""
    return "".join(c for c in text if not c.isspace() and c not in "-=>•…`")


def words_of(reply: Reply, *, languages: bool = False) -> str:
    parts: list[str] = []
    for card in reply.cards:
        parts.append(card.title)
        for block in card.body:
            parts += [block.language] if languages and isinstance(block, Code) else []
            parts += block.items if isinstance(block, Bullets) else [block.text]
        parts += [text for field in card.fields for text in (field.name, field.value)]
    return letters("".join(map(safe, parts)))


def bare(text: str) -> str:
    """Without what is never seen, the dots between fields, and the colons of the text file."""
    return "".join(c for c in text if unicodedata.category(c) != "Cf" and c not in "·:")


@given(replies(3).filter(lambda reply: bool(words_of(reply)) and not reply.failed))
@tried(15)
def test_nothing_is_lost_or_repeated(reply: Reply) -> None:
    messages = [message for message in render(reply) if text_of(message.blocks)]
    shown = [bare(letters(text_of(message.blocks))) for message in messages]
    attached = [file for message in messages for file in message.files if file.content is not None]
    if not attached:
        complete = bare(words_of(reply)) in ("".join(shown), "")
        assert complete
        return
    assert attached[0].name == "reply.txt"
    assert len(messages) == 4
    assert "reply.txt" in messages[3].text
    begun = bare(words_of(reply)).startswith("".join(shown[:3]))
    whole = bare(letters((attached[0].content or b"").decode())) == bare(words_of(reply, languages=True))
    assert (begun, whole) == (True, True)


@given(replies(3))
@tried(15)
def test_every_button_and_file_is_there_once_and_buttons_come_last(reply: Reply) -> None:
    messages = render(reply)
    pressed = [[part["value"] for part in nested(m.blocks) if part["type"] == "button"] for m in messages]
    tokens = [token for some in pressed for token in some]
    assert tokens == list(dict.fromkeys(b.token for b in reply.buttons))
    assert sum(file.path is not None for m in messages for file in m.files) == len(reply.files)
    for message, some in zip(messages, pressed, strict=True):
        assert [block["type"] for block in message.blocks].count("actions") == bool(some)
        assert message.blocks[-1]["type"] == "actions" or not some
    if len(tokens) <= 12:
        assert not any(pressed[:-1])


@given(replies(3))
@tried(15)
def test_what_is_streamed_mentions_nobody_and_says_the_same(reply: Reply) -> None:
    for message in render(reply):
        assert not set("<@") & set(message.streamed)
        assert len(message.streamed) <= 12_000
        if message.streamed:
            shown = text_of(message.blocks)
            unmarked = re.sub(r"^###|[*_#]", "", message.streamed)
            for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
                unmarked = unmarked.replace(entity, char)
            same = letters(unmarked) == letters(re.sub("[*_#]", "", shown))
            assert same


@pytest.mark.parametrize("reply", [Reply(), Reply((Card(),)), say("", ""), say(" ", Code("\n"), Quote(""))])
def test_a_reply_with_nothing_to_see_says_so(reply: Reply) -> None:
    (message,) = render(reply)
    assert message.text == text_of(message.blocks) == "Nothing to show."
