"""`make audit` looks pinned packages up in a file, or says that it could not."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.house.tree import ROOT

LOCK = "pillow==10.0.0 \\\n    --hash=sha256:00\nrequests[socks]==2.31.0 \\\n    --hash=sha256:01\n"


def a_record(**changes: Any) -> dict[str, Any]:
    """Return a record as OSV has it: fixed in 10.0.1."""
    events = [{"introduced": "0"}, {"fixed": "10.0.1"}]
    affected = {
        "package": {"ecosystem": "PyPI", "name": "Pillow"},
        "ranges": [{"type": "ECOSYSTEM", "events": events}],
    }
    record = {"id": "PYSEC-1", "aliases": ["CVE-1"], "summary": "heap", "affected": [affected]}
    return {**record, "modified": "2026-07-01T00:00:00Z", **changes}


def audited(folder: Path, *records: dict[str, Any], data: str = "data") -> tuple[int, str]:
    """Return the exit code of an audit, and what it says."""
    (folder / "lock.txt").write_text(LOCK)
    (folder / "data").mkdir(exist_ok=True)
    for number, one in enumerate(records):
        (folder / "data" / f"{number}.json").write_text(json.dumps(one))
    command = [sys.executable, str(ROOT / "scripts/audit.py"), "--data", str(folder / data)]
    done = subprocess.run(
        [*command, str(folder / "lock.txt")], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_a_known_fault_is_told(tmp_path: Path) -> None:
    """Its package, version and numbers are named, whichever way the package is written."""
    code, said = audited(tmp_path, a_record())
    assert code == 1
    assert "pillow 10.0.0: PYSEC-1 (CVE-1)" in said


@pytest.mark.parametrize(
    "record",
    [
        a_record(withdrawn="2026-07-02T00:00:00Z"),
        a_record(affected=[{"package": {"ecosystem": "npm", "name": "pillow"}, "versions": []}]),
        a_record(
            affected=[
                {
                    "package": {"ecosystem": "PyPI", "name": "pillow"},
                    "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "10.1"}]}],
                }
            ]
        ),
    ],
    ids=["withdrawn", "another ecosystem", "a later version"],
)
def test_what_is_not_ours_is_let_be(tmp_path: Path, record: dict[str, Any]) -> None:
    """Records that do not concern a pinned version are no faults."""
    assert audited(tmp_path, record)[0] == 0


def test_a_zip_is_read_too(tmp_path: Path) -> None:
    """As it is given out."""
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as packed:
        packed.writestr("PYSEC-1.json", json.dumps(a_record()))
    assert audited(tmp_path, data="all.zip")[0] == 1


@pytest.mark.parametrize("data", ["data", "none.zip"])
def test_without_data_it_says_that_it_could_not(tmp_path: Path, data: str) -> None:
    """No data is never taken for no faults."""
    code, said = audited(tmp_path, data=data)
    assert code == 2
    assert said.startswith("Could not look")
