"""Files: uploaded in Slack's three steps, read back by those who hold the workspace's token."""

from dataclasses import dataclass

from aiohttp import web

from tests.discord.double.waiting import Pulse
from tests.slack.double import payloads
from tests.slack.double.board import Board
from tests.slack.double.places import File, Place, Team
from tests.slack.double.plans import Plans
from tests.slack.double.wire import JSON, Call, Refusal, Routes
from tests.slack.double.world import World

UPLOAD = "/upload/v1/{number}"
DOWNLOADS = ("/files-pri/{where}/{name}", "/files-pri/download/{where}/{name}")
SIGN_IN = "<!DOCTYPE html><html><head><title>Sign in to Slack</title></head><body>Sign in</body></html>"


@dataclass(eq=False, slots=True)
class Pending:
    """An upload that is asked for, sent or done."""

    team: Team
    name: str
    length: int
    data: bytes | None = None


class Files:
    """`downloads` counts the files given out."""

    def __init__(self, world: World, board: Board, plans: Plans, pulse: Pulse, faults: list[str]) -> None:
        self.downloads = 0
        self._world = world
        self._board = board
        self._plans = plans
        self._pulse = pulse
        self._faults = faults
        self._pending: dict[str, Pending] = {}

    def routes(self) -> Routes:
        return {
            "files.getUploadURLExternal": self._begin,
            "files.completeUploadExternal": self._complete,
            "files.info": self._info,
        }

    def mount(self, app: web.Application) -> None:
        app.router.add_post(UPLOAD, self.upload)
        for path in DOWNLOADS:
            app.router.add_get(path, self.download)
        app.router.add_get("/sign-in", self._sign_in)

    def _begin(self, call: Call) -> JSON:
        name, length = call.needed("filename"), call.number("length", 0)
        if not length:
            raise Refusal("missing_argument", ["[ERROR] length"], illegal=True)
        number = self._world.ids.new("F")
        self._pending[number] = Pending(call.team, name, length)
        return {"ok": True, "upload_url": f"{self._world.address}/upload/v1/{number}", "file_id": number}

    async def upload(self, request: web.Request) -> web.Response:
        """The bytes, as the whole body or as a form's one file."""
        if plan := await self._plans.happen("upload"):
            return web.Response(status=plan.status, text=plan.error)
        pending = self._pending.get(request.match_info["number"])
        if pending is None:
            return web.Response(status=404, text="no such upload")
        if request.content_type == "multipart/form-data":
            parts = [one for one in (await request.post()).values() if isinstance(one, web.FileField)]
            pending.data = parts[0].file.read() if parts else b""
        else:
            pending.data = await request.read()
        if len(pending.data) != pending.length:
            self._faults.append(
                f"upload of {pending.name}: {len(pending.data)} bytes, but {pending.length} were said"
            )
            return web.Response(status=400, text="wrong length")
        return web.Response(text=f"OK - {len(pending.data)}")

    def _complete(self, call: Call) -> JSON:
        entries = call.args.get("files")
        if not isinstance(entries, list) or not entries:
            raise Refusal("invalid_arguments", ["[ERROR] files"], illegal=True)
        targets = [*filter(None, [call.text("channel_id"), *call.text("channels").split(",")])]
        places = [Place(self._world.writable(call.team, one), call.text("thread_ts")) for one in targets]
        files = [self._finished(call, entry) for entry in entries]
        for place in places:
            text = {"text": call.text("initial_comment"), "blocks": call.args.get("blocks")}
            self._board.post(place, call.team.bot, text, files)
        return {"ok": True, "files": [payloads.file(one) for one in files]}

    def _finished(self, call: Call, entry: JSON) -> File:
        pending = self._pending.get(str(entry.get("id")))
        if pending is None or pending.team is not call.team or pending.data is None:
            raise Refusal("file_not_found", illegal=True)
        title = str(entry.get("title") or "")
        file = self._board.keep(call.team.bot, pending.name, pending.data, title, str(entry["id"]))
        del self._pending[file.id]
        return file

    def _info(self, call: Call) -> JSON:
        file = self._world.files.get(call.needed("file"))
        if file is None or file.team is not call.team:
            raise Refusal("file_not_found")
        return {"ok": True, "file": payloads.file(file), "comments": []}

    async def download(self, request: web.Request) -> web.Response:
        """The bytes for whoever has the token; others are sent to a page to sign in, with status 200."""
        if plan := await self._plans.happen("download"):
            return web.Response(status=plan.status, text=plan.error)
        file = self._world.files.get(request.match_info["where"].rpartition("-")[2])
        if file is None:
            return web.Response(status=404)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token != file.team.token or file.team.token_error:
            self._faults.append(f"download of {file.name}: without the token of its workspace")
            raise web.HTTPFound("/sign-in")
        self.downloads += 1
        self._pulse.beat()
        return web.Response(body=file.data, content_type=file.media)

    async def _sign_in(self, request: web.Request) -> web.Response:
        return web.Response(text=SIGN_IN, content_type="text/html")
