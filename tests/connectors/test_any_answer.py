"""Whatever a platform answers, it is an outcome or one of our errors: nothing else gets out."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import Any, Final

import httpx
import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from journal.errors import JefailError
from journal.ports import Ledger
from tests.build import NOW
from tests.connectors.odd.platforms import open_tryton_at
from tests.connectors.quickbooks.platform import AnsweringPlatform as QuickBooks
from tests.connectors.xero.platform import AnsweringPlatform as Xero
from tests.connectors.zoho.platform import AnsweringPlatform as Zoho
from tests.counting import count_case
from tests.fakes.ready import a_ready_entry

_SOAKING = settings().max_examples > 100
pytestmark = pytest.mark.timeout(0 if _SOAKING else 300)
Answer = tuple[int, bytes]
_STATUS: Final = st.sampled_from([200, 201, 204, 302, 400, 403, 404, 409, 418, 500, 503])
_KEYS: Final = st.sampled_from(
    [
        *(
            "QueryResponse",
            "JournalEntry",
            "Id",
            "SyncToken",
            "DocNumber",
            "Line",
            "Account",
            "Fault",
        ),
        *("Error", "code", "Message", "Detail", "TxnDate", "TotalAmt", "Preferences", "time"),
        *(
            "ManualJournals",
            "ManualJournalID",
            "Accounts",
            "AccountID",
            "Organisations",
            "Elements",
        ),
        *("ValidationErrors", "JournalLines", "TaxRates", "TrackingCategories", "Date", "Status"),
        *("journal", "journals", "journal_id", "chartofaccounts", "account_id", "code", "message"),
        *("line_items", "organization", "page_context", "has_more_page", "x"),
        *("lines", "debit", "credit", "type", "rate", "__class__", "year", "decimal", "currency"),
    ]
)
_LEAVES: Final = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False),
    st.sampled_from(
        ["", "0", "x" * 5000, "2026-02-30", "/Date(9999999999999999)/", "1e999", "\ud800"]
    ),
    st.text(max_size=6),
)
_JSON: Final = st.recursive(
    _LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=4)
)
_BODIES: Final = _JSON.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=40)
_ANSWERS: Final = st.tuples(_STATUS, _BODIES)


def quickbooks(answer: Answer) -> Ledger:
    """Return QuickBooks, answering so for ever."""
    return QuickBooks([httpx.Response(answer[0], content=answer[1])]).ledger()


def xero(answer: Answer) -> Ledger:
    """Return Xero, answering so for ever."""
    return Xero([httpx.Response(answer[0], content=answer[1])]).ledger()


def zoho(answer: Answer) -> Ledger:
    """Return Zoho Books, answering so for ever."""
    return Zoho([answer]).ledger()


def tryton(answer: Answer) -> Ledger:
    """Return a Tryton, answering so for ever."""
    status, body = answer
    answers = httpx.MockTransport(lambda _request: httpx.Response(status, content=body))
    return open_tryton_at(httpx.AsyncClient(transport=answers))


ASKED: Final[Mapping[str, Callable[[Ledger], Awaitable[Any]]]] = {
    "post": lambda ledger: ledger.post(a_ready_entry()),
    "accounts": lambda ledger: ledger.accounts(),
    "lists": lambda ledger: ledger.lists(),
    "closed days": lambda ledger: ledger.closed_days(),
    "company rules": lambda ledger: ledger.company_rules(),
    "rate": lambda ledger: ledger.rate("CAD", date(2026, 7, 7)),
    "changes": lambda ledger: ledger.changes(NOW),
    "missing": lambda ledger: ledger.missing({"227": date(2026, 7, 7)}),
    "taken numbers": lambda ledger: ledger.taken_numbers(["JF-1"]),
    "check": lambda ledger: ledger.check(),
}


@pytest.mark.parametrize("platform", [quickbooks, xero, zoho, tryton])
@pytest.mark.parametrize("asked", ASKED)
def test_any_answer_is_understood_or_told(platform: Callable[[Answer], Ledger], asked: str) -> None:
    """Parts missing, of other types, huge, or no JSON at all."""

    @settings(
        max_examples=settings().max_examples // 10 if _SOAKING else 30,
        derandomize=not _SOAKING,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @example((200, b"[" * 100_000))
    @example((200, b'{"a": ' + b"9" * 10_000 + b"}"))
    @given(_ANSWERS)
    def answered(answer: Answer) -> None:
        count_case()
        asyncio.run(_ask(platform(answer), asked))

    answered()


async def _ask(ledger: Ledger, asked: str) -> None:
    try:
        await ASKED[asked](ledger)
    except JefailError:
        return
