"""Every repository that the domain asks, over one store."""

from typing import TypedDict

from domain.ports import Clock, Documents, Randomness
from storage.aside import AsideRepository
from storage.learning import (
    CardRepository,
    NudgeRepository,
    PathRepository,
    QuizRepository,
    RoadmapRepository,
)
from storage.repositories import (
    AttemptRepository,
    CompanyRepository,
    InterviewRepository,
    QuestionRepository,
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
        usage=UsageRepository(documents, clock),
        aside=AsideRepository(documents, clock),
        statistics=StatisticsRepository(documents, clock),
    )
