"""What an interview takes over from a resume and the description of the job."""

from collections.abc import Sequence

from domain.matching.description import description
from domain.matching.match import match
from domain.matching.model import Description, Prepared
from domain.matching.questions import project_for_interview, tags_of, topics_for_interview
from domain.model.profile import JobDescription, KeptResume
from domain.resume.model import Resume
from domain.resume.understood import without_contacts

EXCERPT = 4_000
"""Of either text, in characters, is kept with an interview."""


def prepared(kept: KeptResume | None, wanted: JobDescription | None, lately: Sequence[str]) -> Prepared:
    """`lately` are the names of projects that were asked about, the newest first.

    A resume that is not analysed yet is kept with the interview all the same.
    """
    resume = (kept.corrected if kept else None) or Resume(recent_since=0)
    asked = description(wanted.text) if wanted else Description()
    found = match(resume, asked)
    return Prepared(
        resume_text=without_contacts(kept.text)[:EXCERPT] if kept else None,
        jd_text=without_contacts(wanted.text)[:EXCERPT] if wanted else None,
        topics=tags_of(topics_for_interview(found, resume)),
        project=project_for_interview(found, resume, lately),
    )
