"""What an entry says that its platform cannot hold or would book wrongly: told as it comes in."""

from __future__ import annotations

from collections.abc import Iterator

from journal.books.book import Account
from journal.books.lists import CLASS, LOCATION, NAME, PROJECT, TAX, CompanyRules, Dimension
from journal.entries.carried import CARRIED, Carried
from journal.entries.coded_lines import ALSO_TRACKED, placed
from journal.entries.coding import TaxOn
from journal.entries.entry import Line, NewEntry
from journal.entries.mapping import has_no_place_for_rate
from journal.entries.placing import Known, place_of
from journal.entries.tax_balance import balance_with_tax
from journal.entries.tax_held import tax_on_held
from journal.entries.tax_twice import LineOfMany, place_of_tax

_PLURALS = {
    CLASS: "classes",
    LOCATION: "locations",
    NAME: "customers, vendors or other names",
    TAX: "tax codes",
    PROJECT: "projects",
}


def why_not_taken(entry: NewEntry, known: Known) -> str:
    """Return why `entry` cannot be taken into its book, as a sentence; "": nothing is against it.

    Nothing is said of a posting service, which has its own way.
    """
    carried = CARRIED.get(known.platform)
    if carried is None:
        return ""
    reasons = (*_not_held(entry, known, carried), *_of_tax(entry, known))
    return next(iter(reasons), "")


def _not_held(entry: NewEntry, known: Known, carried: Carried) -> Iterator[str]:
    platform = known.platform.label
    if has_no_place_for_rate(entry, known):
        yield (
            f"has an exchange rate, which journals in {platform} can't hold. Convert the amounts to"
            " the currency of the books first, or have jefail do it: jefail book convert."
        )
    if entry.adjusting and not carried.adjusting:
        yield f"is marked as adjusting, which journals in {platform} can't be. Leave the mark out."
    if entry.amounts not in tax_on_held(carried, known.company_rules):
        yield (
            f"has amounts {_TOLD[entry.amounts]}, which journals in {platform} can't have."
            f" {_other_amounts(carried, known.company_rules)}"
        )
    named = {dimension for line in entry.lines for dimension, _word in line.coding.words()}
    unplaced = {one for one in named if not _is_placed(one, known, carried)}
    for place, line in enumerate(entry.lines if unplaced else (), start=1):
        for dimension, word in line.coding.words():
            if dimension in unplaced:
                hint = _hint(dimension, carried)
                what = _PLURALS.get(dimension, f"tracking such as {dimension.label}")
                yield (
                    f"names “{word}” on line {place}, but journals in {platform} hold no"
                    f" {what}. {hint}"
                )


def _is_placed(dimension: Dimension, known: Known, carried: Carried) -> bool:
    """Whether the platform holds it, be it in a category of the company's own.

    Which of these there are is not known before the lists are read.
    """
    may_be_tracked = bool(carried.tracked_by) and dimension in ALSO_TRACKED
    is_unread = not known.lists.items
    return placed(dimension, known, carried) is not None or (may_be_tracked and is_unread)


def _hint(dimension: Dimension, carried: Carried) -> str:
    if carried.tracked_by and dimension in ALSO_TRACKED:
        return f"Make a {carried.tracked_by} called {dimension.label} for it, or leave it out."
    return "Leave it out."


def _other_amounts(carried: Carried, rules: CompanyRules) -> str:
    if TaxOn.EXCLUSIVE in tax_on_held(carried, rules):
        return 'Hand in the amounts before tax ("amounts": "exclusive").'
    return 'Hand in the tax as a line of its own, and say that ("amounts": "no_tax").'


def _of_tax(entry: NewEntry, known: Known) -> Iterator[str]:
    place = _place_of_tax(entry, known)
    if place is not None:
        line = entry.lines[place - 1]
        named = line.account or line.category
        yield (
            f'has its tax twice: line {place} on "{named}" is the tax, and the tax codes of other'
            f" lines add it again. Leave that line out, or leave the codes out and hand it in with"
            f' "amounts": "no_tax".'
        )
    if TAX in known.coding_rules.dimensions:
        return  # these may put codes on lines that name none; that is judged when they did
    off = balance_with_tax(entry, known.lists)
    if off is not None and off.minor:
        yield (
            f"doesn't balance: with the tax that {known.platform.label} adds, debits and credits"
            f" differ by {off}"
        )


def _place_of_tax(entry: NewEntry, known: Known) -> int | None:
    """Return the place of a line that is a tax which codes come to again, by what is known yet."""
    if entry.amounts is TaxOn.NO_TAX:
        return None
    return place_of_tax([_looked_at(line, entry, known) for line in entry.lines])


def _looked_at(line: Line, entry: NewEntry, known: Known) -> LineOfMany:
    place = place_of(line, entry.sales_channel, known)
    account = place.name if isinstance(place, Account) else line.account or line.category or ""
    fits = known.lists.fitting(TAX, line.coding.tax) if line.coding.tax else ()
    rate = fits[0].rate if len(fits) == 1 else None
    tax = line.tax_amount.minor if line.tax_amount else None
    minor = line.amount.minor if line.amount else 0
    return LineOfMany(account, f"{line.account} {line.description}", line.side, minor, rate, tax)


_TOLD = {
    TaxOn.NO_TAX: "without tax",
    TaxOn.EXCLUSIVE: "without the tax of their codes",
    TaxOn.INCLUSIVE: "with tax in them",
}
