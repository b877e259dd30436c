"""Content goes into the store once for each change of the files, and nothing an interview needs is lost."""

from pathlib import Path

from domain.content.load import Library
from storage.content import CompanyRepository, QuestionRepository
from storage.publish import publish
from storage.sqlite import open_sqlite
from tests.domain.builders import a_question
from tests.fakes import CountedRandomness, ManualClock
from tests.world import LIBRARY


async def test_what_was_published_reads_back_equal(tmp_path: Path) -> None:
    clock = ManualClock()
    async with open_sqlite(tmp_path / "store.db") as documents:
        assert await publish(documents, clock, "one", lambda: LIBRARY)
        questions, companies = (
            QuestionRepository(documents, clock),
            CompanyRepository(documents, clock, CountedRandomness()),
        )
        for question in LIBRARY.questions:
            assert await questions.get(question.slug) == question
        assert await companies.all() == sorted(LIBRARY.companies, key=lambda c: c.company)
        for company in LIBRARY.companies:
            for name in (company.company, *company.aliases):
                assert await companies.find(name.upper()) == company


async def test_the_same_content_is_not_loaded_again(tmp_path: Path) -> None:
    def never() -> Library:
        raise AssertionError("loaded again")

    async with open_sqlite(tmp_path / "store.db") as documents:
        await publish(documents, ManualClock(), "one", lambda: Library((a_question("old"),), ()))
        assert not await publish(documents, ManualClock(), "one", never)


async def test_a_withdrawn_question_is_not_asked_but_can_be_read(tmp_path: Path) -> None:
    clock = ManualClock()
    async with open_sqlite(tmp_path / "store.db") as documents:
        await publish(documents, clock, "one", lambda: Library((a_question("old"), a_question("kept")), ()))
        await publish(documents, clock, "two", lambda: Library((a_question("kept"),), ()))
        questions = QuestionRepository(documents, clock)
        assert [c.slug for c in await questions.candidates("technical_qa")] == ["kept"]
        assert await questions.get("old") == a_question("old")
        await publish(documents, clock, "three", lambda: Library((a_question("old"),), ()))
        assert [c.slug for c in await questions.candidates("technical_qa")] == ["kept"], "read a moment ago"
        clock.forward(minutes=1)
        assert [c.slug for c in await questions.candidates("technical_qa")] == ["old"]


async def test_names_may_move_between_companies(tmp_path: Path) -> None:
    clock, (one, two, *_) = ManualClock(), LIBRARY.companies
    moved = (one.model_copy(update={"aliases": (two.company,)}), two.model_copy(update={"company": "Newco"}))
    renamed = (moved[0].model_copy(update={"slug": "renamed"}), moved[1])
    async with open_sqlite(tmp_path / "store.db") as documents:
        companies = CompanyRepository(documents, clock, CountedRandomness())
        for mark, published in (("a", (one, two)), ("b", moved), ("c", renamed), ("d", (one, two))):
            await publish(documents, clock, mark, lambda published=published: Library((), published))  # type: ignore[misc]
            assert {c.slug for c in await companies.all()} == {c.slug for c in published}
            for company in published:
                assert await companies.find(company.company) == company
