"""A company of the imitation as an app sees it, with the clock in the test's hand."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from sandbox.quickbooks.services import CLIENT_ID, CLIENT_SECRET

Json = dict[str, Any]
APP = (CLIENT_ID, CLIENT_SECRET)
JSON = "application/json"


class HeldClock:
    """A clock that moves only when told; sleeping moves it and takes no time."""

    def __init__(self) -> None:
        self.at = datetime(2026, 7, 7, 12, tzinfo=UTC)
        self.slept: list[float] = []

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.at

    def forward(self, **span: float) -> None:
        """Move on by the arguments of a timedelta."""
        self.at += timedelta(**span)

    async def sleep(self, seconds: float) -> None:
        """Stand in for asyncio.sleep."""
        self.slept.append(seconds)
        self.forward(seconds=seconds)


def a_line(side: str, account: str = "79", amount: float | str = 250, **more: Any) -> Json:
    """Make one line of a request."""
    detail = {"PostingType": side, "AccountRef": {"value": account}, **more}
    return {
        "Amount": amount,
        "DetailType": "JournalEntryLineDetail",
        "JournalEntryLineDetail": detail,
    }


def an_entry(number: str = "JF-1042-1", **changes: Any) -> Json:
    """Make a request body that the company accepts, unless changed."""
    entry = {
        "TxnDate": "2026-07-07",
        "DocNumber": number,
        "PrivateNote": f"jefail {number}",
        "Line": [a_line("Debit", "35"), a_line("Credit", "79")],
    }
    return {**entry, **changes}


@dataclass
class Books:
    """One connected company."""

    http: httpx.AsyncClient
    clock: HeldClock
    realm: str
    access_token: str
    refresh_token: str

    @classmethod
    async def opened(cls, http: httpx.AsyncClient, clock: HeldClock, **company: Any) -> "Books":
        """Open a company through the control call."""
        made = await http.post("control/companies", json={"name": "Harbor Goods", **company})
        return cls(http, clock, **made.json())

    async def call(self, method: str, path: str, **request: Any) -> httpx.Response:
        """Call the company's API as a careful app does."""
        request.setdefault("headers", {})
        request["headers"] = {
            "Authorization": f"Bearer {self.access_token}",
            "Accept": JSON,
            **request["headers"],
        }
        return await self.http.request(method, f"v3/company/{self.realm}/{path}", **request)

    async def post(self, entry: Json, **query: str) -> httpx.Response:
        """Post an entry; `requestid` goes into the query."""
        return await self.call("POST", "journalentry", json=entry, params=query)

    async def query(self, text: str) -> httpx.Response:
        """Ask a query."""
        return await self.call("GET", "query", params={"query": text})

    async def find(self, entity: str, condition: str = "") -> list[Json]:
        """Return the objects of a kind that a condition finds."""
        answer = await self.query(" ".join(["select * from", entity, condition]))
        assert answer.status_code == 200, answer.text
        found: list[Json] = answer.json()["QueryResponse"].get(entity, [])
        return found

    async def numbers(self, condition: str = "") -> list[str]:
        """Return the document numbers of the entries a condition finds."""
        return [entry["DocNumber"] for entry in await self.find("JournalEntry", condition)]

    async def switch(self, **switches: Any) -> Json:
        """Turn the company's switches and return its state."""
        answer = await self.http.post(f"control/companies/{self.realm}", json=switches)
        assert answer.status_code == 200, answer.text
        state: Json = answer.json()
        return state

    async def state(self) -> Json:
        """Return the company as the page draws it."""
        companies = (await self.http.get("control/state")).json()["companies"]
        return next(company for company in companies if company["realm"] == self.realm)

    async def refresh(self, token: str | None = None) -> httpx.Response:
        """Trade a refresh token, the newest unless another is given, and use what comes."""
        form = {"grant_type": "refresh_token", "refresh_token": token or self.refresh_token}
        answer = await self.http.post("oauth2/v1/tokens/bearer", data=form, auth=APP)
        if answer.status_code == 200:
            self.access_token = answer.json()["access_token"]
            self.refresh_token = answer.json()["refresh_token"]
        return answer


def fault_of(answer: httpx.Response) -> tuple[int, str, str]:
    """Return status, code and detail of an API fault."""
    (error,) = answer.json()["Fault"]["Error"]
    return answer.status_code, error["code"], error["Detail"]


def gateway_fault_of(answer: httpx.Response) -> tuple[int, str, str]:
    """Return status, code and detail of a gateway fault."""
    (error,) = answer.json()["fault"]["error"]
    return answer.status_code, error["code"], error["detail"]
