"""States of journals, locks in pages, and the order of changes, as Zoho documents them."""

from typing import Any

from tests.sandbox.ledger.books import Books
from tests.sandbox.zoho.books import a_journal, numbers, post, refusal_of


async def state_of(books: Books, journal_id: str) -> str:
    """Return the state in which a journal is shown."""
    shown = await books.call("GET", f"journals/{journal_id}")
    return str(shown.json()["journal"]["status"])


async def decide(books: Books, journal_id: str, state: str) -> None:
    """Do what an approver does in Zoho Books itself."""
    path = f"control/companies/{books.realm}/entries/{journal_id}"
    (await books.http.post(path, json={"state": state})).raise_for_status()


async def test_a_journal_waits_for_its_approver(books: Books) -> None:
    """Sent to be published it is submitted; only what is approved can be published."""
    await books.switch(approvals=True)
    made = (await post(books, a_journal())).json()["journal"]
    publish = f"journals/{made['journal_id']}/status/publish"

    early = await books.call("POST", publish)

    assert made["status"] == "submitted"
    assert "has to be approved" in refusal_of(early)[2]
    assert await numbers(books, status="submitted") == ["JF-1"]
    await decide(books, made["journal_id"], "rejected")
    assert "has to be approved" in refusal_of(await books.call("POST", publish))[2]
    await decide(books, made["journal_id"], "approved")
    assert (await books.call("POST", publish)).status_code == 201
    assert await state_of(books, made["journal_id"]) == "published"
    assert await numbers(books, status="submitted") == []


async def test_locks_are_listed_ten_to_a_page(books: Books) -> None:
    """By scope, not by module; the one on journals stands behind those on sales."""
    await books.switch(lock_date="2026-06-30", other_locks=10)

    first = (await books.call("GET", "transactionlocks")).json()
    second = (await books.call("GET", "transactionlocks", params={"page": "2"})).json()

    assert len(first["transaction_locks"]) == 10
    assert first["page_context"]["has_more_page"]
    (lock,) = second["transaction_locks"]
    assert (lock["lock_scope_formatted"], lock["transaction_lock_date"]) == (
        "Accountant",
        "2026-06-30",
    )
    assert "transaction_lock_module" not in lock


async def test_journals_come_by_the_time_of_change(books: Books) -> None:
    """The answer says how it sorted; a column that Zoho does not name is refused."""
    made: list[dict[str, Any]] = []
    for number in ("JF-1", "JF-2"):
        made.append((await post(books, a_journal(number))).json()["journal"])
        books.clock.forward(seconds=60)
    path = f"control/companies/{books.realm}/entries/{made[0]['journal_id']}"
    await books.http.post(path, json={"private_note": "changed by hand"})

    by_change = {"sort_column": "last_modified_time", "sort_order": "D"}
    answer = (await books.call("GET", "journals", params=by_change)).json()

    assert [one["reference_number"] for one in answer["journals"]] == ["JF-1", "JF-2"]
    assert {name: answer["page_context"][name] for name in by_change} == by_change
    refused = await books.call("GET", "journals", params={"sort_column": "status"})
    assert refusal_of(refused)[:2] == (400, 2)
