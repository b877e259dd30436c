"""Every repository that the domain asks, over one store."""

from typing import TypedDict

from domain.ports import Clock, Documents, Randomness
from storage.accounts import (
    AuditRepository,
    ChatRepository,
    LinkCodeRepository,
    LockoutRepository,
    TombstoneRepository,
)
from storage.aside import AsideRepository
from storage.content import CompanyRepository, QuestionRepository
from storage.desk import DeskRepository
from storage.grouping import GroupRoundRepository, PanelScoreRepository
from storage.holdings import ExportRepository, HoldingsRepository
from storage.joining import JoiningRepository
from storage.learning import (
    CardRepository,
    NudgeRepository,
    PathRepository,
    QuizRepository,
    RoadmapRepository,
)
from storage.mentoring import AssignmentRepository, MentorshipRepository
from storage.repositories import (
    AttemptRepository,
    InterviewRepository,
    ReportRepository,
    UserRepository,
)
from storage.statistics import StatisticsRepository
from storage.usage import UsageRepository


class Stores(TypedDict):
    """The repositories under the names that `Services` has for them."""

    users: UserRepository
    interviews: InterviewRepository
    attempts: AttemptRepository
    questions: QuestionRepository
    companies: CompanyRepository
    reports: ReportRepository
    roadmaps: RoadmapRepository
    paths: PathRepository
    quizzes: QuizRepository
    cards: CardRepository
    nudges: NudgeRepository
    chats: ChatRepository
    link_codes: LinkCodeRepository
    lockouts: LockoutRepository
    tombstones: TombstoneRepository
    joins: JoiningRepository
    audit: AuditRepository
    mentorships: MentorshipRepository
    assignments: AssignmentRepository
    groups: GroupRoundRepository
    panel_scores: PanelScoreRepository
    holdings: HoldingsRepository
    exports: ExportRepository
    desk: DeskRepository
    usage: UsageRepository
    aside: AsideRepository
    statistics: StatisticsRepository


def stores_over(documents: Documents, clock: Clock, random: Randomness) -> Stores:
    return Stores(
        users=UserRepository(documents, clock),
        interviews=InterviewRepository(documents, clock),
        attempts=AttemptRepository(documents, clock),
        questions=QuestionRepository(documents, clock),
        companies=CompanyRepository(documents, clock, random),
        reports=ReportRepository(documents, clock),
        roadmaps=RoadmapRepository(documents, clock),
        paths=PathRepository(documents, clock),
        quizzes=QuizRepository(documents, clock),
        cards=CardRepository(documents, clock),
        nudges=NudgeRepository(documents, clock),
        chats=ChatRepository(documents, clock),
        link_codes=LinkCodeRepository(documents, clock),
        lockouts=LockoutRepository(documents, clock),
        tombstones=TombstoneRepository(documents, clock),
        joins=JoiningRepository(documents, clock),
        audit=AuditRepository(documents, clock),
        mentorships=MentorshipRepository(documents, clock),
        assignments=AssignmentRepository(documents, clock),
        groups=GroupRoundRepository(documents, clock),
        panel_scores=PanelScoreRepository(documents, clock),
        holdings=HoldingsRepository(documents, clock),
        exports=ExportRepository(documents, clock),
        desk=DeskRepository(documents, clock),
        usage=UsageRepository(documents, clock),
        aside=AsideRepository(documents, clock),
        statistics=StatisticsRepository(documents, clock),
    )
