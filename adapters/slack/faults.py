"""Slack's refusals, told apart: what is gone, what is closed, and what only kept one message away."""

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

Unsent = (SlackClientError, aiohttp.ClientError, OSError, TimeoutError)
"""What keeps a message from Slack: refused, or not reachable. SlackApiError is a SlackClientError."""

CLOSED = frozenset(
    {"cannot_dm_bot", "user_disabled", "user_not_found", "messages_tab_disabled", "user_not_visible"}
)
"""A person who takes no direct messages from us."""

ELSEWHERE = frozenset(
    {"channel_not_found", "not_in_channel", "is_archived", "message_not_found", "thread_not_found",
     "restricted_action", "restricted_action_read_only_channel", "restricted_action_thread_only_channel",
     "restricted_action_non_threadable_channel", "restricted_action_thread_locked",
     "cannot_reply_to_message", "cant_update_message", "expired_url", "used_url", "no_permission",
     "user_not_in_channel", "channel_type_not_supported"}
)  # fmt: skip
"""A conversation, message or address that takes nothing from us any more."""

REVOKED = frozenset({"token_revoked", "account_inactive", "invalid_auth", "token_expired", "not_authed"})
"""A workspace that we were removed from."""


def code_of(error: Exception) -> str:
    """Slack's word for it; empty where it was none of Slack's answers."""
    answer = error.response if isinstance(error, SlackApiError) else None
    return str(answer.get("error", "")) if isinstance(answer, (AsyncSlackResponse, dict)) else ""


PASSING = frozenset(
    {"fatal_error", "internal_error", "ratelimited", "request_timeout", "service_unavailable"}
)
"""Troubles of Slack's own, which another try may not meet."""


def refused(error: SlackApiError) -> bool:
    """Whether Slack has made up its mind: the same call would be refused again."""
    return code_of(error) not in ("", *PASSING)
