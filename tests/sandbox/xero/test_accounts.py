"""Accounts are opened over the wire as Xero opens them."""

from tests.sandbox.ledger.books import Books

NEW = {"Code": "4150", "Name": "Gift cards", "Type": "REVENUE"}


async def test_an_account_is_opened_and_listed(books: Books) -> None:
    """It is answered with its id, is active, and takes journals by its code."""
    answer = await books.call("PUT", "Accounts", json=NEW)

    (made,) = answer.json()["Accounts"]
    assert answer.status_code == 200
    assert (made["Code"], made["Status"]) == ("4150", "ACTIVE")
    listed = (await books.call("GET", "Accounts")).json()["Accounts"]
    assert made in listed


async def test_the_same_key_opens_one(books: Books) -> None:
    """The answer is the first one again."""
    headers = {"Idempotency-Key": "key-1"}

    first = await books.call("PUT", "Accounts", json=NEW, headers=headers)
    again = await books.call("PUT", "Accounts", json=NEW, headers=headers)

    assert again.json() == first.json()
    listed = (await books.call("GET", "Accounts")).json()["Accounts"]
    assert [one["Name"] for one in listed].count("Gift cards") == 1


async def test_what_is_wrong_is_told_on_the_account(books: Books) -> None:
    """A code or a name that is taken, a type that there is not, a body that is none."""
    wrong = {
        "Please enter a unique Code.": {**NEW, "Code": "4000"},
        "Please enter a unique Name.": {**NEW, "Name": "sales"},
        "Account type is not valid": {**NEW, "Type": "INCOME"},
    }
    for said, account in wrong.items():
        answer = await books.call("PUT", "Accounts", json=account)
        (element,) = answer.json()["Elements"]
        assert answer.status_code == 400
        assert element["ValidationErrors"] == [{"Message": said}]

    assert (await books.call("PUT", "Accounts", content=b"[")).json()["ErrorNumber"] == 16
