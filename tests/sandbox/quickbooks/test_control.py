"""The control calls: seeing and turning the imitation."""

import httpx

from tests.sandbox.ledger.books import Books
from tests.sandbox.quickbooks.books import an_entry, fault_of, post


async def test_the_state_tells_accounts_by_full_names(books: Books) -> None:
    """With the name of the account that they are below."""
    names = [account["name"] for account in (await books.state())["accounts"]]

    assert "Clearing:Shopify clearing" in names


async def test_a_company_can_have_its_own_accounts(http: httpx.AsyncClient) -> None:
    """They are numbered from 1."""
    accounts = [
        {"name": "Bank", "type": "Bank"},
        {"name": "Takings", "type": "Income", "number": "4000"},
    ]
    await http.post("control/companies", json={"name": "Small", "accounts": accounts})

    (company,) = (await http.get("control/state")).json()["companies"]

    assert [account["id"] for account in company["accounts"]] == ["1", "2"]


async def test_an_account_can_be_opened(books: Books) -> None:
    """It gets the next Id and can be posted to at once."""
    path = f"control/companies/{books.realm}/accounts"
    account = (await books.http.post(path, json={"name": "New", "type": "Expense"})).json()

    read = await books.call("GET", f"account/{account['id']}")

    assert read.json()["Account"]["AccountType"] == "Expense"


async def test_the_close_date_is_in_the_preferences(books: Books) -> None:
    """While the books are open it is absent altogether."""
    opened = (await books.call("GET", "preferences")).json()["Preferences"]
    await books.switch(close_date="2026-06-30")
    closed = (await books.call("GET", "preferences")).json()["Preferences"]

    assert "BookCloseDate" not in opened["AccountingInfoPrefs"]
    assert closed["AccountingInfoPrefs"]["BookCloseDate"] == "2026-06-30"


async def test_someone_changes_an_entry(books: Books) -> None:
    """The app's copy is stale then."""
    await post(books, an_entry())
    await books.hand("/entries/1", {"private_note": "mine"})
    update = {"Id": "1", "SyncToken": "0", "sparse": True, "PrivateNote": "ours"}

    assert fault_of(await post(books, update))[1] == "5010"
    assert (await books.state())["entries"][0]["private_note"] == "mine"


async def test_calls_are_noted_without_secrets(books: Books) -> None:
    """What was sent and how it was answered, but no token."""
    tokens = [books.access_token, books.refresh_token]
    await post(books, an_entry(), requestid="key-1")
    await books.refresh()
    await post(books, an_entry())

    log = await books.http.get("control/calls")

    posted, refresh, refused = log.json()["calls"]
    assert posted["path"].endswith(f"/v3/company/{books.realm}/journalentry")
    assert (posted["query"], posted["status"]) == ({"requestid": "key-1"}, 200)
    assert posted["body"]["DocNumber"] == "JF-1042-1"
    assert refresh["body"] == {"grant_type": "refresh_token"}
    assert refused["status"] == 400
    assert not any(token in log.text for token in tokens)


async def test_control_calls_carry_the_trace_header(http: httpx.AsyncClient) -> None:
    """Every answer of the imitation carries its trace id, control calls too."""
    assert "intuit_tid" in (await http.get("control/state")).headers
