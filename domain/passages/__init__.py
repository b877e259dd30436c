"""Everything the coach can look up without a model, as passages that say where they come from."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from domain.content.load import Library
from domain.model.passage import Passage
from domain.passages.companies import of_company
from domain.passages.help import advice, of_action
from domain.passages.questions import of_question
from domain.passages.roadmaps import of_roadmap

if TYPE_CHECKING:
    # The actions look things up themselves, so this must not need them to be imported.
    from domain.actions.kinds import Action


def passages_of(library: Library, table: Mapping[str, "Action"]) -> tuple[Passage, ...]:
    """The bank, the roadmaps, the companies, what this bot can do for anyone, and general advice.

    Of a coding problem the approach is told, and never its reference solution or hidden tests.
    """
    return (
        *(p for question in library.questions for p in of_question(question)),
        *(p for roadmap in library.roadmaps for p in of_roadmap(roadmap)),
        *(p for company in library.companies for p in of_company(company)),
        *(of_action(row) for row in table.values() if not row.hidden and row.rights == "anyone"),
        *advice(),
    )
