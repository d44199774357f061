"""QuickBooks' ledger with the imitation behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import httpx

from connectors.quickbooks.client import QuickBooksLedger
from journal.books.book import Platform
from tests.agreements.stages import Lack, amended, lines_with
from tests.agreements.weather import Spoil, Weather

GONE = {"name": "Gone", "active": False}
OFFERED: Mapping[str, Any] = {
    "class_tracking": "line",
    "track_departments": True,
    "classes": ["Retail", GONE],
    "departments": ["Leeds", GONE],
    "customers": ["Ada", GONE],
    "country": "CA",
    "sales_tax": True,
    "tax_required": False,
    "tax_codes": [{"name": "HST ON", "sales": "13", "purchase": "13"}],
    "multicurrency": True,
    "currencies": [{"name": "CAD", "rates": {"2026-07-01": "0.74"}}],
}


@dataclass(frozen=True, slots=True)
class QuickBooksStage:
    """The connector over real sockets against the imitation, turned by its control calls."""

    ledger: QuickBooksLedger
    control: httpx.AsyncClient
    weather: Weather
    secrets: tuple[str, ...]
    platform: Platform = Platform.QUICKBOOKS
    lacks: frozenset[Lack] = frozenset({Lack.DRAFTS, Lack.STATES})
    accounts: tuple[str, str] = ("35", "79")
    unknown_account: str = "99999"

    async def numbers(self) -> list[str]:
        """Return the numbers of all stored entries, oldest first."""
        state = (await self.control.get("state")).json()
        company = next(one for one in state["companies"] if one["realm"] == self._realm)
        return [entry["doc_number"] for entry in reversed(company["entries"])]

    async def spoil_next(self, spoil: Spoil) -> None:
        """Let the next entry arrive, and spoil the answer."""
        self.weather.spoil = spoil

    async def throttle_next(self) -> None:
        """Refuse the next call as one too many."""
        await self._turn({"mode": "throttle", "mode_times": 1})

    async def break_down_next(self) -> None:
        """Break down once, with nothing stored."""
        await self._turn({"mode": "error", "mode_times": 1})

    async def expire_token(self) -> None:
        """End the access token as an hour would."""
        await self._turn({}, "/expire")

    async def connect(self, *, connected: bool) -> None:
        """Revoke the authorisation, or make it good again."""
        await self._turn({"connected": connected})

    async def forbid_posting(self) -> None:
        """Take the right to post away from the connected user."""
        await self._turn({"can_post": False})

    async def close_books(self, until: date) -> date:
        """Close the books up to and including a day; return the next."""
        await self._turn({"close_date": until.isoformat()})
        return until + timedelta(days=1)

    async def deactivate(self, account_id: str) -> None:
        """Make an account inactive."""
        await self._turn({"active": False}, f"/accounts/{account_id}")

    async def type_by_hand(
        self,
        number: str,
        on: date,
        note: str = "",
        *,
        amount: str = "5",
        accounts: tuple[str, str] | None = None,
    ) -> None:
        """Type an entry in the platform itself."""
        sides = zip(("debit", "credit"), accounts or ("35", "35"), strict=True)
        lines = [{"side": side, "amount": amount, "account": one} for side, one in sides]
        entry = {"doc_number": number, "private_note": note, "date": on.isoformat()}
        await self._turn({**entry, "lines": lines}, "/entries")

    async def draft_by_hand(self, number: str, on: date) -> None:
        """Not asked: whatever QuickBooks keeps is in the books."""

    async def post_by_hand(self, ledger_id: str) -> None:
        """Not asked."""

    async def edit_by_hand(self, ledger_id: str, note: str) -> None:
        """Change the note of an entry in QuickBooks itself."""
        await self._turn({"private_note": note}, f"/entries/{ledger_id}")

    async def amend_by_hand(self, ledger_id: str, amount: str) -> None:
        """Have Ben type another amount in, in QuickBooks itself."""
        sent = await amended(self.control, ledger_id, amount)
        await self._turn(sent, f"/entries/{ledger_id}")

    async def choose_by_hand(self, ledger_id: str) -> tuple[str, str]:
        """Choose the same on each line in QuickBooks itself."""
        await self._turn({"classes": [{"name": "Retail", "id": "5000000000000135"}]})
        chosen = {"ClassRef": {"value": "5000000000000135"}}
        lines = await lines_with(self.control, ledger_id, chosen)
        await self._turn({"lines": lines}, f"/entries/{ledger_id}")
        return ("Class", "Retail")

    async def offer(self) -> None:
        """Give each list a choice in use and one that is not, and CAD a rate."""
        await self._turn(OFFERED)

    async def match_with_bank(self, ledger_id: str) -> None:
        """Match an entry with the bank's statement in QuickBooks itself."""
        await self._turn({"matched": True}, f"/entries/{ledger_id}")

    async def delete_by_hand(self, ledger_id: str) -> None:
        """Delete an entry in QuickBooks itself."""
        path = f"companies/{self._realm}/entries/{ledger_id}"
        (await self.control.delete(path)).raise_for_status()

    async def _turn(self, switches: Mapping[str, Any], what: str = "") -> None:
        response = await self.control.post(f"companies/{self._realm}{what}", json=switches)
        response.raise_for_status()

    @property
    def _realm(self) -> str:
        return self.ledger.calls.realm
