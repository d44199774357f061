"""Reading the books on days that the imitation cannot have."""

import json

import httpx
import pytest
from structlog.testing import capture_logs

from connectors.quickbooks.paging import PAGE
from journal.amounts.money import Money
from journal.errors import AuthorisationLost, LedgerError
from journal.ports import Wanted
from tests.connectors.quickbooks.bodies import (
    EMPTY_OBJECT,
    EMPTY_QUERY,
    HTML,
    TOKEN_EXPIRED,
    fault,
)
from tests.connectors.quickbooks.platform import answering
from tests.fakes.ready import JULY_7

WANTED = [Wanted("JF-1", "SHOP-1", JULY_7, Money(25000, "USD"))]
NOT_QUERYABLE = fault("4001", "Invalid query", "property 'DocNumber' is not queryable")


def entries(*numbers: str) -> bytes:
    """Return a page with these entries."""
    detail = {"PostingType": "Debit", "AccountRef": {"value": "79", "name": "Sales"}}
    line = {"Amount": 250, "JournalEntryLineDetail": detail}
    page = [
        {"Id": number, "TxnDate": "2026-07-07", "DocNumber": number, "Line": [line]}
        for number in numbers
    ]
    return json.dumps({"QueryResponse": {"JournalEntry": page}}).encode()


async def test_numbers_that_cannot_be_asked_for() -> None:
    """When numbers cannot be queried the days are, and the comparison is made here."""
    platform = answering((400, NOT_QUERYABLE), (200, entries("JF-2", "JF-1")))

    found = await platform.ledger().find(WANTED)

    assert [one.ledger_id for one in found] == ["JF-2", "JF-1"]  # JF-2 has its day and total
    assert platform.queries[1].startswith(
        "select * from JournalEntry where TxnDate >= '2026-07-07' and TxnDate <= '2026-07-07'"
    )


async def test_query_as_quickbooks_wants_it() -> None:
    """A question is encoded with %20 and quotes escaped, and comes with the version."""
    platform = answering((200, EMPTY_QUERY))

    await platform.ledger().find([Wanted("JF-1", "O'Neil & Co", JULY_7)])

    asked = platform.asked[0]
    assert asked.url.path == "/v3/company/4620/query"
    assert b"+" not in asked.url.query
    assert asked.url.params["minorversion"] == "75"
    assert platform.queries[0].endswith(
        f"where DocNumber in ('JF-1', 'O\\'Neil & Co') startposition 1 maxresults {PAGE}"
    )


async def test_found_by_number_asks_no_more() -> None:
    """When all are found by number one call is enough; for none wanted there is no call."""
    platform = answering((200, entries("JF-1")))

    await platform.ledger().find(WANTED)
    await platform.ledger().find([])

    assert len(platform.asked) == 1


async def test_long_answers_are_read_page_by_page() -> None:
    """A full page is followed by the next one."""
    full = entries(*(f"X-{number}" for number in range(PAGE)))
    platform = answering((400, NOT_QUERYABLE), (200, full), (200, entries("JF-1")))

    found = await platform.ledger().find(WANTED)

    assert [one.ledger_id for one in found][-1] == "JF-1"
    assert platform.queries[2].endswith(f"startposition {PAGE + 1} maxresults {PAGE}")


@pytest.mark.parametrize(
    "answer",
    [
        (500, b""),
        (429, b""),
        (503, HTML),
        (200, HTML),
        (200, EMPTY_OBJECT),
        (200, b'{"QueryResponse":'),
        (200, fault("10000", "An application error has occurred")),
        httpx.ReadTimeout("late"),
        httpx.ConnectError("refused"),
    ],
)
async def test_books_that_cannot_be_read(answer: tuple[int, bytes] | Exception) -> None:
    """Whatever stands in the way, reading fails with one error, and never says "not there"."""
    with pytest.raises(LedgerError) as caught:
        await answering(answer).ledger().find(WANTED)

    assert not isinstance(caught.value, AuthorisationLost)
    assert caught.value.retryable


async def test_fresh_token_refused_is_lost() -> None:
    """When the renewed token is refused too, the authorisation is lost."""
    platform = answering((401, TOKEN_EXPIRED))

    with pytest.raises(AuthorisationLost):
        await platform.ledger().check()

    assert len(platform.asked) == 2


async def test_missing_permission_is_not_a_lost_authorisation() -> None:
    """A user who may not read is refused, but reconnecting alone would not help."""
    with pytest.raises(LedgerError) as caught:
        await answering((400, fault("5020", "Permission Denied Error"))).ledger().accounts()

    assert not isinstance(caught.value, AuthorisationLost)


async def test_check_reads_the_company() -> None:
    """The connection is checked by reading the company's name."""
    platform = answering((200, b'{"CompanyInfo":{"CompanyName":"Northwind"}}'))

    await platform.ledger().check()

    assert platform.asked[0].url.path == "/v3/company/4620/companyinfo/4620"


async def test_capabilities() -> None:
    """QuickBooks keeps keys, knows no drafts and takes ten calls at once."""
    capabilities = answering((200, EMPTY_OBJECT)).ledger().capabilities

    assert capabilities.native_idempotency
    assert not capabilities.drafts
    assert capabilities.in_flight == 10


async def test_nothing_secret_is_logged() -> None:
    """Neither tokens nor what is looked for reach the log, in good and bad answers."""
    platform = answering((401, TOKEN_EXPIRED), (200, entries("JF-1")))

    with capture_logs() as logged:
        await platform.ledger().find(WANTED)

    assert [line["event"] for line in logged] == [
        "quickbooks_answered",
        "sign_in_answered",
        "quickbooks_answered",
    ]
    assert logged[0]["trace"] == "1-tid"
    for secret in ("access-", "refresh-", "app-secret", "SHOP-1", "Token expired"):
        assert secret not in repr(logged)
