"""PgBouncer in front of the database: one session works, one for each transaction is refused."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

from storage.database import Database, open_engine
from storage.engine.fitness import DatabaseUnfit, must_fit
from tests.places import made_folder
from tests.storage.cluster.world import answering

PGBOUNCER = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
pytestmark = pytest.mark.skipif(PGBOUNCER is None, reason="pgbouncer is not installed")


@asynccontextmanager
async def pooled(database_url: str, mode: str) -> AsyncIterator[str]:
    """Yield the address of the database behind a pooler."""
    parts = urlsplit(database_url)
    (host,) = parse_qs(parts.query)["host"]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = _started(_configured(host, port, mode), host)
    url = f"postgresql://postgres@127.0.0.1:{port}{parts.path}?sslmode=disable"
    try:
        await answering(url)
        yield url
    finally:
        process.terminate()
        process.wait()


def _configured(host: str, port: int, mode: str) -> Path:
    folder = made_folder("jfpool")
    (folder / "users").write_text('"postgres" ""\n')
    configuration = folder / "ini"
    configuration.write_text(
        f"[databases]\n* = host={host} port=5432 user=postgres\n[pgbouncer]\n"
        f"listen_addr = 127.0.0.1\nlisten_port = {port}\nauth_type = any\n"
        f"auth_file = {folder}/users\nunix_socket_dir =\npool_mode = {mode}\n"
    )
    return configuration


def _started(configuration: Path, host: str) -> subprocess.Popen[bytes]:
    """Start it as the account that may enter PostgreSQL's folder: it refuses to run as root."""
    owner = Path(host).stat()
    is_root = os.geteuid() == 0
    account: dict[str, Any] = (
        {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []} if is_root else {}
    )
    return subprocess.Popen(
        [str(PGBOUNCER), "-q", str(configuration)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **account,
    )


async def test_a_pooler_of_sessions_works(database_url: str) -> None:
    """Its refusal of settings at the start does not matter."""
    async with pooled(database_url, "session") as url:
        async with await psycopg.AsyncConnection.connect(url) as connection:
            await must_fit(connection, url)
        database = Database(open_engine(url))
        async with database.store() as store:
            await store.jobs.poll(1)
        await database.engine.dispose()


async def test_a_pooler_of_transactions_is_refused(database_url: str) -> None:
    """By name, before anything is done."""
    async with (
        pooled(database_url, "transaction") as url,
        await psycopg.AsyncConnection.connect(url) as connection,
    ):
        with pytest.raises(DatabaseUnfit, match="PgBouncer"):
            await must_fit(connection, url)
