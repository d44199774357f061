"""Zoho Books' ledger with the imitation behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import httpx

from connectors.zoho.client import ZohoLedger
from journal.books.book import Platform
from tests.agreements.stages import Lack, amended, lines_with
from tests.agreements.weather import Spoil, Weather

TAG = {"tag_id": "460000000000901", "tag_option_id": "460000000000911"}
TAGS = [
    {
        "id": TAG["tag_id"],
        "name": "Channel",
        "options": [{"id": TAG["tag_option_id"], "name": "Web"}],
    }
]
GONE = {"name": "Gone", "active": False}
OFFERED: Mapping[str, Any] = {
    "contacts": ["Ada", GONE],
    "tags": [{"name": "Channel", "options": ["Web", GONE]}],
    "taxes": [{"name": "VAT 20", "percentage": "20"}],
    "locations": ["Leeds", GONE],
    "projects": ["Refit", GONE],
    "currencies": [{"name": "CAD", "rates": {"2026-07-01": "0.74"}}],
}


@dataclass(frozen=True, slots=True)
class ZohoStage:
    """The connector over real sockets against the imitation, turned by its control calls."""

    ledger: ZohoLedger
    control: httpx.AsyncClient
    weather: Weather
    secrets: tuple[str, ...]
    platform: Platform = Platform.ZOHO
    lacks: frozenset[Lack] = frozenset(
        {Lack.KEYS, Lack.UNIQUE_NUMBERS, Lack.DRAFTS, Lack.TRACES, Lack.AUTHORS}
    )
    accounts: tuple[str, str] = ("460000000000304", "460000000000313")
    unknown_account: str = "460000000009999"

    async def numbers(self) -> list[str]:
        """Return the reference numbers of all published journals, oldest first."""
        entries = reversed((await self._company())["entries"])
        return [one["doc_number"] for one in entries if not one["draft"]]

    async def spoil_next(self, spoil: Spoil) -> None:
        """Let the next journal arrive, and spoil the answer."""
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
        """Lock transactions up to and including a day; return the next."""
        await self._turn({"lock_date": until.isoformat()})
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
        """Type a journal in Zoho Books itself."""
        sides = zip(("debit", "credit"), accounts or self.accounts, strict=True)
        lines = [{"side": side, "amount": amount, "account": one} for side, one in sides]
        entry = {"doc_number": number, "private_note": note, "date": on.isoformat()}
        await self._turn({**entry, "lines": lines}, "/entries")

    async def draft_by_hand(self, number: str, on: date) -> None:
        """Type a journal in Zoho Books itself, which waits for an approver then."""
        await self.type_by_hand(number, on)
        (ledger_id,) = [
            one["id"] for one in (await self._company())["entries"] if one["doc_number"] == number
        ]
        await self._turn({"state": "submitted"}, f"/entries/{ledger_id}")

    async def post_by_hand(self, ledger_id: str) -> None:
        """Approve and publish a journal in Zoho Books itself."""
        await self._turn({"state": "published"}, f"/entries/{ledger_id}")

    async def edit_by_hand(self, ledger_id: str, note: str) -> None:
        """Change the notes of an entry in Zoho Books itself."""
        await self._turn({"private_note": note}, f"/entries/{ledger_id}")

    async def amend_by_hand(self, ledger_id: str, amount: str) -> None:
        """Have Ben type another amount in, in Zoho Books itself."""
        sent = await amended(self.control, ledger_id, amount)
        await self._turn(sent, f"/entries/{ledger_id}")

    async def choose_by_hand(self, ledger_id: str) -> tuple[str, str]:
        """Choose the same on each line in Zoho Books itself."""
        await self._turn({"tags": TAGS})
        lines = await lines_with(self.control, ledger_id, {"tags": [TAG]})
        await self._turn({"lines": lines}, f"/entries/{ledger_id}")
        return ("Channel", "Web")

    async def offer(self) -> None:
        """Give each list a choice in use and one that is not, and CAD a rate."""
        await self._turn(OFFERED)

    async def match_with_bank(self, ledger_id: str) -> None:
        """Match an entry with the bank's statement in Zoho Books itself."""
        await self._turn({"matched": True}, f"/entries/{ledger_id}")

    async def delete_by_hand(self, ledger_id: str) -> None:
        """Delete an entry in Zoho Books itself."""
        path = f"companies/{self._realm}/entries/{ledger_id}"
        (await self.control.delete(path)).raise_for_status()

    async def _company(self) -> Mapping[str, Any]:
        state = (await self.control.get("state")).json()
        company: Mapping[str, Any] = next(
            one for one in state["companies"] if one["realm"] == self._realm
        )
        return company

    async def _turn(self, switches: Mapping[str, Any], what: str = "") -> None:
        response = await self.control.post(f"companies/{self._realm}{what}", json=switches)
        response.raise_for_status()

    @property
    def _realm(self) -> str:
        return self.ledger.calls.realm
