"""What is kept goes on after a restart."""

from pathlib import Path

from sandbox.keep import Keep
from tests.sandbox.quickbooks.books import Books, HeldClock, an_entry, fault_of
from tests.sandbox.quickbooks.conftest import Opened


async def test_a_restart_goes_on(opened: Opened, clock: HeldClock, tmp_path: Path) -> None:
    """Companies, switches, accounts, entries, numbers and tokens are as they were."""
    file = tmp_path / "sandbox.jsonl"
    with Keep(file) as keep:
        async with opened(keep) as http:
            books = await Books.opened(http, clock)
            old = books.refresh_token
            await books.refresh()
            await books.post(an_entry())
            await books.switch(close_date="2026-06-30", mode="error", mode_times=2)
            await books.http.post(
                f"control/companies/{books.realm}/accounts/79", json={"active": False}
            )
            before = await books.state()

    with Keep(file) as keep:
        async with opened(keep) as books.http:
            assert await books.state() == before
            await books.switch(mode="ok")
            assert fault_of(await books.post(an_entry("JF-2")))[1] == "610"
            assert (await books.refresh(old)).status_code == 400
            assert (await books.refresh()).status_code == 200


async def test_a_document_number_stays_taken(
    opened: Opened, clock: HeldClock, tmp_path: Path
) -> None:
    """Also one given by an update; the number given up is free."""
    file = tmp_path / "sandbox.jsonl"
    with Keep(file) as keep:
        async with opened(keep) as http:
            books = await Books.opened(http, clock)
            await books.post(an_entry("JF-1"))
            await books.post({"Id": "1", "SyncToken": "0", "sparse": True, "DocNumber": "JF-2"})

    with Keep(file) as keep:
        async with opened(keep) as books.http:
            assert fault_of(await books.post(an_entry("JF-2")))[1] == "6140"
            assert (await books.post(an_entry("JF-1"))).json()["JournalEntry"]["Id"] == "2"
