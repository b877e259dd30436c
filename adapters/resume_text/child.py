"""The process in which one document is read: started by its path, isolated, and gone afterwards.

It takes the document on stdin, answers with one JSON object on stdout, and has nothing else: no variable, no
more memory or processor time than it was given, no way to start a process, open a connection or write a file.
"""

import json
import resource
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_OUTSIDE = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "pty.")
# Optional helpers of pypdf: native code that a stranger's file would reach, and a tenth of a second to load.
_UNWANTED = ("Crypto", "PIL", "cryptography", "fontTools")


def confine(memory_bytes: int, cpu_seconds: int) -> None:
    """Takes away from this process, for good, whatever reading a document does not need."""
    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_DATA, memory_bytes),
    ):
        hard = resource.getrlimit(what)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))
    sys.addaudithook(_keep_inside)
    sys.modules.update(dict.fromkeys(_UNWANTED))  # type: ignore[arg-type] # None makes an import fail


def _keep_inside(event: str, _: tuple[object, ...]) -> None:
    if event.startswith(_OUTSIDE):
        raise PermissionError(event)


def _answer(claim: Any, figures: Mapping[str, Any]) -> dict[str, Any]:
    from adapters.resume_text.extract import extract
    from adapters.resume_text.limits import ReadLimits
    from adapters.resume_text.outcome import Refused

    limits = ReadLimits(**figures)
    try:
        found = extract(sys.stdin.buffer.read(limits.file_bytes + 1), claim, limits)
    except Refused as refused:
        return {"refused": refused.reason, "detail": refused.detail}
    except MemoryError:
        return {"refused": "memory", "detail": ""}
    return {"text": found.text, "pages": found.pages, "notes": found.notes}


def main(arguments: list[str]) -> None:
    """PACKAGES, what the name claims, and the limits as JSON."""
    packages, claim, limits = arguments
    figures = json.loads(limits)
    sys.path += [str(Path(__file__).parents[2]), packages]
    confine(figures["memory_bytes"], 1 + int(figures["seconds"]))
    sys.stdout.buffer.write(json.dumps(_answer(claim, figures)).encode())
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
