"""Categories, and names of accounts, without an account that takes their lines; what waits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, datetime

from journal.amounts.money import Money
from journal.books.book import Account
from journal.books.listing import folded
from journal.entries.entry import EntryKind, Side
from journal.entries.failure import Failure, FailureReason
from journal.entries.placing import NAMED, Category, Known, Lack, account_of
from journal.incidents.incident import Case

__all__ = ["NAMED", "Category", "Known"]


@dataclass(frozen=True, slots=True)
class Example:
    """One line of a category."""

    reference: str
    date: date
    description: str = ""
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """A category or a named account, and what the entries that wait bring to it."""

    category: Category
    side: Side  # on which they leave it, one with another
    kind: EntryKind
    entries: int = 0
    amounts: tuple[Money, ...] = ()  # net, per currency
    example: Example | None = None


@dataclass(frozen=True, slots=True)
class Mapped:
    """A mapping as it is kept. `account` is the platform's id, or the text while that is open."""

    category: Category
    account: str
    by: str | None  # Slack user id; None: at the terminal
    at: datetime


@dataclass(frozen=True, slots=True)
class OtherBookMapping:
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
    named: tuple[str, ...] = ()  # accounts not taken that lines name, where nothing here helps
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
        chosen = {_same(one) for one in categories}
        return sum(count for lacking, count in self.lacks if {*map(_same, lacking)} <= chosen)


def gaps_of(case: Case, known: Known, rows: Iterable[Gap]) -> tuple[Gap, ...]:
    """Return those of `rows` whose category has no account that takes its lines.

    Where the platform refuses an account that it does not name, and all seem to be good, it may
    be any of them. A posting service keeps a mapping of its own: there the failure alone says
    what is missing.
    """
    failure = case.incident.failure
    if is_watched(case) and failure.reason is FailureReason.MAPPING_MISSING:
        drawn = {row.category: row for row in rows}
        return tuple(drawn.get(one, _named_only(one)) for one in _said(case))
    refused = refused_by(failure)
    rows = [row for row in merged(rows) if not (is_watched(case) and row.category[0] == NAMED)]
    lacking = [row for row in rows if account_for(row.category, known, refused) is None]
    if not lacking and is_unnamed(failure):
        return tuple(rows)
    said = {folded(name): place for place, (_channel, name) in enumerate(_said(case))}
    # As the card names them, then the others as they came.
    return tuple(sorted(lacking, key=lambda row: said.get(folded(row.category[1]), len(said))))


def is_watched(case: Case) -> bool:
    """Whether a posting service carries the entries: what lines name, it looks up itself."""
    return not case.connection.platform.takes_ours


def merged(rows: Iterable[Gap]) -> Sequence[Gap]:
    """Return `rows` with those as one that call the same account by other spaces or case."""
    found: dict[Category, Gap] = {}
    for row in rows:
        key = _same(row.category)
        found[key] = _together(found[key], row) if key in found else row
    return [*found.values()]


def _same(category: Category) -> Category:
    """Return what all spellings of a named account have in common."""
    channel, name = category
    return (channel, folded(name)) if channel == NAMED else category


def _together(one: Gap, other: Gap) -> Gap:
    sums: dict[str, int] = {}
    for gap in (one, other):
        for money in gap.amounts:
            signed = money.minor if gap.side is one.side else -money.minor
            sums[money.currency] = sums.get(money.currency, 0) + signed
    amounts = tuple(Money(abs(minor), currency) for currency, minor in sums.items())
    return replace(one, entries=one.entries + other.entries, amounts=amounts)


def spelled_as(categories: Iterable[Category], names: Iterable[str]) -> frozenset[Category]:
    """Return `categories` with every way in which lines spell the accounts among them."""
    categories = [*categories]
    meant = {folded(name) for channel, name in categories if channel == NAMED}
    return frozenset([*categories, *((NAMED, one) for one in names if folded(one) in meant)])


def account_for(
    category: Category, known: Known, refused: Set[str] = frozenset()
) -> Account | None:
    """Return the account that lines of `category` go to; None where there is none to take them.

    `refused`: names of accounts that the platform does not take, in lower case.
    """
    account = account_of(category, known)
    if isinstance(account, Lack) or _names(account) & refused:
        return None
    return account


def refused_by(failure: Failure) -> frozenset[str]:
    """Return the names, in lower case, of the accounts that a platform says are not taken.

    What is found by us is seen in the chart itself.
    """
    if failure.reason is not FailureReason.ACCOUNT_INVALID or failure.cause is not None:
        return frozenset()
    named = (failure.subject, *failure.details)
    return frozenset(one.casefold() for one in named if one.strip())


def is_unnamed(failure: Failure) -> bool:
    """Return whether an account was refused, and the platform does not say which."""
    is_ours = failure.cause is not None
    return (
        failure.reason is FailureReason.ACCOUNT_INVALID and not is_ours and not refused_by(failure)
    )


def named_by_lines(
    named: Iterable[str], known: Known, refused: Set[str] = frozenset()
) -> tuple[str, ...]:
    """Return those of the accounts that lines name themselves which take no entries."""
    return tuple(one for one in named if account_for((NAMED, one), known, refused) is None)


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
