"""What lines of a book call an account, and the account that people say is meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from journal.books.book import Account
from journal.books.listing import folded
from storage.overwriting import overwrite
from storage.tables import account_alias


@dataclass(frozen=True, slots=True)
class Alias:
    """One name and the account it stands for."""

    name: str  # as names are compared
    written: str  # as someone wrote it
    account_id: str  # the platform's
    by: str | None  # Slack user id; None: at the terminal
    at: datetime


@dataclass(frozen=True, slots=True)
class AliasRepository:
    """The table of aliases."""

    sql: AsyncConnection

    async def of(self, book_id: int) -> Sequence[Alias]:
        """Return all aliases of the book, by name."""
        rows = await self.sql.execute(
            select(account_alias)
            .where(account_alias.c.book_id == book_id)
            .order_by(account_alias.c.name)
        )
        return [
            Alias(row.name, row.written, row.account_id, row.updated_by, row.updated_at)
            for row in rows
        ]

    async def save(self, book_id: int, accounts: Mapping[str, Account], by: str | None) -> None:
        """Keep which account each name means; what was kept of it before is overwritten."""
        newest = {folded(name): (name, account) for name, account in accounts.items()}
        rows = [
            {
                "book_id": book_id,
                "name": name,
                "written": written,
                "account_id": account.key,
                "updated_at": func.now(),
                "updated_by": by,
            }
            for name, (written, account) in newest.items()
        ]
        await overwrite(self.sql, account_alias, rows)

    async def drop(self, book_id: int, name: str) -> bool:
        """Forget a name; False when it was not kept."""
        result = await self.sql.execute(
            delete(account_alias).where(
                account_alias.c.book_id == book_id, account_alias.c.name == folded(name)
            )
        )
        return bool(result.rowcount)
