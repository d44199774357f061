"""A journal that replaces another: ours, and of theirs all that is not ours to write.

Xero's document does not say what becomes of fields that an update leaves out, so all are sent.
Lines are sent as a whole; a kind of tax stays only with what fits it (`Keeping.keeps_tax`), since
Xero works the amount of tax out again from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from connectors.shown import list_of
from connectors.xero.extras import NO_TAX, tracking
from journal.matching.keeping import Keeping

_OF_TRACKING: Final = ("Name", "Option", "TrackingCategoryID", "TrackingOptionID")


def merged(ours: Mapping[str, Any], theirs: Mapping[str, Any], keeping: Keeping) -> dict[str, Any]:
    """Return the journal to send: `ours` over `theirs`, both as Xero's JSON."""
    kind = theirs.get("LineAmountTypes") or NO_TAX
    is_taxed = keeping.keeps_tax and kind != NO_TAX
    head = {"Url": theirs["Url"]} if theirs.get("Url") else {}
    if theirs.get("ShowOnCashBasisReports") is False:  # true if not specified
        head["ShowOnCashBasisReports"] = False
    tax = {"LineAmountTypes": kind} if is_taxed else {}
    there = list_of(theirs.get("JournalLines"))
    lines = [
        line if other is None else _merged_line(line, there[other], is_taxed=is_taxed)
        for line, other in zip(ours["JournalLines"], keeping.pairs, strict=True)
    ]
    return {**head, **ours, **tax, "JournalLines": lines}


def _merged_line(
    ours: Mapping[str, Any], theirs: Mapping[str, Any], *, is_taxed: bool
) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    if is_taxed and theirs.get("TaxType"):
        kept["TaxType"] = theirs["TaxType"]
    if shown := [_tracked(one) for one in tracking(theirs)]:
        kept["Tracking"] = shown
    return {**ours, **kept}


def _tracked(shown: Mapping[str, Any]) -> dict[str, Any]:
    return {name: shown[name] for name in _OF_TRACKING if shown.get(name)}
