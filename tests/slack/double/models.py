"""slack_sdk's own models, which know many of Slack's lengths."""

import copy
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from tests.slack.double.wire import JSON


def model_problems(blocks: Sequence[JSON], view: JSON | None = None) -> Iterator[str]:
    """What the models refuse of blocks and of a view; a model that cannot even be built is a refusal too."""
    for number, block in enumerate(blocks):
        yield from _refused(f"/blocks/{number}", partial(Block.parse, copy.deepcopy(block)))
    if view is not None:
        yield from _refused("/view", partial(View, **copy.deepcopy(view)))


def _refused(at: str, build: Callable[[], Any]) -> Iterator[str]:
    try:
        model = build()
        if model is not None:
            model.to_dict()
    except (SlackObjectFormationError, TypeError, KeyError, ValueError, AttributeError) as error:
        yield f"slack_sdk: {error} [json-pointer:{at}]"
