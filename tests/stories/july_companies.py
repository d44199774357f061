"""A company at an imitated platform that has what the entries of a file name, and counts of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from connectors.intake.files import open_entries
from connectors.intake.result import Fault, IntakeOptions, Taken
from journal.books.book import Book, Platform
from journal.books.lists import Field
from journal.entries.coding import TaxOn
from journal.entries.entry import NewEntry
from journal.incidents.incident import Case
from journal.ports import Acceptance, Tokens
from tests.july import JULY
from tests.stories.desk import BOOKKEEPING, Company, Desk

VENDORS: Final = ("CA Tax Agency", "Amazon Lending")
CUSTOMERS: Final = ("Faire Wholesale", "Birch & Co Outfitters")
RATES: Final = {"20% (VAT on Income)": 20, "GST on Income": 10, "HST ON": 13}
"""Percents of the tax codes that come to tax; all others come to none."""
_TYPES: Final = {
    # what an account is: its type in QuickBooks, Xero and Zoho Books
    "receivable": ("Accounts Receivable", "CURRENT", "accounts_receivable"),
    "payable": ("Accounts Payable", "CURRLIAB", "accounts_payable"),
    "sale": ("Income", "REVENUE", "income"),
    "cost": ("Expense", "EXPENSE", "expense"),
    "other": ("Other Current Liability", "CURRLIAB", "other_current_liability"),
}
_KINDS: Final = (
    ("receivable", r"receivable"),
    ("payable", r"\(A/P\)"),
    ("sale", r"^20\d|sales$|^sales|erlöse|income|discounts|refunds"),
    ("cost", r"^404|fees|cost|nebenkosten"),
)
_PLACES: Final = {Platform.QUICKBOOKS: 0, Platform.XERO: 1, Platform.ZOHO: 2}


@dataclass(frozen=True, slots=True)
class July:
    """One file of July and the company it is of; `plain`: with the chart that companies begin with.

    `reader`: what its importer says of the file.
    """

    file: str
    platform: Platform
    currency: str = "USD"
    country: str = "US"
    locale: str = "en_US"
    plain: bool = False
    reader: Mapping[str, Any] | None = None

    def read(self) -> tuple[Sequence[NewEntry], Sequence[Fault]]:
        """Return the entries of the file, and what of it cannot be taken."""
        options = IntakeOptions(self.currency, locale=self.locale, **(self.reader or {}))
        found = [*open_entries(JULY / self.file, options)]
        entries = [one.entry for one in found if isinstance(one, Taken)]
        return entries, [one for one in found if isinstance(one, Fault)]


async def open_company(desk: Desk, july: July, entries: Sequence[NewEntry]) -> Company:
    """Open a company in which nothing is missing but what July's README says, and its book."""
    platform, place = july.platform, f"{july.file}-{july.platform}"
    slug = re.sub(r"[^a-z0-9]+", "-", place.casefold())
    sent = {"name": slug, "currency": july.currency}
    accounts = [] if july.plain else [*_accounts(entries, platform)]
    made = await desk.outside.post(
        f"{platform}/control/companies", json={**sent, "accounts": accounts}
    )
    given = made.raise_for_status().json()
    new = Book(0, slug, slug, BOOKKEEPING, july.currency, july.locale)
    async with desk.program.database.store() as store:
        book = await store.desk.add_book(new)
        connection = await store.desk.add_connection(book, platform, given["realm"])
    tokens = Tokens(given["access_token"], given["refresh_token"], datetime.now(UTC))
    await desk.program.tokens.write(connection.consent_id, tokens)
    await desk.program.read_members()
    company = Company(book, given["realm"], desk.outside, platform)
    await company.switch(**_LISTS[platform](_Words.of(entries), july))
    return company


@dataclass(frozen=True, slots=True)
class Kept:
    """What one company has: its entries as the ledger shows them, and what it was sent."""

    platform: Platform
    ledger: Sequence[Mapping[str, Any]]
    bodies: Sequence[Mapping[str, Any]]

    @property
    def lines(self) -> Counter[tuple[str, str, str]]:
        """Account, side and amount of each line, and how often it is there."""
        lines = (line for entry in self.ledger for line in entry["lines"])
        return Counter((one["account"], one["side"], one["amount"]) for one in lines)

    @property
    def fields(self) -> Counter[str]:
        """Say how many lines have each field beside their account."""
        counted: Counter[str] = Counter()
        for line in (line for entry in self.ledger for line in entry["lines"]):
            own = line.get("own") or {}
            counted.update(name for field, name in _LINES[self.platform].items() if own.get(field))
        return counted

    def carried(self, entries: Sequence[NewEntry]) -> str:
        """Say how many lines have a field in the ledger, and how many entries one of theirs."""
        counted = self.fields
        for body in self.bodies:
            counted.update(name for field, name in _HEADS.items() if body.get(field))
        notes = "\n".join(entry["private_note"] for entry in self.ledger)
        counted["memo"] = sum(bool(one.description) and one.description in notes for one in entries)
        counted["reversal"] = len(self.ledger) - len(entries)
        return " ".join(f"{name} {counted[name]}" for name in sorted(counted) if counted[name] > 0)


async def all_kept(desk: Desk) -> Mapping[str, Kept]:
    """Return what each company has, by its realm."""
    found: dict[str, Kept] = {}
    for platform in _PLACES:
        path = f"{platform}/control"
        state = (await desk.outside.get(f"{path}/state")).json()
        calls = (await desk.outside.get(f"{path}/calls")).json()["calls"]
        sent = [one for one in calls if one["method"] == "POST" and isinstance(one["body"], dict)]
        addressed = [(str({**one, "body": ""}), one["body"]) for one in sent]
        for company in state["companies"]:
            realm = company["realm"]
            bodies = [body for address, body in addressed if realm in address]
            found[realm] = Kept(platform, company["entries"], bodies)
    return found


_NAMED: Final = re.compile(r"hold no ([\w ]+?)(?:, |\.| or)|(?:has|marked as) (.+?), which")
"""What the door names in an entry that it does not take."""


def refused_for(answers: Sequence[Acceptance]) -> str:
    """Say what the door named in what it did not take, each with how many entries; "": nothing."""
    found: Counter[str] = Counter()
    for one in answers:
        if one.error:
            named = _NAMED.search(one.error)
            assert named, one.error
            found[named[1] or named[2]] += 1
    return ", ".join(f"{count} {name}" for name, count in sorted(found.items()))


def waits_for(cases: Iterable[Case]) -> str:
    """Say for what entries wait, each reason with how many; "": none waits."""
    found: Counter[str] = Counter()
    for case in cases:
        if case.summary.waiting:
            found[case.incident.failure.reason.value] += case.summary.waiting
    return ", ".join(f"{count} {name}" for name, count in sorted(found.items()))


def lines_of(entries: Sequence[NewEntry]) -> Counter[tuple[str, str, str]]:
    """Return account, side and amount of each line that has to be there; reversals too."""
    found: Counter[tuple[str, str, str]] = Counter()
    for entry, line in ((one, line) for one in entries for line in one.lines):
        assert line.amount is not None
        account = line.account or line.category or ""
        amount = str(line.amount.decimal)
        found[account_of(account)[1], line.side.value, amount] += 1
        if entry.reverse_on:
            found[account_of(account)[1], line.side.other.value, amount] += 1
    return found


def fields_of(entries: Sequence[NewEntry], platform: Platform) -> Counter[str]:
    """Return on how many lines each field has to be at a platform; on those of reversals too."""
    found: Counter[str] = Counter()
    for entry, line in ((one, line) for one in entries for line in one.lines):
        places = {
            _PLACED[platform].get(one.field, one.field.value) for one, _ in line.coding.words()
        }
        if platform is Platform.XERO and entry.amounts is TaxOn.NO_TAX:
            places.add("tax")  # Xero shows one on each line
        for place in places:
            found[place] += 2 if entry.reverse_on else 1
    return found


def account_of(text: str) -> tuple[str, str]:
    """Return number and name of an account, as the companies here have what a file calls it."""
    found = re.fullmatch(r"(\d{3,5})(?: (.+))?", text)
    return (found[1], found[2] or f"No. {found[1]}") if found else ("", text)


_LINES: Final = {
    Platform.QUICKBOOKS: {
        "ClassRef": "class",
        "DepartmentRef": "location",
        "Entity": "name",
        "TaxCodeRef": "tax",
    },
    Platform.XERO: {"Tracking": "tracking", "TaxType": "tax"},
    Platform.ZOHO: {
        "customer_id": "name",
        "location_id": "location",
        "project_id": "project",
        "tags": "tracking",
        "tax_id": "tax",
    },
}
_PLACED: Final[Mapping[Platform, Mapping[Field, str]]] = {
    Platform.QUICKBOOKS: {},
    Platform.XERO: dict.fromkeys((Field.CLASS, Field.LOCATION), "tracking"),
    Platform.ZOHO: {Field.CLASS: "tracking"},
}
"""Where a platform holds a field that it does not call so."""
_HEADS: Final = {"ExchangeRate": "rate", "exchange_rate": "rate", "Adjustment": "adjusting"}


@dataclass(frozen=True, slots=True)
class _Words:
    """What the lines of entries say beside their accounts."""

    classes: Sequence[str]
    locations: Sequence[str]
    taxes: Sequence[str]
    tracking: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, entries: Sequence[NewEntry]) -> _Words:
        codings = [line.coding for one in entries for line in one.lines]
        tracked: dict[str, dict[str, None]] = {}
        for category, option in (pair for one in codings for pair in one.tracking):
            tracked.setdefault(category, {})[option] = None
        return cls(
            _once(one.class_name for one in codings),
            _once(one.location for one in codings),
            _once(one.tax for one in codings),
            {category: [*options] for category, options in tracked.items()},
        )

    @property
    def categories(self) -> Iterator[dict[str, Any]]:
        """The categories of tracking, with those of classes and locations where these are said."""
        beside = {"Class": self.classes, "Location": self.locations}
        for category, options in {**self.tracking, **beside}.items():
            if options:
                yield {"name": category, "options": [*options]}


def _once(words: Iterator[str]) -> Sequence[str]:
    return [one for one in dict.fromkeys(words) if one]


def _quickbooks(words: _Words, july: July) -> dict[str, Any]:
    taxes = [{"name": one, **_both(str(RATES.get(one, 0)))} for one in words.taxes]
    abroad = {"tax_codes": taxes, "sales_tax": bool(taxes)} if july.country != "US" else {}
    return {
        "country": july.country,
        "class_tracking": "line" if words.classes else "off",
        "track_departments": bool(words.locations),
        "multicurrency": True,
        "currencies": [{"name": "CAD", "rates": {"2026-06-30": "0.7315"}}],
        "classes": words.classes,
        "departments": words.locations,
        "vendors": VENDORS,
        "customers": CUSTOMERS,
        **abroad,
    }


def _both(percent: str) -> dict[str, str]:
    return {"sales": percent, "purchase": percent}


def _xero(words: _Words, july: July) -> dict[str, Any]:
    known = {"GBP": "UK", "AUD": "AU"}
    own = [
        {"type": f"TAX{place:03}", "name": one, "percent": str(RATES.get(one, 0))}
        for place, one in enumerate(words.taxes)
        if july.currency not in known
    ]
    return {"tracking": [*words.categories], "tax_rates": own}


def _zoho(words: _Words, _july: July) -> dict[str, Any]:
    classes = {"name": "Class", "options": [*words.classes]}
    tags = [{"name": name, "options": [*some]} for name, some in words.tracking.items()]
    return {
        "tags": [*tags, *([classes] if words.classes else [])],
        "locations": words.locations,
        "taxes": [
            {"name": one, "percentage": str(RATES[one])} for one in words.taxes if one in RATES
        ]
        + [{"name": one, "percentage": "0"} for one in words.taxes if one not in RATES],
        "contacts": [*CUSTOMERS, *({"name": one, "kind": "vendor"} for one in VENDORS)],
        "currencies": [{"name": "CAD", "rates": {"2026-06-30": "0.7315"}}],
    }


_LISTS: Final = {
    Platform.QUICKBOOKS: _quickbooks,
    Platform.XERO: _xero,
    Platform.ZOHO: _zoho,
}


def _accounts(entries: Sequence[NewEntry], platform: Platform) -> Iterator[dict[str, str]]:
    named = dict.fromkeys(line.account for one in entries for line in one.lines if line.account)
    for place, text in enumerate(named, 700):
        number, name = account_of(text)
        if platform is Platform.XERO:  # each account has a code there
            number = number or str(place)
        kind = next((kind for kind, words in _KINDS if re.search(words, text, re.I)), "other")
        yield {"name": name, "number": number, "type": _TYPES[kind][_PLACES[platform]]}
