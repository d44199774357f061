"""The tax of an entry, as a company outside the United States reckons it from its tax codes.

Amounts of lines are before tax, whatever `GlobalTaxCalculation` says; what a line comes to with it
is its `TaxInclusiveAmt`. A credit's tax is negative in the tax lines (Intuit's reference of
JournalEntry, "TxnTaxDetail" and "TaxLine").
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from sandbox.ledger.entries import Line, Side
from sandbox.quickbooks.things import Lists, TaxCode, Thing

CENT: Final = Decimal("0.01")
_SIGNS: Final[Mapping[Side, int]] = {"debit": 1, "credit": -1}


def code_of(line: Line, codes: Mapping[str, Thing]) -> TaxCode | None:
    """Return the tax code of a line, None: it has none."""
    code = codes.get(str(line.own.get("TaxCodeRef", {}).get("value", "")))
    return code if isinstance(code, TaxCode) else None


def tax_on(line: Line, code: TaxCode | None) -> Decimal:
    """Return the tax of a line without a sign: as it was sent, else its rate of the amount."""
    if (sent := line.own.get("TaxAmount")) is not None:
        return Decimal(str(sent))
    if code is None:
        return Decimal(0)
    percent = code.percent(line.own.get("TaxApplicableOn", "Sales"))
    return (abs(line.amount) * percent / 100).quantize(CENT, ROUND_HALF_UP)


def taxed(lines: Iterable[Line], lists: Lists) -> Iterator[tuple[Line, TaxCode | None, Decimal]]:
    """Yield each line with its tax code and what its tax comes to."""
    codes = lists.called("TaxCode")
    for line in lines:
        code = code_of(line, codes)
        yield line, code, tax_on(line, code)


def totals(lines: Iterable[Line], lists: Lists) -> tuple[Decimal, Decimal]:
    """Return debits and credits with their tax."""
    sums: defaultdict[Side, Decimal] = defaultdict(Decimal)
    for line, _code, tax in taxed(lines, lists):
        sums[line.side] += abs(line.amount) + tax
    return sums["debit"], sums["credit"]


def tax_detail(lines: Iterable[Line], lists: Lists) -> dict[str, Any]:
    """Draw what the taxes of an entry come to by rate, as its TxnTaxDetail."""
    taxes: defaultdict[tuple[str, Decimal], list[Decimal]] = defaultdict(lambda: [Decimal(0)] * 2)
    for line, code, tax in taxed(lines, lists):
        if code is None:
            continue
        on = line.own.get("TaxApplicableOn", "Sales")
        sums, sign = taxes[rate_id(code, on), code.percent(on)], _SIGNS[line.side]
        sums[0] += sign * tax
        sums[1] += sign * abs(line.amount)
    drawn = [_tax_line(rate, percent, *sums) for (rate, percent), sums in taxes.items()]
    total = sum((sums[0] for sums in taxes.values()), Decimal(0))
    return {"TotalTax": total.quantize(CENT), "TaxLine": drawn} if drawn else {}


def rate_id(code: TaxCode, on: str) -> str:
    """Return the Id of the rate that a code has on "Sales" or "Purchase"."""
    return f"{code.id}{2 if on == 'Purchase' else 1}"


def _tax_line(rate: str, percent: Decimal, tax: Decimal, net: Decimal) -> dict[str, Any]:
    detail = {
        "TaxRateRef": {"value": rate},
        "PercentBased": True,
        "TaxPercent": percent,
        "NetAmountTaxable": net.quantize(CENT),
    }
    return {"Amount": tax.quantize(CENT), "DetailType": "TaxLineDetail", "TaxLineDetail": detail}
