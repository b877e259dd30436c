"""What is known of a company's interviews, with where it is known from."""

from pydantic import Field

from domain.model.base import Value
from domain.model.question import Round


class CompanyRound(Value):
    round: Round
    minutes: int = Field(ge=5, le=480)
    focus: str = ""


class Source(Value):
    """Where a statement comes from; `kind` says how far to trust it."""

    title: str
    url: str = ""
    kind: str = Field(default="public", pattern=r"^(official|public|student-report)$")


class Company(Value):
    """A company's interview pattern. `difficulty` is 1 to 5; `name` and `aliases` are unique, case-folded."""

    slug: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{1,39}$")
    company: str
    aliases: tuple[str, ...] = ()
    rounds: tuple[CompanyRound, ...] = Field(min_length=1)
    dsa_topics: tuple[str, ...] = ()
    behavioral_themes: tuple[str, ...] = ()
    system_design_topics: tuple[str, ...] = ()
    difficulty: int = Field(ge=1, le=5)
    tips: tuple[str, ...] = ()
    sources: tuple[Source, ...] = Field(min_length=1)

    @property
    def round_names(self) -> tuple[Round, ...]:
        """The kinds of round, each once, in the order in which the company holds them."""
        return tuple(dict.fromkeys(r.round for r in self.rounds))
