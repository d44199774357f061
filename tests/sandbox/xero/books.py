"""How an app calls the imitation of Xero."""

import re
from typing import Any

import httpx

from sandbox.xero.app import xero_app
from tests.sandbox.ledger.books import Books, Json, Wire

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


async def post(
    books: Books, *journals: Json, key: str = "", method: str = "PUT", **query: str
) -> httpx.Response:
    """Send journals; those of a POST may carry an id."""
    headers = {"Idempotency-Key": key} if key else {}
    body = {"ManualJournals": journals}
    return await books.call(method, "ManualJournals", json=body, headers=headers, params=query)


async def journals(books: Books, where: str = "", **headers: str) -> list[Json]:
    """Return the journals that a condition finds, whole."""
    query = {"page": "1", **({"where": where} if where else {})}
    answer = await books.call("GET", "ManualJournals", params=query, headers=headers)
    assert answer.status_code == 200, answer.text
    found: list[Json] = answer.json()["ManualJournals"]
    return found


async def narrations(books: Books, where: str = "") -> list[str]:
    """Return how the journals that a condition finds are named."""
    return [one["Narration"] for one in await journals(books, where)]


def messages_of(answer: httpx.Response) -> list[str]:
    """Return what is said against the one journal sent."""
    (element,) = answer.json()["Elements"]
    return [error["Message"] for error in element["ValidationErrors"]]


def _address(books: Books) -> tuple[str, Json, Json]:
    ours = {"Authorization": f"Bearer {books.access_token}", "xero-tenant-id": books.realm}
    return "api.xro/2.0/", ours, {}


async def _send(books: Books, sent: Json) -> httpx.Response:
    return await post(books, a_journal(sent["number"], Date=sent["on"]), key=sent["key"])


async def _stored(books: Books) -> list[str]:
    return sorted(re.sub(r".*\[(.*)]", r"\1", text) for text in await narrations(books))


XERO = Wire(
    "xero",
    xero_app,
    _address,
    _send,
    _stored,
    reads="Organisation",
    consent_path="identity/connect/authorize",
    token_path="identity/connect/token",
    closed_through="period_lock_date",
    limit=(60, 60),
    trace="xero-correlation-id",
)
