"""Making a class, a location, a customer or a vendor.

Fields as in Intuit's reference of Class, Department, Customer and Vendor: a class or location under
another names it by `ParentRef`, and no name has a colon.
"""

from __future__ import annotations

from typing import Any, Final

from connectors.exact import exact_json
from connectors.quickbooks.calls import NAME as QUICKBOOKS
from connectors.quickbooks.calls import Calls
from connectors.quickbooks.lists import WireThing, find_named
from connectors.quickbooks.wire import read_one
from connectors.reply import item_refused
from journal.books.lists import CLASS, LOCATION, NAME, Dimension, Field, ListItem, NameKind
from journal.errors import ItemRefused

CREATES: Final = frozenset({Field.CLASS, Field.LOCATION, Field.NAME})
_KINDS: Final = {
    (CLASS, ""): "Class",
    (LOCATION, ""): "Department",
    (NAME, NameKind.CUSTOMER.value): "Customer",
    (NAME, NameKind.VENDOR.value): "Vendor",
}
_WORDS: Final = {"Class": "class", "Department": "location"}
_SUB: Final = {"Class": "SubClass", "Department": "SubDepartment"}


async def create(calls: Calls, dimension: Dimension, name: str, kind: str, key: str) -> ListItem:
    """Make one and return it; the same `key` twice makes one.

    "Retail:Online" is made under Retail, which has to be there.

    Raises:
        ItemRefused: it can't be made, or QuickBooks will not. AuthorisationLost.
        LedgerError: whether it was made is not known.
    """
    wire_kind = _KINDS.get((dimension, kind if dimension == NAME else ""))
    if wire_kind is None:
        raise ItemRefused(f"QuickBooks takes no new {dimension.label.casefold()} from jefail.")
    body = exact_json(await _body(calls, wire_kind, name)).encode()
    reply = await calls.write(wire_kind.casefold(), body, key)
    if reply.failure is not None:
        raise item_refused(QUICKBOOKS, reply.failure)
    return read_one(reply.content, wire_kind, WireThing).item(wire_kind)


async def _body(calls: Calls, kind: str, name: str) -> dict[str, Any]:
    parent_name, _, leaf = name.strip().rpartition(":")
    if kind not in _SUB:
        if parent_name:
            raise ItemRefused("A name in QuickBooks can't have a colon.")
        return {"DisplayName": leaf}
    if not parent_name:
        return {"Name": leaf}
    parent = await find_named(calls, kind, parent_name)
    if parent is None:
        raise ItemRefused(f"QuickBooks has no {_WORDS[kind]} called {parent_name}.")
    return {"Name": leaf.strip(), "ParentRef": {"value": parent.external_id}, _SUB[kind]: True}
