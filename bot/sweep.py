"""python -m bot sweep: one round of what time makes due, as JSON lines."""

import dataclasses
import json
import sys
from datetime import datetime

from adapters.console.jsonl import JsonConsole
from bot.app import open_app
from bot.clock import SystemClock
from bot.config import Settings
from domain import sweeps


async def sweep_once(settings: Settings, moment: datetime, dry_run: bool) -> int:
    """Prints one object for each thing due at that moment; does them unless it is a dry run."""
    async with open_app(settings, JsonConsole(sys.stdout), SystemClock(moment)) as app:
        items = [item async for item in sweeps.due(app.services)] if dry_run else await app.sweep()
        for item in items:
            sys.stdout.write(json.dumps({**dataclasses.asdict(item), "done": not dry_run}) + "\n")
    return 0
