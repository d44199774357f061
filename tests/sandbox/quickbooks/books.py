"""How an app calls the imitation of QuickBooks."""

from typing import Any

import httpx

from sandbox.quickbooks.app import quickbooks_app
from tests.sandbox.ledger.books import Books, Json, Wire


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


async def post(books: Books, entry: Json, **query: str) -> httpx.Response:
    """Post an entry; `requestid` goes into the query."""
    return await books.call("POST", "journalentry", json=entry, params=query)


async def ask(books: Books, text: str) -> httpx.Response:
    """Ask a query."""
    return await books.call("GET", "query", params={"query": text})


async def find(books: Books, entity: str, condition: str = "") -> list[Json]:
    """Return the objects of a kind that a condition finds."""
    answer = await ask(books, " ".join(["select * from", entity, condition]))
    assert answer.status_code == 200, answer.text
    found: list[Json] = answer.json()["QueryResponse"].get(entity, [])
    return found


async def numbers(books: Books, condition: str = "") -> list[str]:
    """Return the document numbers of the entries a condition finds."""
    return [entry["DocNumber"] for entry in await find(books, "JournalEntry", condition)]


def fault_of(answer: httpx.Response) -> tuple[int, str, str]:
    """Return status, code and detail of an API fault."""
    (error,) = answer.json()["Fault"]["Error"]
    return answer.status_code, error["code"], error["Detail"]


def gateway_fault_of(answer: httpx.Response) -> tuple[int, str, str]:
    """Return status, code and detail of a gateway fault."""
    (error,) = answer.json()["fault"]["error"]
    return answer.status_code, error["code"], error["detail"]


def _address(books: Books) -> tuple[str, Json, Json]:
    headers = {"Authorization": f"Bearer {books.access_token}", "Accept": "application/json"}
    return f"v3/company/{books.realm}/", headers, {}


async def _send(books: Books, sent: Json) -> httpx.Response:
    query = {"requestid": sent["key"]} if sent["key"] else {}
    return await post(books, an_entry(sent["number"], TxnDate=sent["on"]), **query)


async def _stored(books: Books) -> list[str]:
    return sorted(await numbers(books))


QUICKBOOKS = Wire(
    "quickbooks",
    quickbooks_app,
    _address,
    _send,
    _stored,
    reads="preferences",
    consent_path="oauth2/connect",
    token_path="oauth2/v1/tokens/bearer",
    closed_through="close_date",
    limit=(10, 1),
    trace="intuit_tid",
)
