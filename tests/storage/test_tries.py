"""What one student answered to one question of an interview, among what was asked beside it."""

from pathlib import Path

from storage.repositories import AttemptRepository
from storage.sqlite import open_sqlite
from tests.domain.builders import an_attempt
from tests.fakes import ManualClock


async def test_a_question_its_follow_ups_and_retries_are_found_and_nothing_else(tmp_path: Path) -> None:
    own = [
        an_attempt("index", _id="first"),
        an_attempt("index~space", _id="follow-up"),
        an_attempt("index", _id="retry", attempt_no=2),
    ]
    others = [
        an_attempt("index-cost", _id="longer"),
        an_attempt("index2", _id="like it"),
        an_attempt("inde", _id="shorter"),
        an_attempt("index", _id="another's", student_id="other"),
        an_attempt("index", _id="elsewhere", session_id="other"),
    ]
    async with open_sqlite(tmp_path / "tries.db") as documents:
        attempts = AttemptRepository(documents, ManualClock())
        for one in (*others, *own):
            await attempts.add(one)
        found = await attempts.tries_at("session", "student", "index")
        assert {one.id for one in found} == {one.id for one in own}
        first = await attempts.first_try("session", "index~space")
        assert first == own[1]
        assert await attempts.first_try("session", "never-asked") is None
