"""A journal that replaces another: ours, and of theirs all that is not ours to write.

Xero's document does not say what becomes of fields that an update leaves out, so all are sent.
Lines are sent as a whole. Their tax stays only where ours has none, with what fits it
(`Keeping.keeps_tax`), since Xero works the amount of tax out again from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from connectors.shown import list_of, text_of
from connectors.xero.extras import NO_TAX, tracking
from journal.matching.keeping import Keeping

_OF_TRACKING: Final = ("Name", "Option", "TrackingCategoryID", "TrackingOptionID")
MOST_TRACKING: Final = 2
"""Categories of a line, as ManualJournalLine has it in Xero's OpenAPI document."""


def merged(ours: Mapping[str, Any], theirs: Mapping[str, Any], keeping: Keeping) -> dict[str, Any]:
    """Return the journal to send: `ours` over `theirs`, both as Xero's JSON."""
    kind = theirs.get("LineAmountTypes") or NO_TAX
    keeps_tax = keeping.keeps_tax and kind != NO_TAX
    head = {"Url": theirs["Url"]} if theirs.get("Url") else {}
    if theirs.get("ShowOnCashBasisReports") is False:  # true if not specified
        head["ShowOnCashBasisReports"] = False
    tax = {"LineAmountTypes": kind} if keeps_tax else {}
    there = list_of(theirs.get("JournalLines"))
    lines = [
        line if other is None else _merged_line(line, there[other], keeps_tax=keeps_tax)
        for line, other in zip(ours["JournalLines"], keeping.pairs, strict=True)
    ]
    return {**head, **ours, **tax, "JournalLines": lines}


def _merged_line(
    ours: Mapping[str, Any], theirs: Mapping[str, Any], *, keeps_tax: bool
) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    if keeps_tax and theirs.get("TaxType"):
        kept["TaxType"] = theirs["TaxType"]
    if shown := _merged_tracking(tracking(ours), tracking(theirs)):
        kept["Tracking"] = shown
    return {**ours, **kept}


def _merged_tracking(
    ours: list[Mapping[str, Any]], theirs: list[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """Return ours, and beside it what people chose of other categories, as far as there is room."""
    named = {_category(one) for one in ours}
    beside = [_tracked(one) for one in theirs if _category(one) not in named]
    return [*ours, *beside][:MOST_TRACKING]


def _category(one: Mapping[str, Any]) -> str:
    return text_of(one.get("Name")).casefold()


def _tracked(shown: Mapping[str, Any]) -> dict[str, Any]:
    return {name: shown[name] for name in _OF_TRACKING if shown.get(name)}
