"""The compiled module: native code that is stored whole, checked each time, and made again where damaged."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from adapters.judge import SandboxJudge, child
from adapters.judge.sandbox import PREPARING, Runtime, Sandbox
from domain.ports import Progress
from tests.judge.conftest import HIDDEN, PUBLIC, ROOMY

GOOD = "def add(a, b):\n    return a + b"


@pytest.mark.soak
async def test_a_module_is_made_where_there_is_none(tmp_path: Path) -> None:
    """Twenty seconds of one processor; `make test` spends them where no earlier run has left a module."""
    tmp_path.chmod(0o700)
    deep = "def add(a, b):\n    return max(add(a + 1, b - 1) for _ in (1,)) if b > 850 else a + b"
    assert (await SandboxJudge(tmp_path, ROOMY).run(deep, "add", PUBLIC, HIDDEN, "exact")).passed == 4
    (module,) = tmp_path.iterdir()
    child.verify(module)


async def test_a_damaged_module_is_made_again(
    judge_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is "made" by copying one, since compiling takes long."""
    tmp_path.chmod(0o700)
    good = (await Sandbox(judge_cache).prepare()).module
    content = bytearray(good.read_bytes())
    content[len(content) // 2] ^= 1
    (tmp_path / good.name).write_bytes(content)
    told: list[str] = []

    async def progress(text: str) -> None:
        told.append(text)

    async def made(sandbox: Sandbox, runtime: Runtime, progress: Progress) -> Path:
        await progress(PREPARING)
        return Path(shutil.copy2(good, tmp_path))

    monkeypatch.setattr(Sandbox, "_compile", made)
    verdict = await SandboxJudge(tmp_path, ROOMY).run(GOOD, "add", PUBLIC, HIDDEN, "exact", progress)
    assert verdict.passed == 4
    assert told[0] == PREPARING, "the damaged one was taken"
    (module,) = tmp_path.iterdir()
    child.verify(module)


def test_many_may_store_a_module_at_once(tmp_path: Path) -> None:
    contents = [bytes([n]) * 1_000_000 for n in (1, 2, 1, 2)]

    def store(content: bytes) -> None:
        for _ in range(5):
            child.verify(child.store(content, tmp_path, "key"))

    with ThreadPoolExecutor() as pool:
        list(pool.map(store, contents))
    assert len(list(tmp_path.iterdir())) == 2


async def test_a_module_that_was_made_anew_meanwhile_is_kept(tmp_path: Path) -> None:
    module = child.store(b"native code", tmp_path, "key")
    await Sandbox(tmp_path).discard(module)
    assert module.exists()
    module.write_bytes(b"native codf")
    await Sandbox(tmp_path).discard(module)
    assert not module.exists()


@pytest.mark.parametrize("content", [b"native codf", b"native", b"", b"native code and more"])
def test_an_altered_module_is_refused(tmp_path: Path, content: bytes) -> None:
    module = child.store(b"native code", tmp_path, "key")
    module.write_bytes(content)
    with pytest.raises(child.BadModuleError):
        child.verify(module)


def test_a_module_that_others_may_write_is_refused(tmp_path: Path) -> None:
    module = child.store(b"native code", tmp_path, "key")
    module.chmod(0o620)
    with pytest.raises(child.BadModuleError):
        child.verify(module)


def test_a_link_and_nothing_are_refused(tmp_path: Path) -> None:
    module = child.store(b"native code", tmp_path, "key")
    link = tmp_path / "elsewhere" / module.name
    link.parent.mkdir()
    with pytest.raises(child.BadModuleError):
        child.verify(link)
    link.symlink_to(module)
    with pytest.raises(child.BadModuleError):
        child.verify(link)


def test_only_the_pinned_build_gets_another_stack() -> None:
    with pytest.raises(ValueError, match="stack"):
        child.with_large_stack(b"\0asm")
