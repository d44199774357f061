"""Tokens are encrypted at rest, and refreshed by one at a time."""

import asyncio
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet

from journal.errors import JefailError, NotFound, StoreBusy
from journal.ports import Tokens
from storage.access.sealing import SecretKeyWrong, sealer_of
from storage.access.tokens import SqlTokenSafe
from storage.database import Database, open_engine
from tests.build import NOW
from tests.storage.stage import open_book, rows

TOKENS = Tokens("access-secret", "refresh-secret", NOW, NOW + timedelta(days=100))
OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def safe_of(database: Database, *keys: str) -> SqlTokenSafe:
    """Return a safe that knows these keys."""
    return SqlTokenSafe(database.engine, sealer_of(keys or (OLD,)))


async def test_tokens_come_back_and_cannot_be_read_in_the_database(database: Database) -> None:
    """Anyone who sees the rows sees neither token."""
    connection, safe = await open_book(database), safe_of(database)

    await safe.write(connection.consent_id, TOKENS)

    assert await safe.read(connection.consent_id) == TOKENS
    (row,) = await rows(database, "SELECT * FROM consent")
    assert b"secret" not in row.access_token + row.refresh_token
    assert "secret" not in repr(TOKENS)


async def test_a_newer_key_reads_what_the_older_one_wrote(database: Database) -> None:
    """Keys are changed by putting the new one in front."""
    connection = await open_book(database)
    await safe_of(database, OLD).write(connection.consent_id, TOKENS)

    both = safe_of(database, NEW, OLD)
    assert await both.read(connection.consent_id) == TOKENS
    await both.write(connection.consent_id, TOKENS)
    assert await safe_of(database, NEW).read(connection.consent_id) == TOKENS


async def test_the_wrong_key_is_told_as_what_it_is(database: Database) -> None:
    """With what to do about it, and without any of the token."""
    connection = await open_book(database)
    await safe_of(database, OLD).write(connection.consent_id, TOKENS)

    with pytest.raises(SecretKeyWrong) as caught:
        await safe_of(database, NEW).read(connection.consent_id)

    assert isinstance(caught.value, JefailError)
    assert "JEFAIL_SECRET_KEYS" in caught.value.advice


async def test_a_connection_without_authorisation_says_so(database: Database) -> None:
    """Neither known nor unknown connections have tokens before they are authorised."""
    connection, safe = await open_book(database), safe_of(database)

    for consent_id in (connection.consent_id, 99):
        with pytest.raises(NotFound, match="no authorisation"):
            await safe.read(consent_id)


async def test_one_refreshes_and_the_others_see_what_it_saved(database: Database) -> None:
    """The second is let in after the first, with the tokens that the first one got."""
    connection, safe = await open_book(database), safe_of(database)
    await safe.write(connection.consent_id, TOKENS)
    seen: list[str] = []

    async def refresh() -> None:
        async with safe.alone(connection.consent_id) as slot:
            seen.append(slot.tokens.access)
            await asyncio.sleep(0)
            await slot.save(Tokens(f"access-{len(seen)}", "refresh", NOW))
            assert slot.tokens.access == f"access-{len(seen)}"

    await asyncio.gather(refresh(), refresh(), refresh())

    assert seen == ["access-secret", "access-1", "access-2"]
    assert (await safe.read(connection.consent_id)).access == "access-3"


async def test_who_fails_inside_leaves_the_door_open(database: Database) -> None:
    """The next one gets in, and tokens that were not saved are not kept."""
    connection, safe = await open_book(database), safe_of(database)
    await safe.write(connection.consent_id, TOKENS)

    with pytest.raises(LookupError):
        async with safe.alone(connection.consent_id):
            raise LookupError

    async with safe.alone(connection.consent_id) as slot:
        assert slot.tokens == TOKENS


async def test_a_database_that_is_away_is_said_to_be_busy() -> None:
    """Posting waits for it as for any passing trouble."""
    engine = open_engine("postgresql://nobody@127.0.0.1:1/nothing")
    safe = SqlTokenSafe(engine, sealer_of((OLD,)))

    with pytest.raises(StoreBusy):
        await safe.read(1)
    with pytest.raises(StoreBusy):
        await safe.write(1, TOKENS)
    with pytest.raises(StoreBusy):
        async with safe.alone(1):
            pass

    await engine.dispose()
