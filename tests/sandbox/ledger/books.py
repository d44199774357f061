"""One connected company of an imitation as an app sees it, whichever platform is imitated."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from starlette.applications import Starlette

from sandbox.ledger.services import client_of

Json = dict[str, Any]
CALLBACK = "http://127.0.0.1:8000/oauth/callback?from=here"


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


@dataclass(frozen=True, slots=True)
class Wire:
    """How an app calls one imitation, and what that platform has of what all are asked for."""

    platform: str
    app: Callable[..., Starlette]
    address: Callable[["Books"], tuple[str, Json, Json]]  # path before, headers, query
    send: Callable[["Books", Json], Awaitable[httpx.Response]]  # number, on, key
    stored: Callable[["Books"], Awaitable[list[str]]]  # numbers, sorted
    reads: str  # what can always be read
    consent_path: str
    token_path: str
    closed_through: str  # the switch that closes days
    limit: tuple[int, float]  # so many calls pass in so many seconds
    trace: str = "no-trace"  # the header with the id of an answer
    has_keys: bool = True
    secret_in_form: bool = False

    def proof(self, secret: str = "") -> Json:
        """Return how the app proves itself at the token endpoint, as httpx takes it."""
        client = client_of(self.platform)
        if self.secret_in_form:
            return {"data": {"client_id": client.id, "client_secret": secret or client.secret}}
        return {"auth": (client.id, secret or client.secret)}


@dataclass
class Books:
    """One connected company."""

    wire: Wire
    http: httpx.AsyncClient
    clock: HeldClock
    realm: str
    access_token: str
    refresh_token: str

    @classmethod
    async def opened(
        cls, wire: Wire, http: httpx.AsyncClient, clock: HeldClock, **company: Any
    ) -> "Books":
        """Open a company through the control call."""
        made = await http.post("control/companies", json={"name": "Harbor Goods", **company})
        return cls(wire, http, clock, **made.json())

    async def another(self, name: str = "Other", **company: Any) -> "Books":
        """Open one more company."""
        return await Books.opened(self.wire, self.http, self.clock, name=name, **company)

    async def call(self, method: str, what: str, **request: Any) -> httpx.Response:
        """Call the company's API as a careful app does."""
        path, headers, query = self.wire.address(self)
        headers = {**headers, **request.pop("headers", {})}
        query = {**query, **request.pop("params", {})}
        return await self.http.request(
            method, f"{path}{what}", headers=headers, params=query, **request
        )

    async def look(self, **request: Any) -> httpx.Response:
        """Read what can always be read."""
        return await self.call("GET", self.wire.reads, **request)

    async def send(
        self, number: str = "JF-1", *, on: str = "2026-07-07", key: str = ""
    ) -> httpx.Response:
        """Send an entry that the company accepts on a good day."""
        return await self.wire.send(self, {"number": number, "on": on, "key": key})

    async def stored(self) -> list[str]:
        """Return the numbers of all entries, sorted, as the wire shows them."""
        return await self.wire.stored(self)

    async def hand(self, what: str, body: Json, method: str = "POST") -> httpx.Response:
        """Do something by hand in the platform itself."""
        return await self.http.request(method, f"control/companies/{self.realm}{what}", json=body)

    async def switch(self, **switches: Any) -> Json:
        """Turn the company's switches and return its state."""
        answer = await self.hand("", switches)
        assert answer.status_code == 200, answer.text
        state: Json = answer.json()
        return state

    async def state(self) -> Json:
        """Return the company as the page draws it."""
        companies = (await self.http.get("control/state")).json()["companies"]
        return next(company for company in companies if company["realm"] == self.realm)

    async def account(self, name: str) -> str:
        """Return the id of the account of that name."""
        accounts = (await self.state())["accounts"]
        return next(str(one["id"]) for one in accounts if one["name"] == name)

    async def tokens(self, secret: str = "", **form: str) -> httpx.Response:
        """Ask for tokens; `secret`: one that is not the app's."""
        proof = self.wire.proof(secret)
        data = {**proof.pop("data", {}), **form}
        return await self.http.post(self.wire.token_path, data=data, **proof)

    async def refresh(self, token: str = "") -> httpx.Response:
        """Trade a refresh token, the newest unless another is given, and use what comes."""
        sent = token or self.refresh_token
        answer = await self.tokens(grant_type="refresh_token", refresh_token=sent)
        self.access_token = answer.json().get("access_token", self.access_token)
        self.refresh_token = answer.json().get("refresh_token", self.refresh_token)
        return answer

    def asked(self, *realms: str, **changes: str) -> Json:
        """Return what the consent page's form sends, approved unless changed."""
        return {
            "client_id": client_of(self.wire.platform).id,
            "redirect_uri": CALLBACK,
            "response_type": "code",
            "state": "s-1",
            "realm": [*(realms or (self.realm,))],
            "answer": "approve",
            **changes,
        }

    async def approve(self, *realms: str, **changes: str) -> dict[str, str]:
        """Approve on the page and return what the app's callback is given."""
        form = self.asked(*realms, **changes)
        answer = await self.http.post(self.wire.consent_path, data=form)
        assert answer.status_code == 303
        query = parse_qs(urlsplit(answer.headers["location"]).query)
        return {name: value for name, (value,) in query.items()}

    async def trade(self, code: str, **changes: str) -> httpx.Response:
        """Trade a code as the app does."""
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK}
        return await self.tokens(**{**form, **changes})
