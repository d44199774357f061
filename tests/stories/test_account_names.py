"""Accounts as files name them: found as people write them, or asked about once and remembered."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from blocks.card.face import Face
from blocks.kit import names
from bot.demo.world import EXAMPLES
from connectors.intake.files import open_entries
from connectors.intake.result import IntakeOptions, Taken
from journal.books.book import Account, Platform
from journal.books.chart import Chart
from journal.entries.entry import NewEntry
from journal.entries.failure import AccountCause, Failure, FailureReason
from journal.entries.mapping import prepare
from journal.entries.placing import Known
from journal.entries.posting import ReadyEntry
from journal.incidents.move import MoveName
from sandbox.quickbooks.chart import DEFAULT_CHART
from tests.build import an_entry
from tests.july import JULY
from tests.stories.desk import ANA, Company, Desk, buttons, eventually
from tests.stories.seen import the_card, the_case
from tests.stories.test_mapping_accounts import chosen, open_form, put_in

FILES = Path(__file__).parent / "files"
SETTLEMENT = JULY / "us_amazon_settlement.csv"


def entries_in(file: str) -> Sequence[NewEntry]:
    """Return every entry of a file."""
    results = list(open_entries(FILES / file, IntakeOptions("USD")))
    taken = [one.entry for one in results if isinstance(one, Taken)]
    assert len(taken) == len(results)
    return taken


def ready(entry: NewEntry, chart: Chart) -> ReadyEntry:
    """Return the entry as it would be posted."""
    prepared = prepare(an_entry(content=entry), Known(Platform.QUICKBOOKS, chart, {}, {})).sendable
    assert isinstance(prepared, ReadyEntry), prepared
    return prepared


def test_a_number_is_not_taken_for_another_accounts_id() -> None:
    """By name and by number it is the same account, not the one whose id is 79."""
    chart = Chart(
        (
            Account("91", "Clearing:Shopify clearing", "1310"),
            Account("106", "Store 79 sales", "79"),
            Account("79", "Tips payable", "2400"),
        )
    )

    posted = [ready(one, chart) for one in entries_in("01-account-number-is-anothers-id.csv")]

    assert [[line.account_id for line in one.lines] for one in posted] == [["91", "106"]] * 2


def test_names_as_people_write_them_are_found() -> None:
    """Number and name, a leaf, spaces and case, a dot between: eight entries, one account."""
    chart = Chart(
        (
            Account("90", "Clearing", "1300"),
            Account("91", "Clearing:Shopify clearing", "1310"),
            Account("92", "Clearing:Amazon clearing", "1320"),
            Account("79", "Sales", "4000"),
        )
    )

    posted = [ready(one, chart) for one in entries_in("05-account-names-as-people-write-them.csv")]

    assert [one.lines[0].account_id for one in posted] == ["91"] * 8
    assert {one.lines[1].account_id for one in posted} == {"79"}


async def test_a_settlement_with_names_that_the_chart_has_not(
    desk: Desk, northwind: Company
) -> None:
    """One card for all its entries; mapped once from it, the next settlement posts by itself."""
    assert await desk.take(northwind, SETTLEMENT) == 4
    card = await the_card(
        desk, FailureReason.ACCOUNT_INVALID, subject="Amazon promotions", waiting=4
    )
    await desk.quiet()
    failure = (await the_case(desk, card)).incident.failure
    assert (failure.cause, len(failure.details)) == (AccountCause.MISSING, 7)
    assert {names.MAP, names.CREATE_ACCOUNT, names.EDIT_LINES, names.RETRY} <= {*buttons(card)}

    view = await open_form(desk, card)
    fields = [one["label"]["text"] for one in view["blocks"] if one["type"] == "input"]
    assert len(fields) == 8
    typed = {one: _account_for(one) for one in fields}
    answer = await desk.submit(view, await chosen(desk, view, typed))
    assert not answer["errors"], answer

    await the_card(desk, face=Face.POSTED, posted=4)
    await desk.quiet()
    again = SETTLEMENT.read_text().replace("AMZ-S", "AMZ-T")
    later = desk_file(desk, again)
    await desk.take(northwind, later)
    await desk.quiet()
    assert len(await northwind.ledger()) == 8


def _account_for(name: str) -> str:
    if "4411" in name or "balances" in name:
        return "1320"
    return "2200" if "tax" in name else "6010" if "fee" in name else "6000"


def desk_file(desk: Desk, text: str) -> Path:
    """Write a file beside the program's own."""
    path = Path(desk.program.settings.home) / "later.csv"
    path.write_text(text)
    return path


async def test_an_account_is_made_from_the_card_and_takes_the_name(
    desk: Desk, northwind: Company
) -> None:
    """Its name is filled in; the form that maps comes next, and has it chosen."""
    path = desk_file(
        desk,
        "Journal No,Journal Date,Account,Debits,Credits,Description\n"
        "S-1,2026-07-18,1310,10.00,,Shopify\nS-1,2026-07-18,Sales:Web shop,,10.00,Shopify\n",
    )
    await desk.take(northwind, path)
    card = await the_card(desk, FailureReason.ACCOUNT_INVALID, subject="Sales:Web shop")
    await desk.click(card, names.CREATE_ACCOUNT)

    async def described() -> dict[str, Any] | None:
        top = await desk.view()
        return top if top["callback_id"] == names.ACCOUNT_FORM else None

    form = await eventually(described, "the form that makes accounts")
    assert _value(form, names.ACCOUNT_NAME_BLOCK) == "Web shop"
    answer = await desk.submit(form, {})
    assert not answer["errors"], answer

    async def made() -> dict[str, Any] | None:
        top = await desk.view()
        return top if put_in(top) == ["Web shop"] else None

    await desk.submit(await eventually(made, "the account to be there"), {})

    await the_card(desk, face=Face.POSTED, posted=1, mended=(MoveName.MAP, ANA))
    await desk.quiet()
    (entry,) = await northwind.ledger()
    assert re.search(r"Web shop", str(entry))


def _value(view: Mapping[str, Any], block_id: str) -> str:
    field = next(one for one in view["blocks"] if one.get("block_id") == block_id)
    return str(field["element"]["initial_value"])


def test_the_demo_names_accounts_that_are_not_in_the_chart() -> None:
    """Two of its settlements are found however they are written; three lack an account."""
    chart = Chart(
        tuple(Account(one.id, one.full_name, one.number, one.type) for one in DEFAULT_CHART)
    )
    known = Known(Platform.QUICKBOOKS, chart, {}, {})

    read = list(open_entries(EXAMPLES / "juniper-1.csv", IntakeOptions("CAD")))
    found = [
        prepare(an_entry(content=one.entry), known).sendable
        for one in read
        if isinstance(one, Taken)
    ]

    # Where all accounts are found, it is the location that is not known here.
    assert all(isinstance(one, Failure) for one in found)
    lacking = [one for one in found if isinstance(one, Failure) and one.subject != "location"]
    assert (len(found), len(lacking)) == (5, 3)
    assert {one.cause for one in lacking} == {AccountCause.MISSING}
    assert {name for one in lacking for name in (one.subject, *one.details)} == {
        "Amazon FBA fees",
        "Advertising on Amazon",
        "Amazon storage fees",
    }
