"""/profile match: a resume held against a job description, with the arithmetic and the evidence of both."""

from typing import Any

from domain import descriptions, fitting
from domain.actions import rewrite
from domain.actions.kinds import Call
from domain.actions.resume_shown import quoted
from domain.matching.model import Fit, Match
from domain.model.profile import JobDescription
from domain.replies import Block, Bullets, Button, Card, Reply, Text
from domain.tokens import encode

SHOWN_FITS = 12
OFFERED = 6
WHAT_IT_IS = (
    "Reckoned by rules from the skills that both texts name. It says what the resume shows, not what you can "
    "do, and no recruiter need see it the same way."
)


async def match(call: Call) -> Reply:
    """The score with its sum, what is matched, weak and missing, the weakest lines, and what to do next."""
    wanted = descriptions.named(call.user, call.text("jd"))
    found = await fitting.held_against(call.do, call.user, wanted)
    cards = (
        _score_card(found, wanted),
        *_fit_cards(found),
        *_bullet_card(call, found),
        *_step_card(found),
        *_note_card(found),
    )
    return Reply(cards, await _buttons(call, found, wanted), data=_data(found, wanted))


def _score_card(found: Match, wanted: JobDescription) -> Card:
    if found.score is None:
        body: tuple[Block, ...] = (Text("I found nothing in it that I could hold your resume against."),)
    else:
        score = Text(f"{found.score}/100: {found.band}")
        body = (score, Bullets(found.arithmetic), Text(WHAT_IT_IS))
    return Card(f"Your resume and {wanted.headline}", body)


def _fit_cards(found: Match) -> tuple[Card, ...]:
    titled = (("Matched", found.matched), ("Weak", found.weak), ("Missing", found.missing))
    return tuple(
        Card(title, (Bullets(tuple(_line(fit) for fit in fits[:SHOWN_FITS])), *_more(fits)))
        for title, fits in titled
        if fits
    )


def _line(fit: Fit) -> str:
    """`SQL (required): named, but … Resume: “…” Asked for: “…”`."""
    why = f" {fit.why}." if fit.why else ""
    resume = f" Resume: {quoted(fit.quote)}." if fit.quote else ""
    return f"{fit.name} ({fit.need}):{why}{resume} Asked for: {quoted(fit.wanted_by)}."


def _more(fits: tuple[Fit, ...]) -> tuple[Text, ...]:
    left = fits[SHOWN_FITS:]
    return (Text(f"Also: {'; '.join(fit.name for fit in left)}."),) if left else ()


def _bullet_card(call: Call, found: Match) -> tuple[Card, ...]:
    if not found.bullets:
        return ()
    blocks = (*rewrite.advice(found.bullets), *rewrite.notice(call))
    return (Card("The weakest lines of your resume", blocks),)


def _step_card(found: Match) -> tuple[Card, ...]:
    if not found.steps:
        return ()
    lines = tuple(Text(f"{step.text} Up to +{step.gain}.", markup=True) for step in found.steps)
    return (Card("What to do next", lines),)


def _note_card(found: Match) -> tuple[Card, ...]:
    return (Card("What I did not understand", (Bullets(found.notes),)),) if found.notes else ()


async def _buttons(call: Call, found: Match, wanted: JobDescription) -> tuple[Button, ...]:
    """An interview for the job, a roadmap for each missing skill that one teaches, a model for the weak
    lines, and back to both texts."""
    taught = dict.fromkeys(fit.roadmap for fit in found.missing if fit.roadmap)
    roadmaps = [await call.do.roadmaps.get(slug) for slug in list(taught)[:OFFERED]]
    return (
        Button("Start", encode("interview start", {"jd": wanted.id}), "primary"),
        *(
            Button(f"Learn {roadmap.name}", encode("roadmap create", {"skill": roadmap.slug}))
            for roadmap in roadmaps
            if roadmap is not None
        ),
        *rewrite.offered(call, found.bullets, wanted),
        Button("Resume", encode("profile resume")),
        Button("Descriptions", encode("profile jd")),
    )


def _data(found: Match, wanted: JobDescription) -> dict[str, Any]:
    """`score` is None where nothing asked for could be read; `evidence` and `wanted_by` are verbatim."""
    return {
        "score": found.score,
        "matched": [_fit_data(fit) for fit in found.matched],
        "missing": [_fit_data(fit) for fit in found.missing],
        "weak": [_fit_data(fit) for fit in found.weak],
        "band": found.band,
        "arithmetic": list(found.arithmetic),
        "bullets": [one.model_dump(mode="json") for one in found.bullets],
        "steps": [step.model_dump(mode="json") for step in found.steps],
        "notes": list(found.notes),
        "description": {"id": wanted.id, "title": wanted.title, "company": wanted.company},
    }


def _fit_data(fit: Fit) -> dict[str, Any]:
    return {
        "skill": fit.name,
        "ids": list(fit.skills),
        "required": fit.need == "required",
        "evidence": fit.quote,
        "wanted_by": fit.wanted_by,
        "why": fit.why,
        "roadmap": fit.roadmap,
    }
