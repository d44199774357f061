"""Categories without an account that takes their lines, and what waits for each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime

from journal.book import Account, Platform
from journal.entry import EntryKind, Side
from journal.failure import Failure, FailureReason
from journal.incident import Case
from journal.mapping import Known
from journal.money import Money

Category = tuple[str, str]
"""A sales channel and what it calls a kind of line: ("Shopify", "Gift cards")."""


@dataclass(frozen=True, slots=True)
class Example:
    """One line of a category."""

    reference: str
    date: date
    description: str = ""
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """A category, and what the entries that wait bring to it."""

    category: Category
    side: Side  # on which they leave it, one with another
    kind: EntryKind
    entries: int = 0
    amounts: tuple[Money, ...] = ()  # net, per currency
    example: Example | None = None


@dataclass(frozen=True, slots=True)
class Mapped:
    """A mapping as it is kept. `account` is the platform's id, number or name."""

    category: Category
    account: str
    by: str | None  # Slack user id; None: at the terminal
    at: datetime


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The account that some book of the workspace has for a category of the same name."""

    book_id: int
    category: Category
    account: str
    number: str = ""  # as that book's chart has it
    name: str = ""


@dataclass(frozen=True, slots=True)
class Gaps:
    """All that is to be known to map what an incident waits for."""

    case: Case
    known: Known
    rows: tuple[Gap, ...]
    named: tuple[str, ...] = ()  # accounts not taken that lines name themselves
    lacks: tuple[tuple[Set[Category], int], ...] = ()
    """What entries of the book lack, and how many lack just that."""

    @property
    def is_unsaid(self) -> bool:
        """Whether the rows are all that may be meant: an account is refused, nobody says which."""
        if not is_unnamed(self.case.incident.failure):
            return False
        return all(account_for(row.category, self.known) for row in self.rows)

    def completed_by(self, categories: Set[Category]) -> int:
        """Return how many entries lack nothing more once `categories` are mapped."""
        return sum(count for lacking, count in self.lacks if lacking <= categories)


def gaps_of(case: Case, known: Known, rows: Iterable[Gap]) -> tuple[Gap, ...]:
    """Return those of `rows` whose category has no account that takes its lines.

    Where the platform refuses an account that it does not name, and all seem to be good, it may
    be any of them. A posting service keeps a mapping of its own: there the failure alone says
    what is missing.
    """
    failure = case.incident.failure
    watched = case.connection.platform is Platform.POSTING_SERVICE
    if watched and failure.reason is FailureReason.MAPPING_MISSING:
        drawn = {row.category: row for row in rows}
        return tuple(drawn.get(one, _named_only(one)) for one in _said(case))
    refused = refused_by(failure)
    rows = [*rows]
    lacking = [row for row in rows if account_for(row.category, known, refused) is None]
    if not lacking and is_unnamed(failure):
        return tuple(rows)
    said = {name: place for place, (_channel, name) in enumerate(_said(case))}
    # As the card names them, then the others as they came.
    return tuple(sorted(lacking, key=lambda row: said.get(row.category[1], len(said))))


def account_for(
    category: Category, known: Known, refused: Set[str] = frozenset()
) -> Account | None:
    """Return the account that lines of `category` go to; None where there is none to take them.

    `refused`: names of accounts that the platform does not take, in lower case.
    """
    account = known.chart.find(known.mappings.get(category, ""))
    if account is None or not account.takes_entries or _names(account) & refused:
        return None
    return account


def refused_by(failure: Failure) -> frozenset[str]:
    """Return the names, in lower case, of the accounts that a failure says are not taken."""
    if failure.reason is not FailureReason.ACCOUNT_INVALID:
        return frozenset()
    named = (failure.subject, *failure.details)
    return frozenset(one.casefold() for one in named if one.strip())


def is_unnamed(failure: Failure) -> bool:
    """Return whether an account was refused, and the platform does not say which."""
    return failure.reason is FailureReason.ACCOUNT_INVALID and not refused_by(failure)


def named_by_lines(
    named: Iterable[str], known: Known, refused: Set[str] = frozenset()
) -> tuple[str, ...]:
    """Return those of the accounts that lines name themselves which take no entries."""
    found: Mapping[str, Account | None] = {one: known.chart.find(one) for one in named}
    return tuple(
        account.label if account else name
        for name, account in found.items()
        if account is None or not account.takes_entries or _names(account) & refused
    )


def _names(account: Account) -> Set[str]:
    return {
        one.casefold()
        for one in (account.name, account.number, account.external_id, account.label)
        if one
    }


def _said(case: Case) -> Iterable[Category]:
    failure = case.incident.failure
    names = dict.fromkeys(one for one in (failure.subject, *failure.details) if one.strip())
    return [(case.incident.sales_channel, name) for name in names]


def _named_only(category: Category) -> Gap:
    return Gap(category, Side.CREDIT, EntryKind.SALES_SUMMARY)
