"""What operators see of the content and of what students ask for."""

from typing import Literal

from domain.model.base import Value

ResearchStatus = Literal["queued", "done", "not_now"]


class Research(Value):
    """A company that somebody wanted to practise for and that nothing is known of."""

    id: str
    company: str
    role: str
    request_count: int
    status: ResearchStatus


class Asked(Value):
    """How a question, or a company's interviews, went: `times` over all, the rest of the newest `of` them.

    `scores` are those of what was graded; `skipped` and `hinted` count questions.
    """

    times: int
    of: int = 0
    scores: tuple[int, ...] = ()
    questions: int = 0
    skipped: int = 0
    hinted: int = 0
