"""What an entry says that its platform cannot hold or would book wrongly: told as it comes in."""

from __future__ import annotations

from collections.abc import Iterator

from journal.books.lists import CLASS, LOCATION, NAME, PROJECT, TAX, Dimension
from journal.entries.carried import CARRIED, Carried
from journal.entries.coded_lines import ALSO_TRACKED, placed
from journal.entries.coding import TaxOn
from journal.entries.entry import NewEntry
from journal.entries.mapping import has_no_place_for_rate
from journal.entries.placing import Known
from journal.entries.tax_balance import balance_with_tax, line_of_tax
from journal.entries.tax_held import tax_on_held

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
            f" {_other_amounts(carried)}"
        )
    for place, line in enumerate(entry.lines, start=1):
        for dimension, word in line.coding.words():
            if not _is_placed(dimension, known, carried):
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


def _other_amounts(carried: Carried) -> str:
    if TaxOn.EXCLUSIVE in carried.tax_on:
        return 'Hand in the amounts before tax ("amounts": "exclusive").'
    return 'Hand in amounts without tax codes, and the tax as a line ("amounts": "no_tax").'


def _of_tax(entry: NewEntry, known: Known) -> Iterator[str]:
    place = line_of_tax(entry, known.lists)
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


_TOLD = {
    TaxOn.NO_TAX: "without tax",
    TaxOn.EXCLUSIVE: "without the tax of their codes",
    TaxOn.INCLUSIVE: "with tax in them",
}
