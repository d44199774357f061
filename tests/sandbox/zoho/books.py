"""How an app calls the imitation of Zoho Books."""

from typing import Any

import httpx

from sandbox.zoho.app import zoho_app
from tests.sandbox.ledger.books import Books, Json, Wire

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


async def post(books: Books, journal: Json) -> httpx.Response:
    """Send a journal."""
    return await books.call("POST", "journals", json=journal)


async def listed(books: Books, **query: str) -> list[Json]:
    """Return the journals of a list, as lists show them."""
    answer = await books.call("GET", "journals", params=query)
    assert (answer.status_code, answer.json()["code"]) == (200, 0), answer.text
    found: list[Json] = answer.json()["journals"]
    return found


async def numbers(books: Books, **query: str) -> list[str]:
    """Return the reference numbers of a list."""
    return [one["reference_number"] for one in await listed(books, **query)]


def refusal_of(answer: httpx.Response) -> tuple[int, int, str]:
    """Return status, code and message of a refusal."""
    return answer.status_code, answer.json()["code"], answer.json()["message"]


def _address(books: Books) -> tuple[str, Json, Json]:
    ours = {"Authorization": f"Zoho-oauthtoken {books.access_token}"}
    return "books/v3/", ours, {"organization_id": books.realm}


async def _send(books: Books, sent: Json) -> httpx.Response:
    return await post(books, a_journal(sent["number"], journal_date=sent["on"]))


async def _stored(books: Books) -> list[str]:
    return sorted(await numbers(books))


ZOHO = Wire(
    "zoho",
    zoho_app,
    _address,
    _send,
    _stored,
    reads="journals",
    consent_path="oauth/v2/auth",
    token_path="oauth/v2/token",
    closed_through="lock_date",
    limit=(100, 60),
    has_keys=False,
    secret_in_form=True,
)
