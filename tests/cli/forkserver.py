"""A process that has imported nearly everything, and forks into `python -m bot` as often as it is asked.

Most of a start is imports. What the package `bot` reads, opens and draws from the environment, each process
does for itself: `bot` is not among what is imported here, and nothing else holds what belongs to a process.
"""

import fcntl
import gc
import importlib
import json
import os
import runpy
import signal
import socket
import struct
import sys
import termios
import threading
from collections.abc import Iterable
from dataclasses import asdict, dataclass

PARTS = (
    "adapters.console.jsonl",
    "adapters.discord.service",
    "adapters.judge.judge",
    "adapters.llm.wire",
    "adapters.pdf.document",
    "adapters.pdf.renderer",
    "adapters.pdf.split",
    "adapters.queue",
    "adapters.redis_queue",
    "adapters.sentences",
    "adapters.slack.service",
    "apscheduler.schedulers.asyncio",
    "domain.actions",
    "domain.content.load",
    "domain.dispatch",
    "domain.jobs",
    "domain.sweeps",
    "pydantic_settings",
    "storage.all",
    "storage.installs",
    "storage.repositories",
    "storage.sqlite",
    "structlog",
    "typer",
)
LENGTH = struct.Struct("!I")
# First a process's id, once it runs; then its exit code, which is minus a signal where that ended it.
WORD = struct.Struct("!i")
STREAMS = 3


@dataclass(frozen=True, slots=True)
class Order:
    """The words behind `python -m bot`, and all of the environment.

    With `terminal`, its input is one that is to be its controlling terminal.
    """

    words: tuple[str, ...]
    environment: dict[str, str]
    terminal: bool = False


def send_order(control: socket.socket, order: Order, streams: list[int], line: int) -> None:
    """Asks for a process over these three standard streams; `line` will tell its id and its end."""
    content = json.dumps(asdict(order)).encode()
    socket.send_fds(control, [LENGTH.pack(len(content))], [*streams, line])
    control.sendall(content)


def serve(control: socket.socket) -> Order | None:
    """Forks for each order until the other side is closed: None then, and in each fork what it is to be."""
    lines: dict[int, socket.socket] = {}
    signal.signal(signal.SIGCHLD, lambda *_: _tell_ends(lines))
    while True:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
        head, handles, _, _ = socket.recv_fds(control, LENGTH.size, STREAMS + 1)
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
        if not head:
            return None
        order = Order(**json.loads(control.recv(LENGTH.unpack(head)[0], socket.MSG_WAITALL)))
        process = os.fork()
        if not process:
            _take(handles, (control, *lines.values()))
            return order
        lines[process] = socket.socket(fileno=handles.pop())
        lines[process].send(WORD.pack(process))
        for handle in handles:
            os.close(handle)


def _tell_ends(lines: dict[int, socket.socket]) -> None:
    for process in tuple(lines):
        ended, status = os.waitpid(process, os.WNOHANG)
        if ended:
            with lines.pop(process) as line:
                line.send(WORD.pack(os.waitstatus_to_exitcode(status)))


def _take(handles: list[int], others: Iterable[socket.socket]) -> None:
    """Leaves this process the streams that are its own, and signals as any new process has them."""
    for other in others:
        other.close()
    for stream, handle in enumerate(handles[:STREAMS]):
        os.dup2(handle, stream)
    for handle in handles:
        os.close(handle)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})


def become(order: Order) -> None:
    """What `python -m bot WORDS` does in that environment."""
    if order.terminal:
        os.setsid()
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    # Made anew, since a stream keeps to what its handle was at first: a file, a pipe or a terminal.
    sys.stdout = os.fdopen(1, "w", encoding=sys.stdout.encoding, errors=sys.stdout.errors, closefd=False)
    os.environ.clear()
    os.environ.update(order.environment)
    sys.path[0] = os.getcwd()
    sys.argv = ["bot", *order.words]
    runpy.run_module("bot", run_name="__main__", alter_sys=True)


def main() -> None:
    """Serves on the socket whose handle is the one argument."""
    for part in PARTS:
        importlib.import_module(part)
    assert threading.active_count() == 1, "a fork would leave the other threads behind"
    # Collecting garbage in a fork would write to, and so copy, all that it shares with this process.
    gc.collect()
    gc.freeze()
    if order := serve(socket.socket(fileno=int(sys.argv[1]))):
        become(order)


if __name__ == "__main__":
    main()
