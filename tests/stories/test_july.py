"""A controller's July as a whole: what becomes of each of its 234 entries, on one screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import pytest

from blocks.card.face import Face, face_of
from blocks.kit import names
from connectors.intake.dates import DateOrder
from journal.books.book import Platform
from journal.entries.entry import NewEntry
from journal.entries.failure import FailureReason
from journal.incidents.incident import Case
from tests.stories.desk import Company, Desk
from tests.stories.forms import send_form
from tests.stories.july_companies import July, all_kept, lines_of, open_company
from tests.stories.seen import seen

QUICKBOOKS, XERO, ZOHO = Platform.QUICKBOOKS, Platform.XERO, Platform.ZOHO

MONTH: Final = """
file                     platform   read  not  now  waits       then  beside accounts, in the ledger
us_shopify_class.csv     QuickBooks   31    0   31  -             31  class 236 location 236 name 36
us_shopify_plain.csv     QuickBooks   31    0   26  name 5        31  name 5
us_amazon_settlement.csv QuickBooks    4    0    0  account 4      4
uk_xero_vat.csv          Xero         31    0   31  -             31  memo 31 tax 124 tracking 124
au_xero_gst.csv          Xero         31    0   31  -             31  memo 31 tax 62 tracking 62
ca_square_hst.csv        QuickBooks   31    0   31  -             31  location 124 tax 124
eu_woo_comma.csv         Zoho Books   31    0   31  -             31
cad_rate.csv             QuickBooks    7    0    7  -              7  rate 7
cad_norate.csv           QuickBooks    7    0    0  rate 7         7  rate 7
adjusting.csv            QuickBooks    2    0    3  -              3  adjusting 1 reversal 1
zoho_template.csv        Zoho Books    1    0    1  -              1  memo 1
many_channels.csv        QuickBooks   10    0   10  -             10
ar_ap.csv                QuickBooks    2    0    2  -              2  name 2
ar_ap_noname.csv         QuickBooks    2    0    0  name 2         2  name 2
memo.csv                 QuickBooks    1    0    1  -              1  memo 1
generic.csv              Zoho Books    1    0    1  -              1  location 2 memo 1
stripe.jsonl             QuickBooks   10    0    0  mapping 10    10
stripe_class.jsonl       QuickBooks    1    0    0  mapping 1      1  class 3
all                                  234    0  206  29           235
"""
"""Of each file: how many entries it has; how many are not taken; how many are in the books without
anyone; what the others wait for, on cards; how many the books have once the one form of each card
was sent in; and on how many lines (memo, rate, mark and reversal: entries) a field is there."""

FILES: Final = (
    July("us_shopify_class.csv", QUICKBOOKS),
    July("us_shopify_plain.csv", QUICKBOOKS),
    July("us_amazon_settlement.csv", QUICKBOOKS, plain=True),
    July("uk_xero_vat.csv", XERO, "GBP", "GB", "en_GB"),
    July("au_xero_gst.csv", XERO, "AUD", "AU", "en_AU"),
    July("ca_square_hst.csv", QUICKBOOKS, "CAD", "CA", "en_CA"),
    July("eu_woo_comma.csv", ZOHO, "EUR", "DE", "de_DE"),
    July("cad_rate.csv", QUICKBOOKS),
    July("cad_norate.csv", QUICKBOOKS),
    July("adjusting.csv", QUICKBOOKS),
    July("zoho_template.csv", ZOHO),
    July("many_channels.csv", QUICKBOOKS),
    July("ar_ap.csv", QUICKBOOKS),
    July("ar_ap_noname.csv", QUICKBOOKS),
    July("memo.csv", QUICKBOOKS, plain=True, reader={"dates": DateOrder.MONTH_FIRST}),
    July("generic.csv", ZOHO),
    July("stripe.jsonl", QUICKBOOKS, plain=True),
    July("stripe_class.jsonl", QUICKBOOKS, plain=True),
)


FORMS: Final = {
    FailureReason.MAPPING_MISSING: names.MAP,
    FailureReason.ACCOUNT_INVALID: names.MAP,
    FailureReason.NAME_MISSING: names.CODE,
    FailureReason.RATE_MISSING: names.RATE,
}
"""The one form of each card that July leaves."""
TYPED: Final = {"AP-1": "Amazon Lending", "Clearing": "1300", "Fees": "6000", "Sales": "4000"}
"""What is typed into a field, by its label or by the entry that waits."""


@dataclass(slots=True)
class Row:
    """What becomes of one file."""

    july: July
    entries: Sequence[NewEntry]
    company: Company
    refused: int
    now: int = 0
    then: int = 0
    waits: str = "-"
    waiting: int = 0
    carried: str = ""

    def __str__(self) -> str:
        """Return it as the table shows it."""
        july, waits = self.july, f"{self.waits} {self.waiting}" if self.waiting else "-"
        return (
            f"{july.file:24} {july.platform.label:10} {len(self.entries):4} {self.refused:4}"
            f" {self.now:4}  {waits:10}  {self.then:4}  {self.carried}"
        ).rstrip()


def summed(rows: Sequence[Row]) -> str:
    """Return the last row of the table."""
    read, refused = sum(len(one.entries) for one in rows), sum(one.refused for one in rows)
    now, waiting = sum(one.now for one in rows), sum(one.waiting for one in rows)
    then = sum(one.then for one in rows)
    return f"{'all':35} {read:4} {refused:4} {now:4}  {waiting:<10}  {then:4}"


async def hand_in(desk: Desk, july: July) -> Row:
    """Import a file into a company of its own."""
    entries, faults = july.read()
    company = await open_company(desk, july, entries)
    answers = await desk.program.services.accept_entries(company.book.id, entries)
    return Row(july, entries, company, len(faults) + sum(bool(one.error) for one in answers))


async def note_waiting(desk: Desk, rows: Sequence[Row]) -> Sequence[tuple[Case, Mapping[str, Any]]]:
    """Note what was posted without anyone, and what waits; return the cards."""
    cards, kept = await seen(desk), await all_kept(desk)
    for row in rows:
        row.now = len(kept[row.company.realm].ledger)
        of_book = [case for case, _ in cards if case.book.id == row.company.book.id]
        reasons = {case.incident.failure.reason.value.partition("_")[0] for case in of_book}
        row.waits = ", ".join(reasons)
        row.waiting = sum(case.summary.waiting for case in of_book)
    return cards


async def fix(desk: Desk, case: Case, card: Mapping[str, Any]) -> None:
    """Send in the one form of a card."""
    action = FORMS[case.incident.failure.reason]
    reference = case.summary.references[0]
    otherwise = "6010" if action == names.MAP else "Faire"
    await send_form(
        desk, card, action, lambda label: TYPED.get(label) or TYPED.get(reference) or otherwise
    )


async def note_posted(desk: Desk, rows: Sequence[Row]) -> None:
    """Note what the books have; each line is as in its file, on the account that it names."""
    kept = await all_kept(desk)
    for row in rows:
        there = kept[row.company.realm]
        row.then, row.carried = len(there.ledger), there.carried(row.entries)
        wanted = lines_of(row.entries)
        if row.july.plain:  # accounts were chosen on a card
            assert amounts(there.lines) == amounts(wanted), row
        else:
            assert there.lines == wanted, row


def amounts(lines: Counter[tuple[str, str, str]]) -> Counter[tuple[str, str]]:
    """Return side and amount of each line."""
    found: Counter[tuple[str, str]] = Counter()
    for (_account, side, amount), count in lines.items():
        found[side, amount] += count
    return found


async def import_again(desk: Desk, row: Row) -> int:
    """Import a file once more, its first entry under another reference too; count what is taken."""
    other = replace(row.entries[0], reference="another", number="")
    accept = desk.program.services.accept_entries
    return sum(one.taken for one in await accept(row.company.book.id, [*row.entries, other]))


async def test_july(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """All is taken; what lacks something is asked about on one card, and posted once it was said.

    Imported again nothing is taken twice, and what cards asked is remembered: an entry like the
    first of a file is posted without one.
    """
    monkeypatch.setattr("connectors.xero.client.CALLS_PER_MINUTE", 6000)  # Xero's is 45
    rows = [await hand_in(desk, july) for july in FILES]
    await desk.quiet()
    for case, card in await note_waiting(desk, rows):
        await fix(desk, case, card)
    await desk.quiet()
    await note_posted(desk, rows)

    assert [*map(str, rows), summed(rows)] == MONTH.strip().splitlines()[1:]

    assert [await import_again(desk, row) for row in rows] == [1] * len(rows)
    await desk.poll()
    await desk.quiet()
    kept = await all_kept(desk)
    assert [len(kept[row.company.realm].ledger) for row in rows] == [row.then + 1 for row in rows]
    assert all(face_of(case) is Face.POSTED for case, _card in await seen(desk))
