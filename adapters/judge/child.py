"""The process around the sandbox, and the only one that loads wasmtime.

It stands alone (standard library and wasmtime), because it is started by its path, isolated, with an empty
environment. What the guest can do ends at the WebAssembly boundary: it is given two streams and nothing else,
no directory, no variable, no socket. How the guest ended is told by this process's exit code, which the guest
has no hand in.
"""

import hashlib
import mmap
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    import wasmtime

WASM_SHA256 = "e5dc5a398b07b54ea8fdb503bf68fb583d533f10ec3f930963e02b9505f7a763"
SUFFIX = ".cwasm"
LAYOUT = "stack8"

EXIT_ENDED = 0
EXIT_TRAPPED = 41
EXIT_STACK = 42
EXIT_MEMORY = 43
EXIT_BAD_MODULE = 44
EXIT_BAD_WASM = 45
EXIT_NO_RUNTIME = 46
# By SIGKILL, and how a wrapper reports that: not the student's doing, since no guest can send a signal.
EXITS_KILLED = (-9, 128 + 9)

# The build keeps 512 KB for C frames, which some 55 nested calls through C use up (a recursion inside of
# `max(...)`, or a memoised one): the guest then dies instead of raising RecursionError, as CPython does at
# its own limit on C recursion, some 5 MB deep. So 128 pages (8 MB) are added to the memory and the stack
# starts at their end. A change here needs another LAYOUT.
_SMALL_STACK = bytes.fromhex("05040100a0010608017f01418080200b")
_LARGE_STACK = bytes.fromhex("05040100a0020609017f0141808080090b")


class BadModuleError(Exception):
    """The compiled module is not the one its name promises, or others may have written it."""


def with_large_stack(wasm: bytes) -> bytes:
    """The pinned build with its memory and global sections rewritten. Raises ValueError for any other."""
    if wasm.count(_SMALL_STACK) != 1:
        raise ValueError("not the build whose stack is known")
    return wasm.replace(_SMALL_STACK, _LARGE_STACK)


def compile_module(wasm: Path, cache: Path, key: str) -> int:
    """Compiles the pinned build into the cache directory; returns the exit code."""
    import wasmtime

    source = wasm.read_bytes()
    if hashlib.sha256(source).hexdigest() != WASM_SHA256:
        return EXIT_BAD_WASM
    compiled = bytes(wasmtime.Module(wasmtime.Engine(), with_large_stack(source)).serialize())
    store(compiled, cache, key)
    return EXIT_ENDED


def store(compiled: bytes, cache: Path, key: str) -> Path:
    """Writes `key-DIGEST.cwasm` whole or not at all, however many do so at once; returns its path."""
    import tempfile

    module = cache / f"{key}-{digest(compiled)}{SUFFIX}"
    descriptor, temporary = tempfile.mkstemp(dir=cache)
    with os.fdopen(descriptor, "wb") as file:
        file.write(compiled)
        file.flush()
        os.fsync(descriptor)
    return Path(temporary).replace(module)


def digest(content: bytes | mmap.mmap) -> str:
    return hashlib.blake2b(content, digest_size=20).hexdigest()


def verify(module: Path) -> None:
    """Raises BadModuleError unless the file is ours alone and holds what its name says.

    Native code is about to be run from it. Whoever may write in our own directory may as well replace the
    program, so this looks for damage and for files that another user planted.
    """
    try:
        descriptor = os.open(module, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError as error:
        raise BadModuleError("cannot be opened") from error
    with os.fdopen(descriptor, "rb"):
        status = os.fstat(descriptor)
        if status.st_uid != os.geteuid() or status.st_mode & 0o022 or status.st_size == 0:
            raise BadModuleError("not ours alone")
        with mmap.mmap(descriptor, 0, prot=mmap.PROT_READ) as content:
            if not module.name.endswith(f"-{digest(content)}{SUFFIX}"):
                raise BadModuleError("altered")


def run_guest(module: Path, memory_bytes: int, cpu_seconds: int) -> int:
    """Runs guest.py on this process's stdin and stdout until it ends; returns the exit code."""
    import wasmtime

    engine = wasmtime.Engine()
    try:
        verify(module)
        code = wasmtime.Module.deserialize_file(engine, str(module))
    except (BadModuleError, wasmtime.WasmtimeError):
        return EXIT_BAD_MODULE
    linker = wasmtime.Linker(engine)
    linker.define_wasi()
    store = wasmtime.Store(engine)
    store.set_limits(memory_size=memory_bytes, instances=1, memories=1)
    store.set_wasi(_streams_only())
    instance = linker.instantiate(store, code)
    _limit_process(memory_bytes, cpu_seconds)
    return _start(store, instance, memory_bytes)


def _streams_only() -> "wasmtime.WasiConfig":
    import wasmtime

    harness = Path(__file__).with_name("guest.py").read_text("utf-8")
    wasi = wasmtime.WasiConfig()
    wasi.argv = ["python", "-I", "-S", "-W", "ignore", "-c", harness]
    wasi.inherit_stdin()
    wasi.inherit_stdout()
    return wasi


def _start(store: "wasmtime.Store", instance: "wasmtime.Instance", memory_bytes: int) -> int:
    import wasmtime

    exports = instance.exports(store)
    start = cast(wasmtime.Func, exports["_start"])
    memory = cast(wasmtime.Memory, exports["memory"])
    try:
        start(store)
    except wasmtime.ExitTrap:
        return EXIT_ENDED
    except wasmtime.Trap as trap:
        if trap.trap_code is wasmtime.TrapCode.STACK_OVERFLOW:
            return EXIT_STACK
        return EXIT_MEMORY if memory.data_len(store) > 0.95 * memory_bytes else EXIT_TRAPPED
    except wasmtime.WasmtimeError:
        return EXIT_TRAPPED
    return EXIT_ENDED


def _limit_process(memory_bytes: int, cpu_seconds: int) -> None:
    """Bounds what an escape from the sandbox, or a bug in it, could take from the machine."""
    import resource

    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_DATA, memory_bytes + (512 << 20)),
    ):
        hard = resource.getrlimit(what)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))


def _die_with_parent(parent: int) -> None:
    """Whoever started this may be killed without a word; a guest that sleeps must not outlive it."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGKILL)


def main(arguments: list[str]) -> int:
    """PACKAGES, then `check`, `compile WASM CACHE KEY` or `run MODULE MEMORY_BYTES CPU_SECONDS`."""
    packages, command, *rest = arguments
    # Before anything slow: whoever is killed meanwhile would not be known any more.
    threading.Thread(target=_die_with_parent, args=(os.getppid(),), daemon=True).start()
    sys.path.append(packages)
    try:
        import wasmtime  # noqa: F401
    except (ImportError, OSError, RuntimeError) as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return EXIT_NO_RUNTIME
    if command == "compile":
        wasm, cache, key = rest
        return compile_module(Path(wasm), Path(cache), key)
    if command == "run":
        module, memory_bytes, cpu_seconds = rest
        return run_guest(Path(module), int(memory_bytes), int(cpu_seconds))
    return EXIT_ENDED


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stderr.flush()
    # Skips the interpreter's and the engine's teardown: nothing of theirs is needed any more.
    os._exit(code)
