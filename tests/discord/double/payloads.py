"""Discord's JSON objects, made of what the double keeps."""

from tests.discord.double.places import (
    EVERYTHING,
    Attachment,
    Guild,
    Kind,
    Message,
    Permission,
    Person,
    Place,
    moment,
)
from tests.discord.double.wire import JSON

MEMBER_RIGHTS = Permission.VIEW_CHANNEL | Permission.SEND_MESSAGES | Permission.USE_APPLICATION_COMMANDS
DM_RIGHTS = MEMBER_RIGHTS | Permission.EMBED_LINKS | Permission.ATTACH_FILES | Permission.ADD_REACTIONS


def user(person: Person) -> JSON:
    return {
        "id": str(person.id),
        "username": person.name,
        "discriminator": "0",
        "global_name": None if person.bot else person.name.title(),
        "avatar": None,
        "public_flags": 0,
        "flags": 0,
        "primary_guild": None,
        **({"bot": True} if person.bot else {}),
    }


def member(person: Person, *, with_user: bool = True) -> JSON:
    """A member without roles, as it comes with messages (no user) and interactions."""
    return {
        **({"user": user(person)} if with_user else {}),
        "nick": None,
        "avatar": None,
        "banner": None,
        "roles": [],
        "joined_at": moment(person.id),
        "premium_since": None,
        "pending": False,
        "communication_disabled_until": None,
        "deaf": False,
        "mute": False,
        "flags": 0,
    }


def rights(person: Person, home: Guild) -> Permission:
    """What a member may do: the owner everything, the others what everybody may."""
    return EVERYTHING if person == home.owner else MEMBER_RIGHTS


def role(guild: Guild) -> JSON:
    """@everyone, which carries the bot's rights."""
    return {
        "id": str(guild.id),
        "name": "@everyone",
        "permissions": str(int(guild.allowed)),
        "position": 0,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }


def place(where: Place, people: list[Person]) -> JSON:
    """A channel; `people` are the recipients of a DM."""
    last = str(max(where.messages)) if where.messages else None
    base: JSON = {"id": str(where.id), "type": int(where.kind), "last_message_id": last, "flags": 0}
    if where.kind is Kind.DM:
        return {**base, "recipients": [user(one) for one in people]}
    assert where.guild is not None
    base |= {"guild_id": str(where.guild.id), "name": where.name, "rate_limit_per_user": 0}
    if where.is_thread:
        return {**base, **_thread(where)}
    base |= {"position": 0, "parent_id": None, "nsfw": False, "permission_overwrites": []}
    if where.kind is Kind.VOICE:
        return {**base, "bitrate": 64_000, "user_limit": 0, "rtc_region": None}
    return {**base, "topic": None}


def _thread(where: Place) -> JSON:
    assert where.parent is not None
    return {
        "parent_id": str(where.parent.id),
        "owner_id": str(where.owner_id),
        "message_count": len(where.messages),
        "member_count": len(where.people),
        "total_message_sent": len(where.messages),
        "thread_metadata": where.extra,
    }


def thread_member(where: Place, person_id: int) -> JSON:
    return {"id": str(where.id), "user_id": str(person_id), "join_timestamp": moment(where.id), "flags": 0}


def guild(home: Guild) -> JSON:
    return {
        "id": str(home.id),
        "name": home.name,
        "icon": None,
        "banner": None,
        "splash": None,
        "discovery_splash": None,
        "description": None,
        "home_header": None,
        "owner_id": str(home.owner.id),
        "application_id": None,
        "region": "deprecated",
        "features": [],
        "roles": [role(home)],
        "emojis": [],
        "stickers": [],
        "preferred_locale": home.locale,
        "vanity_url_code": None,
        **dict.fromkeys(("afk_channel_id", "system_channel_id", "widget_channel_id"), None),
        **dict.fromkeys(("rules_channel_id", "public_updates_channel_id", "safety_alerts_channel_id"), None),
        **dict.fromkeys(("verification_level", "default_message_notifications", "mfa_level"), 0),
        **dict.fromkeys(("explicit_content_filter", "nsfw_level", "premium_tier"), 0),
        **dict.fromkeys(("premium_subscription_count", "system_channel_flags"), 0),
        **dict.fromkeys(("widget_enabled", "nsfw", "premium_progress_bar_enabled"), False),
        "afk_timeout": 300,
        "max_members": 500_000,
        "max_presences": None,
        "max_video_channel_users": 25,
        "max_stage_video_channel_users": 50,
        "incidents_data": None,
    }


def attachment(file: Attachment, *, private: bool = False) -> JSON:
    return {
        "id": str(file.id),
        "filename": file.name,
        "size": len(file.data),
        "url": file.url,
        "proxy_url": file.url,
        **({"content_type": file.media} if file.media else {}),
        **({"description": file.description} if file.description else {}),
        **({"ephemeral": True} if private else {}),
    }


def media(file: Attachment) -> JSON:
    """A component's media item, once its attachment has an address."""
    return {"id": str(file.id), "url": file.url, "proxy_url": file.url, "attachment_id": str(file.id)} | {
        "content_type": file.media
    }


def message(this: Message, *, bare: bool = False) -> JSON:
    """The message; `bare` is what a bot without the message-content intent gets of it."""
    return {
        "id": str(this.id),
        "channel_id": str(this.place.id),
        "type": this.kind,
        "author": user(this.author),
        "timestamp": moment(this.id),
        "edited_timestamp": this.edited_at,
        "content": "" if bare else this.content,
        "embeds": [] if bare else [{"type": "rich", **embed} for embed in this.embeds],
        "components": [] if bare else this.components,
        "attachments": [] if bare else [attachment(f, private=this.ephemeral) for f in this.attachments],
        "mentions": [user(one) for one in this.mentions],
        "mention_roles": [],
        "mention_everyone": False,
        "pinned": False,
        "tts": False,
        "flags": this.flags,
        **_more(this),
    }


def _more(this: Message) -> JSON:
    more: JSON = {}
    if this.author.bot:
        more["application_id"] = str(this.author.id)
    if this.cause:
        more |= {"interaction_metadata": this.cause, "webhook_id": str(this.author.id)}
    if this.nonce is not None:
        more["nonce"] = this.nonce
    if this.reply_to is not None:
        more["message_reference"] = {
            "type": 0,
            "message_id": str(this.reply_to.id),
            "channel_id": str(this.place.id),
        }
    if this.reactions:
        more["reactions"] = [_reaction(emoji) for emoji in this.reactions]
    return more


def _reaction(emoji: str) -> JSON:
    return {
        "emoji": {"id": None, "name": emoji},
        "count": 1,
        "count_details": {"burst": 0, "normal": 1},
        "me": True,
        "me_burst": False,
        "burst_colors": [],
    }


def message_event(this: Message, *, bare: bool = False) -> JSON:
    """MESSAGE_CREATE and MESSAGE_UPDATE: the message with the server and the member it came from."""
    where = this.place
    more: JSON = {"channel_type": int(where.kind)}
    if where.guild is not None:
        more |= {"guild_id": str(where.guild.id), "member": member(this.author, with_user=False)}
    return {**message(this, bare=bare), **more}
