"""python -m bench: every figure with its target; exit code 1 where one is missed."""

import asyncio
import platform
import sys

from bench import (
    answers,
    discord_answers,
    grading,
    group_discord,
    group_slack,
    judging,
    logins,
    matching,
    reporting,
    resumes,
    retrieving,
    slack_answers,
    starting,
    sweeping,
    talking,
    writing,
)

PARTS = (
    starting,
    writing,
    answers,
    discord_answers,
    slack_answers,
    group_discord,
    group_slack,
    judging,
    reporting,
    resumes,
    matching,
    logins,
    retrieving,
    talking,
    sweeping,
    grading,
)


def main() -> int:
    """Runs every measurement, one after another, and prints as it goes."""
    sys.stdout.write(f"Python {platform.python_version()}, {platform.machine()}\n")
    missed = 0
    for part in PARTS:
        for figure in asyncio.run(part.measure()):
            sys.stdout.write(figure.line() + "\n")
            sys.stdout.flush()
            missed += not figure.good
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
