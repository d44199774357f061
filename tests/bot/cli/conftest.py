"""Someone at a terminal, with the outside world on a loopback port and a database of their own."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from sandbox.app import sandbox_app
from sandbox.ledger.services import client_of
from sandbox.serve import serving
from storage.database import Database
from tests.bot.cli.person import Person


@pytest.fixture(autouse=True)
def _surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings but those of the test; a wide terminal, so that no line is broken."""
    monkeypatch.chdir(tmp_path)
    for name in ("DATABASE_URL", "SLACK_SIGNING_SECRET", "JEFAIL_REFRESH_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("JEFAIL_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "300")


@pytest.fixture
async def person(
    database_url: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Person]:
    """A person whose settings lead to the sandbox and to a database of this test alone."""
    async with (
        serving(sandbox_app(None)) as base,
        httpx.AsyncClient(base_url=base, timeout=30) as sandbox,
    ):
        tokens = (await sandbox.get("/slack/control/tokens")).json()
        app = client_of("quickbooks")
        settings = {
            "DATABASE_URL": database_url,
            "SLACK_API_URL": f"{base}/slack/api/",
            "SLACK_BOT_TOKEN": tokens["bot_token"],
            "SLACK_APP_TOKEN": tokens["app_token"],
            "JEFAIL_INNER_HOSTS": "127.0.0.1",
            "QUICKBOOKS_CLIENT_ID": app.id,
            "QUICKBOOKS_CLIENT_SECRET": app.secret,
            "QUICKBOOKS_API_URL": f"{base}/quickbooks",
            "QUICKBOOKS_TOKEN_URL": f"{base}/quickbooks/oauth2/v1/tokens/bearer",
        }
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        yield Person(sandbox, database)
