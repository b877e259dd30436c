"""The weakest lines of a resume rewritten by a model: asked for by its button, which is the consent to it."""

from collections.abc import Sequence
from typing import Any

from domain import resumes, understanding
from domain.actions.kinds import Call
from domain.coaching.replying import model_of
from domain.errors import ModelFailed, UserError
from domain.excuses import excuse
from domain.matching.model import BulletAdvice, Rewrite
from domain.model.completion import Completion, Failure, Prompt
from domain.model.profile import JobDescription
from domain.ports import Asking
from domain.replies import Block, Button, Card, Quote, Reply, Text
from domain.resume.model import Resume
from domain.tokens import encode

LABEL = "Rewrite with the model"
CONSENT = (
    f"“{LABEL}” sends these lines, and nothing else of your resume, to the language model `{{model}}` at the "
    "provider that the operator chose. Pressing it is your consent, for this one time."
)
SHARED = (
    f"“{LABEL}” sends these lines to the language model `{{model}}`, with which you let the coach share your "
    "resume."
)
SENT = "These lines went to the language model `{model}` for this; nothing else of your resume did."
CHECK = (
    "It knows nothing but the line, and nothing is kept of this. Take over what is true, and fill in each __ "
    "with your own figure or strike it out."
)
NONE_HELD = "None of its lines held to what yours say, so the advice stays."


def offered(call: Call, weak: Sequence[BulletAdvice], job: JobDescription) -> tuple[Button, ...]:
    """The button that has those lines rewritten, where there is a model and a line."""
    kept = call.user.resume
    if model_of(call.do) is None or kept is None or not weak:
        return ()
    return (_button(kept.id, job.id),)


def _button(resume_id: str, job_id: str, label: str = LABEL) -> Button:
    return Button(label, encode("profile rewrite", {"resume": resume_id, "jd": job_id}))


def notice(call: Call) -> tuple[Text, ...]:
    """What pressing it does, said before it is pressed."""
    model = model_of(call.do)
    if model is None:
        return ()
    words = SHARED if call.user.sharing.resume else CONSENT
    return (Text(words.format(model=model.name), markup=True),)


def advice(weak: Sequence[BulletAdvice]) -> tuple[Block, ...]:
    """Each line with what the rules say of it."""
    return tuple(block for one in weak for block in (Quote(one.quote), Text(one.text)))


async def rewrite(call: Call) -> Reply:
    """Has the weakest lines rewritten; where the model fails, the rules' advice with the reason."""
    resume_id, job_id = call.text("resume") or "", call.text("jd") or ""
    resume = await _named(call, resume_id)
    weak, prompt = await understanding.weak_lines(resume)
    buttons = (
        _button(resume_id, job_id, "Rewrite again"),
        Button("Match", encode("profile match", {"jd": job_id})),
    )
    try:
        model, completion = await _asked(call, prompt)
        found = await understanding.rewritten(completion.content, weak, resume.language)
        if found is None:
            raise ModelFailed(Failure(why="wrong"), "the object has no lines")
    except ModelFailed as error:
        why = Text(f"{excuse(error.failure, 'rewrites')}, so this is the rules' advice.")
        card = Card("The weakest lines of your resume", (why, *advice(weak)))
        return Reply((card,), buttons, data={"rewrites": [], "by": "rules", "why": error.failure.why})
    return Reply(_cards(found, weak, model), buttons, data=_data(found, model))


async def _named(call: Call, resume_id: str) -> Resume:
    """The resume whose lines were shown. Raises UserError where that is another now."""
    kept = call.user.resume
    resume = await resumes.of(call.do, call.user)
    if kept is None or resume is None or kept.id != resume_id:
        raise UserError(
            "Your resume was changed since, or deleted. Nothing was sent to the model.",
            title="Not those lines any more",
            buttons=(Button("Resume", encode("profile resume")),),
        )
    return resume


async def _asked(call: Call, prompt: Prompt) -> tuple[Asking, Completion]:
    """Raises ModelFailed."""
    model = model_of(call.do)
    if model is None:
        raise ModelFailed(Failure(why="absent", asked=False), "no model is configured")
    await call.progress(f"Asking {model.name} …")
    return model, await model.ask(call.user.id, prompt)


def _cards(found: Sequence[Rewrite], weak: Sequence[BulletAdvice], model: Asking) -> tuple[Card, ...]:
    any_held = any(one.text for one in found)
    sent = Text(SENT.format(model=model.name), markup=True)
    head = Card("Rewritten lines", (sent, Text(CHECK if any_held else NONE_HELD)))
    return (head, *(_card(one, told) for one, told in zip(found, weak, strict=True)))


def _card(one: Rewrite, told: BulletAdvice) -> Card:
    """The line beside its rewrite, or beside the advice where that was left out."""
    if one.text:
        return Card("", (Text("Yours:"), Quote(one.quote), Text("The model's:"), Quote(one.text)))
    return Card(
        "", (Text("Yours:"), Quote(one.quote), Text(f"The model's is left out: {one.why}."), Text(told.text))
    )


def _data(found: Sequence[Rewrite], model: Asking) -> dict[str, Any]:
    """For programs; `text` is empty and `why` says the reason where a rewrite was left out."""
    return {"rewrites": [one.model_dump(mode="json") for one in found], "by": model.name, "why": ""}
