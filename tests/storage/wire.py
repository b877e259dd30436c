"""A test server that speaks MongoDB's protocol, as a process of its own on a free port."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

STARTS = 3


@contextmanager
def wire_server(home: Path) -> Iterator[str]:
    """Its URL; it ends with the context. Raises RuntimeError where it does not start."""
    for attempt in range(STARTS):
        port = free_port()
        command = [sys.executable, "-m", "secantus", "--host", "127.0.0.1", "--port", str(port)]
        server = subprocess.Popen(
            [*command, "--storage-path", str(home / f"data{attempt}"), "--log-level", "ERROR"],
            cwd=home,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            if _answers(server, port):
                yield f"mongodb://127.0.0.1:{port}"
                return
        finally:
            server.terminate()
            server.wait(20)
    raise RuntimeError("the test server did not start")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _answers(server: subprocess.Popen[bytes], port: int) -> bool:
    """Whether it takes connections before it ends or a minute has passed."""
    ends = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < ends:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return True
    return False
