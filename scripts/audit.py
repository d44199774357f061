"""Looks the pinned packages up in a file of known faults, as osv.dev gives them out for PyPI.

The data is a folder or a zip of OSV records (https://ossf.github.io/osv-schema/); no network is
asked. Exit codes: 0 nothing known, 1 something is, 2 it could not look.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

_PINNED: Final = re.compile(r"^([A-Za-z0-9._-]+)(?:\[.*?\])?==([^\s;\\]+)", re.MULTILINE)
COULD_NOT: Final = 2


def main() -> int:
    """Say what is known of the packages in some lock files; return the exit code."""
    asked = argparse.ArgumentParser(prog="make audit")
    asked.add_argument("locks", nargs="+", type=Path)
    asked.add_argument("--data", type=Path, help="a folder or zip of OSV records")
    given = asked.parse_args()
    pinned = _pinned(given.locks)
    try:
        records = list(_records(given.data))
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        print(f"Could not look: {error}", file=sys.stderr)
        return COULD_NOT
    if not records:
        print(
            f"Could not look: {given.data or 'no data'} holds no records. Get OSV's export of PyPI"
            " from osv.dev and name it: make audit DATA=all.zip",
            file=sys.stderr,
        )
        return COULD_NOT
    found = sorted({line for one in records for line in _lines(one, pinned)})
    newest = max(str(one.get("modified", "")) for one in records)[:10]
    print(f"{len(pinned)} packages, {len(records)} records, the newest of {newest or 'no day'}")
    print("\n".join(found) or "Nothing is known of them.")
    return 1 if found else 0


def _pinned(locks: Sequence[Path]) -> Mapping[str, str]:
    """Return the version of each package in the lock files."""
    texts = [lock.read_text(encoding="utf-8") for lock in locks]
    return {
        canonicalize_name(name): version
        for text in texts
        for name, version in _PINNED.findall(text)
    }


def _records(data: Path | None) -> Iterator[dict[str, Any]]:
    """Yield each record. Raises OSError, ValueError: the data cannot be read."""
    if data is None:
        return
    if data.is_dir():
        for path in sorted(data.glob("*.json")):
            yield json.loads(path.read_text(encoding="utf-8"))
        return
    with zipfile.ZipFile(data) as packed:
        for name in packed.namelist():
            if name.endswith(".json"):
                yield json.loads(packed.read(name))


def _lines(record: Mapping[str, Any], pinned: Mapping[str, str]) -> Iterator[str]:
    """Yield a line for each pinned package that a record is about."""
    if record.get("withdrawn"):
        return
    for affected in record.get("affected", ()):
        package = affected.get("package", {})
        name = canonicalize_name(str(package.get("name", "")))
        version = pinned.get(name)
        if version and package.get("ecosystem") == "PyPI" and _is_affected(affected, version):
            also = ", ".join(record.get("aliases", ()))
            summary = str(record.get("summary") or record.get("details", ""))[:100]
            yield f"{name} {version}: {record['id']}{f' ({also})' if also else ''} {summary}"


def _is_affected(affected: Mapping[str, Any], version: str) -> bool:
    if version in affected.get("versions", ()):
        return True
    spans = (one for one in affected.get("ranges", ()) if one.get("type") == "ECOSYSTEM")
    return any(_is_within(one.get("events", ()), version) for one in spans)


def _is_within(events: Sequence[Mapping[str, str]], version: str) -> bool:
    """Whether a version lies in a span: introduced, then fixed or affected for the last time."""
    ours, inside = Version(version), False
    for event in events:
        for kind, text in event.items():
            at = _version(text)
            if at is None:
                continue
            if kind == "introduced" and ours >= at:
                inside = True
            elif (kind == "fixed" and ours >= at) or (kind == "last_affected" and ours > at):
                inside = False
    return inside


def _version(text: str) -> Version | None:
    try:
        return Version(text)
    except InvalidVersion:
        return None


if __name__ == "__main__":
    sys.exit(main())
