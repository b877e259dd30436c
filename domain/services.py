"""What an action may use, gathered once by the composition root."""

from dataclasses import dataclass

from domain import account_stores, holding_stores, learning_stores, stores
from domain.archives import Archives
from domain.documents_text import ResumeText
from domain.grouping.store import GroupRounds, PanelScores
from domain.mentoring.store import Assignments, Mentorships
from domain.ports import (
    Asking,
    Clock,
    Jobs,
    Judge,
    Messenger,
    Passwords,
    PathPictures,
    Randomness,
    ReportFiles,
    ReportRenderer,
    Retrieval,
    Sense,
)
from domain.rules import ChatRules, GroupRules, InterviewRules, LearningRules, ModelRules, NudgeRules


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
    chats: account_stores.Chats
    link_codes: account_stores.LinkCodes
    lockouts: account_stores.Lockouts
    tombstones: account_stores.Tombstones
    joins: account_stores.Joins
    audit: account_stores.Audit
    mentorships: Mentorships
    assignments: Assignments
    groups: GroupRounds
    panel_scores: PanelScores
    holdings: holding_stores.Holdings
    exports: holding_stores.Exports
    desk: holding_stores.Desk
    usage: stores.Usage
    judge: Judge
    sense: Sense | None
    model: Asking | None
    retrieval: Retrieval
    renderer: ReportRenderer
    pictures: PathPictures
    files: ReportFiles
    archives: Archives
    resumes: ResumeText
    passwords: Passwords
    messenger: Messenger
    jobs: Jobs
    aside: stores.SetAside
    statistics: stores.Statistics
    rules: InterviewRules
    learning: LearningRules
    nudging: NudgeRules
    grouping: GroupRules
    coaching: ChatRules
    model_rules: ModelRules
    admins: frozenset[str]
