"""Each file of July on the platforms that it is not of: posted as written, or refused by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import pytest

from journal.books.book import Platform
from journal.entries.entry import NewEntry
from tests.stories.desk import Company, Desk
from tests.stories.july_companies import (
    July,
    all_kept,
    fields_of,
    lines_of,
    open_company,
    refused_for,
    waits_for,
)
from tests.stories.seen import seen
from tests.stories.test_july import FILES

IMITATED: Final = (Platform.QUICKBOOKS, Platform.XERO, Platform.ZOHO)
MOST: Final = 2
"""Entries of a file that are handed in here; its months are alike."""

PLATFORMS: Final = """
file                     platform   read posted  not taken, or waits for
us_shopify_class.csv     Xero          2      0  2 customers
us_shopify_class.csv     Zoho Books    2      2
us_shopify_plain.csv     Xero          2      2
us_shopify_plain.csv     Zoho Books    2      2
us_amazon_settlement.csv Xero          2      0  2 account_invalid
us_amazon_settlement.csv Zoho Books    2      0  2 account_invalid
uk_xero_vat.csv          QuickBooks    2      0  2 tracking such as Channel
uk_xero_vat.csv          Zoho Books    2      2
au_xero_gst.csv          QuickBooks    2      0  2 tracking such as Store
au_xero_gst.csv          Zoho Books    2      0  2 amounts with tax in them
ca_square_hst.csv        Xero          2      2
ca_square_hst.csv        Zoho Books    2      2
eu_woo_comma.csv         QuickBooks    2      2
eu_woo_comma.csv         Xero          2      2
cad_rate.csv             Xero          2      0  2 an exchange rate
cad_rate.csv             Zoho Books    2      2
cad_norate.csv           Xero          2      0  2 currency
cad_norate.csv           Zoho Books    2      0  2 rate_missing
adjusting.csv            Xero          2      2  1 adjusting
adjusting.csv            Zoho Books    2      2  1 adjusting
zoho_template.csv        QuickBooks    1      1
zoho_template.csv        Xero          1      1
many_channels.csv        Xero          2      2
many_channels.csv        Zoho Books    2      2
ar_ap.csv                Xero          2      0  2 customers
ar_ap.csv                Zoho Books    2      2
ar_ap_noname.csv         Xero          2      2
ar_ap_noname.csv         Zoho Books    2      0  2 name_missing
memo.csv                 Xero          1      0  1 account_invalid
memo.csv                 Zoho Books    1      1
generic.csv              QuickBooks    1      1
generic.csv              Xero          1      1
stripe.jsonl             Xero          2      0  2 mapping_missing
stripe.jsonl             Zoho Books    2      0  2 mapping_missing
stripe_class.jsonl       Xero          1      0  1 mapping_missing
stripe_class.jsonl       Zoho Books    1      0  1 mapping_missing
"""
"""Of each file on each platform: how many entries were handed in, how many are in the books, line
by line as in the file; what the door named in others; and what the rest waits for, on cards."""


@dataclass(slots=True)
class Row:
    """What becomes of a file on a platform."""

    july: July
    company: Company
    taken: Sequence[NewEntry]
    refused: str
    read: int
    posted: int = 0
    waits: str = ""

    def __str__(self) -> str:
        """Return it as the table shows it."""
        why = "; ".join(filter(None, (self.refused, self.waits)))
        name = f"{self.july.file:24} {self.july.platform.label:10}"
        return f"{name} {self.read:4} {self.posted:6}  {why}".rstrip()


def elsewhere() -> Iterator[July]:
    """Yield each file with a platform that it is not of."""
    for july in FILES:
        yield from (replace(july, platform=one) for one in IMITATED if one is not july.platform)


async def hand_in(desk: Desk, july: July) -> Row:
    """Import the first entries of a file into a company of its own."""
    entries, _ = july.read()
    company = await open_company(desk, july, entries)
    first = entries[:MOST]
    answers = await desk.program.services.accept_entries(company.book.id, first)
    taken = [one for one, answer in zip(first, answers, strict=True) if answer.taken]
    return Row(july, company, taken, refused_for(answers), len(first))


async def test_july_elsewhere(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is posted that says less or other than its file."""
    for platform in ("xero", "zoho"):
        monkeypatch.setattr(f"connectors.{platform}.client.CALLS_PER_MINUTE", 6000)
    rows = [await hand_in(desk, july) for july in elsewhere()]
    await desk.quiet()
    cases, kept = [case for case, _card in await seen(desk)], await all_kept(desk)
    for row in rows:
        there = kept[row.company.realm]
        row.posted = len(there.ledger)
        row.waits = waits_for(one for one in cases if one.book.id == row.company.book.id)
        if not row.waits:
            assert there.lines == lines_of(row.taken), row
            assert there.fields == fields_of(row.taken, there.platform), row

    assert [*map(str, rows)] == PLATFORMS.strip().splitlines()[1:]
