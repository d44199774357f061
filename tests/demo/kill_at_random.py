"""Kill the demo at random moments, again and again: each time it has to start again.

By hand, since it takes many minutes: `python -m tests.demo.kill_at_random --times 20 --seed 7`.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil

from bot.demo.leftovers import MARK
from storage.cluster.processes import stop_processes
from tests.places import made_folder

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 240.0
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL)


def start(home: Path, port: int) -> subprocess.Popen[str]:
    """Start the demo on `home`; what it prints is kept beside it.

    What a killed one told scripts is taken away, so that it is not taken for this one's.
    """
    (home / "demo.json").unlink(missing_ok=True)
    return subprocess.Popen(
        [sys.executable, "-m", "bot", "demo", "--headless", "--port", str(port)],
        cwd=ROOT,
        env={**os.environ, "JEFAIL_HOME": str(home)},
        stdout=(home.parent / "said").open("a"),
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def kill_all_of(home: Path) -> None:
    """Kill every process of the demo at once, as a machine that is switched off would."""
    for process in psutil.process_iter():
        try:
            if process.environ().get(MARK) == str(home):
                process.kill()
        except (psutil.Error, OSError):
            continue


def is_ready(home: Path, process: subprocess.Popen[str], seconds: float) -> bool:
    """Return whether the demo tells scripts where it is, in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        if (home / "demo.json").exists():
            return True
        time.sleep(0.2)
    return False


def main() -> int:
    """Kill it, start it, and say how often that went well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--within", type=float, default=120.0, help="seconds")
    parser.add_argument("--port", type=int, default=29_000)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))  # noqa: S311
    asked = parser.parse_args()
    chance = random.Random(asked.seed)  # noqa: S311  not for secrets
    home = made_folder("jfkill") / "home"
    print(f"seed {asked.seed}, in {home}", flush=True)
    failed = 0
    for turn in range(asked.times):
        after, sign = chance.uniform(0, asked.within), chance.choice([*SIGNALS, None])
        process = start(home, asked.port)
        time.sleep(after)
        if process.poll() is not None:
            failed += 1
            print(f"{turn}: ended before it was killed: {_said(home)}", flush=True)
            continue
        if sign is None:
            kill_all_of(home)
            process.kill()
        else:
            process.send_signal(sign)
        process.wait(60)
        again = start(home, asked.port)
        good = is_ready(home, again, START_SECONDS)
        failed += not good
        name = sign.name if sign else "SIGKILL of all"
        print(f"{turn}: {name} after {after:.1f} s: {'ok' if good else _said(home)}", flush=True)
        again.send_signal(signal.SIGKILL if chance.random() < 0.5 else signal.SIGINT)
        again.wait(60)
    kill_all_of(home)
    stop_processes(home / "postgres" / "data")
    print(f"{asked.times - failed} of {asked.times} started again", flush=True)
    if not failed:
        shutil.rmtree(home.parent, ignore_errors=True)
    return 1 if failed else 0


def _said(home: Path) -> str:
    return (home.parent / "said").read_text()[-2000:]


if __name__ == "__main__":
    sys.exit(main())
