"""A student's job descriptions in the store: several, each with a title, found again by what they type."""

from difflib import get_close_matches

from domain import understanding
from domain.errors import UserError
from domain.model.profile import (
    LONGEST_DESCRIPTION,
    LONGEST_NAME,
    MOST_DESCRIPTIONS,
    JobDescription,
)
from domain.model.user import User
from domain.replies import Button
from domain.services import Services
from domain.tokens import encode

LIKE = 0.6
SHOWN = 40
LABEL = 75


async def add(do: Services, user: User, text: str, title: str | None, company: str | None) -> JobDescription:
    """Keeps a description under the title and company given, or found in it; the same text is kept once.

    Raises UserError for a text that is too long, or where there are too many; nothing is changed then.
    """
    if len(text) > LONGEST_DESCRIPTION:
        raise _too_long(text)
    found = await understanding.described(text)
    new = JobDescription(
        id=do.random.new_id(),
        title=(title or found.title)[:LONGEST_NAME],
        company=(company or found.company)[:LONGEST_NAME],
        text=text,
        added_at=do.clock.now(),
    )

    def rule(stored: User) -> User:
        known = next((one for one in stored.job_descriptions if one.text == text), None)
        if known is not None:
            given = {"title": title, "company": company}
            named = known.model_copy(update={k: v[:LONGEST_NAME] for k, v in given.items() if v})
            kept = tuple(named if one is known else one for one in stored.job_descriptions)
            return stored.model_copy(update={"job_descriptions": kept})
        return _with_one_more(stored, new)

    changed = await do.users.change(user.id, rule)
    return next(one for one in changed.job_descriptions if one.text == text)


def _too_long(text: str) -> UserError:
    return UserError(
        f"That description has {len(text):,} characters; {LONGEST_DESCRIPTION:,} are the most I keep. "
        "Nothing was kept: please send the part that says what is asked for.",
        title="Too long",
    )


def _with_one_more(user: User, one: JobDescription) -> User:
    if len(user.job_descriptions) >= MOST_DESCRIPTIONS:
        raise UserError(
            f"You have {MOST_DESCRIPTIONS} descriptions already, as many as I keep. Remove one first.",
            title="Too many descriptions",
            buttons=(Button("Descriptions", encode("profile jd")),),
        )
    return user.model_copy(update={"job_descriptions": (*user.job_descriptions, one)})


async def remove(do: Services, user: User, description_id: str) -> tuple[User, JobDescription | None]:
    """The user without it, and what it was; None where it was gone already. It can be put back once."""
    gone: list[JobDescription] = []

    def rule(stored: User) -> User:
        gone[:] = [one for one in stored.job_descriptions if one.id == description_id]
        kept = tuple(one for one in stored.job_descriptions if one.id != description_id)
        return stored.model_copy(
            update={"job_descriptions": kept, "description_before": gone[0]} if gone else {}
        )

    return await do.users.change(user.id, rule), next(iter(gone), None)


async def put_back(do: Services, user: User, description_id: str) -> JobDescription:
    """Undoes the last removal. Raises UserError where another one followed it, or there are too many."""

    def rule(stored: User) -> User:
        if any(one.id == description_id for one in stored.job_descriptions):
            return stored
        before = stored.description_before
        if before is None or before.id != description_id:
            raise UserError(
                "That cannot be undone any more: another description was removed since.",
                title="Too late to undo",
                buttons=(Button("Descriptions", encode("profile jd")),),
            )
        full = _with_one_more(stored, before)
        in_order = tuple(sorted(full.job_descriptions, key=lambda one: (one.added_at, one.id)))
        return full.model_copy(update={"job_descriptions": in_order, "description_before": None})

    changed = await do.users.change(user.id, rule)
    return next(one for one in changed.job_descriptions if one.id == description_id)


def named(user: User, typed: str | None) -> JobDescription:
    """By id, number, title or company; the newest where nothing was typed. Raises UserError for none."""
    kept = user.job_descriptions
    if not kept:
        raise UserError(
            "I have no job description of yours. Send one with `/profile jd` and its text, or press Add.",
            title="No job description yet",
            buttons=(Button("Add", encode("profile jd", {"form": "1"}), "primary"),),
        )
    found = kept[-1] if typed is None else _found(kept, typed.strip().casefold())
    if found is None:
        cut = (typed or "").strip()
        short = cut if len(cut) <= SHOWN else cut[: SHOWN - 1] + "…"
        raise UserError(
            f"You have no job description “{short}”. Press the one you mean.",
            title="No such description",
            buttons=tuple(match_button(one, one.headline) for one in kept),
        )
    return found


def _found(kept: tuple[JobDescription, ...], typed: str) -> JobDescription | None:
    """What is spelled so exactly, then what holds it, then what is almost spelled so; the newest of each."""
    by_number = {str(number): one for number, one in enumerate(kept, 1)}
    newest = tuple(reversed(kept))
    names = {name.casefold(): one for one in kept for name in (one.title, one.company, one.headline) if name}
    exact = by_number.get(typed) or next((one for one in kept if one.id == typed), None) or names.get(typed)
    if exact is not None or len(typed) > LONGEST_NAME or not typed:
        return exact
    held = next((one for one in newest if typed in one.headline.casefold()), None)
    near = get_close_matches(typed, list(names), n=1, cutoff=LIKE)
    return held or (names[near[0]] if near else None)


def match_button(one: JobDescription, label: str = "Match") -> Button:
    """Holds the resume against that description."""
    return Button(
        label if len(label) <= LABEL else label[: LABEL - 1] + "…", encode("profile match", {"jd": one.id})
    )
