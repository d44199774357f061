"""`jefail check`."""

import asyncio
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.cli.checks.slack import scopes_finding
from bot.settings import read_settings
from tests.bot.cli.person import Person, unwrapped
from tests.places import made_folder
from tests.storage.stage import open_incident

EXAMPLE = Path(__file__).parents[3] / "sandbox" / "examples" / "northwind.jsonl"


async def test_all_is_there(person: Person) -> None:
    """A connected book with its channel, tokens and database passes, and no secret is shown."""
    await person.connects()

    result = await person.types("check")

    assert result.exit_code == 0, result.output
    assert "✗" not in result.stdout
    for part in ("#bookkeeping", "seen by 5 people", "lets us in", "Socket Mode", "the newest"):
        assert part in result.stdout
    settings = read_settings()
    for secret in (settings.slack_bot_token, settings.slack_app_token):
        assert secret.get_secret_value() not in result.output
    assert settings.fernet_keys[0] not in result.output


async def test_everything_missing_is_told_at_once(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Settings, channel and connection are told in one go, each with what to do."""
    realm = await person.connects()
    book, _ = await person.kept()
    await person.adds_book("harbor")
    await person.turns(f"/slack/control/channels/{book.channel_id}", bot=False)
    await person.turns(f"/quickbooks/control/companies/{realm}", connected=False)
    monkeypatch.delenv("QUICKBOOKS_CLIENT_SECRET")
    monkeypatch.delenv("SLACK_APP_TOKEN")

    result = await person.types("check")

    assert result.exit_code == 1
    for part in (
        "QUICKBOOKS_CLIENT_SECRET",
        "SLACK_APP_TOKEN",
        "/invite @jefail",
        "`jefail connection add northwind` authorises it anew",
        "`jefail connection add harbor` makes one",
    ):
        assert part in unwrapped(result.stdout)
    assert "6 things are missing" in result.stdout


async def test_a_channel_whose_members_slack_keeps_is_told(person: Person) -> None:
    """Nobody would see the book, and nothing else would say why."""
    await person.connects()
    fault = {"method": "conversations.members", "kind": "error", "error": "fetch_members_failed"}
    await person.turns("/slack/control/faults", **fault)

    result = await person.types("check")

    assert result.exit_code == 1
    assert "nobody sees the book" in unwrapped(result.stdout)


async def test_revoked_token_is_told(person: Person) -> None:
    """An app that was removed from the workspace is told as that."""
    await person.adds_book()
    await person.turns("/slack/control/install", installed=False)

    result = await person.types("check")

    assert result.exit_code == 1
    assert "install" in result.stdout
    assert "channel" not in result.stdout  # Slack would only say the same again


async def test_database_that_is_away_is_told(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A database that does not answer is one finding, without its password."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://ana:hidden@127.0.0.1:1/books")

    result = await person.types("check")

    assert result.exit_code == 1
    assert "The database does not let us in" in result.stdout
    assert "hidden" not in result.output


async def test_a_card_that_slack_refused_is_named(person: Person) -> None:
    """With its incident, its channel and what Slack answered."""
    await person.connects()
    book, connection = await person.kept()
    incident = await open_incident(person.database, connection)
    async with person.database.store() as store:
        await store.incidents.owe_card(incident)
        owed = await store.outbox.next_owed(book.channel_id)
        assert owed is not None
        await store.outbox.set_aside(owed, "invalid_blocks", timedelta(minutes=5))

    result = await person.types("check")

    assert result.exit_code == 1
    said = "Slack refused its card (invalid_blocks)"
    assert said in unwrapped(result.stdout)
    assert incident.number in result.stdout
    assert book.channel_id in result.stdout


@pytest.mark.parametrize(
    "words",
    [
        ["check"],
        ["migrate"],
        ["book", "list"],
        ["connection", "list"],
        ["import", str(EXAMPLE), "--book", "northwind"],
        ["map", "list", "northwind"],
        ["cost", "list", "northwind"],
        ["token", "new", "northwind"],
    ],
    ids=lambda words: " ".join(words[:2]) if len(words) > 1 else words[0],
)
async def test_every_command_refuses_a_newer_database(person: Person, words: list[str]) -> None:
    """One sentence says so and what to do, without a traceback, and nothing is changed."""
    async with person.database.store() as store:
        await store.entries.sql.exec_driver_sql("UPDATE alembic_version SET version_num = '0999'")

    result = await person.types(*words)

    assert result.exit_code == 1
    assert "0999" in result.output
    assert "Traceback" not in result.output


async def test_the_program_itself_refuses_a_newer_database(person: Person) -> None:
    """`jefail run` ends with the same sentence, before it does anything."""
    async with person.database.store() as store:
        await store.entries.sql.exec_driver_sql("UPDATE alembic_version SET version_num = '0999'")

    ended = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run"), stderr=subprocess.PIPE, stdout=subprocess.PIPE
    )
    _out, said = await ended.communicate()

    assert ended.returncode == 1
    assert "0999" in said.decode()
    assert "Traceback" not in said.decode()


async def test_wrong_secret_key_is_told(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tokens kept with another key are not blamed on the platform."""
    await person.connects()
    monkeypatch.setenv("JEFAIL_SECRET_KEYS", "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=")

    result = await person.types("check")

    assert result.exit_code == 1
    assert "JEFAIL_SECRET_KEYS" in result.stdout


async def test_the_support_channel_is_looked_at(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its id, the bot a member of it; a name is answered with the id to set."""
    for given, said in (
        ("C_HARBOR", "C_HARBOR takes what people ask for help"),
        ("#harbor-books", "Set the id of #harbor-books, which is C_HARBOR"),
        ("C_NOWHERE", "does not show this channel"),
    ):
        monkeypatch.setenv("JEFAIL_SUPPORT_CHANNEL", given)
        assert said in unwrapped((await person.types("check")).stdout)


@pytest.mark.parametrize(
    ("granted", "lacking"),
    [("chat:write,commands", "channels:history"), ("", "chat:write")],
)
def test_lacking_scopes_are_named(granted: str, lacking: str) -> None:
    """Scopes that the manifest asks for and Slack did not grant are named."""
    answer = AsyncSlackResponse(
        client=AsyncWebClient(),
        http_verb="POST",
        api_url="auth.test",
        req_args={},
        data={"ok": True},
        headers={"X-OAuth-Scopes": granted},
        status_code=200,
    )

    assert lacking in scopes_finding(answer).problem


@pytest.fixture
def short_home() -> Iterator[Path]:
    """A folder whose path is short enough for PostgreSQL's socket, open to its account."""
    folder = made_folder("jfcheck")
    yield folder
    shutil.rmtree(folder)


async def test_own_postgresql_is_started_for_the_look(
    person: Person, short_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without DATABASE_URL the PostgreSQL of jefail's own is looked at, before and after."""
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("JEFAIL_HOME", str(short_home))

    before = await person.types("check")
    migrated = await person.types("migrate")
    after = await person.types("check")

    assert "run `jefail migrate`" in before.stdout
    assert migrated.stdout == "The database has the newest schema.\n"
    assert "`jefail book add` adds one" in after.stdout
