"""Adding an option to a tracking category (createTrackingOptions in Xero's OpenAPI document)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from connectors.exact import exact_json
from connectors.xero.lists import ACTIVE, WireCategory, WireOption
from connectors.xero.wire import read_one
from journal.books.lists import Dimension, ListItem
from journal.errors import ItemRefused


def option_body(name: str) -> bytes:
    """Return the body that adds an option to a tracking category."""
    return exact_json({"Name": name}).encode()


def option_in(content: Mapping[str, Any], category: WireCategory) -> ListItem:
    """Return the option that was added to a category. Raises LedgerError."""
    return category.item(read_one(content, "Options", WireOption))


def named_category(categories: Iterable[WireCategory], wanted: Dimension) -> WireCategory:
    """Return the category in use that `wanted` is of. Raises ItemRefused: there is none."""
    for one in categories:
        if one.status == ACTIVE and _folded(one.name) == _folded(wanted.category):
            return one
    raise ItemRefused(f"Xero has no tracking category called {wanted.label}")


def option_named(category: WireCategory, name: str) -> ListItem | None:
    """Return the option of that name, None where there is none.

    Raises:
        ItemRefused: it is archived, so the name is taken.
    """
    found = [one for one in category.options if _folded(one.name) == _folded(name)]
    item = next((category.item(one) for one in found if one.status == ACTIVE), None)
    if found and item is None:
        raise ItemRefused(f"{found[0].name} is archived in Xero: restore it there")
    return item


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
