"""Keep a small, filled database of the schema of today, for tests of the releases to come.

    python scripts/keep_release.py

writes `tests/storage/releases/NNNN.sql.gz`. It is run once, as a release is cut, and what it wrote
is never written again: a database out there is not either.
"""

from __future__ import annotations

import asyncio
import gzip
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import psycopg  # noqa: E402

from storage.cluster import start_cluster  # noqa: E402
from storage.database import sqlalchemy_url  # noqa: E402
from storage.schema import NEWEST, migrate  # noqa: E402
from tests.dumps import dump  # noqa: E402
from tests.places import made_folder  # noqa: E402
from tests.storage.filling import fill  # noqa: E402

KEPT = ROOT / "tests" / "storage" / "releases"


async def keep(schema: str) -> Path:
    """Fill a database of `schema`, dump it and return where that lies."""
    cluster = await start_cluster(made_folder("jfkeep"))
    try:
        await migrate(sqlalchemy_url(cluster.url), to=schema)
        with psycopg.connect(cluster.url) as connection:
            fill(connection)
            found = connection.execute("SELECT version_num FROM alembic_version").fetchall()
        to = KEPT / f"{found[0][0]}.sql.gz"
        plain = dump(cluster.url, to.with_suffix(""), "--format=plain", "--no-owner", "--inserts")
        to.write_bytes(gzip.compress(plain.read_bytes(), mtime=0))
        plain.unlink()
        return to
    finally:
        await cluster.stop()


if __name__ == "__main__":
    sys.stdout.write(f"{asyncio.run(keep(sys.argv[1] if len(sys.argv) > 1 else NEWEST))}\n")
