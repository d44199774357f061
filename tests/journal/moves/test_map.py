"""Categories are mapped from a card: what waited for them is posted, whatever card it was on."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import pytest

from journal.amounts.money import Money
from journal.books.book import Connection
from journal.entries.entry import EntryKind, Line, PostingStatus, Side
from journal.entries.failure import Failure, FailureReason
from journal.entries.posting import LedgerEntry
from journal.errors import AccountUnfit, MappedMeanwhile, TransitionRefused
from journal.incidents.gaps import Gaps
from journal.incidents.incident import Case, IncidentState
from journal.incidents.move import MoveName
from journal.incidents.story.mending import AccountsMapped
from journal.moves.make_move import Done, Repeated
from journal.moves.map import MAP, Chosen
from journal.moves.read_gaps import read_gaps
from journal.ports import Click, Wanted
from tests.fakes.ledger import FakeLedger
from tests.journal.bench import QUICK, Bench
from tests.storage.stage import some_entries

OPEN, RETRYING, RESOLVED = IncidentState
CLEARING, GIFTS, TIPS = (("Shopify", name) for name in ("Clearing", "Gift cards", "Tips"))
MAPPED = [("Shopify", "Clearing", "1300")]


def lines(*credited: str, minor: int = 4000) -> tuple[Line, ...]:
    """Return lines that bring `minor` to each of these categories, out of the clearing."""
    one = Money(minor, "USD")
    ours = [Line(Side.CREDIT, one, category=name, description=f"a {name}") for name in credited]
    return (Line(Side.DEBIT, Money(minor * len(credited), "USD"), category="Clearing"), *ours)


@pytest.fixture
async def connection(bench: Bench) -> Connection:
    """A book in which only the clearing is mapped."""
    made = await bench.book(mapped=False)
    async with bench.store() as store:
        await store.desk.save_mapping(made.book_id, MAPPED)
    return made


@dataclass(slots=True)
class BusyLedger(FakeLedger):
    """A ledger in which someone does something while it is asked what it has."""

    meanwhile: Callable[[], Awaitable[object]] | None = None

    async def find(self, wanted: Sequence[Wanted]) -> Sequence[LedgerEntry]:
        """Let it be done, once, and answer as ever."""
        doing, self.meanwhile = self.meanwhile, None
        if doing is not None:
            await doing()
        return await FakeLedger.find(self, wanted)


async def by_subject(bench: Bench) -> list[Case]:
    """Return the cases by what they are about, since they open in any order."""
    return sorted(await bench.cases(), key=lambda case: case.incident.failure.subject)


async def gaps(bench: Bench, incident_id: int) -> Gaps:
    """Return what the form of an incident is drawn from."""
    async with bench.store() as store:
        return await read_gaps(store, incident_id)


async def test_mapping_posts_what_waited_and_the_card_remembers(
    bench: Bench, connection: Connection
) -> None:
    """Three entries wait for one account; Ana names it, they post, the card knows who and what."""
    await bench.take(connection, some_entries(3, lines=lines("Gift cards")))
    await bench.post(connection)
    incident_id = (await bench.case()).incident.id

    assert await bench.map(incident_id, {GIFTS: "98"}) == 1
    await bench.post(connection)

    case = await bench.case()
    assert len(bench.ledger.numbers) == 3
    assert case.incident.state is RESOLVED
    mending = case.incident.mending
    assert mending is not None
    assert (mending.move, mending.by) == (MoveName.MAP, "U_ANA")
    assert isinstance(mending.turn, AccountsMapped)
    assert mending.turn.mapped == (("Gift cards", "4010 Sales:Shopify sales"),)
    assert [kind for kind in await bench.story() if kind != "joined"][:3] == [
        "opened",
        "mapped",
        "posted",
    ]


async def test_everything_that_lacked_it_goes_on_whatever_its_card(
    bench: Bench, connection: Connection
) -> None:
    """One entry lacks two accounts, another only the second: mapped on one card, both post."""
    await bench.take(connection, some_entries(1, "A", lines=lines("Gift cards", "Tips")))
    await bench.take(connection, some_entries(2, "B", lines=lines("Tips")))
    await bench.post(connection)
    first, _second = await by_subject(bench)

    seen = await gaps(bench, first.incident.id)
    assert [row.category for row in seen.rows] == [GIFTS, TIPS]
    assert seen.completed_by({TIPS}) == 2
    assert seen.completed_by({GIFTS, TIPS}) == 3

    assert await bench.map(first.incident.id, {GIFTS: "98", TIPS: "103"}) == 2
    await bench.post(connection)

    assert len(bench.ledger.numbers) == 3
    assert await bench.states() == [RESOLVED, RESOLVED]
    _, other = await by_subject(bench)
    assert other.incident.mending is not None
    told = other.incident.mending.turn
    assert isinstance(told, AccountsMapped)
    assert told.mapped == (("Tips", "6000 Payment processing fees"),)


async def test_what_still_lacks_something_comes_back_for_that(
    bench: Bench, connection: Connection
) -> None:
    """Of two categories one is mapped: the entry waits on, for the other alone."""
    await bench.take(connection, some_entries(1, lines=lines("Gift cards", "Tips")))
    await bench.post(connection)
    incident_id = (await bench.case()).incident.id

    assert (await gaps(bench, incident_id)).completed_by({GIFTS}) == 0
    await bench.map(incident_id, {GIFTS: "98"})
    await bench.post(connection)

    before, after = await bench.cases()
    assert before.incident.state is RESOLVED
    assert (after.incident.state, after.incident.failure.subject) == (OPEN, "Tips")
    assert bench.ledger.numbers == []


async def test_a_row_tells_what_waits_for_it(bench: Bench, connection: Connection) -> None:
    """Its sum, its side, how many entries, and a line of it."""
    await bench.take(connection, some_entries(2, lines=lines("Gift cards")))
    await bench.post(connection)

    (row,) = (await gaps(bench, (await bench.case()).incident.id)).rows

    assert (row.category, row.side, row.kind) == (GIFTS, Side.CREDIT, EntryKind.SALES_SUMMARY)
    assert (row.entries, row.amounts) == (2, (Money(8000, "USD"),))
    assert row.example is not None
    assert (row.example.reference, row.example.description) == ("S-1", "a Gift cards")
    assert row.example.amount == Money(4000, "USD")


async def test_the_second_overwrites_nothing(bench: Bench, connection: Connection) -> None:
    """Ben was looking when Ana saved: his other account is refused, and he can see hers."""
    await bench.take(connection, some_entries(1, lines=lines("Gift cards")))
    await bench.post(connection)
    incident_id = (await bench.case()).incident.id
    await bench.map(incident_id, {GIFTS: "98"}, by="U_ANA")

    with pytest.raises(MappedMeanwhile):
        await bench.map(incident_id, {GIFTS: "103"}, by="U_BEN")

    async with bench.store() as store:
        (kept,) = await store.mappings.kept(connection.book_id, [GIFTS])
    assert (kept.account, kept.by) == ("98", "U_ANA")
    assert (await bench.story()).count("mapped") == 1


async def test_two_at_the_same_moment_save_one(bench: Bench, connection: Connection) -> None:
    """From two cards that lack the same: one saves, the other is told, nothing locks up."""
    await bench.take(connection, some_entries(1, "A", lines=lines("Gift cards", "Tips")))
    await bench.take(connection, some_entries(1, "B", lines=lines("Tips")))
    await bench.post(connection)
    first, second = await by_subject(bench)

    ended = await asyncio.gather(
        bench.map(first.incident.id, {TIPS: "98"}, by="U_ANA"),
        bench.map(second.incident.id, {TIPS: "103"}, by="U_BEN"),
        return_exceptions=True,
    )

    assert sorted(type(one).__name__ for one in ended) == ["MappedMeanwhile", "int"]
    assert (await bench.story()).count("mapped") == 2


async def test_a_form_delivered_twice_maps_once(bench: Bench, connection: Connection) -> None:
    """The second delivery changes nothing and is no conflict with the first."""
    await bench.take(connection, some_entries(1, lines=lines("Gift cards")))
    await bench.post(connection)
    incident_id = (await bench.case()).incident.id
    click = Click("V1/h1", "U_ANA")

    first, again = [
        await bench.services.make_move(MAP, incident_id, click, Chosen({GIFTS: "98"}))
        for _ in range(2)
    ]

    assert isinstance(first, Done)
    assert isinstance(again, Repeated)
    assert (await bench.story()).count("mapped") == 1


async def test_an_account_that_takes_nothing_is_refused(
    bench: Bench, connection: Connection
) -> None:
    """Inactive since it was chosen, or not in the chart: nothing is saved."""
    await bench.take(connection, some_entries(1, lines=lines("Gift cards")))
    bench.ledger.deactivate("103")
    await bench.post(connection)
    incident_id = (await bench.case()).incident.id

    for account in ("103", "nowhere"):
        with pytest.raises(AccountUnfit):
            await bench.map(incident_id, {GIFTS: account})

    assert await bench.states() == [OPEN]


async def test_an_account_that_was_closed_is_mapped_again(bench: Bench) -> None:
    """The category behind the account is found, mapped to another, and the entry posts."""
    connection = await bench.book()
    await bench.take(connection, some_entries(1))
    bench.ledger.deactivate("98")
    await bench.post(connection)
    case = await bench.case()
    assert case.incident.failure.subject == "Sales:Shopify sales"
    await bench.services.read_chart(connection)

    seen = await gaps(bench, case.incident.id)
    assert ([row.category for row in seen.rows], seen.named) == ([GIFTS], ())
    assert await bench.map(case.incident.id, {GIFTS: "79"}) == 1
    await bench.post(connection)

    assert len(bench.ledger.numbers) == 1
    assert await bench.states() == [RESOLVED]


async def test_an_unnamed_refused_account_can_be_mapped_again(bench: Bench) -> None:
    """All seem good, so any may be changed; the person who comes second changes nothing."""
    connection = await bench.book()
    await bench.take(connection, some_entries(1))
    bench.ledger.refuse(Failure(FailureReason.ACCOUNT_INVALID, words="Account must be valid"))
    await bench.post(connection)
    case = await bench.case()
    seen = await gaps(bench, case.incident.id)
    assert (seen.is_unsaid, {row.category for row in seen.rows}) == (True, {CLEARING, GIFTS})

    assert await bench.map(case.incident.id, {GIFTS: "79"}) == 1
    with pytest.raises(TransitionRefused):
        await bench.map(case.incident.id, {GIFTS: "103"}, by="U_BEN")
    bench.ledger.recover()
    await bench.post(connection)

    async with bench.store() as store:
        (kept,) = await store.mappings.kept(connection.book_id, [GIFTS])
    assert (kept.account, await bench.states()) == ("79", [RESOLVED])


async def test_an_account_of_lines_is_mapped_by_its_name(bench: Bench) -> None:
    """What is inactive by now is asked about, and the choice holds for lines of that name."""
    connection = await bench.book()
    named = (
        Line(Side.DEBIT, Money(500, "USD"), account="1300"),
        Line(Side.CREDIT, Money(500, "USD"), account="4010"),
    )
    await bench.take(connection, some_entries(1, lines=named))
    bench.ledger.deactivate("98")
    await bench.post(connection)
    case = await bench.case()
    await bench.services.read_chart(connection)

    seen = await gaps(bench, case.incident.id)

    assert [row.category for row in seen.rows] == [("", "4010")]
    assert (seen.named, case.summary.has_categories) == ((), False)
    assert await bench.map(case.incident.id, {("", "4010"): "79"}) == 1
    await bench.post(connection)
    assert await bench.states() == [RESOLVED]
    assert [line.account_id for line in bench.ledger.sent[-1].lines] == ["90", "79"]


async def busy(bench: Bench, connection: Connection) -> tuple[BusyLedger, int]:
    """Have one entry wait for tips, and a batch ready of one tried before and one without tips."""
    ledger = BusyLedger(QUICK)
    bench.ledger = ledger
    await bench.take(connection, some_entries(1, "W", lines=lines("Tips")))
    await bench.post(connection)
    waiting = (await bench.case()).incident.id
    ledger.refuse(FailureReason.RATE_LIMITED, times=1)
    await bench.take(connection, some_entries(1, "A", lines=lines("Clearing")))
    await bench.post(connection)
    await bench.pass_time()
    await bench.take(connection, some_entries(1, "B", lines=lines("Tips")))
    return ledger, waiting


async def test_mapped_while_it_was_being_posted_it_posts_after_all(
    bench: Bench, connection: Connection
) -> None:
    """Read without the mapping and refused after it was saved: nobody has to press Retry."""
    ledger, waiting = await busy(bench, connection)
    ledger.meanwhile = lambda: bench.map(waiting, {TIPS: "103"})

    await bench.post(connection)

    assert len(bench.ledger.numbers) == 3
    assert await bench.states() == [RESOLVED]
    assert (await bench.story()).count("refused") == 0


async def test_mapped_wrongly_meanwhile_it_waits_for_that(
    bench: Bench, connection: Connection
) -> None:
    """The account that was chosen takes nothing: each entry is refused once for it, no more."""
    ledger, waiting = await busy(bench, connection)

    async def map_to_what_is_closed() -> None:
        await bench.map(waiting, {TIPS: "103"})
        ledger.deactivate("103")

    ledger.meanwhile = map_to_what_is_closed
    await bench.post(connection)
    sent = len(ledger.sent)
    await bench.pass_time()
    await bench.post(connection)

    assert len(ledger.sent) == sent
    assert bench.ledger.numbers == ["JF-2"]
    states = [(one.incident.state, one.incident.failure.reason) for one in await bench.cases()]
    assert (OPEN, FailureReason.ACCOUNT_INVALID) in states
    assert (await bench.entry("B-1")).status is PostingStatus.FAILED


async def test_what_lacks_another_thing_meanwhile_is_refused_for_that(
    bench: Bench, connection: Connection
) -> None:
    """Of two categories the one is mapped: it is told on the card of the other."""
    ledger, waiting = await busy(bench, connection)
    await bench.take(connection, some_entries(1, "C", lines=lines("Tips", "Gift cards")))
    ledger.meanwhile = lambda: bench.map(waiting, {TIPS: "103"})

    await bench.post(connection)

    (case,) = [one for one in await bench.cases() if one.incident.state is OPEN]
    assert case.incident.failure.subject == "Gift cards"
    assert case.summary.waiting == 1
