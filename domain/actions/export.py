"""/account export: all that is held of a person, as files."""

from domain import exporting
from domain.actions.kinds import Call
from domain.model.account import Export
from domain.replies import Button, File, Reply, say
from domain.tokens import encode


async def export(call: Call) -> Reply:
    """One ZIP, or several where one would be more than a platform takes."""
    made = await exporting.export(call.do, call.user, call.progress)
    files = _files(made)
    size = sum(part.size for part in made.parts)
    one = len(files) == 1
    several = "" if one else f" They are {len(files)} files, each of which opens by itself."
    where = "in it" if one else "in the first"
    return say(
        "Your data",
        f"All that I hold of you, {_size(size)}.{several} `README.txt` {where} says what each part is.",
        "Keep it where only you can read it. The copy here is removed within an hour.",
        files=files,
        buttons=(Button("Delete my account", encode("account delete")),),
        data={"files": [file.name for file in files], "bytes": size},
    )


def _files(made: Export) -> tuple[File, ...]:
    stem, count = f"mockingbird-data-{made.begun_at:%Y-%m-%d}", len(made.parts)
    names = [f"{stem}.zip"] if count == 1 else [f"{stem}-{n}-of-{count}.zip" for n in range(1, count + 1)]
    return tuple(File(name, part.path) for name, part in zip(names, made.parts, strict=True))


def _size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 100_000 else f"{max(1, round(size / 1000))} kB"
