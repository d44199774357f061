"""Our entry and one that the ledger shows, told in the same names, so that they can be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from journal.amounts.money import Money
from journal.books.chart import Chart
from journal.entries.coding import TaxOn
from journal.entries.failure import Failure
from journal.entries.line_codes import said_by
from journal.entries.mapping import Prepared
from journal.entries.placing import shown_account
from journal.entries.posting import LedgerEntry, LedgerLine, ReadyLine
from journal.entries.taxing import tax_of
from journal.matching.keeping import TAX_AMOUNT


def as_shown(ours: Prepared) -> tuple[LedgerLine, ...]:
    """Return the lines of our entry as the ledger would show them.

    Where something is missing before it could be posted, they are told as they were handed in,
    without those that have no amount yet.
    """
    ready = ours.ready
    if isinstance(ready, Failure):
        return tuple(
            LedgerLine(
                line.side,
                line.amount,
                line.account or line.category or "",
                description=line.description,
                extras=said_by(line),
            )
            for line in ours.entry.content.lines
            if line.amount is not None
        )
    return tuple(
        LedgerLine(
            line.side,
            line.amount,
            _named(line.account_id, ours.known.chart),
            line.account_id,
            line.description,
            line.extras,
            _tax_that_was_set(line, ready.amounts),
        )
        for line in ready.lines
    )


def _tax_that_was_set(line: ReadyLine, amounts: TaxOn) -> tuple[tuple[str, str], ...]:
    """Return the tax that its caller says, where its code comes to another sum."""
    said = line.tax_amount
    if said is None or said == tax_of(replace(line, tax_amount=None), amounts):
        return ()
    return ((TAX_AMOUNT, f"{said.decimal:.2f}"),)


def in_our_names(there: LedgerEntry, chart: Chart) -> LedgerEntry:
    """Return what the ledger shows with its accounts named as the chart names them."""
    return replace(there, lines=tuple(_in_our_names(line, chart) for line in there.lines))


def _in_our_names(line: LedgerLine, chart: Chart) -> LedgerLine:
    found = shown_account(line, chart)
    if found is None:
        return line
    return replace(line, account=found.name, account_id=found.external_id)


def unlike(lines: Sequence[LedgerLine], others: Sequence[LedgerLine]) -> Sequence[bool]:
    """Return for each of `lines` whether `others` has none like it left, in any order.

    Alike are side, amount and account; words, and what they carry beside, are shown apart.
    """
    left = Counter(map(_told, others))
    told = []
    for line in map(_told, lines):
        told.append(not left[line])
        left[line] -= 1 if left[line] else 0
    return told


def _named(account_id: str, chart: Chart) -> str:
    found = chart.by_id(account_id)
    return found.name if found else account_id


def _told(line: LedgerLine) -> tuple[str, Money, str]:
    """What a person sees of a line's booking; ids are not shown."""
    return line.side.value, line.amount, line.account
