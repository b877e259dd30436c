"""ZIP files: none too large, each whole by itself, nothing lost between them, nothing left behind."""

import asyncio
import json
import tempfile
import zipfile
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.archive import ENTRY, HELD_BACK, ZipArchives
from domain.errors import StoreUnavailable
from tests.examples import tried
from tests.fakes import NOON

MOST = HELD_BACK + 10 * ENTRY + 50_000


def noise(number: int, size: int) -> str:
    """Text that no compressor makes much shorter."""
    return Random(number).randbytes(size // 2).hex()


async def written(folder: Path, sizes: list[int], files: list[int]) -> list[Path]:
    async with ZipArchives(folder / "exports").begun(NOON, MOST) as archive:
        await archive.text("README.txt", "What this is.")
        await archive.rows("empty", [])
        for page in range(0, len(sizes), 3):
            rows = [
                {"n": n, "at": NOON, "text": noise(n, sizes[n])}
                for n in range(page, min(page + 3, len(sizes)))
            ]
            await archive.rows("answers", rows)
        for number, size in enumerate(files):
            path = folder / f"{number}.pdf"
            path.write_bytes(Random(number).randbytes(size))
            assert await archive.file(f"reports/{number}.pdf", str(path))
        assert not await archive.file("reports/lost.pdf", str(folder / "lost.pdf"))
        parts = await archive.end()
    assert all(Path(path).stat().st_size == size for path, size in parts)
    return [Path(path) for path, _ in parts]


def check(parts: list[Path], sizes: list[int], files: list[int], folder: Path) -> None:
    rows, names = [], []
    for part in parts:
        with zipfile.ZipFile(part) as archive:
            assert archive.testzip() is None
            names += archive.namelist()
            alone = len(archive.namelist()) == 1
            assert alone or part.stat().st_size <= MOST
            for name in archive.namelist():
                if name.startswith("answers"):
                    rows += json.loads(archive.read(name))
                if name.startswith("reports/"):
                    assert archive.read(name) == (folder / name.removeprefix("reports/")).read_bytes()
    assert len(names) == len(set(names))
    assert [row["n"] for row in rows] == list(range(len(sizes)))
    assert all(len(row["text"]) == len(noise(row["n"], sizes[row["n"]])) for row in rows)
    assert sum(name.startswith("reports/") for name in names) == len(files)


SIZES = st.lists(st.integers(0, 40_000), max_size=12)


@tried(20)
@given(SIZES, SIZES)
def test_however_much_it_is_each_part_opens_by_itself(sizes: list[int], files: list[int]) -> None:
    with tempfile.TemporaryDirectory() as name:
        parts = asyncio.run(written(Path(name), sizes, files))
        check(parts, sizes, files, Path(name))


async def test_one_thing_larger_than_a_part_is_a_part(tmp_path: Path) -> None:
    sizes, files = [10, MOST * 2, 10], [MOST * 2, 10]
    parts = await written(tmp_path, sizes, files)
    check(parts, sizes, files, tmp_path)
    assert len(parts) >= 4


async def test_an_archive_that_is_not_ended_leaves_nothing(tmp_path: Path) -> None:
    async with ZipArchives(tmp_path / "exports").begun(NOON, MOST) as archive:
        await archive.rows("answers", [{"n": 1}])
        assert len(list((tmp_path / "exports").rglob("*.zip"))) == 1
    assert list((tmp_path / "exports").iterdir()) == []


async def test_a_folder_tells_nothing_and_nobody_else_may_look(tmp_path: Path) -> None:
    first, second = [(await written(tmp_path, [10], []))[0].parent for _ in range(2)]
    assert first.name != second.name
    assert len(first.name.split("-")[1]) == 32
    assert first.stat().st_mode & 0o077 == 0


async def test_what_is_dropped_is_below_its_folder(tmp_path: Path) -> None:
    archives = ZipArchives(tmp_path / "exports")
    (part,) = await written(tmp_path, [10], [])
    precious = tmp_path / "elsewhere" / "1.zip"
    precious.parent.mkdir()
    precious.write_bytes(b"x")
    await archives.drop([str(precious), "/", ""])
    assert precious.exists()
    assert await archives.has([str(part)])
    await archives.drop_before(NOON)
    assert await archives.has([str(part)])
    await archives.drop_before(NOON + timedelta(seconds=1))
    assert not await archives.has([str(part)])
    await archives.drop([str(part)])


@pytest.mark.parametrize("name", ["backup-2026", "a-b", f"{'f' * 40}-{'0' * 32}", "-" + "0" * 32])
async def test_what_an_operator_keeps_beside_them_stays(tmp_path: Path, name: str) -> None:
    (part,) = await written(tmp_path, [10], [])
    (tmp_path / "exports" / name).mkdir()
    await ZipArchives(tmp_path / "exports").drop_before(NOON + timedelta(seconds=1))
    assert (tmp_path / "exports" / name).is_dir()
    assert not part.exists()


async def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "exports").write_bytes(b"a file")
    with pytest.raises(StoreUnavailable, match="could not be written"):
        async with ZipArchives(tmp_path / "exports").begun(NOON, MOST):
            pass
