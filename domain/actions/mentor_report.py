"""/report student: the PDF of what a student granted, sent to the mentor alone once the look is on record."""

from dataclasses import replace
from datetime import datetime

from domain import days
from domain.actions import mentor_shown as shown
from domain.actions.kinds import Call
from domain.actions.show import score
from domain.errors import UserError
from domain.mentoring import files, looking, words
from domain.mentoring.people import Pair, address, granted, not_found
from domain.mentoring.seen import Seen, newest, seen
from domain.mentoring.sheet import sheet
from domain.model.mentorship import Mentorship, Scope
from domain.model.report import Asked, RenderedReport, ReportSheet
from domain.replies import Button, Card, File, Reply, Text, say
from domain.requests import Place
from domain.telling import tell
from domain.times import as_utc
from domain.tokens import encode

SEARCHED = 50


async def student_report(call: Call) -> Reply:
    """The newest interview's report, or the named one's, as far as it is granted."""
    do, actor = call.do, call.request.actor
    pair = await granted(do, call.user, call.text("student") or "", "reports", actor)
    held, earlier = await _interview(call, pair)
    await call.progress("Writing the report…")
    now = as_utc(do.clock.now())
    pages = await sheet(do, pair, held, Asked(name=call.user.name, address=address(call.user, actor), at=now))
    drawn = await do.renderer.render(pages)
    looked = await _looked(call, pair, held)
    path = await do.files.save(files.name(looked), drawn.pdf)
    reply = replace(
        _reply(call, pair, held, pages, drawn, path), buttons=_onward(call, pair, looked, earlier)
    )
    return await _sent(call, looked, held, reply)


async def _interview(call: Call, pair: Pair) -> tuple[Seen, Seen | None]:
    """Whose report is meant, and the one before it, if there is one."""
    wanted = call.text("session")
    named = None if wanted is None else await _named(call, pair, wanted)
    known = [one for one in await newest(call.do, pair.other.id, SEARCHED) if one.reportable]
    held = named or next(iter(known), None)
    if held is None:
        raise UserError("There is no report of theirs yet that you could see.", title="No report yet")
    return held, next((o for o in known if o.interview.started_at < held.interview.started_at), None)


async def _named(call: Call, pair: Pair, wanted: str) -> Seen:
    """Raises NotYours for one that is not this student's, not over, or of which all is withheld."""
    interview = await call.do.interviews.get(wanted)
    if interview is None or interview.student_id != pair.other.id:
        raise not_found()
    found = await seen(call.do, interview)
    if found is None or not found.reportable:
        raise not_found()
    return found


async def _looked(call: Call, pair: Pair, held: Seen) -> Mentorship:
    """Refused where what is on the pages is not granted any more since they were begun."""
    scopes: tuple[Scope, ...] = (
        "reports",
        *(s for s in pair.mentorship.scopes if s in ("attempts", "roadmap")),
    )
    what = f"the report of {words.interview(held.interview, days.zone(pair.other))}"
    looked = await looking.record(call.do, pair, scopes, what)
    again = await seen(call.do, held.interview)
    if again is None or again.withheld != held.withheld:
        raise UserError(
            "The student changed what you may see at this very moment. Ask again.",
            title="Changed meanwhile",
            buttons=(_button(looked, held, "Ask again"),),
        )
    return looked


def _button(looked: Mentorship, held: Seen, label: str) -> Button:
    return Button(label, encode("report student", {"student": looked.id, "session": held.interview.id}))


def _onward(call: Call, pair: Pair, looked: Mentorship, earlier: Seen | None) -> tuple[Button, ...]:
    """The report before this one, and what else they grant."""
    _, *others = shown.onward(looked, pair.other.name)
    if earlier is None:
        return tuple(others)
    when = words.moment(earlier.interview.started_at, days.zone(call.user))
    return (_button(looked, earlier, f"Earlier: {when}"), *others)


def _reply(call: Call, pair: Pair, held: Seen, pages: ReportSheet, drawn: RenderedReport, path: str) -> Reply:
    report, interview = pages.report, held.interview
    count = f"{drawn.pages} page{'s' if drawn.pages != 1 else ''}"
    name = f"mockingbird-{_dated(interview.started_at)}-{interview.id[:6]}-mentor.pdf"
    named = words.interview(interview, days.zone(call.user))
    said = f"{named}: {score(report.overall, report.low, report.high)}, {count}."
    return Reply(
        (
            Card(
                f"Report on {pair.other.name}",
                (Text(said), Text("They see that you looked.")),
            ),
        ),
        files=(File(name, path),),
        data={"session_id": interview.id, "report_id": report.id, "pages": drawn.pages},
    )


def _dated(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d}"


async def _sent(call: Call, looked: Mentorship, held: Seen, reply: Reply) -> Reply:
    """The reply itself in a direct message; asked for elsewhere, it goes there all the same."""
    if call.request.place.kind == "dm":
        return reply
    event = call.request.event_id
    key = f"mentor:{looked.id}:report:{event}" if event else ""
    if await tell(call.do, call.request.actor, Place(), reply, key, call.again):
        return say(
            "Sent", "The report is in our direct messages, where nobody else sees it.", data=reply.data
        )
    raise UserError(
        "You take no direct messages from me, and a report goes nowhere else. Write to me directly once, or "
        "allow messages from this server, and ask again.",
        title="I could not send it",
        buttons=(_button(looked, held, "Ask again"),),
    )
