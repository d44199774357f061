"""How an entry is known to be in the books is kept, and whose an entry of the ledger is."""

from __future__ import annotations

from sqlalchemy import insert, text

from journal.entries.grounds import Ground
from storage.database import Database
from storage.migrations.versions.v0002_true_to_the_books import ALREADY_SENT
from storage.tables import attempt
from tests.build import NOW
from tests.storage.stage import entry_called, open_book, put, some_entries, success, take_in


async def test_whose_an_entry_of_the_ledger_is(database: Database) -> None:
    """Kept as posted or to be replaced, it is that number's; ids of another company are not."""
    connection, other = await open_book(database), await open_book(database, "other")
    posted, corrected, beside = await take_in(database, connection, some_entries(3))
    (foreign,) = await take_in(database, other, some_entries(1, "T"))
    await put(database, posted, ledger_id="1", status="posted")
    await put(database, corrected, replaces="2")
    await put(database, beside, ledger_id="3", numbered=2)
    await put(database, foreign, ledger_id="4")

    async with database.store() as store:
        owners = await store.entries.owners(connection.id, ["1", "2", "3", "4", "5"])

    assert owners == {"1": posted.number, "2": corrected.number, "3": f"{beside.number}-2"}


async def test_what_we_posted_is_remembered_as_sent(database: Database) -> None:
    """The answer to posting gave its id."""
    connection = await open_book(database)
    (entry,) = await take_in(database, connection, some_entries(1))
    await put(database, entry, status="posting")

    async with database.store() as store:
        await store.postings.record([success(entry)])

    assert (await entry_called(database, "S-1")).posted_how is Ground.SENT


async def test_of_earlier_postings_only_certain_ones_are_ours(
    database: Database,
) -> None:
    """By the first attempt, or one that the platform gave an id of the request; found ones are not.

    Nor is what a poll closed without any attempt.
    """
    connection = await open_book(database)
    first, traced, perhaps, polled = await take_in(database, connection, some_entries(4))
    for entry in (first, traced, perhaps, polled):
        await put(database, entry, status="posted", ledger_id=f"L-{entry.id}", posted_how="")
    tries = [
        (first, "posted", ""),
        (traced, "uncertain", ""),
        (traced, "posted", "1-tid"),
        (perhaps, "uncertain", ""),
        (perhaps, "posted", ""),
        (polled, "refused", "1-tid"),
    ]
    async with database.engine.begin() as sql:
        for entry, outcome, trace in tries:
            await sql.execute(insert(attempt).values(**_try(entry.id, outcome, trace)))
        await sql.execute(text(ALREADY_SENT))

    known = [(await entry_called(database, f"S-{n}")).posted_how for n in range(1, 5)]
    assert known == [Ground.SENT, Ground.SENT, None, None]


def _try(entry_id: int, outcome: str, trace: str) -> dict[str, object]:
    return {
        "entry_id": entry_id,
        "at": NOW,
        "key": "key",
        "outcome": outcome,
        "reason": "",
        "code": "",
        "words": "",
        "trace": trace,
        "answer": "",
    }
