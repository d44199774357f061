"""A journal that replaces another: ours, and of theirs all that is not ours to write.

Zoho's reference of "Update a journal" (https://www.zoho.com/books/api/v3/journals/) does not say
that a field which is left out stays, so every field that it takes is sent as it was read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from connectors.shown import list_of, mapping_of
from journal.matching.keeping import Keeping

_OF_HEAD: Final = (
    "location_id",
    "branch_id",
    "vat_treatment",
    "product_type",
    "include_in_vat_return",
    "is_bas_adjustment",
)
"""Not the currency and its rate: those are ours to write."""
_OF_LINE: Final = ("line_id", "customer_id", "location_id", "branch_id", "project_id")
_TAX: Final = (
    "tax_id",
    "tax_exemption_id",
    "tax_exemption_code",
    "tax_authority_id",
    "acquisition_vat_id",
    "reverse_charge_vat_id",
)
_OF_TAG: Final = ("tag_id", "tag_option_id")
_OF_FIELD: Final = ("customfield_id", "value")


def merged(ours: Mapping[str, Any], theirs: Mapping[str, Any], keeping: Keeping) -> dict[str, Any]:
    """Return the body to send: `ours` over `theirs`, both as Zoho's JSON."""
    there = list_of(theirs.get("line_items"))
    lines = [
        line if other is None else _merged_line(line, there[other], keeping)
        for line, other in zip(ours["line_items"], keeping.pairs, strict=True)
    ]
    head = {**_filled(theirs, _OF_HEAD), **_listed(theirs, "tags", _OF_TAG)}
    return {**head, **_listed(theirs, "custom_fields", _OF_FIELD), **ours, "line_items": lines}


def _merged_line(
    ours: Mapping[str, Any], theirs: Mapping[str, Any], keeping: Keeping
) -> dict[str, Any]:
    keeps_tax = keeping.keeps_tax and "tax_id" not in ours
    names = (*_OF_LINE, *(_TAX if keeps_tax else ()))
    return {**_filled(theirs, names), **ours, **_tags(ours, theirs)}


def _tags(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options of both, ours where both have one of a tag."""
    shown = [*_listed(theirs, "tags", _OF_TAG).get("tags", []), *ours.get("tags", [])]
    chosen = {str(one["tag_id"]): one for one in shown}
    return {"tags": [*chosen.values()]} if chosen else {}


def _filled(of: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: of[name] for name in names if of.get(name) not in (None, "")}


def _listed(of: Mapping[str, Any], name: str, fields: tuple[str, ...]) -> dict[str, Any]:
    """Return the list `name` as it is sent, if it has anything in it."""
    shown = [_filled(mapping_of(one), fields) for one in list_of(of.get(name))]
    sent = [one for one in shown if len(one) == len(fields)]
    return {name: sent} if sent else {}
