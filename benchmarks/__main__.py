"""`python -m benchmarks ROW`: measures one row of docs/performance.md and prints it."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

from benchmarks.machine import machine
from benchmarks.rows import ROWS


def parser() -> argparse.ArgumentParser:
    """Return what reads the command line: a row, and what it wants to know."""
    whole = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    rows = whole.add_subparsers(dest="row", metavar="ROW", required=True)
    for name, row in ROWS.items():
        options = rows.add_parser(name, help=row.work)
        options.add_argument("--runs", type=int, default=3, help="of each; the median is told")
        options.add_argument(
            "--against", type=Path, help="a checkout of another release, measured in turn with this"
        )
        row.add_options(options)
    return whole


def main() -> None:
    """Read what is wanted, and measure it."""
    wanted = parser().parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended before it was measured"))
    row = ROWS[wanted.row]
    print(f"{row.work}\nagainst {row.floor}; goal: {row.goal}\n{machine()}\n", flush=True)
    row.measure(wanted)


if __name__ == "__main__":
    main()
