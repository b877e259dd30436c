"""What tests ask of a modal: its fields, whether Slack takes it, and what a person sends with it."""

from typing import Any

from slack_sdk.models.views import View as SdkView

from adapters.slack.forms import View
from tests.slack.legal import judge, length, visible


def asked(shown: View) -> dict[str, dict[str, Any]]:
    """The input blocks by the name of what they ask for."""
    return {block["block_id"]: block for block in shown["blocks"] if block["type"] == "input"}


def check_view(shown: View) -> None:
    """Slack's limits on a modal."""
    parsed = SdkView(**shown)
    parsed.validate_json()
    assert parsed.to_dict() == shown
    judge("Modal").validate(shown)
    assert 1 <= len(shown["blocks"]) <= 100
    assert len(shown.get("private_metadata", "")) <= 3000
    for name in {"title", "submit", "close"} & shown.keys():
        assert visible(shown[name]["text"])
        assert length(shown[name]["text"]) <= 24
    for name, block in asked(shown).items():
        assert name == block["element"]["action_id"]
        assert 0 < length(block["label"]["text"]) <= 2000
        assert 0 < length(block.get("hint", {"text": "x"})["text"]) <= 2000
        check_choices(block["element"])


def check_choices(element: dict[str, Any]) -> None:
    options = element.get("options", [{"text": {"text": "x"}, "value": "x"}])
    assert 1 <= len(options) <= 100
    assert all(0 < length(one["text"]["text"]) <= 75 and 0 < length(one["value"]) <= 150 for one in options)
    assert len({one["value"] for one in options}) == len(options)


def sent(shown: View, **given: dict[str, Any]) -> View:
    """The view as it comes back, with what a person put into it; the other inputs are there with nothing."""
    state = {
        name: {name: {"type": block["element"]["type"], **given.get(name, {"value": None})}}
        for name, block in asked(shown).items()
    }
    return {**shown, "id": "V1", "state": {"values": state}}


def choice(value: str) -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": value, "emoji": False}, "value": value}
