"""Setting up the desk: books, connections, their tokens for the API, mapping and costs."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, cast, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from journal.amounts.money import Money
from journal.books.book import Account, Book, Connection, Platform
from journal.errors import BadInput, NotFound
from storage import wire
from storage.overwriting import overwrite
from storage.tables import api_token, book, consent, mapping, unit_cost
from storage.tables import connection as connections

TOKEN_PREFIX = "jf_"  # noqa: S105  how a token begins, so that scanners know one


@dataclass(frozen=True, slots=True)
class DeskRepository:
    """What an installer and a bookkeeper set up, in one unit of work."""

    sql: AsyncConnection

    async def add_book(self, new: Book) -> Book:
        """Keep a new book (its id is ignored); return it. Raises BadInput: the name is taken."""
        values = {
            "slug": new.slug.casefold(),
            "name": new.name,
            "channel_id": new.channel_id,
            "currency": new.currency,
            "locale": new.locale,
        }
        statement = upsert(book).values(values).on_conflict_do_nothing().returning(book)
        row = (await self.sql.execute(statement)).first()
        if row is None:
            raise BadInput(f'There is a book "{new.slug}" already.')
        return wire.book_of(row)

    async def save_store(self, book_id: int, sales_channel: str, store: str) -> None:
        """Keep what the book's store at a sales channel is called there; "" forgets it."""
        others = book.c.stores.op("-")(sales_channel)
        kept = others.op("||")(cast({sales_channel: store}, JSONB)) if store else others
        await self.sql.execute(update(book).where(book.c.id == book_id).values(stores=kept))

    async def save_closing_day(self, book_id: int, day: int | None) -> None:
        """Keep on which day of the following month the book's months close; None: on no set day."""
        await self.sql.execute(update(book).where(book.c.id == book_id).values(closes_on=day))

    async def save_note_limit(self, book_id: int, currency: str, limit: Money | None) -> None:
        """Keep above how much of a currency the person who closes says why; None: never."""
        kept = cast({currency: str(limit.decimal) if limit else None}, JSONB)
        await self._note_limits(book_id, _limits_but(currency).op("||")(kept))

    async def drop_note_limit(self, book_id: int, currency: str) -> None:
        """Forget what was said of a currency: what holds for all books holds there."""
        await self._note_limits(book_id, _limits_but(currency))

    async def _note_limits(self, book_id: int, limits: ColumnElement[Any]) -> None:
        await self.sql.execute(update(book).where(book.c.id == book_id).values(note_above=limits))

    async def add_connection(
        self, to: Book, platform: Platform, realm: str, *, site: str = "", consent_id: int = 0
    ) -> Connection:
        """Link a book to its company at the platform, under a consent that is there or a new one.

        Raises:
            BadInput: the book has a connection, or the company belongs to another book.
        """
        statement = (
            insert(connections)
            .values(
                book_id=to.id,
                platform=platform.value,
                currency=to.currency,
                site=site,
                realm=realm,
                consent_id=consent_id or await self._new_consent(platform),
                state="connected",
                # Its tokens are kept a moment later; a poll before that would find no way in.
                next_poll_at=func.now() + timedelta(minutes=1),
                next_call_at=func.now(),
            )
            .returning(connections)
        )
        try:
            async with self.sql.begin_nested():
                return wire.connection_of((await self.sql.execute(statement)).one())
        except IntegrityError as error:
            raise BadInput(
                "This book is connected already, or another book is connected to that company;"
                " two books on one ledger would post everything twice."
            ) from error

    async def set_owner(self, connection_id: int, person_id: str) -> None:
        """Choose who is asked to connect it again, no matter who does it meanwhile."""
        await self.sql.execute(
            update(connections)
            .where(connections.c.id == connection_id)
            .values(owner=person_id, owner_chosen=True)
        )

    async def _new_consent(self, platform: Platform) -> int:
        statement = insert(consent).values(platform=platform.value).returning(consent.c.id)
        return int((await self.sql.execute(statement)).scalar_one())

    async def new_token(self, book_id: int) -> str:
        """Make a token for the book's API and return it; only its digest is kept."""
        token = TOKEN_PREFIX + secrets.token_urlsafe(32)
        await self.sql.execute(
            insert(api_token).values(book_id=book_id, digest=_digest(token), created_at=func.now())
        )
        return token

    async def revoke_tokens(self, book_id: int) -> int:
        """End every token of the book; return how many."""
        result = await self.sql.execute(
            api_token.update()
            .where(api_token.c.book_id == book_id, api_token.c.revoked_at.is_(None))
            .values(revoked_at=func.now())
        )
        return int(result.rowcount)

    async def book_of_token(self, token: str) -> Book:
        """Return the book that `token` opens. Raises NotFound: unknown or revoked."""
        statement = (
            select(book)
            .join(api_token, api_token.c.book_id == book.c.id)
            .where(api_token.c.digest == _digest(token), api_token.c.revoked_at.is_(None))
        )
        row = (await self.sql.execute(statement)).first()
        if row is None:
            raise NotFound("This token is unknown or was revoked.")
        return wire.book_of(row)

    async def save_mapping(
        self, book_id: int, rows: Sequence[tuple[str, str, str]], by: str | None = None
    ) -> None:
        """Keep (sales channel, category, text) rows, while nobody knows which account is meant.

        They are settled when the chart is read. Known categories are overwritten; of one that is
        named twice the last counts. `by`: the Slack user.
        """
        newest = {(channel, category): account for channel, category, account in rows}
        values = [_mapping_row(book_id, key, text) for key, text in newest.items()]
        await self._save_mapping(values, by)

    async def save_settled(
        self, book_id: int, rows: Sequence[tuple[str, str, Account]], by: str | None = None
    ) -> None:
        """Keep (sales channel, category, account) rows by the ids of the accounts.

        Otherwise as `save_mapping`.
        """
        newest = {(channel, category): account for channel, category, account in rows}
        values = [
            {
                **_mapping_row(book_id, key, account.external_id),
                "account_id": account.key,
                "settled_as": account.external_id,
            }
            for key, account in newest.items()
        ]
        await self._save_mapping(values, by)

    async def _save_mapping(self, values: Sequence[Mapping[str, Any]], by: str | None) -> None:
        rows = [{**one, "updated_at": func.now(), "updated_by": by} for one in values]
        await overwrite(self.sql, mapping, rows)

    async def mapping(self, book_id: int) -> Sequence[tuple[str, str, str]]:
        """Return the book's (sales channel, category, account) rows, in order."""
        rows = await self.sql.execute(
            select(mapping)
            .where(mapping.c.book_id == book_id)
            .order_by(mapping.c.sales_channel, mapping.c.category)
        )
        return [(row.sales_channel, row.category, row.account) for row in rows]

    async def drop_mapping(self, book_id: int, channel: str, category: str) -> bool:
        """Forget one mapping; False when there was none."""
        result = await self.sql.execute(
            delete(mapping).where(
                mapping.c.book_id == book_id,
                mapping.c.sales_channel == channel,
                mapping.c.category == category,
            )
        )
        return bool(result.rowcount)

    async def save_costs(self, book_id: int, rows: Sequence[tuple[str, str, Money]]) -> None:
        """Keep (sales channel, SKU, unit cost) rows; known SKUs are overwritten.

        Of a SKU that is named twice the last cost counts.
        """
        newest = {(channel, sku): cost for channel, sku, cost in rows}
        values = [
            {
                "book_id": book_id,
                "sales_channel": channel,
                "sku": sku,
                "minor": cost.minor,
                "currency": cost.currency,
                "updated_at": func.now(),
            }
            for (channel, sku), cost in newest.items()
        ]
        await overwrite(self.sql, unit_cost, values)

    async def costs(self, book_id: int) -> Sequence[tuple[str, str, Money]]:
        """Return the book's (sales channel, SKU, unit cost) rows, in order."""
        rows = await self.sql.execute(
            select(unit_cost)
            .where(unit_cost.c.book_id == book_id)
            .order_by(unit_cost.c.sales_channel, unit_cost.c.sku)
        )
        return [_cost_of(row) for row in rows]


def _mapping_row(book_id: int, key: tuple[str, str], account: str) -> dict[str, Any]:
    channel, category = key
    return {
        "book_id": book_id,
        "sales_channel": channel,
        "category": category,
        "account": account,
        "account_id": None,
        "settled_as": None,
    }


def _cost_of(row: Row[Any]) -> tuple[str, str, Money]:
    return row.sales_channel, row.sku, Money(row.minor, row.currency)


def _limits_but(currency: str) -> ColumnElement[Any]:
    limits: ColumnElement[Any] = book.c.note_above.op("-")(currency)
    return limits


def _digest(token: str) -> bytes:
    # The token is 32 random bytes, so a plain fast digest gives nothing away.
    return hashlib.sha256(token.encode()).digest()
