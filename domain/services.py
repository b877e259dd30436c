"""What an action may use, gathered once by the composition root."""

from dataclasses import dataclass

from domain import stores
from domain.ports import (
    Asking,
    Clock,
    Jobs,
    Judge,
    Messenger,
    Randomness,
    ReportFiles,
    ReportRenderer,
    Sense,
)
from domain.rules import InterviewRules, ModelRules


@dataclass(frozen=True, slots=True)
class Services:
    clock: Clock
    random: Randomness
    users: stores.Users
    interviews: stores.Interviews
    attempts: stores.Attempts
    questions: stores.Questions
    companies: stores.Companies
    reports: stores.Reports
    usage: stores.Usage
    judge: Judge
    sense: Sense | None
    model: Asking | None
    renderer: ReportRenderer
    files: ReportFiles
    messenger: Messenger
    jobs: Jobs
    aside: stores.SetAside
    statistics: stores.Statistics
    rules: InterviewRules
    model_rules: ModelRules
    admins: frozenset[str]
