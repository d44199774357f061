"""`make soak`: hard days for the program; with PART another part. Prints seeds and tables."""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import subprocess
import sys
from pathlib import Path

from tests.soak.hard_days.report import table, write_report
from tests.soak.hard_days.running import Wanted, run_hard_days
from tests.soak.hard_days.world import real_tryton
from tests.soak.soaking import soak

ODD = (
    "tests/bot/web/test_fuzz.py",
    "tests/bot/web/posting_service/test_fuzz.py",
    "tests/handlers/test_fuzz.py",
    "tests/connectors/test_any_answer.py",
    "tests/connectors/odd",
)
_FILES_SECONDS = 3600


def main() -> int:
    """Run the part that is asked for; return the exit code."""
    asked = argparse.ArgumentParser(prog="tests.soak")
    asked.add_argument("part", nargs="?", default="days", choices=("days", "odd"))
    asked.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    asked.add_argument("--minutes", type=float, default=30)
    asked.add_argument("--entries", type=int, default=1000)
    asked.add_argument("--clicks", type=int, default=500)
    asked.add_argument("--files", type=int, default=10_000, help="broken files of the odd part")
    asked.add_argument("--examples", type=int, default=5000, help="odd values of the odd part")
    asked.add_argument("--write", action="store_true", help="write docs/reliability.md")
    given = asked.parse_args()
    print(f"seed {given.seed}", flush=True)
    return {"days": _days, "odd": _odd}[given.part](given)


def _days(given: argparse.Namespace) -> int:
    wanted = Wanted(given.seed, given.minutes, given.entries, given.clicks)
    with real_tryton() as tryton:
        days = asyncio.run(run_hard_days(wanted, tryton))
    print(table(days))
    for fault in days.faults:
        print(fault)
    if days.faults:
        log = Path(f"soak-{given.seed}.log")
        log.write_text(days.log)
        print(f"What the processes said is in {log}")
    if given.write:
        write_report(days)
    return 1 if days.faults else 0


def _odd(given: argparse.Namespace) -> int:
    """Read broken files, and then try odd requests, payloads and answers."""
    soaked = soak(given.files, given.seed, _FILES_SECONDS)
    print(soaked.table(), flush=True)
    told = ["--verbose", "--numprocesses", "2", "--hypothesis-profile", "soak", "--timeout", "0"]
    tried = subprocess.run(
        [sys.executable, "-m", "pytest", *told, *ODD],
        env={**os.environ, "SOAK_EXAMPLES": str(given.examples)},
        check=False,
    )
    return 1 if soaked.failed or tried.returncode else 0


if __name__ == "__main__":
    sys.exit(main())
