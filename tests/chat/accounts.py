"""What the transcripts about accounts share: what is typed into forms, and where it must not turn up."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

PASSWORD, WRONG = "violin+harbour+4", "cello+harbour+5"
ENV = {"MOCKINGBIRD__ACCOUNTS__BCRYPT_COST": "4", "MOCKINGBIRD__LOG__LEVEL": "debug"}
AGAIN = {"Password, 8 to 72 characters": PASSWORD, "The same password again": PASSWORD}
TRIES = 5
NO_LOGIN = "There is no account with this e-mail address and this password"


def login(email: str, password: str = PASSWORD) -> dict[str, str]:
    """The form to log in, filled."""
    return {"E-mail address": email, "Password": password}


def exported(content: bytes) -> dict[str, Any]:
    """What the archive's account file says; every file in it is whole."""
    with ZipFile(BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert "README.txt" in archive.namelist()
        (account,) = json.loads(archive.read("data/account.json"))
    assert isinstance(account, dict)
    return account


def check_log(folder: Path, *secrets: str) -> None:
    """What was typed is not in the bot's log, at its most talkative."""
    log = (folder / "bot.log").read_text("utf-8", "replace")
    assert "level=debug" in log
    assert [one for one in (PASSWORD, WRONG, *secrets) if one in log] == [], "the log tells a secret"
