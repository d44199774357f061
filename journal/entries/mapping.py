"""From an entry as handed in to one a ledger takes: categories mapped, costs applied.

A gap is a failure of its own, found before any call to the platform.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from journal.amounts.money import Money
from journal.books.book import Account
from journal.books.listing import once_each
from journal.entries.carried import CARRIED
from journal.entries.coded_lines import CodeLack, coded_line, failure_of
from journal.entries.coding import Coded, TaxOn
from journal.entries.converting import converted
from journal.entries.costs import Costs, amounts, uncosted
from journal.entries.entry import Entry, Line, NewEntry
from journal.entries.failure import AccountCause, Failure, FailureReason
from journal.entries.placing import Known, Lack, account_named, place_of
from journal.entries.posting import ReadyEntry, ReadyLine
from journal.entries.tax_held import tax_held_twice, tax_not_held, tax_on_held
from journal.entries.taxing import difference, with_untaxed
from journal.entries.text_limits import TextLimits, limits_of
from journal.entries.wording import description_of, note_of, own_number_of

_UNKNOWN_LIMITS = TextLimits(note=4000, description=4000)
"""Of a posting service, to which jefail posts nothing; what is shown of it is cut so."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """An entry and what it comes to by what is known of its book: worked out once, then asked."""

    entry: Entry
    known: Known
    ready: ReadyEntry | Failure  # whatever its day; else the first kind of gap, with all of it

    @property
    def costs(self) -> Costs:
        """What pieces cost in it: as it was sent before, else as its book has it now."""
        return costs_for(self.entry, self.known)

    @property
    def is_closed(self) -> bool:
        """Whether the books are closed on its day.

        What the platform closes to some only, it is asked for when a person tries again.
        """
        entry = self.entry
        return self.known.closed.covers(entry.content.date, firmly=entry.attempts > 0)

    @property
    def is_incomplete(self) -> bool:
        """Whether something is missing before it could be sent, so that it compares to nothing."""
        return isinstance(self.ready, Failure)

    @property
    def sendable(self) -> ReadyEntry | Failure:
        """What may be sent of it, or why nothing; a draft may be of a closed day."""
        if self.is_closed and not self.entry.as_draft:
            return closed_on(self.entry.content.date)
        return self.ready


def prepare(entry: Entry, known: Known) -> Prepared:
    """Return `entry` with what it comes to, by what is `known` of its book."""
    return Prepared(entry, known, _ready_entry(entry, known))


def costs_for(entry: Entry, known: Known) -> Costs:
    """Return what pieces cost in `entry`: what it was sent at counts before what is known now."""
    return {**known.costs.get(entry.content.sales_channel, {}), **entry.costs}


def closed_on(day: date) -> Failure:
    """Return that the books are closed on `day`."""
    return Failure(FailureReason.PERIOD_CLOSED, subject=f"{day:%Y-%m}")


def _ready_entry(entry: Entry, known: Known) -> ReadyEntry | Failure:
    content = entry.content
    costs = costs_for(entry, known)
    places = [place_of(line, content.sales_channel, known) for line in content.lines]
    if failure := _unmapped(places) or uncosted(content, costs):
        return failure
    placed = [
        _placed_line(line, account, content, known)
        for line, account in zip(content.lines, places, strict=True)
        if isinstance(account, Account)  # each is: `_unmapped` looks for others
    ]
    lacks = [lack for line in placed for lack in line.lacks]
    if failure := _not_held(content, known) or failure_of(lacks):
        return failure
    rate = _rate(content, known)
    if isinstance(rate, Failure):
        return rate
    full = _in_full(entry, known, placed, costs, rate)
    names = [one.account.name for one in placed]
    ready = _taxed_otherwise(full, names, known) or _in_own_currency(full, known)
    if isinstance(ready, Failure):
        return ready
    ready = replace(ready, lines=with_untaxed(ready.lines, ready.amounts, known.lists))
    return _lopsided(ready, known) or ready


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line with its account, and what it carries and lacks there: worked out once."""

    line: Line
    account: Account
    coded: tuple[Coded, ...]
    lacks: Sequence[CodeLack]


def _placed_line(line: Line, account: Account, content: NewEntry, known: Known) -> _Placed:
    coded, lacks = coded_line(line, account, content, known)
    return _Placed(line, account, tuple(coded), lacks)


def _in_full(
    entry: Entry, known: Known, placed: Sequence[_Placed], costs: Costs, rate: Decimal | None
) -> ReadyEntry:
    """Return `entry` as its ledger takes it, once nothing is missing."""
    content, limits = entry.content, limits_of(known.platform) or _UNKNOWN_LIMITS
    return ReadyEntry(
        number=entry.number,
        key=entry.key,
        date=content.date,
        currency=content.currency,
        lines=tuple(
            _ready_line(one, amount, limits)
            for one, amount in zip(placed, amounts(content, costs), strict=True)
        ),
        note=note_of(entry, limits.note),
        own_number=own_number_of(content, limits.number),
        amounts=content.amounts,
        rate=rate,
        adjusting=content.adjusting,
    )


def _in_own_currency(ready: ReadyEntry, known: Known) -> ReadyEntry | Failure:
    """Return it converted, where the platform's journals know only the company's own currency.

    What gets its tax added is not: see `has_no_place_for_rate`.
    """
    carried, home = CARRIED.get(known.platform), known.rates.home
    is_foreign = carried is not None and not carried.exchange_rate and ready.currency != home
    if not is_foreign or ready.rate is None or not known.rates.rounding:
        return ready
    if ready.amounts is TaxOn.EXCLUSIVE:
        return Failure(FailureReason.NOT_CARRIED, subject="exchange_rate")
    rounding = account_named(known.rates.rounding, known)
    if isinstance(rounding, Lack):
        return Failure(FailureReason.ACCOUNT_INVALID, rounding.named, cause=rounding.cause)
    limits = limits_of(known.platform) or _UNKNOWN_LIMITS
    return converted(ready, ready.rate, home, rounding, limits.description)


def _lopsided(ready: ReadyEntry, known: Known) -> Failure | None:
    """Return that it does not balance once the platform adds the tax to its amounts."""
    differs = difference(ready) if known.platform in CARRIED else None
    return Failure(FailureReason.UNBALANCED, subject=str(differs)) if differs else None


def _taxed_otherwise(ready: ReadyEntry, accounts: Sequence[str], known: Known) -> Failure | None:
    carried, rules = CARRIED.get(known.platform), known.company_rules
    if carried is None:
        return None
    held_twice = tax_held_twice(ready, accounts, carried, rules)
    return held_twice or tax_not_held(ready, carried, rules)


def _unmapped(places: Sequence[Account | Lack]) -> Failure | None:
    """Return the first kind of lack with all that is lacking of it: categories before accounts."""
    lacks = [place for place in places if isinstance(place, Lack)]
    for cause in (None, *AccountCause):
        if named := once_each(lack.named for lack in lacks if lack.cause is cause):
            reason = FailureReason.ACCOUNT_INVALID if cause else FailureReason.MAPPING_MISSING
            return Failure(reason, subject=named[0], details=tuple(named[1:]), cause=cause)
    return None


def _not_held(content: NewEntry, known: Known) -> Failure | None:
    """Return what the head of an entry says that the platform has no place for."""
    carried = CARRIED.get(known.platform)
    if carried is None:
        return None
    missing = [
        *(["amounts"] if content.amounts not in tax_on_held(carried, known.company_rules) else []),
        *(["exchange_rate"] if has_no_place_for_rate(content, known) else []),
        *(["adjusting"] if content.adjusting and not carried.adjusting else []),
    ]
    if not missing:
        return None
    return Failure(FailureReason.NOT_CARRIED, subject=missing[0], details=tuple(missing[1:]))


def has_no_place_for_rate(content: NewEntry, known: Known) -> bool:
    """Whether an entry has a rate that the platform can neither hold nor be spared by converting.

    What gets its tax added in another currency is not converted: it would be off by cents.
    """
    carried = CARRIED.get(known.platform)
    if content.exchange_rate is None or carried is None or carried.exchange_rate:
        return False
    return not known.rates.rounding or content.amounts is TaxOn.EXCLUSIVE


def _rate(content: NewEntry, known: Known) -> Decimal | Failure | None:
    """Return the rate that is sent with an entry; None: it is in the company's own currency."""
    carried, home = CARRIED.get(known.platform), known.rates.home
    if content.exchange_rate is not None:
        return content.exchange_rate
    converts = carried is not None and (carried.exchange_rate or bool(known.rates.rounding))
    if not converts or home in ("", content.currency):
        return None
    rate = known.rates.rate_of(content.currency, content.date)
    return Failure(FailureReason.RATE_MISSING, content.currency) if rate is None else rate.value


def _ready_line(placed: _Placed, amount: Money, limits: TextLimits) -> ReadyLine:
    return ReadyLine(
        side=placed.line.side,
        amount=amount,
        account_id=placed.account.external_id,
        description=description_of(placed.line, limits.description),
        coded=placed.coded,
        tax_amount=placed.line.tax_amount,
        account_kind=placed.account.kind,
    )
