"""python -m bot exam: holds the exam and shows what came of it."""

import sys
import tempfile
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from bot.config import ConfigError, Settings
from bot.exam.check import Check, answered
from bot.exam.checks import CHECKS
from bot.exam.hall import hold
from bot.exam.show import as_json, as_table
from bot.models import API_KEY, BASE_URL, key_and_url


async def examine(settings: Settings, only: Sequence[str], *, json_lines: bool) -> int:
    """Prints the outcome of those checks, all by default; 1 where the answer to one is no.

    Only the candidates that they need sit the exam. Raises ConfigError for a check that is not known.
    """
    wanted = _wanted(only)
    sitters = {name for check in wanted for name in check.sitters}
    with tempfile.TemporaryDirectory(prefix="mockingbird-exam-") as folder:
        record = await hold(settings, sitters, Path(folder))
    results = [answered(check, record) for check in wanted]
    for line in as_json(results) if json_lines else as_table(record, results):
        sys.stdout.write(f"{line}\n")
    return 0 if all(result.passed or result.not_run for result in results) else 1


def require_model(environment: Mapping[str, str]) -> None:
    """Raises ConfigError where no model is configured."""
    if not any(key_and_url(environment)):
        raise ConfigError(f"No model is connected: set {API_KEY}, or {BASE_URL} for a server of your own.")


def _wanted(only: Sequence[str]) -> Sequence[Check]:
    known = {check.name: check for check in CHECKS}
    for name in only:
        if name not in known:
            near = get_close_matches(name, known, n=1, cutoff=0.4)
            hint = f"Did you mean `{near[0]}`?" if near else f"There are {', '.join(known)}."
            raise ConfigError(f"There is no check `{name}`. {hint}")
    return [known[name] for name in known if name in only] if only else CHECKS
