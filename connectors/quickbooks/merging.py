"""An entry that replaces another: ours, and of theirs all that is not ours to write.

A full update empties whatever is not sent (Intuit's reference of JournalEntry, "Full update"), so
what was read is sent along. A sparse one would not do: of lines it takes those that are sent as
the whole, and of the rest it would keep amounts of tax that do not fit any more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from connectors.quickbooks.coding import coding_of
from connectors.quickbooks.extras import (
    DETAIL,
    TAX_OF_ENTRY,
    TAX_OF_LINE,
    booked,
    text_lines,
)
from connectors.shown import mapping_of
from journal.matching.keeping import Keeping

_WITH_TAX: Final = "TaxInclusiveAmt"
_SHOWN_ONLY: Final = frozenset(
    {"MetaData", "domain", "sparse", "status", "time", "TotalAmt", "HomeTotalAmt", "HomeBalance"}
)
"""Fields of an entry that QuickBooks makes up itself."""


def merged(ours: Mapping[str, Any], theirs: Mapping[str, Any], keeping: Keeping) -> dict[str, Any]:
    """Return the body of a full update: `ours` over `theirs`, both as QuickBooks' JSON.

    `keeping` says which of their lines each of ours takes the place of, and whether tax stays.
    """
    head = {name: value for name, value in theirs.items() if name not in _SHOWN_ONLY}
    there = booked(theirs.get("Line"))
    keeping = replace(keeping, keeps_tax=keeping.keeps_tax and not _retaxes(ours, there, keeping))
    if not keeping.keeps_tax:
        head.pop(TAX_OF_ENTRY, None)
    if _currency(ours) != _currency(theirs):
        head.pop("ExchangeRate", None)
        head.pop("CurrencyRef", None)
    lines = [
        line if other is None else _merged_line(line, there[other], keeping)
        for line, other in zip(ours["Line"], keeping.pairs, strict=True)
    ]
    return {**head, **ours, "Line": [*lines, *text_lines(theirs.get("Line"))], "sparse": False}


def _merged_line(
    ours: Mapping[str, Any], theirs: Mapping[str, Any], keeping: Keeping
) -> dict[str, Any]:
    detail = dict(mapping_of(theirs.get(DETAIL)))
    if not keeping.keeps_tax:
        for name in TAX_OF_LINE:
            detail.pop(name, None)
    kept = {name: value for name, value in theirs.items() if name != "Description"}
    merged_line = {**kept, **ours, DETAIL: {**detail, **ours[DETAIL]}}
    if keeping.keeps_tax and _WITH_TAX in detail:
        merged_line["Amount"] = theirs.get("Amount")  # before the tax that people put into it there
    return merged_line


def _retaxes(ours: Mapping[str, Any], there: Sequence[Any], keeping: Keeping) -> bool:
    """Whether ours says something else of tax than theirs: then QuickBooks reckons it again."""
    pairs = zip(ours["Line"], keeping.pairs, strict=True)
    return any(
        _taxes(line) and (other is None or _taxes(line) != _taxes(there[other]))
        for line, other in pairs
    )


def _taxes(line: Mapping[str, Any]) -> str:
    return coding_of(mapping_of(line.get(DETAIL))).get("TaxCodeRef", "")


def _currency(entry: Mapping[str, Any]) -> Any:
    """Return the currency that an entry names; the company's own need not be named."""
    return mapping_of(entry.get("CurrencyRef")).get("value")
