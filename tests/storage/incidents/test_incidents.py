"""One cause is one incident, at any moment and for everybody."""

from datetime import date, timedelta

import pytest

from journal.amounts.money import Money
from journal.entries.entry import EntryKind
from journal.errors import NotFound, TransitionRefused
from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import IncidentState, Trigger
from journal.ports import Found
from storage.database import Database
from tests.build import NOW, a_failure, some_content
from tests.storage.stage import (
    at_once,
    book_of,
    open_book,
    open_incident,
    put,
    some_entries,
    take_in,
)


async def test_two_that_find_the_same_cause_at_once_get_one_incident(database: Database) -> None:
    """The second waits for the first, and is told that it is not new."""
    connection = await open_book(database)
    found = Found(a_failure(), "f00d", connection.book_id, connection.id, "Shopify")

    async def find() -> tuple[int, bool]:
        async with database.store() as store:
            incident, is_new = await store.incidents.open_for(found, NOW)
        return incident.id, is_new

    answers = await at_once(*[find] * 4)

    assert len({incident_id for incident_id, _is_new in answers}) == 1
    assert sum(is_new for _incident_id, is_new in answers) == 1


async def test_a_resolved_cause_that_comes_back_is_a_new_incident(database: Database) -> None:
    """The old one keeps its story."""
    connection = await open_book(database)
    first = await open_incident(database, connection)
    async with database.store() as store:
        await store.incidents.save(first.after(Trigger.POSTED, at=NOW))

    again = await open_incident(database, connection)

    assert again.id != first.id
    async with database.store() as store:
        assert await store.incidents.open_like("f00d") == again
        assert await store.incidents.open_like("beef") is None


async def test_opening_again_beside_a_newer_one_is_refused(database: Database) -> None:
    """The person is sent to the newer card, and the work unit can go on."""
    connection = await open_book(database)
    first = await open_incident(database, connection)
    closed = first.after(Trigger.RESOLVE, at=NOW, by="U_ANA")
    async with database.store() as store:
        await store.incidents.save(closed)
    newer = await open_incident(database, connection)

    async with database.store() as store:
        with pytest.raises(TransitionRefused) as caught:
            await store.incidents.save(closed.after(Trigger.REOPEN, at=NOW))
        assert await store.incidents.for_change(newer.id) == newer

    assert "newer card" in caught.value.advice


async def test_everything_of_an_incident_is_kept(database: Database) -> None:
    """How, note, who and when come back as they were saved."""
    connection = await open_book(database)
    first = await open_incident(database, connection)
    later = NOW + timedelta(hours=1)
    closed = first.resolved_by_hand(HowResolved.OTHER, "as agreed", at=later, by="U_ANA")

    async with database.store() as store:
        await store.incidents.save(closed)
        assert await store.incidents.for_change(first.id) == closed


async def test_what_is_not_there_is_said_by_name(database: Database) -> None:
    """Both for reading and for changing."""
    async with database.store() as store:
        with pytest.raises(NotFound, match="INC-99"):
            await store.incidents.for_change(99)
        with pytest.raises(NotFound, match="INC-99"):
            await store.incidents.case(99)


async def test_a_case_sums_up_what_waits(database: Database) -> None:
    """Money of what is not posted for each currency, days in order, the tried most often."""
    connection = await open_book(database)
    incident = await open_incident(database, connection)
    contents = [
        some_content(reference="a", date=date(2026, 7, 9)),
        some_content(reference="b", date=date(2026, 7, 7), currency="EUR"),
        some_content(reference="c", date=date(2026, 7, 8)),
        some_content(reference="d", date=date(2026, 7, 1)),
    ]
    stands = ["failed", "pending", "posted", "skipped"]
    entries = await take_in(database, connection, contents)
    for times, (entry, status) in enumerate(zip(entries, stands, strict=True)):
        await put(database, entry, status=status, incident_id=incident.id, attempts=times)

    async with database.store() as store:
        case = await store.incidents.case(incident.id)
        counted = await store.incidents.statuses(incident.id)

    summary = case.summary
    assert (summary.waiting, summary.posted, summary.skipped) == (2, 1, 1)
    assert summary.amounts == (Money(160413, "EUR"), Money(160413, "USD"))
    assert (summary.first_date, summary.last_date) == (date(2026, 7, 1), date(2026, 7, 9))
    assert summary.attempts == 3
    assert {status.value: count for status, count in counted.items()} == dict.fromkeys(stands, 1)
    assert case.book == await book_of(database, connection)
    assert case.connection == connection
    assert case.incident == incident


async def test_a_case_names_the_channels_and_kinds_of_what_waits(database: Database) -> None:
    """All of them, most entries first, whatever is posted already; then those of all entries."""
    connection = await open_book(database)
    incident = await open_incident(database, connection)
    channels = ["Etsy", "Shopify", "Square", "Amazon", "Shopify", "PayPal"]
    contents = [
        some_content(reference=f"S-{n}", sales_channel=one, kind=kind)
        for n, (one, kind) in enumerate(
            zip(channels, [EntryKind.SALES_SUMMARY] * 5 + [EntryKind.DEPOSIT], strict=True)
        )
    ]
    entries = await take_in(database, connection, contents)
    for entry in entries:
        await put(database, entry, status="failed", incident_id=incident.id)
    await put(database, entries[0], status="posted")

    async with database.store() as store:
        summary = (await store.incidents.case(incident.id)).summary
    assert (summary.channels, summary.channel_count) == (("Shopify", "Amazon", "PayPal"), 4)
    assert summary.kinds == (EntryKind.SALES_SUMMARY, EntryKind.DEPOSIT)

    for entry in entries:
        await put(database, entry, status="posted")
    async with database.store() as store:
        summary = (await store.incidents.case(incident.id)).summary
    assert summary.channel_count == 5


async def test_a_case_without_entries_is_a_case(database: Database) -> None:
    """A connection lost while nothing waits."""
    incident = await open_incident(database, await open_book(database))

    async with database.store() as store:
        summary = (await store.incidents.case(incident.id)).summary

    assert (summary.total, summary.amounts, summary.first_date) == (0, (), None)


async def test_open_cases_come_in_pages_oldest_first(database: Database) -> None:
    """Of one book or of all; what is resolved is not among them."""
    one, other = await open_book(database), await open_book(database, "harbor")
    first, second, third = [
        await open_incident(database, connection, mark)
        for connection, mark in ((one, "1"), (other, "2"), (one, "3"))
    ]
    closed = await open_incident(database, one, "4")
    async with database.store() as store:
        await store.incidents.save(closed.after(Trigger.POSTED, at=NOW))

        everything = await store.incidents.open_cases(None, 10)
        page = await store.incidents.open_cases(None, 2, 1)
        of_one = await store.incidents.open_cases(one.book_id, 10)

    assert [case.incident for case in everything] == [first, second, third]
    assert [case.incident for case in page] == [second, third]
    assert [case.incident for case in of_one] == [first, third]
    assert all(case.incident.state is IncidentState.OPEN for case in everything)


async def test_the_status_counts_what_waits_and_was_posted(
    database: Database,
) -> None:
    """One book or all, each with its connection; a book without one is shown too."""
    connection = await open_book(database)
    await open_book(database, "harbor", name="Harbor Coffee")
    incident = await open_incident(database, connection)
    waiting, posted, yesterday = await take_in(database, connection, some_entries(3))
    failed_at = NOW - timedelta(hours=2)
    await put(database, waiting, status="failed", incident_id=incident.id, failed_at=failed_at)
    await put(database, posted, status="posted", posted_at=NOW)
    await put(database, yesterday, status="posted", posted_at=NOW - timedelta(days=1))

    async with database.store() as store:
        harbor, northwind = await store.books.statuses(NOW)
        (alone,) = await store.books.statuses(NOW, connection.book_id)

    assert alone == northwind
    assert (northwind.posted_today, northwind.waiting, northwind.incidents) == (1, 1, 1)
    assert northwind.amounts == (Money(160413, "USD"),)
    assert northwind.oldest_failed_at == failed_at
    assert (harbor.waiting, harbor.posted_today, harbor.amounts) == (0, 0, ())
