"""Where a line goes: to an account that it names, or to that of its category; or why nowhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from journal.books.book import Account, Platform
from journal.books.chart import Chart
from journal.books.closed_days import OPEN, ClosedDays
from journal.books.listing import folded
from journal.books.lists import CompanyRules, Dimension, Lists
from journal.books.rates import Rates
from journal.entries.account_kinds import why_not_postable
from journal.entries.coding_rules import CodingRules
from journal.entries.costs import Costs
from journal.entries.entry import Line
from journal.entries.failure import AccountCause
from journal.entries.posting import LedgerLine

Category = tuple[str, str]
"""A sales channel and what it calls a kind of line: ("Shopify", "Gift cards").

With `NAMED` for its channel it is what lines themselves call an account: ("", "Amazon sales").
"""
NAMED = ""
"""Stands in a category where lines name an account, whatever channel they come from."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a book when its entries are prepared."""

    platform: Platform
    chart: Chart
    mappings: Mapping[tuple[str, str], str]  # (sales channel, category) -> the account's id
    costs: Mapping[str, Costs]  # sales channel -> costs
    closed: ClosedDays = OPEN
    aliases: Mapping[str, str] = field(default_factory=dict)
    """What lines call an account, `folded` -> the id of the account that people say is meant."""
    unsettled: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """As `mappings`, with the text of which the chart does not show which account it means."""
    lists: Lists = field(default_factory=Lists)
    company_rules: CompanyRules = field(default_factory=CompanyRules)
    coding_rules: CodingRules = field(default_factory=CodingRules)
    rates: Rates = field(default_factory=Rates)
    item_aliases: Mapping[tuple[Dimension, str], str] = field(default_factory=dict)
    """What lines call a choice of a list, by `alias_name` -> its id, where people said so."""


def on_account(word: str, account_id: str) -> str:
    """Return a word as it is kept where people said what it means on lines of one account alone.

    With "" for the account it is meant wherever it stands.
    """
    return f"{bare_word(word)}{_ON}{account_id}" if account_id else bare_word(word)


def parted_word(text: str) -> tuple[str, str]:
    """Return the word and the account, "" for all of them, that `on_account` joined."""
    word, _, account_id = text.partition(_ON)
    return word, account_id


def alias_name(text: str) -> str:
    """Return a word, which `on_account` may have joined with an account, as it is looked up."""
    word, account_id = parted_word(text)
    return f"{folded(word)}{_ON}{account_id}" if account_id else folded(word)


def bare_word(word: str) -> str:
    """Return a word that came from outside, so that it names no account by itself."""
    return word.replace(_ON, " ")


_ON: Final = "\x1f"
"""Between a word and an account. No name that is compared holds it: `folded` makes it a space."""


@dataclass(frozen=True, slots=True)
class Lack:
    """Why a line has no account. Without a cause its category is not mapped."""

    named: str  # the category, or the account as the line names it or as the chart has it
    cause: AccountCause | None = None
    fits: Sequence[Account] = ()  # those that may be meant


def place_of(line: Line, channel: str, known: Known) -> Account | Lack:
    """Return the account that takes the line of an entry from `channel`, or why none does."""
    if line.account:
        return account_named(line.account, known)
    return account_of((channel, line.category or ""), known)


def account_of(category: Category, known: Known) -> Account | Lack:
    """Return the account that takes lines of `category`, or why none does."""
    channel, name = category
    if channel == NAMED:
        return account_named(name, known)
    if category in known.unsettled:
        return _usable(known.chart.fitting(known.unsettled[category]), known.unsettled[category])
    account = known.chart.by_id(known.mappings.get(category, ""))
    return _usable((account,), account.name) if account else Lack(name)


def account_named(name: str, known: Known) -> Account | Lack:
    """Return the account that lines mean by `name`, or why it takes none.

    What people said of the name in this book counts before what the chart has: another account
    may have got that name or number since.
    """
    meant = known.chart.by_id(known.aliases.get(folded(name), ""))
    return _usable((meant,) if meant else known.chart.fitting(name), name)


def fits_of(category: Category, known: Known) -> Sequence[Account]:
    """Return the accounts that may be meant where that is not one which takes the lines."""
    place = account_of(category, known)
    return place.fits if isinstance(place, Lack) else ()


def shown_account(line: LedgerLine, chart: Chart) -> Account | None:
    """Return the account of a line as the ledger shows it; None: the chart has none or several.

    A platform that shows no id may show it where a name should be that it does not know.
    """
    if line.account_id:
        return chart.by_id(line.account_id)
    return chart.find(line.account) or chart.by_id(line.account)


def settled(text: str, chart: Chart) -> Account | None:
    """Return the one account that a mapping of an earlier release may mean by `text`.

    Such a mapping held an id, a number or a name; where these are of different accounts, a
    person is asked.
    """
    by_id = chart.by_id(text)
    fits = dict.fromkeys([*([by_id] if by_id else []), *chart.fitting(text)])
    return next(iter(fits)) if len(fits) == 1 else None


def _usable(fits: Sequence[Account], named: str) -> Account | Lack:
    if not fits:
        return Lack(named, AccountCause.MISSING)
    if len(fits) > 1:
        return Lack(named, AccountCause.AMBIGUOUS, fits)
    (account,) = fits
    if not account.active:
        return Lack(account.name, AccountCause.INACTIVE, fits)
    if not account.postable:
        return Lack(account.name, why_not_postable(account), fits)
    return account
