"""Holds what the bot writes against Slack's types, slack_sdk's models and Slack's limits."""

from collections.abc import Iterable
from typing import Any

from tests.slack.double.contract import Contract
from tests.slack.double.limits import block_problems, text_problems, view_problems
from tests.slack.double.models import model_problems
from tests.slack.double.wire import JSON, Call, Refusal

WRITES = ("chat.postMessage", "chat.postEphemeral", "chat.update", "chat.startStream", "chat.stopStream")
STREAMS = ("chat.startStream", "chat.appendStream", "chat.stopStream")
VIEWS = ("views.open", "views.push", "views.update", "views.publish")
MOST_TEXT, MOST_MARKDOWN = 40_000, 12_000


class Judge:
    """`faults` says what no correct bot would have sent; with `on` false nothing is looked at."""

    def __init__(self, contract: Contract | None, faults: list[str], *, on: bool) -> None:
        self._contract = contract
        self._faults = faults
        self._on = on

    def blame(self, method: str, said: str) -> None:
        self._faults.append(f"{method}: {said}")

    def call(self, call: Call) -> None:
        """Raises Refusal for what Slack would not take; what it merely dislikes is a fault alone."""
        if not self._on:
            return
        if call.method in VIEWS:
            self.view(call.args.get("view"), home=call.method == "views.publish")
        if call.method in STREAMS:
            self._streamed(call)
        if call.method in WRITES:
            self.message(call.method, call.args)
        if call.method == "chat.postMessage":
            for name in ("unfurl_links", "unfurl_media"):
                if call.args.get(name) not in (False, "false", "0", 0):
                    self.blame(call.method, f"{name} is not off")

    def message(self, method: str, args: Any) -> None:
        """A message's text and blocks. Raises Refusal."""
        if not self._on:
            return
        text, blocks = args.get("text") or "", args.get("blocks") or []
        if not isinstance(text, str) or not isinstance(blocks, list):
            raise Refusal("invalid_arguments", ["[ERROR] text is a string, blocks a list"], illegal=True)
        if method not in STREAMS and not (
            text or blocks or args.get("markdown_text") or args.get("attachments")
        ):
            raise Refusal("no_text", illegal=True)
        if len(text) > MOST_TEXT or len(args.get("markdown_text") or "") > MOST_MARKDOWN:
            raise Refusal("msg_too_long", illegal=True)
        if args.get("markdown_text") and (text or blocks):
            raise Refusal("markdown_text_conflict", illegal=True)
        if blocks and not text.strip() and method not in STREAMS:
            self.blame(method, "blocks without a text for notifications and screen readers")
        for problem in text_problems(text, "text"):
            self.blame(method, problem)
        schema = self._contract.blocks(blocks) if self._contract else []
        self._refuse("invalid_blocks", [*schema, *model_problems(blocks), *block_problems(blocks, "message")])

    def _streamed(self, call: Call) -> None:
        texts = [call.text("markdown_text")]
        texts += [str(one.get("text") or "") for one in call.args.get("chunks") or ()]
        if sum(map(len, texts)) > MOST_MARKDOWN:
            raise Refusal("msg_too_long", illegal=True)

    def view(self, view: Any, *, home: bool) -> None:
        """A modal or an App Home. Raises Refusal."""
        if not self._on:
            return
        if not isinstance(view, dict) or not isinstance(view.get("blocks"), list):
            raise Refusal("invalid_arguments", ["[ERROR] a view is an object with blocks"], illegal=True)
        schema = self._schema_of_view(view, home)
        self._refuse("invalid_arguments", [*schema, *model_problems([], view), *view_problems(view, home)])

    def _schema_of_view(self, view: JSON, home: bool) -> list[str]:
        if self._contract is None:
            return []
        return self._contract.blocks(view["blocks"]) if home else self._contract.modal(view)

    def _refuse(self, error: str, problems: Iterable[str]) -> None:
        if messages := [f"[ERROR] {one}" for one in problems]:
            raise Refusal(error, messages, illegal=True)
