"""/group summary: the pages of a round that has ended, for those who took part in it."""

from dataclasses import replace

from domain.actions.kinds import Call
from domain.errors import NotYours, UserError
from domain.grouping import summary as pages
from domain.grouping.board import home_of
from domain.grouping.finding import ELSEWHERE
from domain.model.group import GroupRound
from domain.replies import Button, Reply
from domain.tokens import encode

LOOKED_BACK = 50


async def summary(call: Call) -> Reply:
    """Drawn as things stand now: grades may have changed, and who wants to be named."""
    group = await _meant(call)
    if group.open:
        status = Button("Status", encode("group status", {"group": group.id}))
        raise UserError(
            "A round's summary is drawn when it is over.", title="Not over yet", buttons=(status,)
        )
    if not group.questions:
        raise UserError("Nothing was asked in that round, so there is nothing to sum up.", title="No summary")
    drawn = await pages.draw(call.do, group, call.progress)
    return replace(await pages.reply_of(call.do, group, drawn), private=True)


async def _meant(call: Call) -> GroupRound:
    """The named round, else the last one here; of those that the caller took part in."""
    round_id = call.text("group")
    if round_id is not None:
        named = await call.do.groups.get(round_id)
        if named is None or call.user.id not in named.participants:
            raise NotYours(ELSEWHERE)
        return named
    home = await home_of(call.do, call.user, call.request, None)
    own = await call.do.groups.with_member(call.user.id, LOOKED_BACK) if home else []
    here = [one for one in own if one.home == home]
    over = next((one for one in here if not one.open and one.questions), None)
    if over is None and not here:
        raise NotYours(ELSEWHERE)
    return over or here[0]
