"""July's files on a real Tryton: posted with what it holds, or refused by name."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from journal.books.book import Book, Platform
from journal.entries.entry import NewEntry
from journal.incidents.incident import Case
from journal.ports import Acceptance, tokens_of_key
from sandbox.tryton.books import Tryton
from tests.stories.desk import Desk
from tests.stories.july_companies import CUSTOMERS, VENDORS, July, refused_for, waits_for
from tests.stories.seen import seen

MOST: Final = 2
"""Entries of a file that are handed in whole; of longer ones, whose days are alike, the first."""
FILES: Final = (
    "us_shopify_class.csv",
    "us_shopify_plain.csv",
    "us_amazon_settlement.csv",
    "uk_xero_vat.csv",
    "au_xero_gst.csv",
    "ca_square_hst.csv",
    "cad_rate.csv",
    "cad_norate.csv",
    "adjusting.csv",
    "zoho_template.csv",
    "many_channels.csv",
    "ar_ap.csv",
    "ar_ap_noname.csv",
    "generic.csv",
    "stripe.jsonl",
    "stripe_class.jsonl",
)
ABROAD: Final = {"uk_xero_vat.csv": "GBP", "au_xero_gst.csv": "AUD"}
CATEGORIES: Final = {"Clearing": "1300", "Fees": "6000", "Sales": "4000"}
OPENED: Final = {
    "Shipping income": "4000",
    "Discounts": "4000",
    "Refunds": "4000",
    "Merchant fees": "6000",
    "Loan fees": "6000",
    "Undeposited funds": "1000",
    "Accrued liabilities": "2200",
    "Clover clearing": "1300",
    "Gift cards": "2300",
    "Accounts Receivable (A/R)": "1100",
    "Accounts Payable (A/P)": "2000",
}
"""Accounts that are opened for the files, each of the type of another one."""
BOOKS: Final = """
file                     read posted  not taken, or waits for
us_shopify_class.csv        1      0  1 not_carried
us_shopify_plain.csv        1      1
us_amazon_settlement.csv    1      0  1 account_invalid
uk_xero_vat.csv             1      0  1 amounts without the tax of their codes
au_xero_gst.csv             1      0  1 amounts with tax in them
ca_square_hst.csv           1      0  1 amounts without the tax of their codes
cad_rate.csv                1      0  1 currency
cad_norate.csv              1      0  1 rate_missing
adjusting.csv               2      1  1 adjusting
zoho_template.csv           1      1
many_channels.csv           1      1
ar_ap.csv                   2      2
ar_ap_noname.csv            2      0  2 name_missing
generic.csv                 1      0  1 account_invalid
stripe.jsonl                1      1
stripe_class.jsonl          1      0  1 not_carried
"""
"""Of each file: how many entries were handed in, how many are in the books, what the door named in
others, and what the rest waits for, on cards. A reversal comes beside them."""


def prepare_books(books: Tryton) -> None:
    """Open what the files name: accounts, and the parties of receivables and payables."""
    for place, (name, like) in enumerate(OPENED.items(), 7000):
        books.open_account(str(place), name, like=like)
        if like in ("1100", "2000"):
            (made,) = books.get("account.account", [["code", "=", str(place)]])
            books.change(f"account.account/{made['id']}", {"party_required": True})
    for name in (*CUSTOMERS, *VENDORS):
        books.post("party.party", {"name": name})


def named_apart(file: str, entries: Sequence[NewEntry]) -> Sequence[NewEntry]:
    """Return what is handed in of a file, under references that no other file has."""
    some = entries if len(entries) <= MOST else entries[:1]
    return [replace(one, reference=f"{file} {one.reference}") for one in some]


async def hand_in(desk: Desk, book: Book) -> Mapping[str, Sequence[Acceptance]]:
    """Import the first entries of each file, all into one book."""
    mapped = [("Stripe", name, code) for name, code in CATEGORIES.items()]
    async with desk.program.database.store() as store:
        await store.desk.save_mapping(book.id, mapped)
    told = {}
    for file in FILES:
        entries, _ = July(file, Platform.TRYTON, ABROAD.get(file, "USD")).read()
        accept = desk.program.services.accept_entries
        told[file] = await accept(book.id, named_apart(file, entries))
    return told


async def test_july_in_tryton(tryton: Tryton, desk: Desk) -> None:
    """One company gets the first entries of the files; what is posted has its parties, and is once.

    Of the months only what its currency allows: the files in euros name a chart of their own.
    """
    await asyncio.to_thread(prepare_books, tryton)
    tokens = tokens_of_key(tryton.key)
    book = await desk.connect("northwind", Platform.TRYTON, tryton.company, tokens, tryton.site)

    told = await hand_in(desk, book)
    await desk.quiet(patience=90)

    moves, cases = await asyncio.to_thread(tryton.moves), [case for case, _ in await seen(desk)]
    numbers = Counter(re.findall(r"\[(JF-\d+)\]", " ".join(one["description"] for one in moves)))
    assert set(numbers.values()) == {1}
    assert await asyncio.to_thread(tryton.moves, "draft") == []
    assert [row(file, told[file], numbers, cases) for file in FILES] == (
        BOOKS.strip().splitlines()[1:]
    )
    reversals = [one for one in moves if one["description"].startswith("Reversal of")]
    assert [str(one["date"]["month"]) for one in reversals] == ["8"]
    assert await parties(tryton) == ["Amazon Lending", "Faire Wholesale"]


def row(
    file: str, answers: Sequence[Acceptance], numbers: Counter[str], cases: Sequence[Case]
) -> str:
    """Return what became of a file, as the table shows it."""
    posted = sum(numbers[one.number] for one in answers if one.taken)
    waits = waits_for(one for one in cases if one.summary.references[0].startswith(f"{file} "))
    why = "; ".join(filter(None, (refused_for(answers), waits)))
    return f"{file:24} {len(answers):4} {posted:6}  {why}".rstrip()


async def parties(books: Tryton) -> Sequence[str]:
    """Return the parties that posted lines name, in order of their names."""
    domain: list[Any] = [["move_state", "=", "posted"], ["party", "!=", None]]
    lines = await asyncio.to_thread(books.get, "account.move.line", domain, "party.name")
    return sorted(one["party"]["name"] for one in lines)
