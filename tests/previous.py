"""The previous release, beside which this one has to work while it takes over."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

RELEASE = "a37c2a3b8b5c3fcd95e63f565a74eab6214db2b6"
"""The commit that was released last. Its tree is read from the history of this very clone."""
SCHEMA = "0006"
"""The newest that it knows: it does not start on a newer one, and goes on where it runs already."""
PACKAGES = ("bot", "blocks", "connectors", "handlers", "journal", "storage")
ROOT = Path(__file__).parents[1]


def tree_of_it(folder: Path) -> Path:
    """Unpack the previous release into `folder`; skip the test where the history is cut off."""
    packed = subprocess.run(
        [
            "git",
            "archive",
            RELEASE,
            "bot",
            "blocks",
            "connectors",
            "handlers",
            "journal",
            "storage",
        ],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if packed.returncode:
        pytest.skip(f"this clone has no {RELEASE[:7]}: its history is cut off")
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as tree:
        tree.extractall(folder, filter="data")
    return folder


@contextmanager
def running(tree: Path, given: Mapping[str, str], log: Path) -> Iterator[None]:
    """Have `jefail run` of the release in `tree` run; it ends as a service does, with 0."""
    with log.open("ab") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            env={**os.environ, **given, "PYTHONPATH": str(tree)},
            cwd=tree,
            stdout=said,
            stderr=said,
        )
    try:
        yield
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0, log.read_text()[-4000:]
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
