"""`jefail cost change`: shown first, done with --yes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from journal.amounts.money import Money
from journal.books.book import Connection
from journal.entries.entry import PostingStatus
from journal.incidents.incident import IncidentState
from journal.incidents.move import MoveName
from journal.rights import Rule
from tests.bot.cli.person import Person, unwrapped
from tests.journal.moves.test_costs import sold
from tests.storage.stage import entry_called, put, rows, take_in

CHANGE = ("cost", "change", "northwind", "shopify", "MUG")
WHY = ("--why", "the invoice says so")


@pytest.fixture
async def connection(person: Person) -> Connection:
    """A book with mugs posted at $4 on 7 and 8 July."""
    await person.connects()
    _book, made = await person.kept()
    days = {"S-1": date(2026, 7, 7), "S-2": date(2026, 7, 8)}
    contents = [replace(sold(name, ("MUG", 3)), date=day) for name, day in days.items()]
    for one in await take_in(person.database, made, contents):
        there = {"ledger_id": f"{one.id}7", "posted_how": "sent", "sent_minor": 1200}
        await put(person.database, one, status="posted", costs={"MUG": 400}, **there)
    async with person.database.store() as store:
        await store.desk.save_costs(made.book_id, [("Shopify", "MUG", Money(400, "USD"))])
    return made


async def kept(person: Person) -> list[tuple[str, int]]:
    """Return the costs that are kept."""
    found = await rows(person.database, "SELECT sku, minor FROM unit_cost ORDER BY sku")
    return [(row.sku, row.minor) for row in found]


async def test_it_is_shown_and_not_done(person: Person, connection: Connection) -> None:
    """Each entry with both sums, and the sum of all; nothing changes without --yes."""
    result = await person.types(*CHANGE, "5", "--since", "2026-07-01", *WHY)

    assert result.exit_code == 0
    for shown in ("JF-1", "2026-07-08", "12.00 USD", "15.00 USD", "24.00 USD", "30.00 USD"):
        assert shown in result.stdout
    assert "--yes" in result.stderr
    assert await kept(person) == [("MUG", 400)]
    assert (await entry_called(person.database, "S-1")).status is PostingStatus.POSTED


async def test_with_yes_they_are_corrected(person: Person, connection: Connection) -> None:
    """On a card of their own, with the reason; the cost holds from now on."""
    result = await person.types(*CHANGE, "5", "--since", "2026-07-08", *WHY, "--yes")

    assert (result.exit_code, await kept(person)) == (0, [("MUG", 500)])
    first, second = [await entry_called(person.database, name) for name in ("S-1", "S-2")]
    assert (first.status, second.status) == (PostingStatus.POSTED, PostingStatus.PENDING)
    assert (second.replaces, second.costs) == ("27", {"MUG": Money(500, "USD")})
    async with person.database.store() as store:
        case = await store.incidents.case(second.incident_id or 0)
    assert case.incident.state is IncidentState.RETRYING
    assert case.incident.number in result.stdout
    (told,) = await rows(person.database, "SELECT kind, actor, facts FROM incident_event")
    assert (told.kind, told.actor, told.facts["why"]) == ("costs_changed", None, WHY[1])
    waiting = await rows(
        person.database, "SELECT FROM procrastinate_jobs WHERE task_name = 'post_entries'"
    )
    assert waiting


async def test_one_entry_alone(person: Person, connection: Connection) -> None:
    """It is corrected, and the book keeps its cost."""
    result = await person.types(*CHANGE, "5", "--entry", "JF-2", *WHY, "--yes")

    assert result.exit_code == 0
    assert await kept(person) == [("MUG", 400)]
    statuses = [(await entry_called(person.database, name)).status for name in ("S-1", "S-2")]
    assert statuses == [PostingStatus.POSTED, PostingStatus.PENDING]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((*CHANGE, "5", *WHY), "--since"),
        ((*CHANGE, "5", "--since", "2026-07-01", "--entry", "JF-1", *WHY), "--entry"),
        ((*CHANGE, "5", "--since", "yesterday", *WHY), "yesterday"),
        ((*CHANGE, "1,234", "--since", "2026-07-01", *WHY), "1234.00"),
        ((*CHANGE, "5", "--entry", "JF-99", *WHY), "JF-99"),
        ((*CHANGE, "5", "--entry", "JF-1", "--why", " "), "reason"),
        (("cost", "change", "northwind", "amazon", "MUG", "5", "--entry", "JF-1", *WHY), "Amazon"),
    ],
    ids=["neither", "both", "no day", "two readings", "no entry", "no reason", "another channel"],
)
async def test_what_is_not_whole_is_refused(
    person: Person, connection: Connection, words: tuple[str, ...], said: str
) -> None:
    """One line says what is wrong, and nothing is changed."""
    result = await person.types(*words, "--yes")

    assert result.exit_code == 1
    assert said in result.stderr
    assert await kept(person) == [("MUG", 400)]


async def test_what_stays_is_said(person: Person, connection: Connection) -> None:
    """Closed days, and entries whose costs are not known."""
    (other,) = await take_in(person.database, connection, [sold("S-3", ("MUG", 1))])
    await put(person.database, other, status="posted", ledger_id="37", costs={})
    async with person.database.engine.begin() as sql:
        await sql.exec_driver_sql("UPDATE connection SET closed_until = '2026-07-07'")

    result = await person.types(*CHANGE, "5", "--since", "2026-07-01", *WHY)

    assert "JF-3" in unwrapped(result.stderr)
    assert "--closed" in unwrapped(result.stderr)
    assert "JF-1" not in result.stdout
    too = await person.types(*CHANGE, "5", "--since", "2026-07-01", "--closed", *WHY)
    assert "JF-1" in too.stdout


async def test_a_figure_far_from_the_last_is_asked_about(
    person: Person, connection: Connection
) -> None:
    """It is said before --yes takes it."""
    result = await person.types(*CHANGE, "400", "--since", "2026-07-01", *WHY)

    assert "$400.00" in unwrapped(result.stderr)


async def test_a_platform_that_changes_nothing(person: Person, connection: Connection) -> None:
    """What is posted stays, and the cost holds for later entries."""
    async with person.database.engine.begin() as sql:
        await sql.exec_driver_sql("UPDATE connection SET platform = 'tryton'")

    result = await person.types(*CHANGE, "5", "--since", "2026-07-01", *WHY, "--yes")

    assert (result.exit_code, await kept(person)) == (0, [("MUG", 500)])
    assert "Tryton" in result.stderr
    assert (await entry_called(person.database, "S-1")).status is PostingStatus.POSTED


async def test_a_second_person_takes_slack(person: Person, connection: Connection) -> None:
    """Where a rule of the book wants one for so much, the terminal is no way around it."""
    async with person.database.store() as store:
        rule = Rule(MoveName.CHANGE_COST, second_above=Money(2000, "USD"))
        await store.rights.save(connection.book_id, rule)

    result = await person.types(*CHANGE, "5", "--since", "2026-07-01", *WHY, "--yes")

    assert (result.exit_code, await kept(person)) == (1, [("MUG", 400)])
    assert "/jefail show JF-1" in result.stderr
