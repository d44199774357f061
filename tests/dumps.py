"""Backups, as people make them: with PostgreSQL's own programs, which come along in the wheel."""

from __future__ import annotations

import gzip
import importlib.util
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from storage.cluster.programs import MAJOR, WHEEL


def dump(url: str, to: Path, *options: str) -> Path:
    """Write a backup of the database at `url` (libpq form) and return where."""
    _run("pg_dump", *(options or ("--format=custom",)), f"--file={to}", url)
    return to


def put_back(backup: Path, url: str, *options: str) -> None:
    """Load a backup in the custom format into the database at `url`."""
    _run("pg_restore", "--no-owner", "--exit-on-error", *options, f"--dbname={url}", str(backup))


def load(kept: Path, url: str) -> None:
    """Load a plain backup that was packed into the empty database at `url`."""
    statements = gzip.decompress(kept.read_bytes()).decode()
    _run("psql", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", url, given=statements)


@contextmanager
def new_database(url: str, name: str) -> Iterator[str]:
    """Yield the URL of an empty database on the server of `url`; it is dropped at the end."""
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urlsplit(url)._replace(path=f"/{name}").geturl()
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _run(program: str, *arguments: str, given: str = "") -> None:
    found = importlib.util.find_spec(WHEEL)
    assert found is not None
    assert found.origin is not None
    path = Path(found.origin).parent / f"pginstall{MAJOR}" / "bin" / program
    done = subprocess.run(
        [str(path), *arguments],
        input=given,
        env={"PATH": os.defpath},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
