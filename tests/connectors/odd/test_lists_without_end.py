"""A list that a platform shows page after page comes to an end here."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

import httpx
import pytest

from connectors import pages
from journal.errors import LedgerError
from journal.ports import Ledger, Wanted
from tests.build import NOW
from tests.connectors.odd.platforms import open_tryton_at
from tests.connectors.quickbooks.platform import AnsweringPlatform as QuickBooks
from tests.connectors.xero.platform import AnsweringPlatform as Xero
from tests.connectors.zoho.bodies import listed
from tests.connectors.zoho.platform import AnsweringPlatform as Zoho
from tests.fakes.ready import JULY_7

MOST: Final = 7
WANTED: Final = [Wanted("JF-1", "S-1", JULY_7)]
Shown = Callable[[int], Mapping[str, Any] | list[Any]]
"""What the n-th question is answered with."""
Ask = Callable[[Ledger], Awaitable[Any]]


class Endless:
    """Answers as `shown` has it: the same for ever, or another page each time if it is `moving`."""

    def __init__(self, shown: Shown, *, moving: bool) -> None:
        self.shown, self.moving, self.calls = shown, moving, 0

    async def answer(self, _request: httpx.Request) -> httpx.Response:
        """Return the next page."""
        self.calls += 1
        assert self.calls < 5 * MOST, "it would never have ended"
        page = self.shown(self.calls if self.moving else 0)
        return httpx.Response(200, content=json.dumps(page).encode())


def quickbooks(endless: Endless) -> Ledger:
    """Return QuickBooks, answering so."""
    return QuickBooks([endless.answer]).ledger()


def xero(endless: Endless) -> Ledger:
    """Return Xero, answering so."""
    return Xero([endless.answer]).ledger()


def tryton(endless: Endless) -> Ledger:
    """Return a Tryton, answering so."""
    return open_tryton_at(httpx.AsyncClient(transport=httpx.MockTransport(endless.answer)))


def zoho(endless: Endless) -> Ledger:
    """Return Zoho Books, answering so."""
    http = httpx.AsyncClient(transport=httpx.MockTransport(endless.answer))
    return Zoho([]).ledger(http=http)


def _entities(name: str, size: int, **more: Any) -> Shown:
    return lambda page: {
        "QueryResponse": {name: [{"Id": str(page * size + one), **more} for one in range(size)]}
    }


def _captured(page: int) -> Mapping[str, Any]:
    at = f"2026-08-{page + 1:02}T09:00:00Z"
    shown = [
        {"Id": str(one), "status": "Deleted", "MetaData": {"LastUpdatedTime": at}}
        for one in range(1000)
    ]
    return {"CDCResponse": [{"QueryResponse": [{"JournalEntry": shown}]}]}


def _journals(page: int) -> Mapping[str, Any]:
    shown = [
        {"ManualJournalID": f"{page}-{one}", "Status": "POSTED", "Date": "2026-07-07"}
        for one in range(100)
    ]
    return {"ManualJournals": shown, "pagination": {"pageCount": 10**9}}


def _zoho(page: int) -> Mapping[str, Any]:
    context = {"has_more_page": True}
    return {"code": 0, "journals": [listed(str(page))], "page_context": context}


def _tryton(page: int) -> list[Any]:
    return [{"id": page * 500 + one, "code": "X", "name": "Sales"} for one in range(500)]


CASES: Final[Mapping[str, tuple[Callable[[Endless], Ledger], Shown, Ask]]] = {
    "quickbooks query": (
        quickbooks,
        _entities("Account", 1000, FullyQualifiedName="Sales"),
        lambda ledger: ledger.accounts(),
    ),
    "quickbooks changes": (quickbooks, _captured, lambda ledger: ledger.changes(NOW)),
    "xero": (xero, _journals, lambda ledger: ledger.find(WANTED)),
    "zoho": (zoho, _zoho, lambda ledger: ledger.find(WANTED)),
    "tryton": (tryton, _tryton, lambda ledger: ledger.accounts()),
}


@pytest.mark.parametrize("moving", [False, True], ids=["the same", "another each time"])
@pytest.mark.parametrize("case", CASES)
async def test_a_list_without_end_is_given_up(
    case: str, moving: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages that repeat, and pages that never stop: an error, or what was told so far."""
    monkeypatch.setattr(pages, "MOST", MOST)
    opened, shown, ask = CASES[case]
    endless = Endless(shown, moving=moving)
    try:
        told = await ask(opened(endless))
    except LedgerError:
        assert endless.calls > 1
    else:
        assert case == "quickbooks changes"
        assert len(told) == 1000
    assert endless.calls <= (2 * MOST if moving else 4)


async def test_two_pages_are_a_list() -> None:
    """A list that goes on and ends is read whole."""
    shown = _entities("Account", 1000, FullyQualifiedName="Sales")
    last = {"QueryResponse": {"Account": [{"Id": "x", "FullyQualifiedName": "Tips"}]}}

    def page(number: int) -> Mapping[str, Any] | list[Any]:
        return shown(number) if number < 3 else last if number == 3 else {"QueryResponse": {}}

    assert len(await quickbooks(Endless(page, moving=True)).accounts()) == 2001
