"""A copy of all that is held of a person as ZIP files: what they said and did as JSON, reports as PDF."""

import logging
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

from domain import reporting
from domain.archives import Archive
from domain.errors import Duplicate, UserError
from domain.export_readme import about, readme
from domain.model.account import Export, ExportPart
from domain.model.interview import Interview
from domain.model.user import User
from domain.picturing import picture
from domain.ports import Progress
from domain.progress import draw as draw_progress
from domain.services import Services

log = logging.getLogger(__name__)

MOST = 9_000_000
"""Bytes of one ZIP: the tightest platform takes 10 MiB."""
KEPT = timedelta(hours=1)
SAME = timedelta(minutes=1)
LEASE = timedelta(minutes=10)
RACES = 5


async def export(do: Services, user: User, progress: Progress) -> Export:
    """The person's copy as files of this machine, which stay for an hour; the one of a moment ago is shown
    again. Raises UserError where one is being made."""
    mine = await _claimed(do, user)
    if mine.finished_at is not None:
        return mine
    try:
        return await _made(do, user, mine, progress)
    except BaseException:
        await do.exports.remove(mine)
        raise


async def _claimed(do: Services, user: User) -> Export:
    """A new export that only this call makes, or one that was finished a moment ago."""
    now = do.clock.now()
    begun = Export(id=user.id, created_at=now, updated_at=now, user_id=user.id, begun_at=now)
    for _ in range(RACES):
        known = await do.exports.get(user.id)
        if known is not None:
            if known.finished_at is None and known.begun_at > now - LEASE:
                raise _under_way()
            if known.finished_at is not None and known.finished_at > now - SAME and await _is_here(do, known):
                return known
            await drop(do, known)
        try:
            await do.exports.add(begun)
        except Duplicate:
            continue
        return begun
    raise _under_way()


def _under_way() -> UserError:
    return UserError(
        "A copy of your data is being made already. It is sent where you asked for it; ask again in some "
        "minutes if it does not come.",
        title="Under way",
    )


async def _is_here(do: Services, known: Export) -> bool:
    return await do.archives.has([part.path for part in known.parts])


async def drop(do: Services, known: Export) -> bool:
    """Removes an export with its files; False where somebody else has changed it."""
    await do.archives.drop([part.path for part in known.parts])
    return await do.exports.remove(known)


async def _made(do: Services, user: User, mine: Export, progress: Progress) -> Export:
    async with do.archives.begun(mine.begun_at, MOST) as archive:
        await progress("Collecting what I hold of you …")
        counts = await do.holdings.counts(user)
        await archive.text("README.txt", readme(user, counts, mine.begun_at))
        drawn = [report async for report in _reports(do, user, progress)]
        for collection in counts:
            await _copied(do, user, collection, archive)
        missing = [name for name, path in drawn if not path or not await archive.file(name, path)]
        missing += [*await _progress(do, user, archive), *await _pictures(do, user, archive)]
        if missing:
            await archive.text("missing.txt", _missing(missing))
        parts = tuple(ExportPart(path=path, size=size) for path, size in await archive.end())
        finished = {"finished_at": do.clock.now(), "parts": parts}
        return await do.exports.change(mine.id, lambda stored: stored.model_copy(update=finished))


async def _copied(do: Services, user: User, collection: str, archive: Archive) -> None:
    async for page in do.holdings.pages(user, collection):
        await archive.rows(f"data/{about(collection).file}", page)


async def _reports(do: Services, user: User, progress: Progress) -> AsyncIterator[tuple[str, str]]:
    """The name and path of each report's pages, drawn where they are not; an empty path where that fails."""
    ids = [interview_id async for interview_id in _reported(do, user)]
    for number, interview_id in enumerate(ids, 1):
        await progress(f"{number} of {len(ids)} report{'s' if len(ids) != 1 else ''} …")
        interview = await do.interviews.get(interview_id)
        if interview is not None:
            name = f"reports/{interview.started_at:%Y-%m-%d}-{interview.id}.pdf"
            yield name, await _drawn(do, interview)


async def _reported(do: Services, user: User) -> AsyncIterator[str]:
    async for page in do.holdings.pages(user, "interview_sessions"):
        for session in page:
            if session.get("report_id") is not None:
                yield session["_id"]


async def _drawn(do: Services, interview: Interview) -> str:
    try:
        report = await reporting.draw(do, await reporting.report_of(do, interview), _quietly)
    except Exception:
        log.exception("the report of interview %s was left out of an export", interview.id)
        return ""
    return report.pdf_path or ""


async def _progress(do: Services, user: User, archive: Archive) -> Sequence[str]:
    """Adds the progress over all interviews, where there are some; its name where that fails."""
    name = "reports/progress.pdf"
    if not await do.interviews.of(user.id, 1) and not await do.attempts.of_student(user.id, 1):
        return []
    try:
        drawn = await draw_progress(do, user, _quietly)
    except Exception:
        log.exception("the progress of %s was left out of an export", user.id)
        return [name]
    return [] if await archive.file(name, drawn.path) else [name]


async def _pictures(do: Services, user: User, archive: Archive) -> Sequence[str]:
    """Adds the pictures of the learning paths; the names of those that could not be drawn."""
    missing = []
    for path in await do.paths.of(user.id):
        roadmap = await do.roadmaps.get(path.skill)
        files = await picture(do, user, path, roadmap.name if roadmap else path.skill)
        name = f"roadmaps/{path.skill}.png"
        if not files or not await archive.file(name, files[0].path):
            missing.append(name)
    return missing


def _missing(names: Sequence[str]) -> str:
    lines = "\n".join(names)
    return f"These could not be drawn this time; all that they would show is in data/.\n\n{lines}\n"


async def carry_out(do: Services, user_id: str) -> bool:
    """Removes an export whose hour is over."""
    known = await do.exports.get(user_id)
    return known is not None and known.begun_at < do.clock.now() - KEPT and await drop(do, known)


async def tidy(do: Services) -> None:
    """Removes what lies on this machine of exports whose hour is over, whoever began them."""
    await do.archives.drop_before(do.clock.now() - KEPT)


async def _quietly(_: str) -> None:
    """The export itself tells how far it is."""
