"""State of the sandbox over restarts: an append-only file of JSON lines.

Each line is `{"table", "key", "value"}`; a null value means deleted. Every write is flushed, so
a killed process loses at most a cut last line, which the next start ignores.
"""

import fcntl
import json
from collections.abc import Iterator, MutableMapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TextIO

Json = dict[str, Any]


class KeepInUse(OSError):
    """Another process has this state open; two would overwrite each other's."""


class Table(MutableMapping[str, Json]):
    """One named table. A value is written when it is set: to change one, set it again."""

    def __init__(self, keep: "Keep", name: str, rows: dict[str, Json]) -> None:
        self._keep = keep
        self._name = name
        self._rows = rows

    def __getitem__(self, key: str) -> Json:
        return self._rows[key]

    def __setitem__(self, key: str, value: Json) -> None:
        self._rows[key] = value
        self._keep.write(self._name, key, value)

    def __delitem__(self, key: str) -> None:
        del self._rows[key]
        self._keep.write(self._name, key, None)

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


class Keep:
    """All tables of one sandbox; without a path nothing outlives the process.

    Raises:
        KeepInUse: another process keeps its state in the same file.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._rows: dict[str, dict[str, Json]] = {}
        self._tables: dict[str, Table] = {}
        self._file: TextIO | None = None
        self._lock: TextIO | None = None
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._lock = _locked(path)
            self._rows = _read(path)
            _compact(path, self._rows)
            self._file = path.open("a", encoding="utf-8")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def table(self, name: str) -> MutableMapping[str, Json]:
        """Return the table of that name, made at its first use."""
        if name not in self._tables:
            self._tables[name] = Table(self, name, self._rows.setdefault(name, {}))
        return self._tables[name]

    def write(self, table: str, key: str, value: Json | None) -> None:
        """Append one line; tables call it, and after `close` it does nothing."""
        if self._file is not None:
            self._file.write(_line(table, key, value))
            self._file.flush()

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()
            self._file = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None


def _locked(path: Path) -> TextIO:
    # A file of its own: compaction puts a new state file in the old one's place.
    lock = path.with_suffix(path.suffix + ".lock").open("w", encoding="utf-8")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as taken:
        lock.close()
        raise KeepInUse(f"another sandbox is using {path}") from taken
    return lock


def _line(table: str, key: str, value: Json | None) -> str:
    line = {"table": table, "key": key, "value": value}
    return json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n"


def _read(path: Path) -> dict[str, dict[str, Json]]:
    rows: dict[str, dict[str, Json]] = {}
    if not path.exists():
        return rows
    for line in path.read_bytes().splitlines():
        # Only a line that was cut when the process died cannot be read: it was never promised.
        with suppress(ValueError):
            _apply(rows, json.loads(line))
    return rows


def _apply(rows: dict[str, dict[str, Json]], line: Json) -> None:
    table = rows.setdefault(line["table"], {})
    if line["value"] is None:
        table.pop(line["key"], None)
    else:
        table[line["key"]] = line["value"]


def _compact(path: Path, rows: dict[str, dict[str, Json]]) -> None:
    fresh = path.with_suffix(path.suffix + ".new")
    with fresh.open("w", encoding="utf-8") as file:
        for table, values in rows.items():
            file.writelines(_line(table, key, value) for key, value in values.items())
    fresh.replace(path)
