"""What an action may use, gathered once by the composition root."""

from dataclasses import dataclass

from domain import stores
from domain.ports import Clock, Jobs, Judge, Messenger, Randomness, ReportFiles, ReportRenderer
from domain.rules import InterviewRules


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
    judge: Judge
    renderer: ReportRenderer
    files: ReportFiles
    messenger: Messenger
    jobs: Jobs
    rules: InterviewRules
