"""The control calls: seeing and turning the imitation."""

from typing import Any

import httpx
import pytest

from tests.sandbox.quickbooks.books import Books, an_entry, fault_of

BY_HAND: dict[str, Any] = {
    "doc_number": "HAND-1",
    "date": "2026-07-07",
    "private_note": "typed",
    "lines": [
        {"side": "debit", "amount": "12.5", "account": "35"},
        {"side": "credit", "amount": 12.5, "account": "98", "description": "till"},
    ],
}


async def test_a_fresh_sandbox_has_no_company(http: httpx.AsyncClient) -> None:
    """It tells the app's credentials, which guard nothing, and an empty list."""
    state = (await http.get("control/state")).json()

    assert state["companies"] == []
    assert state["app"]["client_id"] == "local-quickbooks-app"


async def test_the_state_draws_a_company(books: Books) -> None:
    """Entries come newest first, amounts as text, accounts under their full names."""
    await books.post(an_entry("JF-1"))
    await books.post(an_entry("JF-2"))

    state = await books.state()

    assert [entry["doc_number"] for entry in state["entries"]] == ["JF-2", "JF-1"]
    assert state["entries"][0]["total"] == "250.00"
    assert state["entries"][0]["lines"][0] == {
        "side": "debit",
        "amount": "250.00",
        "account": "Checking",
        "account_id": "35",
        "description": "",
        "own": {},
    }
    assert (state["connected"], state["can_post"], state["mode"]) == (True, True, "ok")
    names = [account["name"] for account in state["accounts"]]
    assert "Clearing:Shopify clearing" in names
    assert 25 <= len(names) == len(set(names))


async def test_the_state_can_be_cut_to_the_newest_entries(books: Books) -> None:
    """A page need not load years of entries."""
    await books.post(an_entry("JF-1"))
    await books.post(an_entry("JF-2"))

    state = (await books.http.get("control/state", params={"entries": "1"})).json()

    assert [entry["doc_number"] for entry in state["companies"][0]["entries"]] == ["JF-2"]


async def test_a_company_can_have_its_own_accounts(http: httpx.AsyncClient) -> None:
    """They keep the Ids given, or are numbered."""
    accounts = [
        {"name": "Bank", "type": "Bank", "id": 7},
        {"name": "Takings", "type": "Income", "number": "4000"},
    ]
    await http.post("control/companies", json={"name": "Small", "accounts": accounts})

    (company,) = (await http.get("control/state")).json()["companies"]

    assert [account["id"] for account in company["accounts"]] == ["7", "2"]


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


async def test_somebody_types_an_entry(books: Books) -> None:
    """It is found through the wire, and closed books do not stop a person."""
    await books.switch(close_date="2026-12-31")
    path = f"control/companies/{books.realm}/entries"

    typed = await books.http.post(path, json=BY_HAND)

    assert typed.json()["total"] == "12.50"
    assert await books.numbers("where DocNumber = 'HAND-1'") == ["HAND-1"]


async def test_somebody_changes_an_entry(books: Books) -> None:
    """The app's copy is stale then."""
    await books.post(an_entry())
    await books.http.post(
        f"control/companies/{books.realm}/entries/1", json={"private_note": "mine"}
    )
    update = {"Id": "1", "SyncToken": "0", "sparse": True, "PrivateNote": "ours"}

    assert fault_of(await books.post(update))[1] == "5010"
    assert (await books.state())["entries"][0]["private_note"] == "mine"


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("companies", {"name": ""}, 400),
        ("companies", {"name": "X", "accounts": [{"name": "A", "type": "Magic"}]}, 400),
        ("companies/{realm}", {"mode": "holiday"}, 400),
        ("companies/{realm}", {"mode_times": 0}, 400),
        ("companies/{realm}", {"colour": "red"}, 400),
        ("companies/1", {"can_post": True}, 404),
        ("companies/{realm}/accounts/999", {"active": True}, 404),
        ("companies/{realm}/entries", {**BY_HAND, "lines": []}, 400),
        (
            "companies/{realm}/entries",
            {**BY_HAND, "lines": [*BY_HAND["lines"], BY_HAND["lines"][0]]},
            400,
        ),
        ("companies/{realm}/entries/9", {"private_note": "x"}, 400),
    ],
)
async def test_a_control_call_says_what_is_wrong(
    books: Books, path: str, body: dict[str, Any], status: int
) -> None:
    """A bad body is 400 and a missing thing 404, both with words."""
    answer = await books.http.post("control/" + path.format(realm=books.realm), json=body)

    assert answer.status_code == status
    assert answer.json()["error"]


async def test_calls_are_noted_without_secrets(books: Books) -> None:
    """What was sent and how it was answered, but no token; and the list can be cleared."""
    tokens = [books.access_token, books.refresh_token]
    await books.post(an_entry(), requestid="key-1")
    await books.refresh()
    await books.post(an_entry())

    log = await books.http.get("control/calls")
    await books.http.delete("control/calls")

    post, refresh, refused = log.json()["calls"]
    assert post["path"].endswith(f"/v3/company/{books.realm}/journalentry")
    assert (post["query"], post["status"], post["fault"]) == ({"requestid": "key-1"}, 200, None)
    assert post["body"]["DocNumber"] == "JF-1042-1"
    assert refresh["body"] == {"grant_type": "refresh_token"}
    assert (refused["status"], refused["fault"]) == (400, "6140")
    assert not any(token in log.text for token in tokens)
    assert (await books.http.get("control/calls")).json() == {"calls": []}


async def test_control_calls_carry_the_trace_header(http: httpx.AsyncClient) -> None:
    """Every answer of the imitation carries its trace id, control calls too."""
    assert "intuit_tid" in (await http.get("control/state")).headers
