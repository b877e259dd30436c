"""Who spoke and where, as Slack tells it and as the domain knows it."""

from dataclasses import dataclass
from typing import Any

from domain.requests import Actor, Place

PLATFORM = "slack"


@dataclass(frozen=True, slots=True)
class Spot:
    """A conversation, or a thread in one. `own_dm` is the student's direct message with the bot.

    `response_url` is where an answer to this one event can be sent without being a member there.
    """

    channel: str
    thread: str = ""
    own_dm: bool = False
    response_url: str = ""

    @property
    def place(self) -> Place:
        """A thread of the own DM is the DM, by the thread that is being used; so is the Home tab."""
        if self.own_dm or not self.channel:
            return Place("dm", self.thread)
        return (
            Place("thread", f"{self.channel}/{self.thread}")
            if self.thread
            else Place("channel", self.channel)
        )


def spot_at(place: Place) -> Spot:
    """The channel or thread of a place that is public."""
    channel, _, thread = place.id.partition("/")
    return Spot(channel, thread)


def actor_of(team_id: str, user_id: str, name: str = "") -> Actor:
    """A person, who is another one in each workspace."""
    return Actor(PLATFORM, user_id, team_id, name)


def without_mention(text: str, bot_id: str) -> str:
    """A message's text without our own name, by which it reached us."""
    return text.replace(f"<@{bot_id}>", " ").strip() if bot_id else text


def is_dm(channel_id: str) -> bool:
    """Whether it is a conversation of two; whose, the id does not say."""
    return channel_id.startswith("D")


def spot_of(payload: dict[str, Any]) -> Spot:
    """Where a button or a shortcut of a message was used; a DM's button is our own, where others see none."""
    channel = payload.get("channel") or {}
    container, message = payload.get("container") or {}, payload.get("message") or {}
    channel_id = channel.get("id") or container.get("channel_id") or ""
    thread = message.get("thread_ts") or container.get("thread_ts") or ""
    own = is_dm(channel_id) and bool(container) and not container.get("is_ephemeral")
    return Spot(channel_id, thread, own, payload.get("response_url") or "")
