"""Discord's limits on what a bot sends, as far as its OpenAPI description does not know them.

Each function says what is wrong, or nothing. Figures: https://discord.com/developers/docs.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.discord.double.command_limits import choices, commands, length
from tests.discord.double.places import COMPONENTS_V2, EPHEMERAL, Message
from tests.discord.double.reading import (
    BUTTON,
    CHECKS,
    FILE,
    INPUT,
    LABEL,
    RADIO,
    ROW,
    SELECTS,
    TEXT,
    UPLOAD,
    parts,
)
from tests.discord.double.wire import JSON, Call

CONTENT, ROWS, ROW_WIDTH, ALL_EMBEDS, CUSTOM_ID, LABEL_TEXT, OPTIONS = 2000, 5, 5, 6000, 100, 80, 25
V2_PARTS, V2_TEXT, MODAL_TITLE, MODAL_PARTS, MODAL_LABEL = 40, 4000, 45, 5, 45
ATTACHMENTS, THREAD_NAME = 10, 100
EMBED = {"title": 256, "description": 4096}
SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS = 1 << 2, 1 << 12
SENDING = SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | COMPONENTS_V2
EDITING = SUPPRESS_EMBEDS | COMPONENTS_V2
LINK, PREMIUM = 5, 6
CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"

Problems = Iterator[str]


def problems(call: Call) -> list[str]:
    """All that is wrong with the body of a call."""
    return list(_by_operation(call, call.body if isinstance(call.body, dict) else {}))


def _by_operation(call: Call, body: JSON) -> Problems:
    match call.method, call.template:
        case "POST", "/channels/{channel_id}/messages":
            yield from sent(body, SENDING)
        case "POST", "/webhooks/{webhook_id}/{webhook_token}":
            yield from sent(body, SENDING | EPHEMERAL)
        case "POST", template if template == CALLBACK:
            yield from _callback(body.get("type"), body.get("data") or {})
        case "PATCH", template if template.endswith(("/messages/{message_id}", "/messages/@original")):
            yield from edited(body)
        case "POST", template if template.endswith("/threads"):
            yield from length("name", body.get("name") or "", THREAD_NAME, least=1)
        case "PUT", template if template.endswith("/commands"):
            yield from commands(call.body if isinstance(call.body, list) else [])


def _callback(kind: Any, data: JSON) -> Problems:
    match kind:
        case 4:
            yield from sent(data, SENDING | EPHEMERAL)
        case 5:
            yield from _flags(data, EPHEMERAL)
        case 6 if data:
            yield "a deferred update (type 6) takes no data"
        case 7:
            yield from edited(data)
        case 8:
            yield from choices(data.get("choices") or [])
        case 9:
            yield from modal(data)


def sent(body: JSON, flags: int) -> Problems:
    """A new message. No mention may ping, so `allowed_mentions` has to say so each time."""
    if body.get("allowed_mentions") != {"parse": []}:
        yield f"allowed_mentions is {body.get('allowed_mentions')!r}, not empty: a student's text could ping"
    yield from _flags(body, flags)
    yield from message(body)


def edited(body: JSON) -> Problems:
    """A changed message; it pings nobody anew, but what it says of mentions must still be empty."""
    if body.get("allowed_mentions", {"parse": []}) != {"parse": []}:
        yield f"allowed_mentions is {body['allowed_mentions']!r}, not empty: a student's text could ping"
    yield from _flags(body, EDITING)
    yield from message(body)


def _flags(body: JSON, known: int) -> Problems:
    if stray := (body.get("flags") or 0) & ~known:
        yield f"flags {stray:#x} cannot be set here"


def message(body: JSON) -> Problems:
    """What holds for a message however it is sent."""
    yield from length("content", body.get("content") or "", CONTENT)
    yield from embeds(body.get("embeds") or [])
    components = body.get("components") or []
    yield from _custom_ids(components)
    for part in parts(components):
        yield from _part(part)


def conflicts(draft: Message) -> Problems:
    """What cannot stand together in a message as a change would leave it."""
    if draft.flags & COMPONENTS_V2:
        yield from _layout(draft)
    else:
        if strange := sorted({part["type"] for part in draft.components} - {ROW}):
            yield f"components of type {strange} need the flag IS_COMPONENTS_V2"
        if len(draft.components) > ROWS:
            yield f"{len(draft.components)} rows, more than {ROWS}"
    if len(draft.attachments) > ATTACHMENTS:
        yield f"{len(draft.attachments)} files, more than {ATTACHMENTS}"
    names = {file.name for file in draft.attachments}
    shown = {str(part.get("name")) for part in parts(draft.components) if part["type"] == FILE}
    if shown - names:
        yield f"a file component shows {sorted(shown - names)}, which is not attached"


def _layout(draft: Message) -> Problems:
    if draft.content or draft.embeds:
        yield "Components V2 stand beside neither content nor embeds"
    every = list(parts(draft.components))
    if len(every) > V2_PARTS:
        yield f"{len(every)} components with the nested ones, more than {V2_PARTS}"
    text = sum(len(part.get("content") or "") for part in every if part["type"] == TEXT)
    if text > V2_TEXT:
        yield f"{text} characters over all text displays, more than {V2_TEXT}"


def _custom_ids(components: Sequence[JSON]) -> Problems:
    used = Counter(part["custom_id"] for part in parts(components) if part.get("custom_id"))
    for custom_id, times in used.items():
        if times > 1:
            yield f"custom_id {custom_id!r} stands {times} times in one message"
    numbers = Counter(part["id"] for part in parts(components) if part.get("id"))
    for number, times in numbers.items():
        if times > 1:
            yield f"{times} components have the id {number}"


def _part(part: JSON) -> Problems:
    kind = part["type"]
    yield from length(f"custom_id of component {kind}", part.get("custom_id") or "", CUSTOM_ID)
    if kind == BUTTON:
        yield from _button(part)
    elif kind in SELECTS:
        yield from _select(part)
    elif kind == ROW:
        yield from _row(part.get("components") or [])
    elif kind == TEXT and not (part.get("content") or "").strip():
        yield "a text display without text"
    elif kind == FILE and not part["file"]["url"].startswith("attachment://"):
        yield f"a file component shows {part['file']['url']!r}, not an attachment://"


def _row(inner: Sequence[JSON]) -> Problems:
    if not 1 <= len(inner) <= ROW_WIDTH:
        yield f"a row of {len(inner)} components; 1 to {ROW_WIDTH} fit"
    if len(inner) > 1 and any(one["type"] in SELECTS for one in inner):
        yield "a select shares its row"


def _button(part: JSON) -> Problems:
    yield from length("a button's label", part.get("label") or "", LABEL_TEXT)
    if not part.get("label") and not part.get("emoji"):
        yield "a button with neither label nor emoji"
    needs = {LINK: "url", PREMIUM: "sku_id"}.get(part.get("style", 0), "custom_id")
    if not part.get(needs):
        yield f"button {part.get('label')!r} has no {needs}"
    if needs != "custom_id" and part.get("custom_id"):
        yield f"button {part.get('label')!r} has a custom_id beside its {needs}"


def _select(part: JSON) -> Problems:
    if not part.get("custom_id"):
        yield "a select has no custom_id"
    yield from length("a select's placeholder", part.get("placeholder") or "", 150)
    options = part.get("options") or []
    if part["type"] == 3 and not 1 <= len(options) <= OPTIONS:
        yield f"a select of {len(options)} options; 1 to {OPTIONS} fit"
    chosen = sum(bool(option.get("default")) for option in options)
    if chosen > (most := part.get("max_values", 1)):
        yield f"{chosen} options are chosen from the beginning, more than {most}"
    for option in options:
        for name in ("label", "value"):
            yield from length(f"an option's {name}", option.get(name) or "", 100, least=1)
        yield from length("an option's description", option.get("description") or "", 100)
    for value, times in Counter(option.get("value") for option in options).items():
        if times > 1:
            yield f"option {value!r} stands {times} times in one select"


def embeds(every: Sequence[JSON]) -> Problems:
    """Each embed's own limits, and the one over all of a message."""
    if len(every) > 10:
        yield f"{len(every)} embeds, more than 10"
    for one in every:
        for name, most in EMBED.items():
            yield from length(f"an embed's {name}", one.get(name) or "", most)
        yield from length("an embed's footer", (one.get("footer") or {}).get("text") or "", 2048)
        yield from length("an embed's author", (one.get("author") or {}).get("name") or "", 256)
        yield from _fields(one.get("fields") or [])
    if (total := sum(map(_embed_size, every))) > ALL_EMBEDS:
        yield f"{total} characters over all embeds, more than {ALL_EMBEDS}"


def _fields(fields: Sequence[JSON]) -> Problems:
    if len(fields) > 25:
        yield f"{len(fields)} fields, more than 25"
    for one in fields:
        yield from length("a field's name", one.get("name") or "", 256, least=1)
        yield from length("a field's value", one.get("value") or "", 1024, least=1)


def _embed_size(one: Mapping[str, Any]) -> int:
    texts = [one.get("title"), one.get("description"), (one.get("footer") or {}).get("text")]
    texts += [(one.get("author") or {}).get("name")]
    texts += [text for each in one.get("fields") or [] for text in (each.get("name"), each.get("value"))]
    return sum(len(text or "") for text in texts)


def modal(data: JSON) -> Problems:
    yield from length("a modal's title", data.get("title") or "", MODAL_TITLE, least=1)
    yield from length("a modal's custom_id", data.get("custom_id") or "", CUSTOM_ID, least=1)
    components = data.get("components") or []
    if not 1 <= len(components) <= MODAL_PARTS:
        yield f"a modal of {len(components)} components; 1 to {MODAL_PARTS} fit"
    yield from _custom_ids(components)
    for part in parts(components):
        yield from _modal_part(part)


def _modal_part(part: JSON) -> Problems:
    kind = part["type"]
    if kind == LABEL:
        yield from length("a label", part.get("label") or "", MODAL_LABEL, least=1)
        yield from length("a label's description", part.get("description") or "", 100)
    elif kind == INPUT:
        yield from length("an input's value", part.get("value") or "", 4000)
        yield from length("an input's placeholder", part.get("placeholder") or "", 100)
    elif kind in SELECTS:
        yield from _select(part)
    elif kind == BUTTON:
        yield "a button stands in a modal"
    if kind in (INPUT, UPLOAD, RADIO, CHECKS, *SELECTS):
        yield from length("an input's custom_id", part.get("custom_id") or "", CUSTOM_ID, least=1)
