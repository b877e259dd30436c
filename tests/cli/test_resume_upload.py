"""A resume handed in as a file over --json, with the real reader, in a process that is killed afterwards."""

from pathlib import Path

from tests.cli.process import running
from tests.domain.profiles import JOB, RESUME, a_file
from tests.resume.making import a_pdf


async def test_a_file_is_read_kept_through_a_kill_and_matched(data_folder: Path, tmp_path: Path) -> None:
    path = a_file(tmp_path, "cv.pdf", a_pdf(RESUME.splitlines()))
    async with running(data_folder) as bot:
        read = await bot.reply("/profile resume", files=[path], place="channel:general")
        assert (read["kind"], read["private"], read["data"]["name"]) == ("reply", True, "cv.pdf")
        assert "ana.lopez@example.org" not in str(read)
        bot.kill()
    Path(path).unlink()
    async with running(data_folder) as bot:
        assert (await bot.reply("/profile resume"))["data"] == read["data"]
        await bot.reply(f"/profile jd {JOB}")
        match = (await bot.reply("/profile match"))["data"]
        assert set(match) >= {"score", "matched", "missing", "weak"}
        assert "Java" in {fit["skill"] for fit in match["matched"]}
