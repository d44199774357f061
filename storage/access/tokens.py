"""The tokens of consents, encrypted at rest, refreshed by one process at a time."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from journal.books.consent import SealedTokens
from journal.errors import NotFound
from journal.ports import Tokens
from storage.access.sealing import Sealer, SecretKeyWrong
from storage.engine.busy import busy_told
from storage.tables import consent

_LOCK_CLASS = 0x6A66  # advisory locks of this kind: "jf"


@dataclass(slots=True)
class _Slot:
    safe: SqlTokenSafe
    consent_id: int
    tokens: Tokens

    async def save(self, tokens: Tokens) -> None:
        await self.safe.write(self.consent_id, tokens)
        self.tokens = tokens


@dataclass(frozen=True, slots=True)
class SqlTokenSafe:
    """The table of consents."""

    engine: AsyncEngine
    sealer: Sealer

    async def read(self, consent_id: int) -> Tokens:
        """Return the newest tokens. Raises NotFound, SecretKeyWrong, StoreBusy."""
        with busy_told():
            async with self.engine.connect() as sql:
                row = (await sql.execute(select(consent).where(consent.c.id == consent_id))).first()
        if row is None or row.access_token is None:
            raise NotFound("This connection has no authorisation yet.")
        return Tokens(
            access=self.sealer.opened(row.access_token),
            refresh=self.sealer.opened(row.refresh_token),
            access_expires_at=row.access_expires_at,
            refresh_expires_at=row.refresh_expires_at,
        )

    async def write(self, consent_id: int, tokens: Tokens) -> None:
        """Keep `tokens`, committed when this returns. Raises StoreBusy."""
        sealed = self.sealer.tokens(tokens)
        statement = update(consent).where(consent.c.id == consent_id).values(columns_of(sealed))
        with busy_told():
            async with self.engine.begin() as sql:
                await sql.execute(statement)

    async def must_open(self) -> None:
        """Return when tokens are kept and some can be read, or none are. Raises SecretKeyWrong."""
        with busy_told():
            async with self.engine.connect() as sql:
                kept = (await sql.execute(select(consent.c.access_token))).scalars().all()
        sealed = [one for one in kept if one is not None]
        for place, one in enumerate(sealed, 1):
            try:
                self.sealer.opened(one)
            except SecretKeyWrong:
                if place == len(sealed):
                    raise
            else:
                return

    @asynccontextmanager
    async def alone(self, consent_id: int) -> AsyncIterator[_Slot]:
        """Shut out every other process from this consent's tokens while inside.

        The lock is the database session's, so it ends with the process that holds it. It is not
        a transaction: the platform is called while it is held.

        Raises:
            StoreBusy: the database is away, or the others took too long.
            NotFound, SecretKeyWrong: there are no tokens that could be read.
        """
        with busy_told():
            async with self.engine.connect() as sql, _locked(sql, consent_id):
                yield _Slot(self, consent_id, await self.read(consent_id))


def columns_of(sealed: SealedTokens) -> dict[str, Any]:
    """Return the columns of a consent that `sealed` is kept in."""
    return {
        "access_token": sealed.access,
        "refresh_token": sealed.refresh,
        "access_expires_at": sealed.access_expires_at,
        "refresh_expires_at": sealed.refresh_expires_at,
    }


@asynccontextmanager
async def _locked(sql: AsyncConnection, consent_id: int) -> AsyncIterator[None]:
    key = {"class": _LOCK_CLASS, "id": consent_id}
    await sql.execution_options(isolation_level="AUTOCOMMIT")
    await sql.execute(_PATIENT)
    try:
        await sql.execute(_LOCK, key)
        try:
            yield
        finally:
            await sql.execute(_UNLOCK, key)
    finally:
        await sql.execute(_HURRIED)


_PATIENT = text("SET lock_timeout = '60s'")
_HURRIED = text("SET lock_timeout = '2s'")
_LOCK = text("SELECT pg_advisory_lock(:class, :id)")
_UNLOCK = text("SELECT pg_advisory_unlock(:class, :id)")
