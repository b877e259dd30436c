"""What an assistant does besides messages: text that streams, a status, a title, suggested prompts."""

from tests.slack.double import payloads
from tests.slack.double.board import Board
from tests.slack.double.chat import content_of, place_of
from tests.slack.double.places import AssistantThread, Message, Place
from tests.slack.double.wire import JSON, Call, Refusal, Routes
from tests.slack.double.world import World

MOST_PROMPTS = 4


class Assistants:
    """Streamed messages, and the status, title and prompts of assistant threads."""

    def __init__(self, world: World, board: Board) -> None:
        self._world = world
        self._board = board

    def routes(self) -> Routes:
        return {
            "chat.startStream": self._start,
            "chat.appendStream": self._append,
            "chat.stopStream": self._stop,
            "assistant.threads.setStatus": self._status,
            "assistant.threads.setTitle": self._title,
            "assistant.threads.setSuggestedPrompts": self._prompts,
        }

    def _start(self, call: Call) -> JSON:
        channel = self._world.writable(call.team, call.needed("channel"))
        call.needed("thread_ts")
        if channel.kind != "im":
            call.needed("recipient_user_id")
            call.needed("recipient_team_id")
        message = self._board.post(place_of(channel, call), call.team.bot, {}, streaming=True)
        self._board.append(message, _streamed(call))
        return {"ok": True, "channel": channel.id, "ts": message.ts}

    def _append(self, call: Call) -> JSON:
        message = self._streaming(call)
        self._board.append(message, _streamed(call))
        return {"ok": True, "channel": message.channel.id, "ts": message.ts}

    def _stop(self, call: Call) -> JSON:
        message = self._streaming(call)
        message.streaming = False
        self._board.append(message, _streamed(call))
        self._board.rewrite(message, {**content_of(call.args), "text": message.markdown})
        return {"ok": True, "channel": message.channel.id, "ts": message.ts} | {
            "message": payloads.message(message, self._world.settings.app_id)
        }

    def _streaming(self, call: Call) -> Message:
        channel = self._world.writable(call.team, call.needed("channel"))
        message = self._world.message(channel, call.needed("ts"))
        if not message.streaming:
            raise Refusal("message_not_in_streaming_state", illegal=True)
        return message

    def _in_thread(self, call: Call) -> AssistantThread:
        channel = self._world.joined(call.team, call.needed("channel_id"))
        thread_ts = call.needed("thread_ts")
        if thread_ts not in channel.messages:
            raise Refusal("thread_not_found")
        return self._world.assistant(Place(channel, thread_ts))

    def _status(self, call: Call) -> JSON:
        thread = self._in_thread(call)
        thread.status = call.text("status")
        thread.statuses.append(thread.status)
        return {"ok": True}

    def _title(self, call: Call) -> JSON:
        self._in_thread(call).title = call.needed("title")
        return {"ok": True}

    def _prompts(self, call: Call) -> JSON:
        thread, prompts = self._in_thread(call), call.args.get("prompts")
        if not isinstance(prompts, list) or not 0 < len(prompts) <= MOST_PROMPTS:
            raise Refusal("invalid_arguments", [f"[ERROR] 1 to {MOST_PROMPTS} prompts"], illegal=True)
        if not all(one.get("title") and one.get("message") for one in prompts):
            raise Refusal("invalid_arguments", ["[ERROR] a prompt has a title and a message"], illegal=True)
        thread.prompts, thread.prompts_title = prompts, call.text("title")
        return {"ok": True}


def _streamed(call: Call) -> str:
    """The text of a piece of a stream; steps of a task are shown by their titles."""
    pieces = [call.text("markdown_text")]
    for chunk in call.args.get("chunks") or ():
        pieces.append(str(chunk.get("text") or chunk.get("title") or ""))
    return "".join(pieces)
