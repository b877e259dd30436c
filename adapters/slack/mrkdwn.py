"""Texts for the fields that Slack reads as mrkdwn: every one is data, never obeyed."""


def escape(text: str) -> str:
    """A text for a field that Slack reads as mrkdwn: no mention, no link under another name.

    Texts in `rich_text` and `plain_text` are shown as they are and must not be escaped.
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
