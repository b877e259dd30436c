"""Which roadmap somebody means by what they typed, and what to offer where there is none of that name."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from domain.errors import UserError
from domain.model.learning import LearningPath
from domain.model.roadmap import Roadmap
from domain.replies import Button
from domain.services import Services
from domain.tokens import BadToken, encode

OFFERED = 6
SHOWN = 40


async def roadmap_of(do: Services, typed: str, args: Mapping[str, str] | None = None) -> Roadmap:
    """By slug, name or alias. Raises UserError, whose buttons make a path with these other options."""
    found = await do.roadmaps.find(typed)
    if found is None:
        raise await _unknown(do, typed, args or {})
    return found


async def _unknown(do: Services, typed: str, args: Mapping[str, str]) -> UserError:
    ranked = nearest(await do.roadmaps.all(), typed)
    cut = typed if len(typed) <= SHOWN else typed[: SHOWN - 1] + "…"
    names = ", ".join(roadmap.name for roadmap in ranked)
    return UserError(
        f"There is no roadmap for “{cut}”. Those there are: {names}. Press one to begin it.",
        title="No such roadmap",
        buttons=offers(ranked, args),
        data={"roadmaps": [roadmap.slug for roadmap in ranked]},
    )


async def no_path(do: Services, skill: str | None, dropped: LearningPath | None) -> UserError:
    """What to say to somebody who has no path of that skill, or none at all, with the way to one."""
    if skill is None and dropped is None:
        return UserError(
            "You have no learning path yet. `/roadmap create` makes one, from where you are to where you "
            "want to be.",
            title="No learning path",
            buttons=offers(await do.roadmaps.all()),
        )
    if dropped is not None:
        return await _dropped(do, dropped)
    roadmap = await roadmap_of(do, skill or "")
    return UserError(
        f"You have no path for {roadmap.name} yet.", title="No such path", buttons=offers([roadmap])
    )


async def _dropped(do: Services, path: LearningPath) -> UserError:
    roadmap = await do.roadmaps.get(path.skill)
    name = roadmap.name if roadmap else path.skill
    take_up = Button(f"Take up {name}", encode("roadmap restore", {"path": path.id}))
    return UserError(
        f"You dropped {name}. What you did in it is kept, and can be taken up again.",
        title="No such path",
        buttons=(take_up,),
    )


def nearest(roadmaps: Sequence[Roadmap], typed: str) -> list[Roadmap]:
    """All of them, those whose names are most like what was typed first."""
    names = {name: roadmap for roadmap in roadmaps for name in roadmap.names}
    close = get_close_matches(typed.strip().casefold()[:SHOWN], list(names), n=OFFERED, cutoff=0.5)
    return list({roadmap.slug: roadmap for roadmap in (*(names[n] for n in close), *roadmaps)}.values())


def offers(
    roadmaps: Sequence[Roadmap], args: Mapping[str, str] | None = None, label: str = ""
) -> tuple[Button, ...]:
    """A button for each of the first, which makes a path of it; by its name, if there is no other label."""
    return tuple(
        Button(label or roadmap.name, _token(roadmap.slug, args or {})) for roadmap in roadmaps[:OFFERED]
    )


def _token(slug: str, args: Mapping[str, str]) -> str:
    """With the other options as far as a token holds them; they can be changed afterwards."""
    try:
        return encode("roadmap create", {"skill": slug, **args})
    except BadToken:
        return encode("roadmap create", {"skill": slug})
