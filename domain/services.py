"""What an action may use, gathered once by the composition root."""

from dataclasses import dataclass

from domain import learning_stores, stores
from domain.documents_text import ResumeText
from domain.ports import (
    Asking,
    Clock,
    Jobs,
    Judge,
    Messenger,
    PathPictures,
    Randomness,
    ReportFiles,
    ReportRenderer,
    Sense,
)
from domain.rules import InterviewRules, LearningRules, ModelRules, NudgeRules


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
    roadmaps: learning_stores.Roadmaps
    paths: learning_stores.Paths
    quizzes: learning_stores.Quizzes
    cards: learning_stores.Cards
    nudges: learning_stores.Nudges
    usage: stores.Usage
    judge: Judge
    sense: Sense | None
    model: Asking | None
    renderer: ReportRenderer
    pictures: PathPictures
    files: ReportFiles
    resumes: ResumeText
    messenger: Messenger
    jobs: Jobs
    aside: stores.SetAside
    statistics: stores.Statistics
    rules: InterviewRules
    learning: LearningRules
    nudging: NudgeRules
    model_rules: ModelRules
    admins: frozenset[str]
