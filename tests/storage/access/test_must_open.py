"""Tokens that no key of ours opens are told before anything is tried with them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text

from storage.access.sealing import SecretKeyWrong, sealer_of
from storage.access.tokens import SqlTokenSafe
from storage.database import Database

OURS, OTHER = (Fernet.generate_key().decode() for _ in range(2))


async def _kept(database: Database, keys: Sequence[str]) -> SqlTokenSafe:
    """Keep a token sealed with each of `keys`; return the safe that has OURS."""
    async with database.engine.begin() as sql:
        for key in keys:
            await sql.execute(
                text("INSERT INTO consent (platform, access_token) VALUES ('xero', :sealed)"),
                {"sealed": sealer_of([key]).text("token")},
            )
    return SqlTokenSafe(database.engine, sealer_of([OURS]))


@pytest.mark.parametrize("keys", [(), (OURS,), (OTHER, OURS)])
async def test_a_key_that_opens_something_is_ours(database: Database, keys: Sequence[str]) -> None:
    """Nothing kept is nothing wrong; a book that was kept with an older key is that book's."""
    await (await _kept(database, keys)).must_open()


async def test_a_key_that_opens_nothing_is_told(database: Database) -> None:
    """The key was not put back with the backup."""
    safe = await _kept(database, (OTHER, OTHER))

    with pytest.raises(SecretKeyWrong):
        await safe.must_open()
