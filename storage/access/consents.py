"""Consents: the links by which people give them, what they let us into, and when they end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, case, delete, func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

from journal.books.book import Book, Connection, Platform
from journal.books.consent import Company, Link, NewLink, SealedTokens
from journal.books.signed_in import NOBODY, SignedIn
from journal.incidents.codec import from_json, to_json
from journal.ports import Consents
from storage import wire
from storage.access.sealing import Sealer, SecretKeyWrong
from storage.access.tokens import columns_of
from storage.books.setup import DeskRepository
from storage.tables import book, consent, consent_link, key_try
from storage.tables import connection as connections
from storage.wire.texts import storable

_ALONE = text("SELECT pg_advisory_xact_lock(hashtext('key_try ' || :by))")


@dataclass(frozen=True, slots=True)
class ConsentRepository(Consents):
    """The tables of consents and links, in one unit of work."""

    sql: AsyncConnection

    @override
    async def invite(self, new: NewLink) -> None:
        await self.sql.execute(
            delete(consent_link).where(
                consent_link.c.book_id == new.book_id,
                consent_link.c.asked_by == new.asked_by,
                consent_link.c.used_at.is_(None),
            )
        )
        await self.sql.execute(
            insert(consent_link).values(
                digest=new.digest,
                book_id=new.book_id,
                platform=new.platform.value,
                asked_by=new.asked_by,
                expires_at=new.expires_at,
            )
        )

    @override
    async def link(self, digest: bytes) -> Link | None:
        statement = select(consent_link).where(consent_link.c.digest == digest)
        return _link_of((await self.sql.execute(statement)).first())

    @override
    async def spend(
        self, link_id: int, at: datetime, state: bytes | None = None, verifier: bytes | None = None
    ) -> bool:
        statement = (
            update(consent_link)
            .where(consent_link.c.id == link_id, consent_link.c.used_at.is_(None))
            .values(used_at=at, state=state, verifier=verifier)
            .returning(consent_link.c.id)
        )
        return (await self.sql.execute(statement)).first() is not None

    @override
    async def count_key_try(self, by: str, at: datetime, since: datetime) -> int:
        # One at a time for a person: else tries made side by side would not see each other.
        await self.sql.execute(_ALONE, {"by": by})
        await self.sql.execute(insert(key_try).values(asked_by=by, at=at))
        tried = select(func.count()).where(key_try.c.asked_by == by, key_try.c.at > since)
        return int((await self.sql.execute(tried)).scalar_one())

    @override
    async def came_back(self, state: bytes, at: datetime) -> Link | None:
        statement = (
            update(consent_link)
            .where(consent_link.c.state == state, consent_link.c.returned_at.is_(None))
            .values(returned_at=at)
            .returning(consent_link)
        )
        return _link_of((await self.sql.execute(statement)).first())

    @override
    async def offer(
        self,
        link_id: int,
        consent_id: int,
        companies: Sequence[Company],
        until: datetime,
        signed_in: SignedIn = NOBODY,
    ) -> None:
        kept = [_kept(one) for one in companies]
        person = to_json(signed_in)
        await self._update(
            link_id, consent_id=consent_id, companies=kept, expires_at=until, signed_in=person
        )

    @override
    async def offered(self, state: bytes) -> Link | None:
        statement = select(consent_link).where(
            consent_link.c.state == state,
            consent_link.c.consent_id.is_not(None),
            consent_link.c.awaits.is_(None),
            consent_link.c.settled_at.is_(None),
        )
        return _link_of((await self.sql.execute(statement.with_for_update())).first())

    @override
    async def await_answer(self, link_id: int, company: Company, until: datetime) -> None:
        await self._update(link_id, awaits=_kept(company), expires_at=until)

    @override
    async def awaiting(self, link_id: int) -> Link | None:
        statement = select(consent_link).where(
            consent_link.c.id == link_id,
            consent_link.c.awaits.is_not(None),
            consent_link.c.settled_at.is_(None),
        )
        return _link_of((await self.sql.execute(statement.with_for_update())).first())

    @override
    async def settle(self, link_id: int, at: datetime) -> None:
        await self._update(link_id, settled_at=at)

    async def _update(self, link_id: int, **values: Any) -> None:
        await self.sql.execute(
            update(consent_link).where(consent_link.c.id == link_id).values(**values)
        )

    @override
    async def add(self, platform: Platform, tokens: SealedTokens, by: str, at: datetime) -> int:
        statement = (
            insert(consent)
            .values(platform=platform.value, granted_by=by, granted_at=at, **columns_of(tokens))
            .returning(consent.c.id)
        )
        return int((await self.sql.execute(statement)).scalar_one())

    @override
    async def connect(
        self, to: Book, platform: Platform, company: Company, consent_id: int
    ) -> Connection:
        return await DeskRepository(self.sql).add_connection(
            to, platform, company.realm, site=company.site, consent_id=consent_id
        )

    @override
    async def on(self, platform: Platform) -> Sequence[tuple[Connection, str]]:
        statement = (
            select(connections, book.c.name.label("book_name"))
            .join(book, book.c.id == connections.c.book_id)
            .where(connections.c.platform == platform.value)
            .order_by(connections.c.id)
            .with_for_update(of=connections)
        )
        rows = await self.sql.execute(statement)
        return [(wire.connection_of(row), row.book_name) for row in rows]

    @override
    async def serve(self, connection_id: int, consent_id: int, by: str) -> None:
        owner = case((connections.c.owner_chosen, connections.c.owner), else_=by)
        await self.sql.execute(
            update(connections)
            .where(connections.c.id == connection_id)
            .values(consent_id=consent_id, state="connected", owner=owner)
        )

    @override
    async def claim_ending(self, at: datetime, warning: timedelta) -> Sequence[Connection]:
        ends, told = consent.c.refresh_expires_at, consent.c.warned_at
        slack = warning + timedelta(days=1)
        claimed = (
            update(consent)
            .where(ends > at, ends <= at + warning, case((told >= ends - slack, False), else_=True))
            .values(warned_at=at)
            .returning(consent.c.id)
        )
        found = [row.id for row in await self.sql.execute(claimed)]
        living = select(connections).where(
            connections.c.consent_id.in_(found), connections.c.state == "connected"
        )
        rows = await self.sql.execute(living.order_by(connections.c.id))
        return [wire.connection_of(row) for row in rows]

    async def forget_old(self, before: datetime) -> None:
        """Drop links that ended before then, and consents that nothing is let in by."""
        await self.sql.execute(delete(key_try).where(key_try.c.at < before))
        await self.sql.execute(delete(consent_link).where(consent_link.c.expires_at < before))
        used = [
            select(table.c.consent_id).where(table.c.consent_id == consent.c.id)
            for table in (connections, consent_link)
        ]
        await self.sql.execute(delete(consent).where(*(~one.exists() for one in used)))

    async def seal_again(self, sealer: Sealer) -> tuple[int, int]:
        """Encrypt every token with the newest key; return how many consents, how many not.

        A consent that is renewed meanwhile waits for this and is then written with the
        newest key of the process that renews it.
        """
        statement = select(consent).where(consent.c.access_token.is_not(None)).with_for_update()
        sealed = failed = 0
        for row in (await self.sql.execute(statement)).all():
            try:
                access, refresh = map(sealer.again, (row.access_token, row.refresh_token))
            except SecretKeyWrong:
                failed += 1
                continue
            await self.sql.execute(
                update(consent)
                .where(consent.c.id == row.id)
                .values(access_token=access, refresh_token=refresh)
            )
            sealed += 1
        return sealed, failed


def _kept(company: Company) -> dict[str, str]:
    """Return a company as it is kept, without what no table holds: platforms tell its name."""
    told = {"realm": company.realm, "name": company.name, "site": company.site}
    return {name: storable(text) for name, text in told.items()}


def _link_of(row: Row[Any] | None) -> Link | None:
    if row is None:
        return None
    return Link(
        id=row.id,
        book_id=row.book_id,
        platform=Platform(row.platform),
        asked_by=row.asked_by,
        expires_at=row.expires_at,
        used_at=row.used_at,
        verifier=row.verifier or b"",
        consent_id=row.consent_id,
        companies=tuple(Company(**one) for one in row.companies),
        awaits=Company(**row.awaits) if row.awaits else None,
        signed_in=from_json(SignedIn, row.signed_in),
    )
