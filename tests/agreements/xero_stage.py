"""Xero's ledger with the imitation behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import httpx

from connectors.xero.client import XeroLedger
from journal.books.book import Platform
from tests.agreements.stages import Lack, amended, lines_with
from tests.agreements.weather import Spoil, Weather

REGION = {"id": "region", "name": "Region", "options": [{"id": "north", "name": "North"}]}
"""The tracking category of the organisation, once a person there chooses of it."""
OFFERED: Mapping[str, Any] = {
    "tracking": [{"name": "Region", "options": ["North", {"name": "Gone", "active": False}]}],
    "tax_rates": [{"type": "TAX001", "name": "State sales tax", "percent": "7.5"}],
}


@dataclass(frozen=True, slots=True)
class XeroStage:
    """The connector over real sockets against the imitation, turned by its control calls."""

    ledger: XeroLedger
    control: httpx.AsyncClient
    weather: Weather
    secrets: tuple[str, ...]
    platform: Platform = Platform.XERO
    lacks: frozenset[Lack] = frozenset({Lack.UNIQUE_NUMBERS, Lack.OWN_NUMBERS})
    accounts: tuple[str, str] = ("1300", "4000")
    unknown_account: str = "9999"

    async def numbers(self) -> list[str]:
        """Return our numbers of all posted journals, oldest first."""
        entries = reversed((await self._company())["entries"])
        return [_number(one["private_note"]) for one in entries if not one["draft"]]

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
        """End the access token as half an hour would."""
        await self._turn({}, "/expire")

    async def connect(self, *, connected: bool) -> None:
        """Revoke the authorisation, or make it good again."""
        await self._turn({"connected": connected})

    async def forbid_posting(self) -> None:
        """Take the right to post away from the connected user."""
        await self._turn({"can_post": False})

    async def close_books(self, until: date) -> date:
        """Lock the period up to and including a day; return the next."""
        await self._turn({"period_lock_date": until.isoformat()})
        return until + timedelta(days=1)

    async def deactivate(self, account_id: str) -> None:
        """Archive an account."""
        accounts = (await self._company())["accounts"]
        its_id = next(one["id"] for one in accounts if one["number"] == account_id)
        await self._turn({"active": False}, f"/accounts/{its_id}")

    async def type_by_hand(
        self,
        number: str,
        on: date,
        note: str = "",
        *,
        amount: str = "5",
        accounts: tuple[str, str] | None = None,
    ) -> None:
        """Type a journal in Xero itself, where the narration is all there is to name it."""
        chart = {one["number"]: one["id"] for one in (await self._company())["accounts"]}
        sides = zip(("debit", "credit"), accounts or ("1300", "1300"), strict=True)
        lines = [{"side": side, "amount": amount, "account": chart[one]} for side, one in sides]
        narration = " ".join(text for text in (number, note) if text)
        entry = {"private_note": narration, "date": on.isoformat(), "lines": lines}
        await self._turn(entry, "/entries")

    async def draft_by_hand(self, number: str, on: date) -> None:
        """Type a journal in Xero itself, and leave it as a draft."""
        await self.type_by_hand(number, on)
        newest = (await self._company())["entries"][0]
        await self._turn({"draft": True}, f"/entries/{newest['id']}")

    async def post_by_hand(self, ledger_id: str) -> None:
        """Post a draft in Xero itself."""
        await self._turn({"draft": False}, f"/entries/{ledger_id}")

    async def edit_by_hand(self, ledger_id: str, note: str) -> None:
        """Change the narration of an entry in Xero itself."""
        await self._turn({"private_note": note}, f"/entries/{ledger_id}")

    async def amend_by_hand(self, ledger_id: str, amount: str) -> None:
        """Have Ben type another amount in, in Xero itself."""
        sent = await amended(self.control, ledger_id, amount)
        await self._turn(sent, f"/entries/{ledger_id}")

    async def choose_by_hand(self, ledger_id: str) -> tuple[str, str]:
        """Choose the same on each line in Xero itself."""
        north = {"TrackingCategoryID": "region", "TrackingOptionID": "north"}
        await self._turn({"tracking": [REGION]})
        lines = await lines_with(self.control, ledger_id, {"Tracking": [north]})
        await self._turn({"lines": lines}, f"/entries/{ledger_id}")
        return ("Region", "North")

    async def offer(self) -> None:
        """Give tracking and tax a choice in use and one that is not."""
        await self._turn(OFFERED)

    async def match_with_bank(self, ledger_id: str) -> None:
        """Match an entry with the bank's statement in Xero itself."""
        await self._turn({"matched": True}, f"/entries/{ledger_id}")

    async def delete_by_hand(self, ledger_id: str) -> None:
        """Delete an entry in Xero itself."""
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
        return self.ledger.calls.tenant


def _number(narration: str) -> str:
    return narration.rpartition("[")[2].rstrip("]")
