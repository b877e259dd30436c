"""/report: the PDF of an interview."""

from domain import reporting
from domain.actions.kinds import Call
from domain.actions.show import score, start_button
from domain.errors import NotYours, UserError
from domain.model.interview import Interview
from domain.model.report import Report
from domain.replies import Card, File, Reply, Text


async def session_report(call: Call) -> Reply:
    """The PDF of the named interview, or of the last one that has a report."""
    interview = await _interview(call)
    report = await reporting.draw(call.do, await reporting.report_of(call.do, interview), call.progress)
    return report_reply(interview, report)


def report_reply(interview: Interview, report: Report) -> Reply:
    """A drawn report as a file with its figures."""
    name = f"mockingbird-{interview.started_at:%Y-%m-%d}-{interview.id[:6]}.pdf"
    pages = f"{report.pages} page{'s' if report.pages != 1 else ''}"
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
