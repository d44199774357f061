"""What lines report of taxes: what is taxed, and the tax itself.

Tryton adds no tax to a move. It reports by tax lines (`account.tax.line` of the module account,
8.2): of type "base" for what is taxed, of type "tax" for the tax on its own account. The amount is
above nought in the usual direction of the tax (`TaxCodeLine._line_domain` in tax.py). So an entry
says the tax as a line, and both have to fit, or the tax return would be wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from connectors.tryton import outcomes
from connectors.tryton.drawing import Drawn, DrawnLine, TaxShare
from connectors.tryton.lists import WireTax
from journal.books.lists import Field, ListItem
from journal.entries.entry import Side
from journal.entries.posting import ReadyEntry, ReadyLine, Refused

BASE, TAX = "base", "tax"
_USUAL = {"sale": Side.CREDIT, "purchase": Side.DEBIT}


@dataclass(frozen=True, slots=True)
class Used:
    """A tax that lines name, and the accounts that take it."""

    item: ListItem
    tax: WireTax

    @property
    def accounts(self) -> frozenset[str]:
        """The accounts of its own."""
        return frozenset(
            str(one) for one in (self.tax.invoice_account, self.tax.credit_account) if one
        )

    def share(self, line: DrawnLine) -> TaxShare:
        """Return what `line` reports of it."""
        usual = _USUAL[self.tax.kind]
        amount = line.amount if line.side is usual else -line.amount
        kind = TAX if line.account in self.accounts else BASE
        return TaxShare(self.item.external_id, kind, amount)


def with_taxes(drawn: Drawn, entry: ReadyEntry, taxes: Sequence[WireTax]) -> Drawn | Refused:
    """Return `drawn` with what its lines report; refused where that would not be true."""
    named = [line.coded_as(Field.TAX) for line in entry.lines]
    if not any(named):
        return drawn
    known = {str(one.id): one for one in taxes}
    used: dict[str, Used] = {}
    for item in filter(None, named):
        tax = known.get(item.external_id)
        if tax is None:
            return outcomes.no_such_tax(item)
        if tax.percent is None or tax.kind not in _USUAL:
            return outcomes.no_simple_tax(item)
        used[item.external_id] = Used(item, tax)
    told = [*named, *[None] * (len(drawn.lines) - len(named))]
    lines = tuple(
        _reporting(line, used.get(item.external_id) if item else _taken_by(line, used))
        for line, item in zip(drawn.lines, told, strict=True)
    )
    expected = _expected(entry.lines, lines, used)
    return _off(lines, used, expected) or replace(drawn, lines=lines)


def _taken_by(line: DrawnLine, used: Mapping[str, Used]) -> Used | None:
    """Return the tax whose own account `line` is on, where that is of one of those used."""
    of_account = [one for one in used.values() if line.account in one.accounts]
    return of_account[0] if len(of_account) == 1 else None


def _reporting(line: DrawnLine, used: Used | None) -> DrawnLine:
    return replace(line, taxes=(used.share(line),)) if used else line


def _expected(
    ours: Sequence[ReadyLine], lines: Sequence[DrawnLine], used: Mapping[str, Used]
) -> Mapping[str, Sequence[Decimal]]:
    """Return what each line that is taxed comes to by its rate, or as its caller worked it out."""
    found: defaultdict[str, list[Decimal]] = defaultdict(list)
    for line, drawn in zip(ours, lines, strict=False):  # a line of rounding is taxed with nothing
        for share in drawn.taxes:
            if share.type != BASE:
                continue
            percent = used[share.tax].tax.percent or Decimal(0)
            part = percent / 100
            if line.tax_amount is not None and line.amount.minor:
                part = Decimal(line.tax_amount.minor) / line.amount.minor
            found[share.tax].append(share.amount * part)
    return found


def _off(
    lines: Sequence[DrawnLine],
    used: Mapping[str, Used],
    expected: Mapping[str, Sequence[Decimal]],
) -> Refused | None:
    """Return the refusal of lines of tax that are not what is expected; a cent for each taxed."""
    there: defaultdict[str, Decimal] = defaultdict(Decimal)
    for share in (one for line in lines for one in line.taxes):
        if share.type == TAX:
            there[share.tax] += share.amount
    for tax_id, one in used.items():
        parts = expected.get(tax_id, ())
        total = sum(parts, Decimal(0))
        if abs(total - there[tax_id]) > len(parts) * Decimal("0.01"):
            return outcomes.tax_is_off(one.item, total, there[tax_id])
    return None
