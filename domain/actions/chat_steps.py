"""What can be done about a passage that was found: buttons for actions that really are there."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from domain.actions import show
from domain.actions.kinds import Call
from domain.model.chat import Ground
from domain.model.question import ROUND_NAMES, ROUNDS, Question
from domain.replies import Button
from domain.tokens import encode

RUN: Mapping[str, str] = MappingProxyType(
    {
        "interview start": "Start",
        "interview status": "Status",
        "interview pause": "Pause",
        "interview history": "Interviews",
        "interview why": "Why",
        "profile show": "Profile",
        "profile resume": "Resume",
        "profile jd": "Jobs",
        "profile match": "Match",
        "review": "Review",
        "roadmap list": "Roadmaps",
        "roadmap show": "Roadmap",
        "roadmap quiz": "Quiz",
        "company list": "Companies",
        "nudges show": "Reminders",
        "nudges off": "Stop reminders",
        "nudges on": "Turn reminders on",
        "report session": "Report",
        "account export": "Export",
        "account delete": "Delete account",
        "help": "Help",
        "usage": "Usage",
        "chat history": "History",
    }
)
"""Actions that need nothing more to be known, and what their buttons say."""


LEADING = ("company", "roadmap", "question")
"""Whose buttons are worth a place where another passage fits best."""


async def steps(call: Call, grounds: Sequence[Ground], *, busy: bool) -> list[Button]:
    """The best passage's, then what the others are good for, none of them twice.

    No interview is offered to who is `busy` with one.
    """
    meant = [one for n, one in enumerate(grounds) if n == 0 or one.kind in LEADING]
    found = [button for ground in meant for button in await _of(call, ground)]
    named = {button.label: button for button in reversed(found)}
    starts = encode("interview start")
    return [one for one in reversed(named.values()) if not (busy and one.token.startswith(starts))]


async def _of(call: Call, ground: Ground) -> list[Button]:
    match ground.kind:
        case "question" | "hint" | "answer":
            return await _of_question(call, ground)
        case "roadmap" | "resource":
            return await _of_roadmap(call, ground.subject)
        case "company":
            return _of_company(ground)
        case "report":
            return [Button("Report", encode("report session", {"session": ground.subject}))]
        case "weakness":
            return [_run("review"), _run("profile show")]
        case "help":
            return _of_help(call, ground.subject)
        case "own":
            return await _of_record(call, ground)


async def _of_record(call: Call, ground: Ground) -> list[Button]:
    """What goes into the matter, then what stands open: the interview, the cards, the roadmap."""
    kind, _, asked = ground.id.partition(":")
    if asked == "practise":
        rounds = [r for r in ROUNDS if ground.subject in (r, "") and await call.do.questions.candidates(r)]
        begun = [_started({"rounds": r, "questions": "1"}, f"Practise {ROUND_NAMES[r]}") for r in rounds]
        return [*begun, show.start_button(), *await _standing_open(call)]
    if asked == "missed" and ground.subject:
        here = {"session": ground.subject}
        into = [
            Button("Report", encode("report session", here)),
            Button("Why", encode("interview why", here)),
        ]
    else:
        into = [_run("profile show")] if kind != "none" and asked in ("ready", "weak", "missed") else []
    kept = [Button("What I know of you", encode("chat sharing"))] if kind == "kept" else []
    return [*into, *kept, *await _standing_open(call), show.start_button()]


async def _standing_open(call: Call) -> list[Button]:
    interview = await call.do.interviews.open_of(call.user.id)
    paths = [path for path in await call.do.paths.of(call.user.id) if path.dropped_at is None]
    due = await call.do.cards.count_due(call.user.id, call.do.clock.now())
    waiting = [show.resume_button(interview)] if interview else []
    return [*waiting, *([_run("review")] if due else []), *([_run("roadmap show")] if paths else [])]


async def _of_question(call: Call, ground: Ground) -> list[Button]:
    why = Button("Why", encode("interview why", {"question": ground.subject}))
    own = [why] if ground.kind == "answer" else []
    question = await call.do.questions.get(ground.subject)
    return own if question is None else [*own, _practise(question)]


def _practise(question: Question) -> Button:
    """An interview of one question of the same round, and of the same field where it is a technical one."""
    args: dict[str, str] = {"rounds": question.round, "questions": "1"}
    if question.round == "technical_qa" and question.stream != "general":
        args["stream"] = question.stream
    return _started(args, f"Practise {ROUND_NAMES[question.round]}")


def _started(args: Mapping[str, str], label: str) -> Button:
    return Button(label, encode("interview start", args))


async def _of_roadmap(call: Call, slug: str) -> list[Button]:
    roadmap = await call.do.roadmaps.get(slug)
    if roadmap is None:
        return []
    paths = await call.do.paths.of(call.user.id)
    if any(path.skill == slug and path.dropped_at is None for path in paths):
        return [Button(f"Open {roadmap.name}", encode("roadmap show", {"skill": slug}))]
    return [Button(f"Begin {roadmap.name}", encode("roadmap create", {"skill": slug}))]


def _of_company(ground: Ground) -> list[Button]:
    name, slug = ground.title.partition(":")[0], ground.subject
    return [
        Button(f"About {name}", encode("company show", {"name": slug})),
        _started({"company": slug}, f"Practise for {name}"),
    ]


def _of_help(call: Call, action: str) -> list[Button]:
    """The action itself, or how it is written where it needs more than a press; some help has none."""
    if action == "profile resume" and call.user.resume is None:
        return [Button("Upload", encode("profile upload"))]
    if action in RUN:
        return [show.start_button() if action == "interview start" else _run(action)]
    return [Button(f"How: /{action}", encode("help", {"command": action}))] if action else []


def _run(action: str) -> Button:
    return Button(RUN[action], encode(action))
