"""An organisation of the imitation of Xero as an app sees it."""

from dataclasses import dataclass
from typing import Any

import httpx

from tests.sandbox.quickbooks.books import HeldClock

Json = dict[str, Any]
APP = ("local-xero-app", "local-xero-secret")
JULY_7_MS = 1783382400000
"""7 July 2026, midnight in UTC."""


def a_journal(number: str = "JF-1", **changes: Any) -> Json:
    """Make a manual journal that the organisation accepts, unless changed."""
    return {
        "Narration": f"shopify S-1 [{number}]",
        "Date": "2026-07-07",
        "Status": "POSTED",
        "JournalLines": [
            {"LineAmount": 250.00, "AccountCode": "1300"},
            {"LineAmount": -250.00, "AccountCode": "4000"},
        ],
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
        ours = {"Authorization": f"Bearer {self.access_token}", "xero-tenant-id": self.realm}
        headers = {**ours, **request.pop("headers", {})}
        return await self.http.request(method, f"api.xro/2.0/{what}", headers=headers, **request)

    async def post(
        self, *journals: Json, key: str = "", method: str = "PUT", **query: str
    ) -> httpx.Response:
        """Send journals; those of a POST may carry an id."""
        headers = {"Idempotency-Key": key} if key else {}
        body = {"ManualJournals": journals}
        return await self.call(method, "ManualJournals", json=body, headers=headers, params=query)

    async def journals(self, where: str = "", **headers: str) -> list[Json]:
        """Return the journals that a condition finds, whole."""
        query = {"page": "1", **({"where": where} if where else {})}
        answer = await self.call("GET", "ManualJournals", params=query, headers=headers)
        assert answer.status_code == 200, answer.text
        found: list[Json] = answer.json()["ManualJournals"]
        return found

    async def narrations(self, where: str = "") -> list[str]:
        """Return how the journals that a condition finds are named."""
        return [one["Narration"] for one in await self.journals(where)]

    async def switch(self, **switches: Any) -> Json:
        """Turn the organisation's switches and return its state."""
        answer = await self.http.post(f"control/companies/{self.realm}", json=switches)
        assert answer.status_code == 200, answer.text
        state: Json = answer.json()
        return state

    async def refresh(self, token: str = "") -> httpx.Response:
        """Trade a refresh token, the newest unless another is given, and use what comes."""
        form = {"grant_type": "refresh_token", "refresh_token": token or self.refresh_token}
        answer = await self.http.post("identity/connect/token", data=form, auth=APP)
        if answer.status_code == 200:
            self.access_token = answer.json()["access_token"]
            self.refresh_token = answer.json()["refresh_token"]
        return answer


def messages_of(answer: httpx.Response) -> list[str]:
    """Return what is said against the one journal sent."""
    (element,) = answer.json()["Elements"]
    return [error["Message"] for error in element["ValidationErrors"]]
