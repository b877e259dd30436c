"""/profile resume: a resume is taken in, shown as it was understood, put right, taken back and forgotten."""

import re

from domain import resumes
from domain.actions import resume_shown
from domain.actions.kinds import Call
from domain.actions.texts import one_of
from domain.errors import UserError
from domain.model.user import User
from domain.replies import Bullets, Button, Card, Form, Input, Reply, Text, say
from domain.resume.model import Corrections
from domain.resume.vocabulary import vocabulary
from domain.tokens import encode

MOST_YEARS, MOST_SKILLS = 60, 50
SHOWN = 60
_APART = re.compile(r"[,;\n]")
_NUMBER = re.compile(r"\d{1,2}(?:[.,]\d{1,2})?", re.ASCII)


async def resume(call: Call) -> Reply:
    """Takes in the file or the text; with neither it shows the resume that there is, or says how."""
    text, files, asker = one_of(call), call.request.files, call.request.actor.key
    if files:
        await call.progress("Reading the file …")
        read = await call.do.resumes.read(files[0].path, files[0].name)
        name = "".join(char for char in files[0].name if char.isprintable())
        kept = await resumes.keep(call.do, call.user, read.text, name, read.notes, asker=asker)
        return _taken(call, kept)
    if text is not None:
        return _taken(call, await resumes.keep(call.do, call.user, text, "", asker=asker))
    current = await resumes.analyse(call.do, call.user.id) or call.user
    if current.resume is not None and current.resume.told_as:
        current = await resumes.told(call.do, current.id, current.resume.id)
    return _shown(current, "Your resume")


def _taken(call: Call, user: User) -> Reply:
    """What was understood; where another resume was replaced, with the way back to it."""
    before, now = call.user.resume, user.resume
    if before is None or now is None:
        return _shown(user, "Your resume is read")
    if before.id == now.id:
        return _shown(user, "You have sent that resume before")
    undo = (Button("Undo", encode("profile undo", {"resume": now.id})),)
    return _shown(user, "Your new resume is read, in the place of the one before", undo)


def _shown(user: User, title: str, more: tuple[Button, ...] = ()) -> Reply:
    kept = user.resume
    if kept is None:
        raise resumes.no_resume()
    first = () if kept.understood else (resume_shown.show_button(),)
    return Reply(
        resume_shown.cards(kept, title),
        (*first, *resume_shown.buttons(user), *more),
        data=resume_shown.data(kept),
    )


async def upload(call: Call) -> Reply:
    """Opens the form for a file or a text, for platforms whose commands take no files."""
    inputs = (Input("text", "Its text, if you send no file", long=True, required=False),)
    return Reply((Card("Your resume"),), form=Form(encode("profile resume"), "Your resume", inputs))


async def undo(call: Call) -> Reply:
    """Puts the resume back that was replaced."""
    asker = call.request.actor.key
    user = await resumes.take_back(call.do, call.user, call.text("resume") or "", asker=asker)
    return _shown(user, "Your earlier resume is back")


async def delete(call: Call) -> Reply:
    """Asks first; then the resume is gone everywhere."""
    if call.user.resume is None:
        raise resumes.no_resume()
    if call.text("sure") is None:
        return say(
            "Delete your resume?",
            "Its text, what I understood of it and your corrections go, and so does what your interviews "
            "hold of it. This cannot be undone.",
            buttons=(
                Button("Delete it", encode("profile delete", {"sure": "1"}), "danger"),
                Button("Keep it", encode("profile resume")),
            ),
        )
    await resumes.delete(call.do, call.user)
    return say("Your resume is deleted", "Nothing of it is kept.", data={"deleted": True})


async def correct(call: Call) -> Reply:
    """Opens a form; its values are added to what the student corrected before."""
    if call.user.resume is None:
        raise resumes.no_resume()
    if call.text("asked") is None:
        return Reply((Card("What is wrong?"),), form=_form())
    added, unknown = _skills(call.text("text"))
    removed, unknown_too = _skills(call.text("remove"))
    years = _years(call.text("years"))
    both = sorted(set(added) & set(removed))
    if both:
        name = vocabulary().name(both[0])
        raise UserError(f"{name} cannot be both added and removed. Nothing was changed.")
    said = Corrections(added=added, removed=removed, years=years)
    user = await resumes.correct(call.do, call.user, said, years=call.text("years") is not None)
    news = "Corrected" if added or removed or call.text("years") else "Nothing was changed"
    return _with_unknown(_shown(user, news), (*unknown, *unknown_too))


def _with_unknown(reply: Reply, unknown: tuple[str, ...]) -> Reply:
    if not unknown:
        return reply
    words = Text("Nothing was changed for these; another spelling may do:")
    return reply.with_first(Card("Names I do not know", (words, Bullets(unknown))))


def _form() -> Form:
    return Form(
        encode("profile correct", {"asked": "1"}),
        "Correct your resume",
        (
            Input("text", "Skills to add, with commas between", required=False),
            Input("remove", "Skills to remove, with commas", required=False),
            Input("years", "Years of work, or none to forget yours", required=False),
        ),
    )


def _skills(typed: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ids of the skills named, and what was typed for those not known. Raises UserError for too many."""
    words = [word.strip() for word in _APART.split(typed or "") if word.strip()]
    if len(words) > MOST_SKILLS:
        raise UserError(
            f"That is {len(words)} skills; {MOST_SKILLS} are the most at once. Nothing was changed."
        )
    found = {word: vocabulary().find(word) for word in words}
    ids = {skill.id for skill in found.values() if skill is not None}
    return tuple(sorted(ids)), tuple(word[:SHOWN] for word, skill in found.items() if skill is None)


def _years(typed: str | None) -> float | None:
    """None where the student has nothing to say of them, or takes back what they said."""
    if typed is None or typed.strip().casefold() == "none":
        return None
    number = float(typed.replace(",", ".")) if _NUMBER.fullmatch(typed.strip()) else None
    if number is None or number > MOST_YEARS:
        raise UserError(
            f"Years are a number from 0 to {MOST_YEARS}, such as 2.5, or `none`; not “{typed[:SHOWN]}”. "
            "Nothing was changed.",
            title="Out of range",
        )
    return number
