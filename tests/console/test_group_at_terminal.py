"""Two people try a group's round at one terminal, as a person who reads of it would."""

from pathlib import Path

import pytest

from tests.cli.process import piped
from tests.console.terminals import COMMAND

pytestmark = pytest.mark.acceptance

ANSWER = "An index speeds up reads, and every insert has to update it, so writes take longer."
LINES = f"""/group start
/in channel:study
/group start round:technical_qa
/as ben
/group join
!next
/answer {ANSWER}
/as ana
{ANSWER}
!mine
/group end
"""


async def test_from_a_direct_message_to_the_end_of_a_round(data_folder: Path) -> None:
    async with piped(data_folder, *COMMAND) as bot:
        code, text, err = await bot.end(LINES.encode())
    assert (code, err) == (0, "")
    marks = [
        *("Not in a direct message", "You are in channel:study", "Race: Technical", "ben types now."),
        *("You are in. Next", "Who is missing", "Your answer to question 1 is in", "ana types now."),
        *(": the reveal", "The round is over"),
    ]
    assert sorted(marks, key=text.index) == marks
    assert "Your place is kept" not in text
