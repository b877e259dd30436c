"""What the body of an acknowledgement does: it answers a command, or changes the view submitted."""

from typing import Any

from tests.slack.double.deliveries import Delivery
from tests.slack.double.judge import Judge
from tests.slack.double.responses import Responses
from tests.slack.double.views import View, Views
from tests.slack.double.wire import JSON, Refusal

ACTIONS = ("errors", "update", "push", "clear")


class Answers:
    """Carries out acknowledgements; one that Slack would not take is a fault."""

    def __init__(self, views: Views, responses: Responses, judge: Judge) -> None:
        self._views = views
        self._responses = responses
        self._judge = judge

    def take(self, delivery: Delivery) -> None:
        """Called once, at the first acknowledgement."""
        try:
            if delivery.kind == "slash_commands":
                self._command(delivery, delivery.ack)
            elif delivery.payload.get("type") == "view_submission":
                self._submission(delivery, delivery.ack)
            elif delivery.payload.get("type") == "block_suggestion":
                self._suggestion(delivery.ack)
        except Refusal as refusal:
            self._judge.blame("acknowledgement", str(refusal))

    def _command(self, delivery: Delivery, body: Any) -> None:
        if not body:
            return
        message = {"text": body} if isinstance(body, str) else body
        self._judge.message("acknowledgement", message)
        self._responses.write(delivery, message)

    def _submission(self, delivery: Delivery, body: Any) -> None:
        view = delivery.source_view
        assert view is not None
        view.errors = {}
        if not body:
            self._views.close(view)
            return
        action = body.get("response_action") if isinstance(body, dict) else None
        if action not in ACTIONS:
            raise Refusal("invalid_response", [f"[ERROR] response_action {action!r}"])
        if action == "clear":
            self._views.close_all(view)
        elif action == "errors":
            self._errors(view, body.get("errors"))
        else:
            self._judge.view(body.get("view"), home=False)
            self._replace(delivery, view, action, body["view"])

    def _replace(self, delivery: Delivery, view: View, action: str, body: JSON) -> None:
        if action == "update":
            self._views.change(view, body)
        else:
            delivery.view = self._views.push(view, body)

    def _errors(self, view: View, errors: Any) -> None:
        """Errors stand beneath inputs; Slack shows nothing at all where one names no input."""
        inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
        if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
            raise Refusal("invalid_errors", [f"[ERROR] {errors} names not inputs of {sorted(inputs)}"])
        view.errors = errors

    def _suggestion(self, body: Any) -> None:
        options = (body or {}).get("options")
        groups = (body or {}).get("option_groups") or []
        if options is None and not groups:
            raise Refusal("invalid_options", ["[ERROR] neither options nor option_groups"])
        element = {
            "type": "static_select",
            "action_id": "a",
            "placeholder": {"type": "plain_text", "text": "-"},
        }
        if every := [*(options or ()), *(one for group in groups for one in group["options"])]:
            offered = {"type": "actions", "elements": [{**element, "options": every}]}
            self._judge.message("acknowledgement", {"text": "options", "blocks": [offered]})
