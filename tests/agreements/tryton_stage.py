"""Tryton's ledger with a real server behind it, turned by its keeper."""

import asyncio
from dataclasses import dataclass
from datetime import date

from connectors.tryton.client import TrytonLedger
from journal.books.book import Platform
from journal.matching.proof import OURS
from sandbox.tryton.books import Tryton
from tests.agreements.stages import BEN, Lack
from tests.agreements.weather import Spoil, Weather


@dataclass(frozen=True, slots=True)
class TrytonStage:
    """The connector over real sockets against trytond on PostgreSQL: no imitation anywhere."""

    ledger: TrytonLedger
    server: Tryton
    weather: Weather
    lacks: frozenset[Lack] = frozenset(
        {
            Lack.KEYS,
            Lack.NEW_ACCOUNTS,
            Lack.UNIQUE_NUMBERS,
            Lack.OWN_NUMBERS,
            Lack.DRAFTS,
            Lack.CHANGES,
            Lack.REPLACING,
            Lack.RATE_LIMIT,
            Lack.BREAKDOWNS,
            Lack.RENEWAL,
            Lack.TRACES,
            Lack.ADDED_TAX,
        }
    )
    platform: Platform = Platform.TRYTON
    unknown_account: str = "99999"

    @property
    def accounts(self) -> tuple[str, str]:
        """Clearing and Sales."""
        return self.server.account("1300"), self.server.account("4000")

    @property
    def secrets(self) -> tuple[str, ...]:
        """The key, and its keeper's."""
        return self.server.key, str(self.server.facts["admin_key"])

    async def numbers(self) -> list[str]:
        """Return our numbers of all posted moves, oldest first."""
        moves = await asyncio.to_thread(self.server.moves)
        found = (OURS.search(move["description"] or "") for move in moves)
        return [match[1] for match in found if match]

    async def spoil_next(self, spoil: Spoil) -> None:
        """Let the next move arrive, and spoil the answer."""
        self.weather.spoil = spoil

    async def throttle_next(self) -> None:
        """Not asked: Tryton has no limit."""

    async def break_down_next(self) -> None:
        """Not asked: a real server does not break down on request."""

    async def expire_token(self) -> None:
        """Not asked: a key does not run out."""

    async def connect(self, *, connected: bool) -> None:
        """Cancel the key, or make it good again."""
        await asyncio.to_thread(self.server.accept, good=connected)

    async def forbid_posting(self) -> None:
        """Take the rights of an accountant away."""
        await asyncio.to_thread(self.server.permit, may_post=False)

    async def close_books(self, until: date) -> date:
        """Close the period of a day; return the first day behind it."""
        return await asyncio.to_thread(self.server.close, until)

    async def deactivate(self, account_id: str) -> None:
        """Let an account end before any entry."""
        await asyncio.to_thread(self.server.end, account_id, date(2026, 1, 1))

    async def type_by_hand(
        self,
        number: str,
        on: date,
        note: str = "",
        *,
        amount: str = "5",
        accounts: tuple[str, str] | None = None,
    ) -> None:
        """Type a move in Tryton itself, where the description is all there is to name it."""
        description = " ".join(text for text in (number, note) if text)
        debit, credit = accounts or self.accounts
        lines = [(debit, "debit", amount), (credit, "credit", amount)]
        await asyncio.to_thread(self.server.enter, description, on, lines)

    async def draft_by_hand(self, number: str, on: date) -> None:
        """Type a move in Tryton itself, and leave it as a draft."""
        await asyncio.to_thread(self.server.type_in, number, on, posts=False)

    async def post_by_hand(self, ledger_id: str) -> None:
        """Post a draft in Tryton itself."""
        await asyncio.to_thread(self.server.post_move, ledger_id)

    async def edit_by_hand(self, ledger_id: str, note: str) -> None:
        """Not asked: nobody changes what is posted in Tryton."""

    async def amend_by_hand(self, ledger_id: str, amount: str) -> None:
        """Have another amount written into the database, as only its administrator can."""
        await asyncio.to_thread(self.server.amend, ledger_id, amount, BEN)

    async def choose_by_hand(self, ledger_id: str) -> tuple[str, str]:
        """Not asked: nobody changes what is posted in Tryton."""
        raise NotImplementedError

    async def offer(self) -> None:
        """Make Canadian dollars; there is something in each list already."""
        dollar = {"name": "Canadian dollar", "code": "CAD", "symbol": "C$"}
        made = await asyncio.to_thread(self.server.post, "currency.currency", dollar)
        rate = {"currency": made["id"], "date": "2026-07-01", "rate": "1.37"}
        await asyncio.to_thread(self.server.post, "currency.currency.rate", rate)

    async def match_with_bank(self, ledger_id: str) -> None:
        """Not asked."""

    async def delete_by_hand(self, ledger_id: str) -> None:
        """Not asked: nobody deletes what is posted in Tryton."""
