"""/account register: the password goes by a form alone, and is good, or nothing is changed."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.accounts import addresses
from domain.errors import UserError
from domain.replies import Reply
from tests.domain.known import known_world
from tests.domain.nudged import known, labels
from tests.examples import tried
from tests.world import World, data, text_of

ANA, GOOD, OTHER = "ana@Example.org", "wagon-teapot-9", "violin+harbour+4"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with known_world(tmp_path) as opened:
        yield opened


async def register(
    world: World, email: str = ANA, password: str = GOOD, user: str = "ana", again: str | None = None
) -> Reply:
    form = await world.say(f"/account register {email}", user)
    return await world.submit(form, user, password=password, again=password if again is None else again)


async def test_a_student_registers_sees_as_what_and_changes_both(world: World) -> None:
    form = await world.say(f"/account register {ANA}")
    assert form.form is not None
    assert [(one.name, one.secret) for one in form.form.inputs] == [("password", True), ("again", True)]
    done = await world.submit(form, password=GOOD, again=GOOD)
    assert data(done)["email"] == ANA
    user = await known(world)
    assert (user.email, user.email_typed, user.last_login) == (ANA.casefold(), ANA, world.clock.now())
    assert GOOD not in (user.password_hash or "")
    state = await world.say("/account register")
    assert state.form is None
    changing = await world.press(state, "Change password")
    changed = await world.submit(changing, old=GOOD, password=OTHER, again=OTHER)
    assert "changed" in text_of(changed)
    moving = await world.press(changed, "Change e-mail")
    assert (await world.submit(moving, email="ana@new.org", old=GOOD)).failed
    assert data(await world.submit(moving, email="ana@new.org", old=OTHER))["email"] == "ana@new.org"


async def test_without_an_address_the_form_asks_for_it(world: World) -> None:
    form = await world.say("/account register")
    assert form.form is not None
    assert [one.name for one in form.form.inputs] == ["email", "password", "again"]
    assert data(await world.submit(form, email=ANA, password=GOOD, again=GOOD))["email"] == ANA
    long = await world.say(f"/account register {'x' * 60}@{'y' * 60}.org", "bob")
    assert long.form is not None
    assert next(one.name for one in long.form.inputs) == "email"


@pytest.mark.parametrize(
    "line",
    [
        f"/account register {ANA} hunter2-secret",
        f"/account register {ANA} password:hunter2-secret",
        f"/account register {ANA}\nhunter2-secret",
        f"/account register hunter2-secret {'x' * 500}",
        f"/account link {ANA} hunter2-secret",
        "/account link code:hunter2-secret password:hunter2-secret",
    ],
)
async def test_a_password_behind_the_command_is_refused_and_kept_nowhere(
    world: World, tmp_path: Path, line: str, caplog: pytest.LogCaptureFixture
) -> None:
    reply = await world.say(line)
    assert reply.failed
    assert "terminal" in text_of(reply)
    assert "hunter2" not in text_of(reply) + repr(reply.buttons) + repr(reply.data) + caplog.text
    assert (await known(world)).email is None
    stored = b"".join(file.read_bytes() for file in tmp_path.glob("world.db*"))
    assert b"console" in stored
    assert b"hunter2" not in stored


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short-7", "it has 7 characters."),
        ("x9-" * 24 + "y", "it has 73 characters."),
        ("ü" * 37, "74 bytes"),
        ("ab\0cdefgh-9k", "cannot be typed"),
        ("half \ud800 a letter", "cannot be typed"),
        ("tab\tseparated-9", "cannot be typed"),
        (" blank-before-9k", "blank"),
        ("password1", "soon be guessed"),
        ("qwertyuiop", "soon be guessed"),
        ("ana@Example.org", "soon be guessed"),
        ("😀😃🎉🌵🐙", "of few characters"),
    ],
)
async def test_a_password_that_will_not_do_is_refused_with_its_reason(
    world: World, password: str, why: str
) -> None:
    reply = await register(world, password=password)
    assert reply.failed
    assert why in text_of(reply)
    assert password not in text_of(reply)
    assert labels(reply) == ["Try again"]
    assert (await known(world)).password_hash is None


async def test_passwords_of_8_and_of_72_bytes_will_do_and_a_slip_will_not(world: World) -> None:
    assert (await register(world, again=GOOD + "!")).failed
    data(await register(world, password="kf8-Qz2."))
    data(await register(world, "bob@x.org", "ü" * 20 + "wagon-teapot-violin-harbour-4567"[:32], "bob"))


async def test_somebody_elses_address_is_refused_in_words_that_show_a_way_on(world: World) -> None:
    await register(world)
    refused = await register(world, "ANA@example.ORG", OTHER, "eve")
    assert refused.failed
    assert labels(refused) == ["Log in", "Another address"]
    assert (await known(world, "eve")).email is None
    await register(world, "eve@x.org", OTHER, "eve")
    moving = await world.press(await world.say("/account register", "eve"), "Change e-mail")
    taken = await world.submit(moving, "eve", email=ANA, old=OTHER)
    assert [c.title for c in taken.cards] == [c.title for c in refused.cards]
    another = await world.press(taken, "Another address", "eve")
    assert another.form is not None
    assert another.form.title == "Change e-mail"


async def test_nobody_asks_for_more_than_five_addresses_in_a_quarter_of_an_hour(world: World) -> None:
    await register(world)
    for _ in range(5):
        assert "cannot be registered here" in text_of(await register(world, ANA, OTHER, "eve"))
    locked = await register(world, "free@x.org", OTHER, "eve")
    assert "15 minutes" in text_of(locked)
    assert (await known(world, "eve")).email is None
    world.clock.forward(minutes=16)
    data(await register(world, "free@x.org", OTHER, "eve"))


async def test_an_address_that_was_changed_on_its_way_is_refused(world: World) -> None:
    """What no store can hold is taken out of a text; the address left is not the one that was typed."""
    form = await world.say("/account register")
    refused = await world.submit(form, email="an\0a@example.org", password=GOOD, again=GOOD)
    assert "cannot be seen" in text_of(refused)
    assert labels(refused) == ["Try again"]
    assert (await world.say("/account register an\0a@example.org")).failed
    assert (await known(world)).email is None


async def test_who_is_registered_already_is_told_so_and_as_what(world: World) -> None:
    await register(world)
    reply = await world.say("/account register other@example.org")
    assert "registered already" in text_of(reply)
    assert data(reply)["email"] == ANA


async def test_the_same_form_delivered_twice_registers_once(world: World) -> None:
    first = await world.event("account create", event="e1", email=ANA, password=GOOD, again=GOOD)
    hashed = (await known(world)).password_hash
    second = await world.event("account create", event="e2", email="b@x.org", password=OTHER, again=OTHER)
    assert data(first)["email"] == data(second)["email"] == ANA
    assert (await known(world)).password_hash == hashed


GOOD_ADDRESSES = [
    "a@b.co",
    "ana.lopez+x@mail.example.org",
    "jörg@bücher.example",
    "用户@例子.广告",
    "o'brien@x.ie",
]
BAD_ADDRESSES = [
    "", "ana", "ana@", "@x.org", "ana@x", "ana@@x.org", "a@b@c.org", "a b@x.org", "ana@x .org", "ana@-x.org",
    "ana@x..org", ".ana@x.org", "ana.@x.org", "ana@x_y.org", "<ana@x.org>", "ana@[127.0.0.1]",
    "ana@x.org\r\nBcc: all@x.org", "ana\n@x.org", "ana@x.org\u2028", "an\u200ba@x.org", "ana@x.org,b@x.org",
    f"{'a' * 65}@x.org", f"a@{'b.' * 130}org", f"a@{'b' * 64}.org",
]  # fmt: skip


@pytest.mark.parametrize("text", GOOD_ADDRESSES)
def test_an_address_is_kept_as_it_was_typed_and_found_in_any_case(text: str) -> None:
    assert addresses.checked(f" {text} ", whole=True) == text
    assert addresses.folded(text.upper()) == addresses.folded(text)


@pytest.mark.parametrize("text", BAD_ADDRESSES)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(UserError):
        addresses.checked(text, whole=True)


@tried(40)
@given(st.text(max_size=80) | st.builds("{}@{}".format, st.text(max_size=20), st.text(max_size=20)))
def test_no_text_gets_past_as_an_address_that_could_be_two_or_a_header(text: str) -> None:
    try:
        address = addresses.checked(text, whole=True)
    except UserError:
        return
    assert address.count("@") == 1
    assert address.isprintable()
    assert not any(char.isspace() for char in address)
    assert addresses.folded(address) == addresses.folded(addresses.folded(address))
