"""A secret that was asked for on Discord reaches the action, and comes back or into a log by no way."""

import logging

import pytest

from bot.log import NOISY
from tests.chat.speech import INSTEAD, PASSWORD, REGISTER, Speech
from tests.discord.double import Double
from tests.discord.speaking import speaking

ABOUT = "I study by night. " * 20


async def test_a_refused_form_comes_back_without_its_secret(
    double: Double, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in NOISY:
        caplog.set_level(logging.WARNING, name)
    speech, ana = Speech(steps=(), reply=REGISTER), double.person("ana")
    speech.may_end.set()
    async with speaking(double, speech):
        form = await double.command(ana, "account register")
        speech.reply = INSTEAD
        asked = await double.submit(ana, form, {"About you": ABOUT, "Password": PASSWORD})
        refused = await asked.message(lambda text: "The model broke off" in text)
    assert speech.requests[-1].args == {"about": ABOUT, "password": PASSWORD}
    assert {name: text.decode() for name, text in refused.files.items()} == {"your-text.txt": ABOUT}
    assert "hunter2" not in caplog.text
    assert not [one for one in double.requests if "hunter2" in f"{one.body} {one.files}"]


async def test_what_was_typed_for_a_secret_option_does_not_come_back(double: Double) -> None:
    speech, ben = Speech(steps=(), reply=INSTEAD), double.person("ben")
    speech.may_end.set()
    async with speaking(double, speech):
        asked = await double.command(ben, "account register", {"email": f"ben@b.example {PASSWORD}"})
        refused = await asked.message(lambda text: "The model broke off" in text)
    assert speech.requests[-1].args == {"email": f"ben@b.example {PASSWORD}"}
    assert not refused.files
