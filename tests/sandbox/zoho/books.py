"""An organisation of the imitation of Zoho Books as an app sees it."""

from dataclasses import dataclass
from typing import Any

import httpx

from tests.sandbox.quickbooks.books import HeldClock

Json = dict[str, Any]
APP = {"client_id": "local-zoho-app", "client_secret": "local-zoho-secret"}
CLEARING, SALES = "460000000000304", "460000000000313"
RECEIVABLE = "460000000000302"


def a_line(side: str, amount: float = 250, account: str = CLEARING) -> Json:
    """Make one line of a journal."""
    return {"account_id": account, "debit_or_credit": side, "amount": amount}


def a_journal(number: str = "JF-1", **changes: Any) -> Json:
    """Make a journal that the organisation accepts, unless changed."""
    return {
        "journal_date": "2026-07-07",
        "reference_number": number,
        "notes": f"shopify S-1 [{number}]",
        "journal_type": "both",
        "status": "published",
        "line_items": [a_line("debit"), a_line("credit", account=SALES)],
        **changes,
    }


@dataclass
class Books:
    """One connected organisation."""

    http: httpx.AsyncClient
    clock: HeldClock
    realm: str
    access_token: str
    refresh_token: str

    @classmethod
    async def opened(cls, http: httpx.AsyncClient, clock: HeldClock, **company: Any) -> "Books":
        """Open an organisation through the control call."""
        made = await http.post("control/companies", json={"name": "Harbor Goods", **company})
        return cls(http, clock, **made.json())

    async def call(self, method: str, what: str, **request: Any) -> httpx.Response:
        """Call the organisation's API as an app does."""
        ours = {"Authorization": f"Zoho-oauthtoken {self.access_token}"}
        headers = {**ours, **request.pop("headers", {})}
        query = {"organization_id": self.realm, **request.pop("params", {})}
        url = f"books/v3/{what}"
        return await self.http.request(method, url, headers=headers, params=query, **request)

    async def post(self, journal: Json) -> httpx.Response:
        """Send a journal."""
        return await self.call("POST", "journals", json=journal)

    async def listed(self, **query: str) -> list[Json]:
        """Return the journals of a list, as lists show them."""
        answer = await self.call("GET", "journals", params=query)
        assert (answer.status_code, answer.json()["code"]) == (200, 0), answer.text
        found: list[Json] = answer.json()["journals"]
        return found

    async def numbers(self, **query: str) -> list[str]:
        """Return the reference numbers of a list."""
        return [one["reference_number"] for one in await self.listed(**query)]

    async def switch(self, **switches: Any) -> Json:
        """Turn the organisation's switches and return its state."""
        answer = await self.http.post(f"control/companies/{self.realm}", json=switches)
        assert answer.status_code == 200, answer.text
        state: Json = answer.json()
        return state

    async def refresh(self) -> httpx.Response:
        """Trade the refresh token, and use the access token that comes."""
        form = {"grant_type": "refresh_token", "refresh_token": self.refresh_token, **APP}
        answer = await self.http.post("oauth/v2/token", data=form)
        self.access_token = answer.json().get("access_token", self.access_token)
        return answer


def refusal_of(answer: httpx.Response) -> tuple[int, int, str]:
    """Return status, code and message of a refusal."""
    return answer.status_code, answer.json()["code"], answer.json()["message"]
