"""Row: `jefail import` of a large file, between two COPYs of the very rows that it writes."""

from __future__ import annotations

import time
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg

from benchmarks.command import Program, Took
from benchmarks.company import BOOK, make_company
from benchmarks.figures import Spread, ratios, told
from benchmarks.files import KINDS, LINES_AN_ENTRY
from benchmarks.row import Row
from benchmarks.server import Server, open_server

_READY: Final = "ready"
_WORK: Final = "work"


def add_options(parser: ArgumentParser) -> None:
    """Say how large the file is, and which ones are measured."""
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--customers", type=int, default=1000, help="that the company has")
    parser.add_argument("--files", nargs="+", choices=KINDS, default=list(KINDS))


def measure(wanted: Namespace) -> None:
    """Measure each file in turn and print a line for it as soon as it is known."""
    with open_server() as server:
        programs = {"": Program(server)}
        if wanted.against:
            programs["against, "] = Program(server, wanted.against.resolve())
        benches = {
            name: Bench(server, program, f"{_READY}{at}", wanted.customers)
            for at, (name, program) in enumerate(programs.items())
        }
        print(told("file", "seconds", "times the floor", "own CPU", "memory; PostgreSQL's for it"))
        _measure_start(benches, server.folder / "start.csv", wanted.runs)
        for file in wanted.files:
            path = server.folder / file
            KINDS[file](path, wanted.lines)
            _measure_file(benches, path, wanted.runs, wanted.lines)


@dataclass(frozen=True, slots=True)
class Bench:
    """One program with a database that is ready for it."""

    server: Server
    program: Program
    ready: str
    customers: int

    def __post_init__(self) -> None:
        make_company(self.program, self.ready, customers=self.customers)

    def imported(self, path: Path) -> Took:
        """Import `path` into an empty book."""
        self.server.make(_WORK, self.ready)
        return self.program.run(_WORK, "import", str(path), "--book", BOOK, "--channel", "Shopify")

    def rows(self) -> bytes:
        """Return what the import before has written, as COPY has it."""
        with (
            psycopg.connect(self.server.url(_WORK)) as connection,
            connection.cursor().copy("COPY entry TO STDOUT") as copy,
        ):
            return b"".join(bytes(part) for part in copy)

    def copied(self, rows: bytes) -> float:
        """Return how long COPY of `rows` takes, committed, into an empty book."""
        self.server.make(_WORK, self.ready)
        with psycopg.connect(self.server.url(_WORK)) as connection:
            began = time.perf_counter()
            with connection.cursor().copy("COPY entry FROM STDIN") as copy:
                copy.write(rows)
            connection.commit()
            return time.perf_counter() - began


def _measure_start(benches: dict[str, Bench], path: Path, runs: int) -> None:
    """Import two entries: what a command takes before it reads, and any file takes too."""
    KINDS["plain.csv"](path, 2 * LINES_AN_ENTRY)
    took: dict[str, list[Took]] = {name: [] for name in benches}
    for _ in range(runs + 1):
        for name, bench in benches.items():
            took[name].append(bench.imported(path))
    for name in benches:
        _print(f"{name}start alone", took[name][1:])


def _measure_file(benches: dict[str, Bench], path: Path, runs: int, lines: int) -> None:
    """Import once for the rows, then floor, import, floor, ... each program in its turn."""
    kept: dict[str, bytes] = {}
    for name, bench in benches.items():
        said = bench.imported(path).said
        if f"{lines // LINES_AN_ENTRY:,} entries taken" not in said:
            raise SystemExit(f"{path.name} was not taken whole:\n{said}")
        kept[name] = bench.rows()
    floors = {name: [bench.copied(kept[name])] for name, bench in benches.items()}
    took: dict[str, list[Took]] = {name: [] for name in benches}
    for _ in range(runs):
        for name, bench in benches.items():
            took[name].append(bench.imported(path))
            floors[name].append(bench.copied(kept[name]))
    for name in benches:
        _print(f"{name}{path.name}", took[name], floors[name])


def _print(name: str, took: Sequence[Took], floors: Sequence[float] = ()) -> None:
    seconds = [one.seconds for one in took]
    memory = max(one.memory for one in took)
    backend = max(one.backend for one in took)
    times = str(ratios(seconds, floors)) if floors else ""
    print(
        told(
            name,
            str(Spread(seconds)),
            times,
            str(Spread([one.cpu for one in took])),
            f"{memory:.0f} MB; {backend:.0f} MB",
        ),
        flush=True,
    )
    if floors:
        print(told("  its floor", str(Spread(floors))), flush=True)


ROW: Final = Row(
    work="import of a file of entries (100,000 lines, 25,000 entries)",
    floor="COPY of the rows that it writes, fsync on",
    goal="CSV at most 4 times COPY, JSON lines at most 3 times; memory flat",
    add_options=add_options,
    measure=measure,
)
