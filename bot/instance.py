"""Who this process is, so that another can tell whether it has died."""

import os
import secrets
import socket

INSTANCE = f"{socket.gethostname()}/{os.getpid()}/{secrets.token_hex(4)}"


def is_gone(owner: str) -> bool:
    """Whether the process of that name has ended for certain; False for one on another machine."""
    host, _, rest = owner.partition("/")
    pid, _, _ = rest.partition("/")
    if owner == INSTANCE or host != socket.gethostname() or not pid.isdigit():
        return False
    if int(pid) == os.getpid():
        return True
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
