"""The chart of accounts and the lock dates as they come in."""

from datetime import date
from typing import Any

import pytest

from connectors.xero.books import WireAccount
from journal.books.book import Account
from journal.books.closed_days import ClosedDays
from journal.errors import LedgerError
from tests.connectors.xero.bodies import JULY_7_MS, account, accounts, organisation
from tests.connectors.xero.platform import answering
from tests.fakes.ready import JULY_7

JUNE_30_MS = "/Date(1782777600000+0000)/"


async def test_chart_comes_in() -> None:
    """An account is known by its code, and keeps name, type and whether it is active."""
    sales = account("79", "Sales", AccountID="a-1")
    body = accounts(sales, account("80", "Old", "EXPENSE", Status="ARCHIVED", AccountID="a-2"))

    platform = answering((200, body))

    assert await platform.ledger().accounts() == [
        Account("79", "Sales", "79", "REVENUE", stable_id="a-1"),
        Account("80", "Old", "80", "EXPENSE", active=False, stable_id="a-2"),
    ]
    assert platform.asked[0].url.path == "/api.xro/2.0/Accounts"


async def test_account_without_a_code() -> None:
    """An account without a code is known by its id, and has no number."""
    codeless = account("", "Petty cash", "CURRENT", AccountID="1-id") | {"Code": None}

    (only,) = await answering((200, accounts(codeless))).ledger().accounts()

    assert only == Account("1-id", "Petty cash", "", "CURRENT")


@pytest.mark.parametrize(
    ("fields", "postable"),
    [
        ({"Type": "BANK"}, False),
        ({"SystemAccount": "DEBTORS"}, False),
        ({"SystemAccount": "CREDITORS"}, False),
        ({"SystemAccount": "BANKCURRENCYGAIN"}, False),
        ({"SystemAccount": "UNREALISEDCURRENCYGAIN"}, False),
        ({"SystemAccount": "TRACKINGTRANSFERS"}, False),
        ({"SystemAccount": "UNPAIDEXPCLM"}, False),
        ({"SystemAccount": "WAGEPAYABLES"}, False),
        ({"SystemAccount": "GST"}, True),
        ({"SystemAccount": "ROUNDING"}, True),
        ({"SystemAccount": ""}, True),
        ({"SystemAccount": None}, True),
        ({}, True),
    ],
)
def test_accounts_that_take_no_manual_journals(fields: dict[str, Any], postable: bool) -> None:
    """Bank accounts and those that Xero keeps itself are not posted to; tax accounts are."""
    wire = WireAccount.model_validate(account("79", "Some") | fields)

    assert wire.account().postable is postable


async def test_archived_account_gives_way_to_its_follower() -> None:
    """Of two accounts with one code the active one counts."""
    old = account("79", "Old sales", Status="ARCHIVED")
    for body in (accounts(old, account("79", "Sales")), accounts(account("79", "Sales"), old)):
        chart = await answering((200, body)).ledger().accounts()

        assert [one.name for one in chart] == ["Sales"]


@pytest.mark.parametrize(
    ("fields", "closed"),
    [
        ({}, ClosedDays()),
        ({"PeriodLockDate": JULY_7_MS}, ClosedDays(soft_until=JULY_7)),
        ({"EndOfYearLockDate": JUNE_30_MS}, ClosedDays(until=date(2026, 6, 30))),
        (
            {"PeriodLockDate": JULY_7_MS, "EndOfYearLockDate": JUNE_30_MS},
            ClosedDays(until=date(2026, 6, 30), soft_until=JULY_7),
        ),
        ({"PeriodLockDate": "", "EndOfYearLockDate": None}, ClosedDays()),
    ],
)
async def test_lock_dates(fields: dict[str, Any], closed: ClosedDays) -> None:
    """The year's lock is for everybody; the period's lets advisers through."""
    platform = answering((200, organisation(**fields)))

    assert await platform.ledger().closed_days() == closed
    assert platform.asked[0].url.path == "/api.xro/2.0/Organisation"


@pytest.mark.parametrize(
    "body", [accounts(), organisation(PeriodLockDate="/Date(soon)/"), b'{"Organisations":[]}']
)
async def test_organisation_of_an_unknown_shape(body: bytes) -> None:
    """An organisation that is not as we know it closes nothing by mistake: it is an error."""
    with pytest.raises(LedgerError, match="we do not know"):
        await answering((200, body)).ledger().closed_days()
