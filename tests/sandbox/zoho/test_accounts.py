"""Accounts are opened over the wire as Zoho Books opens them."""

from tests.sandbox.ledger.books import Books

NEW = {"account_name": "Gift cards", "account_type": "income", "account_code": "4150"}


async def test_an_account_is_opened_and_listed(books: Books) -> None:
    """It is answered whole, and the chart shows it."""
    answer = await books.call("POST", "chartofaccounts", json=NEW)

    made = answer.json()["chart_of_account"]
    assert (answer.status_code, answer.json()["code"]) == (201, 0)
    assert made["is_active"]
    shown = await books.call("GET", "chartofaccounts", params={"per_page": "200"})
    listed = shown.json()["chartofaccounts"]
    assert made in listed


async def test_what_is_wrong_is_told_by_a_code(books: Books) -> None:
    """A name that is taken, a type that there is not, a name that is missing, no JSON."""
    wrong = (
        ({**NEW, "account_name": "sales"}, 11002),
        ({**NEW, "account_type": "revenue"}, 2),
        ({"account_type": "income"}, 2),
    )
    for account, code in wrong:
        answer = await books.call("POST", "chartofaccounts", json=account)
        assert (answer.status_code, answer.json()["code"]) == (400, code)

    assert (await books.call("POST", "chartofaccounts", content=b"[")).json()["code"] == 2
