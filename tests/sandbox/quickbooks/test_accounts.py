"""Accounts are opened over the wire as QuickBooks opens them."""

import pytest

from tests.sandbox.ledger.books import Books
from tests.sandbox.quickbooks.books import fault_of

NEW = {"Name": "Gift cards", "AccountType": "Income", "AcctNum": "4150"}


async def test_an_account_is_opened_and_can_be_read(books: Books) -> None:
    """The answer carries its Id, and reading it shows the same."""
    answer = await books.call("POST", "account", json=NEW)

    made = answer.json()["Account"]
    assert answer.status_code == 200
    assert (made["FullyQualifiedName"], made["Classification"]) == ("Gift cards", "Revenue")
    assert (await books.call("GET", f"account/{made['Id']}")).json()["Account"] == made


@pytest.mark.parametrize(
    ("account", "code"),
    [
        ({**NEW, "Name": "checking"}, "6240"),
        ({**NEW, "AccountType": "Revenue"}, "2170"),
        ({"Name": "Gift cards"}, "2020"),
        ({**NEW, "Colour": "red"}, "2010"),
        ({**NEW, "Name": "x" * 101}, "2050"),
    ],
)
async def test_what_is_wrong_is_refused(books: Books, account: dict[str, str], code: str) -> None:
    """A name that is taken, no such type, something missing, unknown or too long."""
    _status, told, _detail = fault_of(await books.call("POST", "account", json=account))

    assert told == code
