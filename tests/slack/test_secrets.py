"""A secret that was asked for on Slack reaches the action, and comes back or into a log by no way."""

import logging
from pathlib import Path

import pytest

from bot.log import NOISY
from tests.chat.speech import INSTEAD, PASSWORD, REGISTER, Speech
from tests.slack.double import Double
from tests.slack.speaking import speaking

ABOUT = "I study by night. " * 20


async def test_a_refused_form_comes_back_without_its_secret(
    double: Double, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in NOISY:
        caplog.set_level(logging.WARNING, name)
    speech, ana = Speech(steps=(), reply=REGISTER), double.person("ana")
    speech.may_end.set()
    async with speaking(double, speech, tmp_path):
        form = await (await double.command(ana, "/account", "register")).shows()
        speech.reply = INSTEAD
        await double.submit(ana, form, {"About you": ABOUT, "Password": PASSWORD})
        await double.sees(ana, "The model broke off")
        await double.settled(lambda: any(one.contents for one in double.history(ana)))
    assert speech.requests[-1].args == {"about": ABOUT, "password": PASSWORD}
    (kept,) = [one.contents for one in double.history(ana) if one.contents]
    assert {name: text.decode() for name, text in kept.items()} == {"your-text.txt": ABOUT}
    assert "hunter2" not in caplog.text
    assert not [one for one in double.requests if "hunter2" in str(one.args)]
