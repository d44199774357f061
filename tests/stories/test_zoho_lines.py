"""Whole entries in Zoho Books: contacts, reporting tags, locations, projects and taxes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from blocks.card.face import Face
from blocks.kit import names
from journal.books.book import Platform
from journal.books.rates import Rate, RateRule
from journal.entries.failure import FailureReason
from sandbox.zoho.things import id_of
from tests.stories.desk import Company, Desk
from tests.stories.seen import the_card, the_case

JULY_3 = date(2026, 7, 3)
TAGS: list[dict[str, Any]] = [
    {"name": "Channel", "mandatory": True, "options": ["Web", "Till"]},
    {"name": "Class", "options": ["Retail"]},
]
LISTS: dict[str, Any] = {
    "contacts": ["Ada", {"name": "Ada", "kind": "vendor"}],
    "tags": TAGS,
    "taxes": [{"name": "VAT 20", "percentage": "20"}],
    "locations": ["Leeds"],
    "projects": ["Refit"],
}
WEB = {
    "tag_id": id_of("tag", "Channel"),
    "tag_option_id": id_of("option", "Channel", "Web"),
}
RETAIL = {"tag_id": id_of("tag", "Class"), "tag_option_id": id_of("option", "Class", "Retail")}


@pytest.fixture
async def company(desk: Desk) -> Company:
    """A book of an organisation that tracks by channel."""
    made = await desk.company("harbor", Platform.ZOHO)
    await made.switch(**LISTS)
    return made


def a_line(side: str, amount: str, account: str, **coded: Any) -> dict[str, Any]:
    """Return a line as software hands it in."""
    return {"side": side, "amount": amount, "account": account, **coded}


async def take(desk: Desk, company: Company, folder: Path, *entries: dict[str, Any]) -> int:
    """Import entries as a file of JSON lines; return how many were taken."""
    path = folder / "entries.jsonl"
    head = {"date": "2026-07-07", "sales_channel": "Shopify", "kind": "sales_summary"}
    path.write_text("\n".join(json.dumps({**head, **one}) for one in entries))
    return await desk.take(company, path)


async def the_lines(company: Company, number: str = "JF-1") -> list[Mapping[str, Any]]:
    """Return the lines of the one entry of a number, credits last."""
    (there,) = [one for one in await company.ledger() if one["doc_number"] == number]
    return sorted(there["lines"], key=lambda line: line["side"], reverse=True)


async def test_all_that_a_line_says_is_in_the_books(
    desk: Desk, company: Company, tmp_path: Path
) -> None:
    """By its names, each choice on its line: a class as the tag of that name."""
    sale = {
        "reference": "S-1",
        "tracking": {"Channel": "Web"},
        "lines": [
            a_line("debit", "120.00", "Accounts Receivable", customer="Ada"),
            a_line(
                "credit",
                "100.00",
                "4000",
                tax_code="VAT 20",
                location="Leeds",
                project="Refit",
                **{"class": "Retail"},
            ),
        ],
        "amounts": "exclusive",
    }

    assert await take(desk, company, tmp_path, sale) == 1
    await desk.quiet()

    debit, credit = await the_lines(company)
    assert debit["own"] == {"customer_id": id_of("contact", "customer", "Ada"), "tags": [WEB]}
    tags = sorted(credit["own"].pop("tags"), key=str)
    assert tags == sorted([WEB, RETAIL], key=str)
    assert credit["own"] == {
        "tax_id": id_of("tax", "VAT 20"),
        "location_id": id_of("location", "Leeds"),
        "project_id": id_of("project", "Refit"),
    }
    assert await desk.cards() == []


async def test_an_option_that_someone_adds_lets_it_through(
    desk: Desk, company: Company, tmp_path: Path
) -> None:
    """Nothing is sent without it; once Zoho has it, Retry posts the entry, once."""
    lines = [a_line("debit", "10", "1310"), a_line("credit", "10", "4000")]
    sale = {"reference": "S-1", "tracking": {"Channel": "Fair"}, "lines": lines}
    await take(desk, company, tmp_path, sale)
    card = await the_card(desk, FailureReason.DIMENSION_MISSING, subject="tracking:Channel")
    assert await company.ledger() == []

    more = {**TAGS[0], "options": ["Web", "Till", "Fair"]}
    await company.switch(tags=[more, TAGS[1]])
    assert (await desk.click(card, names.RETRY))["acked"]

    await the_card(desk, face=Face.POSTED)
    await desk.quiet()
    assert len(await company.ledger()) == 1


async def test_what_is_wanted_is_asked_for_before_anything_is_sent(
    desk: Desk, company: Company, tmp_path: Path
) -> None:
    """A mandatory tag that no line has, a receivable without its customer: a card for each."""
    tagged = {"tracking": {"Channel": "Till"}}
    untagged = [a_line("debit", "10", "1310"), a_line("credit", "10", "4000")]
    unnamed = [a_line("debit", "20", "Accounts Receivable"), a_line("credit", "20", "4000")]
    await take(
        desk,
        company,
        tmp_path,
        {"reference": "S-1", "lines": untagged},
        {"reference": "S-2", "lines": unnamed, **tagged},
    )

    await the_card(desk, FailureReason.DIMENSION_MISSING, subject="tracking:Channel")
    await the_card(desk, FailureReason.NAME_MISSING, subject="name")
    await desk.quiet()
    assert await company.ledger() == []


async def test_a_tax_that_would_be_booked_otherwise_is_not_sent(
    desk: Desk, company: Company, tmp_path: Path
) -> None:
    """Zoho adds the tax of a code: on amounts without tax it would change the totals."""
    lines = [a_line("debit", "10", "1310"), a_line("credit", "10", "4000", tax_code="VAT 20")]
    tagged = {"tracking": {"Channel": "Web"}, "amounts": "no_tax"}
    await take(desk, company, tmp_path, {"reference": "S-1", "lines": lines, **tagged})

    await the_card(desk, FailureReason.NOT_CARRIED, subject="tax_unsaid")
    await desk.quiet()
    assert await company.ledger() == []


async def test_another_currency_waits_for_its_rate(
    desk: Desk, company: Company, tmp_path: Path
) -> None:
    """Nobody said one: it is asked for; where the book takes the platform's own, that is sent."""
    await company.switch(currencies=[{"name": "CAD", "rates": {"2026-07-03": "0.7315"}}])
    lines = [a_line("debit", "10", "1310"), a_line("credit", "10", "4000")]
    tagged = {"tracking": {"Channel": "Web"}, "currency": "CAD"}
    await take(desk, company, tmp_path, {"reference": "S-1", "lines": lines, **tagged})
    card = await the_card(desk, FailureReason.RATE_MISSING, subject="CAD")
    (offered,) = (await the_case(desk, card)).rates
    assert (offered.rate, offered.entries) == (Rate(Decimal("0.7315"), "Zoho Books", JULY_3), 1)
    assert await company.ledger() == []

    async with desk.program.database.store() as store:
        await store.books.save_rate_rule(company.book.id, RateRule.PLATFORM)
    assert (await desk.click(card, names.RETRY))["acked"]

    await the_card(desk, face=Face.POSTED)
    (there,) = await company.ledger()
    assert (there["currency"], there["total"]) == ("CAD", "10.00")
    (sent,) = await sent_journals(desk, company)
    assert (sent["currency_id"], sent["exchange_rate"]) == (id_of("currency", "CAD"), 0.7315)


async def sent_journals(desk: Desk, company: Company) -> list[Mapping[str, Any]]:
    """Return the bodies of the journals that Zoho was sent."""
    calls = (await desk.outside.get(f"{company.platform}/control/calls")).json()["calls"]
    return [one["body"] for one in calls if one["method"] == "POST" and "journals" in one["path"]]
