"""/report: the PDF of an interview, and of progress over all."""

from domain import progress, reporting
from domain.actions.kinds import Call
from domain.actions.show import score, start_button
from domain.errors import NotYours, UserError
from domain.model.interview import Interview
from domain.model.question import ROUND_NAMES
from domain.model.report import Report
from domain.replies import Bullets, Button, Card, File, Reply, Text
from domain.tokens import encode


async def session_report(call: Call) -> Reply:
    """The PDF of the named interview, or of the last one that has a report."""
    interview = await _interview(call)
    report = await reporting.draw(call.do, await reporting.report_of(call.do, interview), call.progress)
    return report_reply(interview, report)


def report_reply(interview: Interview, report: Report) -> Reply:
    """A drawn report as a file with its figures."""
    name = f"mockingbird-{interview.started_at:%Y-%m-%d}-{interview.id[:6]}.pdf"
    pages = _counted(report.pages or 0, "page")
    return Reply(
        (Card("Your report", (Text(f"{score(report.overall, report.low, report.high)}, {pages}."),)),),
        files=(File(name, report.pdf_path or ""),),
        data={"session_id": interview.id, "report_id": report.id, "pages": report.pages},
    )


async def _interview(call: Call) -> Interview:
    wanted = call.text("session")
    if wanted is not None:
        interview = await call.do.interviews.get(wanted)
        if interview is None:
            raise NotYours
        return interview
    recent = await call.do.interviews.of(call.user.id, 50)
    with_report = next((i for i in recent if i.report_id), None)
    if with_report is not None:
        return with_report
    if recent and recent[0].open:
        return recent[0]
    raise UserError(
        "There is no finished interview to report on yet.", title="No report yet", buttons=(start_button(),)
    )


async def my_progress(call: Call) -> Reply:
    """The PDF of the caller's progress over all interviews, drawn as things stand now."""
    drawn = await progress.draw(call.do, call.user, call.progress)
    sheet = drawn.sheet
    rounds = tuple(f"{ROUND_NAMES[found.round]}: {found.sentence}" for found in sheet.rounds)
    lines = (Bullets(rounds),) if rounds else ()
    counts = f"{_counted(sheet.interviews, 'interview')}, {_counted(sheet.answers, 'answer')}, "
    return Reply(
        (
            Card(
                "Your progress",
                (Text(sheet.standing), *lines, Text(counts + f"{_counted(drawn.pages, 'page')}.")),
            ),
        ),
        (
            Button("Stories", encode("interview stories")),
            Button("Roadmaps", encode("roadmap list")),
            Button("Review", encode("review")),
            start_button(),
        ),
        files=(File(f"mockingbird-progress-{sheet.today}.pdf", drawn.path),),
        data={"report_id": progress.report_id(call.user), "pages": drawn.pages, "standing": sheet.standing},
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
