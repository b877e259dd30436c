"""/account link: one person on several platforms, by a code or a password that nobody can guess."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import bcrypt
import pytest

from domain.accounts import codes, tries
from domain.errors import UserError
from domain.model.user import Identity
from domain.replies import Reply
from domain.requests import Actor, Request
from storage.sqlite import open_sqlite
from tests.domain.known import HALF, ONE, known_world
from tests.domain.nudged import known, labels
from tests.domain.test_account_register import ANA, GOOD, OTHER, register
from tests.domain.two_accounts import services_over
from tests.world import World, actor, data, text_of


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with known_world(tmp_path) as opened:
        yield opened


async def get_code(world: World, user: str = "ana") -> str:
    shown = await world.press(await world.say("/account link", user), "Get a code", user)
    assert shown.private
    code = data(shown)["code"]
    assert code in text_of(shown)
    assert isinstance(code, str)
    return code


async def log_in(world: World, email: str, password: str, user: str = "bob") -> Reply:
    form = await world.press(await world.say("/account link", user), "Log in", user)
    return await world.submit(form, user, email=email, password=password)


async def practised(world: World, user: str) -> None:
    await world.say(ONE, user)
    await world.say(HALF, user)


async def test_a_code_joins_a_platform_that_holds_nothing_at_once(world: World) -> None:
    await practised(world, "ana")
    code = await get_code(world)
    joined = await world.say(f"/account link {code.lower().replace('-', ' ')}", "bob")
    assert data(joined)["joined"] is True
    assert data(joined)["linked"] is True
    assert [one["user_id"] for one in data(joined)["identities"]] == ["ana", "bob"]
    assert (await known(world, "bob")).id == (await known(world, "ana")).id
    history = await world.say("/interview history", "bob")
    assert len(data(history)["sessions"]) == 1


async def test_two_sides_with_data_are_asked_about_and_joined_by_a_button(world: World) -> None:
    await register(world)
    await practised(world, "ana")
    world.clock.forward(minutes=1)
    await register(world, "bob@x.org", OTHER, "bob")
    await world.say("/interview start rounds:technical_qa questions:2", "bob")
    asked = await log_in(world, "ANA@EXAMPLE.ORG", GOOD)
    words = text_of(asked)
    assert "1 interview" in words
    assert ANA in words
    assert labels(asked) == ["Join", "Keep apart"]
    assert (await known(world, "bob")).id != (await known(world, "ana")).id
    joined = await world.press(asked, "Join", "bob")
    assert data(joined)["email"] == ANA
    user = await known(world, "bob")
    assert (user.id, user.email, user.last_login) == (
        (await known(world, "ana")).id,
        ANA.casefold(),
        world.clock.now(),
    )
    again = await world.press(asked, "Join", "bob")
    assert "Joined" in text_of(again)
    late = await world.press(asked, "Keep apart", "bob")
    assert "cannot be undone" in text_of(late)
    assert data(late)["linked"] is True
    data(await register(world, "bob@x.org", OTHER, "cy"))


async def test_kept_apart_nothing_is_changed_and_the_button_is_worth_nothing(world: World) -> None:
    await practised(world, "bob")
    asked = await world.say(f"/account link {await get_code(world)}", "bob")
    apart = await world.press(asked, "Keep apart", "bob")
    assert data(apart)["joined"] is False
    assert (await world.press(asked, "Join", "bob")).failed
    forged = await world.press(asked, "Join", "eve")
    assert forged.failed
    assert len({(await known(world, name)).id for name in ("ana", "bob", "eve")}) == 3


async def test_what_was_proven_is_good_for_ten_minutes(world: World) -> None:
    await practised(world, "bob")
    asked = await world.say(f"/account link {await get_code(world)}", "bob")
    world.clock.forward(minutes=11)
    late = await world.press(asked, "Join", "bob")
    assert "Too late" in text_of(late)
    assert (await known(world, "bob")).id != (await known(world)).id


async def test_a_code_is_good_once_for_ten_minutes_and_only_the_newest(world: World) -> None:
    older, newer = await get_code(world), await get_code(world)
    assert (await world.say(f"/account link {older}", "bob")).failed
    assert "this very account" in text_of(await world.say(f"/account link {newer}", "ana"))
    data(await world.say(f"/account link {newer}", "bob"))
    assert "already" in text_of(await world.say(f"/account link {newer}", "bob"))
    assert (await world.say(f"/account link {newer}", "cy")).failed
    late = await get_code(world)
    world.clock.forward(minutes=10)
    assert (await world.say(f"/account link {late}", "cy")).failed
    digests = await world.documents.find("link_codes", {})
    assert not any(older.replace("-", "") in repr(document) for document in digests)


async def test_of_two_who_type_one_code_at_once_one_has_it(world: World) -> None:
    code = await get_code(world)
    replies = await asyncio.gather(*(world.say(f"/account link {code}", name) for name in ("bob", "cy")))
    assert sorted(reply.failed for reply in replies) == [False, True]


async def test_a_code_guessed_a_thousand_times_fails_by_the_lock(world: World) -> None:
    code = await get_code(world)
    guesses = [f"{number:08d}" for number in range(40)]
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(world.say(f"/account link {guess}", "eve")) for guess in guesses]
    locked = ["locked_seconds" in task.result().data for task in tasks]
    assert sum(locked) == 35
    right = await world.say(f"/account link {code}", "eve")
    assert right.failed
    assert right.data["locked_seconds"] == 15 * 60
    assert "e-mail" not in text_of(right)
    world.clock.forward(minutes=15)
    data(await world.say(f"/account link {await get_code(world)}", "eve"))


async def test_a_slip_that_can_be_no_code_is_no_try(world: World) -> None:
    for _ in range(7):
        assert (await world.say("/account link ABC", "bob")).failed
    data(await world.say(f"/account link {await get_code(world)}", "bob"))


async def test_an_address_that_is_nobodys_is_refused_and_locked_like_any_other(world: World) -> None:
    await register(world)
    known_address = [await log_in(world, ANA, OTHER, "bob") for _ in range(6)]
    unknown = [await log_in(world, "nobody@x.org", OTHER, "cy") for _ in range(6)]
    assert [text_of(reply) for reply in known_address] == [text_of(reply) for reply in unknown]
    assert [reply.data for reply in known_address] == [reply.data for reply in unknown]
    assert "15 minutes" in text_of(unknown[-1])
    locked_for_all = await log_in(world, ANA, GOOD, "dan")
    assert "15 minutes" in text_of(locked_for_all)


async def test_the_work_of_an_answer_does_not_tell_whether_the_address_is_known(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One check against a hash of the same cost either way; that is nearly all of the time that it takes."""
    await register(world)
    hashed = (await known(world)).password_hash
    checked: list[bytes] = []
    check = bcrypt.checkpw

    def counted(password: bytes, against: bytes) -> bool:
        checked.append(against)
        return check(password, against)

    monkeypatch.setattr(bcrypt, "checkpw", counted)
    for stored in (hashed, None):
        assert not await world.do.passwords.matches(OTHER, stored)
    assert len(checked) == 2
    assert checked[0][:7] == checked[1][:7], "the cost is the same"


async def test_one_s_own_account_buys_no_tries_at_others(world: World) -> None:
    await register(world)
    await register(world, "eve@x.org", OTHER, "eve")
    for _ in range(4):
        assert (await log_in(world, ANA, OTHER, "eve")).failed
        data(await log_in(world, "eve@x.org", OTHER, "eve"))
    assert (await log_in(world, ANA, OTHER, "eve")).failed
    assert "locked_seconds" in (await log_in(world, "eve@x.org", OTHER, "eve")).data


async def test_a_join_forgets_the_tries_before_it(world: World) -> None:
    await register(world)
    for _ in range(4):
        assert (await log_in(world, ANA, OTHER, "bob")).failed
    data(await log_in(world, ANA, GOOD, "bob"))
    world.clock.forward(minutes=1)
    for _ in range(4):
        assert "locked_seconds" not in (await log_in(world, "x@x.org", OTHER, "bob")).data


async def test_two_processes_that_count_at_once_lose_no_try(world: World, tmp_path: Path) -> None:
    async with open_sqlite(tmp_path / "world.db") as store:
        second = services_over(world.do, store, world.clock)

        async def one(number: int) -> bool:
            try:
                await tries.begin(second if number % 2 else world.do, tries.of_identity("eve"))
            except UserError:
                return False
            return True

        made = await asyncio.gather(*(one(number) for number in range(20)))
    assert sum(made) == tries.MOST


async def test_an_identity_is_unlinked_after_a_question_and_begins_anew(world: World) -> None:
    data(await world.say(f"/account link {await get_code(world)}", "bob"))
    await practised(world, "ana")
    overview = await world.say("/account link", "ana")
    asked = await world.press(overview, "Unlink Console: bob")
    assert (await known(world, "bob")).id == (await known(world)).id
    await world.press(asked, "Unlink")
    assert (await known(world, "bob")).id != (await known(world)).id
    assert len(data(await world.say("/interview history", "ana"))["sessions"]) == 1
    assert "Not linked" in text_of(await world.press(asked, "Unlink"))


async def test_the_last_identity_stays_even_if_both_are_unlinked_from_each_other(world: World) -> None:
    data(await world.say(f"/account link {await get_code(world)}", "bob"))
    from_ana = await world.press(await world.say("/account link", "ana"), "Unlink Console: bob", "ana")
    from_bob = await world.press(await world.say("/account link", "bob"), "Unlink Console: ana", "bob")
    await world.press(from_ana, "Unlink", "ana")
    await world.press(from_bob, "Unlink", "bob")
    assert [i.user_id for i in (await known(world, "ana")).identities] == ["ana"]
    assert [i.user_id for i in (await known(world, "bob")).identities] == ["bob"]


async def test_every_name_fits_a_button_however_long_it_is(world: World) -> None:
    user = await known(world)
    long = Identity(platform="slack", workspace_id="T" * 80, user_id="U" * 80, display_name="x" * 90)
    await world.do.users.change(user.id, lambda u: u.model_copy(update={"identities": (*u.identities, long)}))
    overview = await world.say("/account link")
    assert max(len(button.label) for button in overview.buttons) <= 75
    assert max(len(button.token) for button in overview.buttons) <= 100


async def test_an_account_logged_in_to_from_itself_has_nothing_to_join(world: World) -> None:
    await register(world)
    world.clock.forward(minutes=3)
    assert "this account" in text_of(await log_in(world, ANA, GOOD, "ana"))
    assert (await known(world)).last_login == world.clock.now()


async def test_a_password_that_was_changed_on_its_way_is_not_the_password(world: World) -> None:
    await register(world)
    assert (await log_in(world, ANA, GOOD[:5] + "\0" + GOOD[5:])).failed
    assert (await log_in(world, ANA, GOOD * 9)).failed


@pytest.mark.parametrize("action", ["create", "login", "password", "email"])
async def test_a_form_that_a_platform_could_not_open_is_offered_again(world: World, action: str) -> None:
    """It shows a button with the form's token in its place."""
    if action in ("password", "email"):
        await register(world)
    args = {"email": "x@x.org"} if action in ("create", "email") else {}
    for _ in range(7):
        reply = await world.event(f"account {action}", **args)
        assert labels(reply) == ["Open"]
    assert (await world.press(reply, "Open")).form is not None


@pytest.mark.parametrize("typed", ["4f7k-29qx", "4F7K29QX", " 4f7k 29qx ", "4F7K–29QX"])
def test_a_code_may_be_typed_in_any_way(typed: str) -> None:
    assert codes.read(typed) == "4F7K29QX"


def test_letters_that_look_like_digits_are_read_as_these() -> None:
    assert codes.read("oil0-1OIL") == "01101011"
    assert codes.read("UUUU-UUUU") is None


async def test_another_platform_of_the_same_person_is_reached_and_heard(world: World) -> None:
    """Identities of other platforms are joined like those of the console."""
    code = await get_code(world)
    there = Actor("slack", "U7", "T1", "ana there")
    request = Request(there, "account link", args={"code": code})
    reply = await world.dispatcher.handle(request, world.note)
    assert reply is not None
    assert data(reply)["identities"][1] == {
        "platform": "slack", "workspace_id": "T1", "user_id": "U7", "name": "ana there",
    }  # fmt: skip
    found = await world.do.users.of(there)
    assert found is not None
    assert found.seen_as(actor("ana"))
