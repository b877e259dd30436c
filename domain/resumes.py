"""A student's resume in the store: kept whole, understood once, put right, taken back, and forgotten.

The text and the note that it is to be analysed are one write; the analysis itself can be repeated.
"""

from datetime import datetime, timedelta

from domain import days, understanding
from domain.errors import UserError
from domain.model.interview import Interview
from domain.model.profile import LONGEST_NAME, LONGEST_RESUME, KeptResume
from domain.model.user import User
from domain.replies import Button
from domain.resume.model import Corrections, Resume
from domain.services import Services
from domain.tokens import encode

JOB = "analyse_resume"
# How long an analysis may take before the sweep believes it lost.
LEASE = timedelta(minutes=2)
# More than that takes longer than somebody should have to wait for.
SHORT = 20_000
INTERVIEWS = 10_000


async def keep(
    do: Services, user: User, text: str, name: str, file_notes: tuple[str, ...] = (), *, asker: str = ""
) -> User:
    """Puts the resume in the place of the one before, whose corrections it keeps; harmless if repeated.

    A short text is understood when this returns; of a longer one `asker`, as Actor.key, is told later.
    Raises UserError for a text that is too long.
    """
    if len(text) > LONGEST_RESUME:
        raise _too_long(text)
    now = do.clock.now()
    new = KeptResume(
        id=do.random.new_id(),
        name=name[:LONGEST_NAME],
        text=text,
        uploaded_at=now,
        file_notes=file_notes,
        told_as=_waiting(text, asker),
    )

    def rule(stored: User) -> User:
        if stored.resume is not None and stored.resume.text == text:
            return stored
        corrections = stored.resume.corrections if stored.resume else Corrections()
        return _with(stored, new.model_copy(update={"corrections": corrections}), stored.resume, now + LEASE)

    kept = await do.users.change(user.id, rule)
    return await _begin(do, kept)


def _waiting(text: str, asker: str) -> str:
    """Who waits to be told that a text is understood."""
    return asker if len(text) > SHORT else ""


def _too_long(text: str) -> UserError:
    return UserError(
        f"That resume has {len(text):,} characters; {LONGEST_RESUME:,} are the most I keep. Nothing was "
        "changed: please send the part that matters.",
        title="Too long",
    )


def _with(user: User, resume: KeptResume | None, before: KeptResume | None, due_at: datetime | None) -> User:
    """The user with that resume; of the one before nothing is kept that its text can tell again."""
    unread = {"understood": None, "read_on": None, "told_as": ""}
    bare = before.model_copy(update=unread) if before else None
    return user.model_copy(update={"resume": resume, "resume_before": bare, "analysis_due_at": due_at})


async def _begin(do: Services, user: User) -> User:
    """Has a new resume analysed: a short one at once, a long one by a job."""
    if user.resume is None or user.resume.understood is not None:
        return user
    if len(user.resume.text) <= SHORT:
        return await analyse(do, user.id) or user
    await do.jobs.add(JOB, {"user_id": user.id})
    return user


async def analyse(do: Services, user_id: str) -> User | None:
    """Works out what the resume says as of the student's day, unless that is done.

    Harmless if repeated; what it found is kept only if the text is still that one. None for no such user.
    """
    user = await do.users.get(user_id)
    if user is None or user.resume is None or _done(do, user, user.resume):
        return user
    now, read_id = do.clock.now(), user.resume.id
    on = days.today(user, now)
    found = await understanding.understood(user.resume.text, on)

    def rule(stored: User) -> User:
        if stored.resume is None or stored.resume.id != read_id:
            return stored
        read = stored.resume.model_copy(update={"understood": found, "read_on": on})
        # As long as somebody waits to be told, the sweep must find it.
        due = now + LEASE if read.told_as else None
        return stored.model_copy(update={"resume": read, "analysis_due_at": due})

    return await do.users.change(user_id, rule)


async def told(do: Services, user_id: str, resume_id: str) -> User:
    """Nobody waits any more to be told what that resume says; harmless if repeated."""

    def rule(stored: User) -> User:
        if stored.resume is None or stored.resume.id != resume_id or not stored.resume.told_as:
            return stored
        resume = stored.resume.model_copy(update={"told_as": ""})
        due = None if resume.understood else stored.analysis_due_at
        return stored.model_copy(update={"resume": resume, "analysis_due_at": due})

    return await do.users.change(user_id, rule)


def _done(do: Services, user: User, resume: KeptResume) -> bool:
    """Whether it was understood today: "until now" and "long ago" mean something else on another day."""
    return resume.understood is not None and resume.read_on == days.today(user, do.clock.now())


async def of(do: Services, user: User) -> Resume | None:
    """What the user's resume says, as they have put it right; None where there is none."""
    current = await analyse(do, user.id)
    return current.resume.corrected if current is not None and current.resume is not None else None


async def correct(do: Services, user: User, new: Corrections, *, years: bool) -> User:
    """Adds to the student's corrections; the newest word on a skill holds. With `years`, theirs too.

    Raises UserError where there is no resume.
    """

    def rule(stored: User) -> User:
        if stored.resume is None:
            raise no_resume()
        merged = _merged(stored.resume.corrections, new, years=years)
        return stored.model_copy(update={"resume": stored.resume.model_copy(update={"corrections": merged})})

    await do.users.change(user.id, rule)
    return await analyse(do, user.id) or user


def _merged(old: Corrections, new: Corrections, *, years: bool) -> Corrections:
    added = (set(old.added) | set(new.added)) - set(new.removed)
    removed = (set(old.removed) - set(new.added)) | set(new.removed)
    return Corrections(
        added=tuple(sorted(added)),
        removed=tuple(sorted(removed)),
        years=new.years if years else old.years,
    )


async def take_back(do: Services, user: User, resume_id: str, *, asker: str = "") -> User:
    """Puts back the resume that the one of that id replaced; `asker` is as for `keep`.

    Raises UserError where it cannot any more.
    """

    def rule(stored: User) -> User:
        if stored.resume is None or stored.resume.id != resume_id or stored.resume_before is None:
            raise UserError(
                "That cannot be undone any more: your resume was changed since, or deleted.",
                title="Too late to undo",
                buttons=(Button("Show", encode("profile resume")),),
            )
        before = stored.resume_before
        back = before.model_copy(update={"told_as": _waiting(before.text, asker)})
        return _with(stored, back, None, do.clock.now() + LEASE)

    return await _begin(do, await do.users.change(user.id, rule))


async def delete(do: Services, user: User) -> None:
    """Forgets the resume, the one before it, and what interviews hold of them; harmless if repeated.

    The resume goes last, so that it can be asked for again where a crash leaves this half done.
    """
    await _forget_in_interviews(do, user)
    await do.users.change(user.id, lambda stored: _with(stored, None, None, None))
    # One may have begun meanwhile.
    await _forget_in_interviews(do, user)


async def _forget_in_interviews(do: Services, user: User) -> None:
    for interview in await do.interviews.of(user.id, INTERVIEWS):
        if interview.holds_resume:
            await do.interviews.change(interview.id, Interview.without_resume)


def no_resume() -> UserError:
    """How to send one."""
    return UserError(
        "I have no resume of yours. `/profile resume` takes a PDF, DOCX, TXT or MD file of up to 5 MB, or "
        "the text behind the command.",
        title="No resume yet",
        buttons=(Button("Upload", encode("profile upload"), "primary"),),
    )


async def carry_out(do: Services, user_id: str) -> bool:
    """Has a resume analysed, or its student told of it, where a crash kept that from being done: by the one
    of several processes that comes first.

    Where that failed too often it is owed no more until the resume is asked for.
    """
    now, mine = do.clock.now(), [False]
    aside = await do.aside.has(JOB, {"user_id": user_id})

    def claim(stored: User) -> User:
        mine[0] = stored.analysis_due_at is not None and stored.analysis_due_at <= now
        later = None if aside else now + LEASE
        return stored.model_copy(update={"analysis_due_at": later}) if mine[0] else stored

    await do.users.change(user_id, claim)
    if aside or not mine[0]:
        return False
    await do.jobs.add(JOB, {"user_id": user_id})
    return True
