"""From an entry as handed in to one a ledger takes: categories mapped, costs applied.

A gap is a failure of its own, found before any call to the platform.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from journal.book import Account, Platform
from journal.closed_days import OPEN, ClosedDays
from journal.costs import Costs, amounts, uncosted
from journal.entry import Entry, Line
from journal.failure import Failure, FailureReason
from journal.money import Money
from journal.posting import ReadyEntry, ReadyLine


@dataclass(frozen=True, slots=True)
class Chart:
    """The platform's accounts, to be found by id, number or name."""

    accounts: tuple[Account, ...]
    _by_name: dict[str, Account] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        names: dict[str, Account] = {}
        # Ids win over numbers and numbers over names: the later ones overwrite.
        for named in ("name", "number", "external_id"):
            for account in sorted(self.accounts, key=lambda one: one.active):
                if text := getattr(account, named):
                    names[text.casefold()] = account
        object.__setattr__(self, "_by_name", names)

    def find(self, text: str) -> Account | None:
        """Return the account that `text` names by id, number or full name; case is ignored."""
        return self._by_name.get(text.strip().casefold())


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a book when its entries are prepared."""

    platform: Platform
    chart: Chart
    mappings: Mapping[tuple[str, str], str]  # (sales channel, category) -> account id
    costs: Mapping[str, Costs]  # sales channel -> costs
    closed: ClosedDays = OPEN


def prepare(entry: Entry, known: Known, *, any_day: bool = False) -> ReadyEntry | Failure:
    """Return `entry` ready for the ledger, or the first kind of gap with all gaps of that kind.

    `any_day`: closed days are no gap, as for a draft, or where nothing is to be sent.
    """
    content = entry.content
    # What the platform closes to some only, it is asked for when a person tries again.
    if not any_day and known.closed.covers(content.date, firmly=entry.attempts > 0):
        return Failure(FailureReason.PERIOD_CLOSED, subject=f"{content.date:%Y-%m}")
    costs = known.costs.get(content.sales_channel, {})
    failure = _unmapped(content.lines, content.sales_channel, known) or uncosted(content, costs)
    if failure:
        return failure
    return ReadyEntry(
        number=entry.number,
        key=entry.key,
        date=content.date,
        currency=content.currency,
        lines=tuple(
            _ready(line, amount, content.sales_channel, known)
            for line, amount in zip(content.lines, amounts(content, costs), strict=True)
        ),
        note=_note(entry),
    )


def _note(entry: Entry) -> str:
    """Return what a bookkeeper reads on it in the ledger; the number stands at its end."""
    content, before = entry.content, entry.handed_in
    moved = f", dated {before.date} before" if before and before.date != content.date else ""
    return f"{content.sales_channel} {content.reference}{moved} [{entry.number}]"


def _account_of(line: Line, channel: str, known: Known) -> Account | None:
    named = _named(line, channel, known)
    return known.chart.find(named) if named else None


def _named(line: Line, channel: str, known: Known) -> str | None:
    """What the line, or the mapping of its category, calls the account."""
    return line.account or known.mappings.get((channel, line.category or ""))


def _unmapped(lines: Iterable[Line], channel: str, known: Known) -> Failure | None:
    categories: list[str] = []
    accounts: list[str] = []
    for line in lines:
        account = _account_of(line, channel, known)
        if account is not None and account.postable:
            continue
        if account is not None:
            accounts.append(account.name)
        elif named := _named(line, channel, known):
            accounts.append(named)
        elif line.category:
            categories.append(line.category)
    if categories:
        first, *others = dict.fromkeys(categories)
        return Failure(FailureReason.MAPPING_MISSING, subject=first, details=tuple(others))
    if accounts:
        first, *others = dict.fromkeys(accounts)
        return Failure(FailureReason.ACCOUNT_INVALID, subject=first, details=tuple(others))
    return None


def _ready(line: Line, amount: Money, channel: str, known: Known) -> ReadyLine:
    account = _account_of(line, channel, known)
    if account is None:
        raise AssertionError("prepare() looks for it before")
    return ReadyLine(
        side=line.side,
        amount=amount,
        account_id=account.external_id,
        description=line.description or line.category or line.title,
    )
