"""Slack's JSON objects, made of what the double keeps."""

import zlib
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tests.slack.double.blocks import escaped, unescape
from tests.slack.double.deliveries import Delivery
from tests.slack.double.places import Channel, File, Message, Person, Team
from tests.slack.double.wire import JSON

TOKEN = "verification-token"  # Slack's old proof of origin, which signatures have replaced


def team(one: Team) -> JSON:
    return {"id": one.id, "domain": one.name.lower().replace(" ", "-")}


def user(person: Person) -> JSON:
    """A person as interactions name them."""
    return {"id": person.id, "username": person.name, "name": person.name, "team_id": person.team.id}


def profile(person: Person) -> JSON:
    """A person as users.info tells of them."""
    offset = datetime.now(ZoneInfo(person.zone)).utcoffset()
    assert offset is not None
    return {
        "id": person.id,
        "team_id": person.team.id,
        "name": person.name,
        "deleted": False,
        "real_name": person.name.title(),
        "tz": person.zone,
        "tz_label": person.zone,
        "tz_offset": int(offset.total_seconds()),
        "profile": {"real_name": person.name.title(), "display_name": person.name, "email": None},
        "is_admin": False,
        "is_owner": False,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": 0,
    }


def channel(where: Channel) -> JSON:
    """A conversation as conversations.info tells of it."""
    base: JSON = {"id": where.id, "created": 0, "is_archived": where.archived, "is_im": where.kind == "im"}
    base |= {"is_channel": where.kind == "channel", "is_group": where.kind == "group", "is_mpim": False}
    if where.kind == "im":
        [partner] = where.members - {where.team.bot.id}
        return {**base, "user": partner, "is_user_deleted": False}
    joined = where.team.bot.id in where.members
    return {**base, "name": where.name, "is_private": where.kind == "group", "is_member": joined}


def short_channel(where: Channel) -> JSON:
    """A conversation as interactions name it."""
    return {"id": where.id, "name": where.name if where.kind == "channel" else _hidden_name(where)}


def _hidden_name(where: Channel) -> str:
    return "directmessage" if where.kind == "im" else "privategroup"


def file(one: File) -> JSON:
    return {
        "id": one.id,
        "created": int(datetime.now(UTC).timestamp()),
        "name": one.name,
        "title": one.title or one.name,
        "mimetype": one.media,
        "filetype": one.name.rpartition(".")[2],
        "user": one.owner.id,
        "user_team": one.team.id,
        "size": len(one.data),
        "mode": "hosted",
        "is_external": False,
        "is_public": False,
        "file_access": "visible",
        "url_private": one.url,
        "url_private_download": one.url.replace("/files-pri/", "/files-pri/download/"),
        "permalink": one.url,
    }


def message(this: Message, app_id: str) -> JSON:
    """The message as it stands now, as events, histories and interactions carry it."""
    made: JSON = {"type": "message", "user": this.author.id, "ts": this.ts, "team": this.author.team.id}
    made |= {"text": this.text, "blocks": escaped(this.blocks) or _written(this)}
    if this.author.is_bot:
        made |= {"bot_id": this.author.team.bot_id, "app_id": app_id}
    else:
        made["client_msg_id"] = f"{zlib.crc32(this.ts.encode()):08x}-0000-4000-8000-000000000000"
    optional: JSON = {
        "subtype": this.subtype,
        "thread_ts": this.thread_ts,
        "attachments": this.attachments,
        "files": [file(one) for one in this.files],
        "metadata": this.metadata,
        "reactions": [{"name": name, "count": 1, "users": [this.author.id]} for name in this.reactions],
    }
    made |= {name: value for name, value in optional.items() if value}
    if this.edited_at:
        made["edited"] = {"user": this.author.id, "ts": this.edited_at}
    return made


def _written(this: Message) -> list[JSON]:
    """What a person typed, as the rich text that Slack makes of it."""
    if this.author.is_bot or not this.text:
        return []
    words = {"type": "text", "text": unescape(this.text)}
    section = {"type": "rich_text_section", "elements": [words]}
    return [{"type": "rich_text", "block_id": f"w{this.ts[-6:]}", "elements": [section]}]


def command(cause: Delivery, name: str, text: str, app_id: str) -> JSON:
    """A slash command: the fields of its form, which in Socket Mode come as an object."""
    assert cause.place is not None
    where, person = cause.place.channel, cause.person
    return {
        "token": TOKEN,
        "team_id": person.team.id,
        "team_domain": team(person.team)["domain"],
        "channel_id": where.id,
        "channel_name": short_channel(where)["name"],
        "user_id": person.id,
        "user_name": person.name,
        "command": name,
        "text": text,
        "api_app_id": app_id,
        "is_enterprise_install": "false",
        "response_url": cause.response_url,
        "trigger_id": cause.trigger_id,
    }


def interaction(cause: Delivery, kind: str, app_id: str) -> JSON:
    """What all interactions have in common."""
    base: JSON = {
        "type": kind,
        "token": TOKEN,
        "api_app_id": app_id,
        "team": team(cause.team),
        "user": user(cause.person),
        "enterprise": None,
        "is_enterprise_install": False,
    }
    return base | ({"trigger_id": cause.trigger_id} if cause.trigger_id else {})


def event(team_of: Team, inner: JSON, event_id: str, app_id: str) -> JSON:
    """The envelope of the Events API."""
    bot = {"enterprise_id": None, "team_id": team_of.id, "user_id": team_of.bot.id}
    return {
        "token": TOKEN,
        "team_id": team_of.id,
        "api_app_id": app_id,
        "event": inner,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(float(inner["event_ts"])),
        "authorizations": [{**bot, "is_bot": True, "is_enterprise_install": False}],
        "is_ext_shared_channel": False,
        "event_context": f"4-{event_id}",
    }
