"""An entry is prepared once for each attempt at it, and again only when more is known."""

from __future__ import annotations

from collections import Counter

import pytest

from journal.books.book import Connection
from journal.entries import mapping
from journal.entries.entry import Entry
from journal.entries.failure import Failure
from journal.entries.failure import FailureReason as R
from journal.entries.placing import Known
from journal.entries.posting import ReadyEntry
from tests.journal.bench import Bench
from tests.storage.stage import some_entries


@pytest.fixture
def prepared(monkeypatch: pytest.MonkeyPatch) -> Counter[int]:
    """Return how often each entry was prepared, by its id."""
    times: Counter[int] = Counter()
    prepare = mapping._ready_entry

    def counting(entry: Entry, known: Known) -> ReadyEntry | Failure:
        times[entry.id] += 1
        return prepare(entry, known)

    monkeypatch.setattr(mapping, "_ready_entry", counting)
    return times


async def read_chart(bench: Bench, connection: Connection) -> None:
    """Have the chart known as it is now, so that it need not be read again."""
    async with bench.store() as store:
        chart = list(bench.ledger.chart.values())
        await store.books.save_accounts(connection.id, chart, bench.clock())


async def test_what_is_looked_up_and_sent_is_prepared_once(
    bench: Bench, prepared: Counter[int]
) -> None:
    """One that the ledger turns out to have, one that is sent again, and one that is new."""
    connection = await bench.book()
    (stored,) = await bench.take(connection, some_entries(1, "A"))
    bench.ledger.swallow()
    await bench.post(connection)
    (busy,) = await bench.take(connection, some_entries(1, "B"))
    bench.ledger.refuse(R.TRANSIENT, times=1)
    await bench.post(connection)
    await bench.pass_time()
    (new,) = await bench.take(connection, some_entries(1, "C"))
    async with bench.store() as store:
        await store.books.save_accounts(
            connection.id, list(bench.ledger.chart.values()), bench.clock()
        )
    prepared.clear()

    await bench.post(connection)

    assert prepared == {stored.id: 1, busy.id: 1, new.id: 1}


async def test_what_is_refused_here_is_prepared_again_once(
    bench: Bench, prepared: Counter[int]
) -> None:
    """Someone may have closed its gap meanwhile, so what is known then counts."""
    connection = await bench.book(mapped=False)
    (entry,) = await bench.take(connection, some_entries(1))
    async with bench.store() as store:
        await store.books.save_accounts(
            connection.id, list(bench.ledger.chart.values()), bench.clock()
        )

    await bench.post(connection)

    assert prepared == {entry.id: 2}
