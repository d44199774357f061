"""What is kept goes on after a restart."""

from pathlib import Path

from sandbox.keep import Keep
from tests.sandbox.conftest import Opened
from tests.sandbox.ledger.books import Books, HeldClock, Wire
from tests.sandbox.quickbooks.books import an_entry, fault_of, post

AGAIN = {"name": "Harbor Goods", "once": True}


async def test_a_document_number_stays_taken(
    wire: Wire, opened: Opened, clock: HeldClock, tmp_path: Path
) -> None:
    """Also one given by an update; the number given up is free."""
    file = tmp_path / "sandbox.jsonl"
    with Keep(file) as keep:
        async with opened(keep) as http:
            books = await Books.opened(wire, http, clock)
            await post(books, an_entry("JF-1"))
            await post(books, {"Id": "1", "SyncToken": "0", "sparse": True, "DocNumber": "JF-2"})

    with Keep(file) as keep:
        async with opened(keep) as books.http:
            assert fault_of(await post(books, an_entry("JF-2")))[1] == "6140"
            assert (await post(books, an_entry("JF-1"))).json()["JournalEntry"]["Id"] == "2"


def kept_before(keep: Keep) -> None:
    """Keep what a sandbox kept when QuickBooks still had a ledger of its own."""
    at = {"created_at": "2026-07-07T12:00:00Z", "updated_at": "2026-07-07T12:00:00Z"}
    keep.table("quickbooks_companies")["1"] = {
        "realm": "1",
        "name": "Harbor Goods",
        "created_at": "2026-07-07T12:00:00Z",
        "currency": "USD",
        "can_post": True,
        "close_date": "2026-06-30",
        "replay_refusals": False,
    }
    for account_id, name, kind in (("35", "Checking", "Bank"), ("79", "Sales", "Income")):
        account = {"id": account_id, "name": name, "number": "", "type": kind, "sync_token": 2}
        keep.table("quickbooks_accounts")[f"1/{account_id}"] = account
    keep.table("quickbooks_entries")["1/1"] = {
        "id": "1",
        "sync_token": 1,
        "date": "2026-07-07",
        "currency": "USD",
        "lines": [
            {
                "side": "Debit",
                "amount": "250",
                "account": "35",
                "refs": {"ClassRef": {"value": "1"}},
            },
            {"side": "Credit", "amount": "250", "account": "79", "refs": {}},
        ],
        **at,
        "doc_number": "JF-1",
        "private_note": "two",
        "exchange_rate": None,
        "adjustment": True,
    }
    keep.table("quickbooks_requests")["1/key-1"] = {"reply": {"body": "{}"}, "fault": None}
    keep.table("quickbooks_requests")["1/key-2"] = {"reply": None, "fault": {"code": "6210"}}


async def test_what_was_kept_before_is_read(wire: Wire, opened: Opened, clock: HeldClock) -> None:
    """Switches, accounts, entries with their sides, and ids of requests are what they were."""
    keep = Keep(None)
    kept_before(keep)

    for _start in range(2):
        async with opened(keep) as http:
            books = Books(wire, http, clock, "1", "", "")
            await books.refresh(
                (await http.post("control/companies", json=AGAIN)).json()["refresh_token"]
            )
            shown = (await books.call("GET", "journalentry/1")).json()["JournalEntry"]
            again = await post(books, an_entry("JF-9"), requestid="key-1")
            assert fault_of(await post(books, an_entry(TxnDate="2026-06-30")))[1] == "6210"
            assert fault_of(await post(books, an_entry("JF-1")))[1] == "6140"

    details = [line["JournalEntryLineDetail"] for line in shown["Line"]]
    assert [detail["PostingType"] for detail in details] == ["Debit", "Credit"]
    assert details[0]["ClassRef"] == {"value": "1"}
    assert (shown["SyncToken"], shown["PrivateNote"], shown["Adjustment"]) == ("1", "two", True)
    assert again.json() == {}
