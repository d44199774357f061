"""Making an account: what each platform is sent, and how its answers are read."""

from __future__ import annotations

import json
from typing import Any

import pytest

from journal.books.book import Account, NewAccount
from journal.errors import AccountRefused, AuthorisationLost, LedgerError
from tests.connectors.quickbooks import bodies as quickbooks_bodies
from tests.connectors.quickbooks.platform import answering as quickbooks
from tests.connectors.xero import bodies as xero_bodies
from tests.connectors.xero.platform import answering as xero
from tests.connectors.zoho import bodies as zoho_bodies
from tests.connectors.zoho.platform import answering as zoho

INCOME = NewAccount("Gift cards", "4150", "Income")
IN_QUICKBOOKS = (
    b'{"Account":{"Id":"106","Name":"Gift cards","FullyQualifiedName":"Gift cards",'
    b'"AcctNum":"4150","AccountType":"Income","Active":true}}'
)
IN_ZOHO = {"account_id": "460000000099", "account_name": "Gift cards", "account_code": "4150"}


def zoho_answer(name: str, **account: Any) -> bytes:
    """Return an answer that shows the account under `name`."""
    shown = {**IN_ZOHO, "account_type": "income", "is_active": True, **account}
    return json.dumps({"code": 0, "message": "The account has been created.", name: shown}).encode()


async def test_quickbooks_is_sent_a_key_and_the_type() -> None:
    """Under `requestid`, so that sending twice makes one; the number only where there is one."""
    platform = quickbooks((200, IN_QUICKBOOKS), (200, IN_QUICKBOOKS))

    made = await platform.ledger().create_account(INCOME, "key-1")
    await platform.ledger().create_account(NewAccount("Tips", "", "Expense"), "key-2")

    assert made == Account("106", "Gift cards", "4150", "Income")
    first, second = platform.asked
    assert (first.method, first.url.path) == ("POST", "/v3/company/4620/account")
    assert first.url.params["requestid"] == "key-1"
    assert json.loads(first.content) == {
        "Name": "Gift cards",
        "AccountType": "Income",
        "AcctNum": "4150",
    }
    assert json.loads(second.content) == {"Name": "Tips", "AccountType": "Expense"}


async def test_xero_is_sent_a_put_with_a_key() -> None:
    """As its documentation has it; the account is known by its code."""
    platform = xero((200, xero_bodies.accounts(xero_bodies.account("4150", "Gift cards"))))
    new = NewAccount("Gift cards", "4150", "REVENUE")

    made = await platform.ledger().create_account(new, "key-1")

    stable_id = "c4f29c22-28c2-4a13-9eab-000000004150"
    assert made == Account("4150", "Gift cards", "4150", "REVENUE", stable_id=stable_id)
    (asked,) = platform.asked
    assert (asked.method, asked.url.path) == ("PUT", "/api.xro/2.0/Accounts")
    assert asked.headers["idempotency-key"] == "key-1"
    assert json.loads(asked.content) == {"Code": "4150", "Name": "Gift cards", "Type": "REVENUE"}


@pytest.mark.parametrize("name", ["chart_of_account", "account"])
async def test_zoho_shows_the_account_under_one_name_or_another(name: str) -> None:
    """Its documentation is not of one mind about it."""
    platform = zoho((201, zoho_answer(name)))

    made = await platform.ledger().create_account(NewAccount("Gift cards", "", "income"), "key-1")

    assert (made.external_id, made.label) == ("460000000099", "4150 Gift cards")
    (asked,) = platform.asked
    assert (asked.method, asked.url.path) == ("POST", "/books/v3/chartofaccounts")
    assert json.loads(asked.content) == {"account_name": "Gift cards", "account_type": "income"}


async def test_zoho_that_shows_no_account_leaves_it_open() -> None:
    """It may have been made: the chart tells."""
    platform = zoho((201, b'{"code":0,"message":"The account has been created."}'))

    with pytest.raises(LedgerError) as caught:
        await platform.ledger().create_account(NewAccount("Gift cards", "", "income"), "key-1")

    assert not isinstance(caught.value, AccountRefused)


TAKEN = "The name supplied already exists."
REFUSALS = [
    pytest.param(
        quickbooks((400, quickbooks_bodies.fault("6240", "Duplicate Name Exists Error", TAKEN))),
        id="quickbooks",
    ),
    pytest.param(xero((400, xero_bodies.refused(TAKEN))), id="xero"),
    pytest.param(zoho((400, zoho_bodies.refused(TAKEN, code=11002))), id="zoho"),
]


@pytest.mark.parametrize("platform", REFUSALS)
async def test_a_refusal_is_told_in_their_words(platform: Any) -> None:
    """Anyone who reads it knows what to change."""
    with pytest.raises(AccountRefused) as caught:
        await platform.ledger().create_account(INCOME, "key-1")

    assert TAKEN in caught.value.words


async def test_a_gateway_that_gives_up_leaves_it_open() -> None:
    """504: the account may be there."""
    for platform in (
        quickbooks((504, quickbooks_bodies.HTML)),
        xero((503, xero_bodies.HTML)),
        zoho((502, zoho_bodies.HTML)),
    ):
        with pytest.raises(LedgerError) as caught:
            await platform.ledger().create_account(INCOME, "key-1")

        assert not isinstance(caught.value, AccountRefused | AuthorisationLost)
