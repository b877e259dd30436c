"""The documents say what the code does."""

import os
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot.config import Settings, read_settings
from docs.tables import ROOT, TABLES, written
from domain.actions import TABLE

PROSE = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]


@pytest.mark.parametrize(("file", "name", "table"), TABLES)
def test_tables_are_those_of_the_code(file: str, name: str, table: Any) -> None:
    text = (ROOT / file).read_text("utf-8")
    assert written(text, name, table()) == text, "run `make docs`"


def test_config_toml_repeats_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in [v for v in os.environ if v.startswith("MOCKINGBIRD")]:
        monkeypatch.delenv(variable)
    assert read_settings(ROOT / "config.toml") == Settings()


def test_config_toml_names_every_setting_with_a_comment() -> None:
    text = (ROOT / "config.toml").read_text("utf-8")
    tables = tomllib.loads(re.sub(r"^# (\w+ = )", r"\1", text, flags=re.MULTILINE))
    for section, field in Settings.model_fields.items():
        model: Any = field.annotation
        assert set(tables[section]) == set(model.model_fields), section
    for before, line in zip(text.splitlines(), text.splitlines()[1:], strict=False):
        if re.match(r"(# )?\w+ = ", line):
            assert before.startswith("# "), f"no comment above {line!r}"


@pytest.mark.parametrize("path", PROSE, ids=lambda p: p.name)
def test_commands_that_the_documents_name_exist(path: Path) -> None:
    groups = {name.split()[0] for name in TABLE}
    for group, rest in re.findall(r"`/(\w+)((?: \w+)?)", path.read_text("utf-8")):
        if group in groups:
            assert f"{group}{rest}" in TABLE or group in TABLE, f"/{group}{rest}"


@pytest.mark.parametrize("path", PROSE, ids=lambda p: p.name)
def test_files_that_the_documents_name_exist(path: Path) -> None:
    for named in re.findall(
        r"`((?:docs|domain|storage|bot|adapters|tests)/[\w./-]+)`", path.read_text("utf-8")
    ):
        assert (ROOT / named).exists(), named


def test_make_targets_that_the_documents_name_exist() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for path in PROSE:
        for target in re.findall(r"`make (\w+)`", path.read_text("utf-8")):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"{path.name}: make {target}"


def test_locks_carry_hashes_and_no_addresses() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text("utf-8")
        assert "://" not in text
        pins = re.findall(r"^[\w.\[\]-]+==", text, re.MULTILINE)
        assert len(pins) > 5
        assert text.count("--hash=sha256:") >= len(pins)


def test_every_package_is_listed_for_the_wheel() -> None:
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["packages"]
    roots = ("adapters", "bot", "domain", "storage")
    found = {
        ".".join(p.parent.relative_to(ROOT).parts)
        for root in roots
        for p in (ROOT / root).rglob("__init__.py")
    }
    assert set(listed) == found


def test_every_file_of_data_goes_into_the_wheel() -> None:
    setuptools = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    taken = {
        path
        for package, patterns in setuptools["package-data"].items()
        for pattern in patterns
        for path in ROOT.joinpath(*package.split(".")).glob(pattern)
    }
    kinds = {".toml", ".json", ".ttf", ".txt"}
    found = {
        path
        for package in setuptools["packages"]
        for path in ROOT.joinpath(*package.split(".")).rglob("*")
        if path.suffix in kinds
    }
    assert found - taken == set()
