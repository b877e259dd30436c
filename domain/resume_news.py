"""Tells a student, once, that a resume too long to be read while they waited is read now."""

from domain import resumes
from domain.actions import resume_shown
from domain.replies import Reply
from domain.requests import Actor, Place
from domain.services import Services
from domain.telling import tell

JOB = "tell_resume"
READ = "Your resume is read"


async def read(do: Services, user_id: str) -> None:
    """Has the resume understood, and whoever waits for that told by the process that talks with them."""
    user = await resumes.analyse(do, user_id)
    kept = user.resume if user else None
    if user is None or kept is None or kept.understood is None or not kept.told_as:
        return
    job = {"owner": user.id, "resume": kept.id, "platform": Actor.of(kept.told_as).platform}
    if await do.aside.has(JOB, job):
        await resumes.told(do, user.id, kept.id)
    else:
        await do.jobs.add(JOB, job)


async def tell_of(do: Services, user_id: str, resume_id: str) -> None:
    """Shows what was understood of that resume, unless it was shown or replaced meanwhile.

    What a crash interrupts is told again under the same key, which a platform shows once.
    """
    user = await do.users.get(user_id)
    kept = user.resume if user else None
    if user is None or kept is None or kept.id != resume_id or kept.understood is None or not kept.told_as:
        return
    to = Actor.of(kept.told_as)
    if not do.messenger.serves(to):
        return
    news = Reply(resume_shown.cards(kept, READ), resume_shown.buttons(user), data=resume_shown.data(kept))
    await tell(do, to, Place(), news, key=f"resume {kept.id}")
    await resumes.told(do, user.id, kept.id)
