"""What a line chooses beside its account, in Zoho's names (journals.yml of its OpenAPI documents).

A line has one contact, which is a customer or a vendor, one location, one project and one tax; of
each reporting tag it has one option.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from connectors.shown import list_of, mapping_of, text_of
from journal.books.lists import Field
from journal.entries.posting import ReadyLine

_FIELDS: Final = {
    Field.NAME: "customer_id",
    Field.LOCATION: "location_id",
    Field.PROJECT: "project_id",
    Field.TAX: "tax_id",
}
_PARTED_BY: Final = "/"


def option_key(tag_id: str, option_id: str) -> str:
    """Return the id of an option together with its tag's: a line has to name both."""
    return f"{tag_id}{_PARTED_BY}{option_id}"


def chosen_of(line: ReadyLine) -> dict[str, Any]:
    """Return the fields of a body that say what `line` chooses."""
    chosen: dict[str, Any] = {
        _FIELDS[one.dimension.field]: one.item.external_id
        for one in line.coded
        if one.dimension.field in _FIELDS
    }
    options = [
        one.item.external_id.split(_PARTED_BY, 1)
        for one in line.coded
        if one.dimension.field is Field.TRACKING
    ]
    if options:
        chosen["tags"] = [
            {"tag_id": tag_id, "tag_option_id": option_id} for tag_id, option_id in options
        ]
    return chosen


def chosen_on(line: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the ids that a line, as sent or as shown, chooses: in one order, so as to compare."""
    ids = (text_of(line.get(name)) for name in _FIELDS.values())
    tags = map(mapping_of, list_of(line.get("tags")))
    return (*ids, *sorted(text_of(one.get("tag_option_id")) for one in tags))
