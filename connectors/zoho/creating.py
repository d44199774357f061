"""Making a contact, which is the one choice that jefail makes in Zoho Books.

`POST /contacts` of contacts.yml wants a `contact_name`; `contact_type` is customer or vendor. An
option of a reporting tag is made by sending all options of the tag, so people do that (39).
"""

from __future__ import annotations

from typing import Final

from connectors.exact import exact_json
from connectors.reply import item_refused
from connectors.zoho.calls import NAME as ZOHO
from connectors.zoho.calls import Calls
from connectors.zoho.choices import WireContact
from connectors.zoho.wire import read_one
from journal.books.lists import NAME, Dimension, Field, ListItem, NameKind
from journal.errors import ItemRefused

CREATES: Final = frozenset({Field.NAME})
_KINDS: Final = frozenset({NameKind.CUSTOMER.value, NameKind.VENDOR.value})


async def create(calls: Calls, dimension: Dimension, name: str, kind: str) -> ListItem:
    """Make a customer or a vendor and return it. Zoho knows no keys; no name is there twice.

    Raises:
        ItemRefused: it can't be made, or Zoho will not. AuthorisationLost.
        LedgerError: whether it was made is not known.
    """
    if dimension != NAME:
        raise ItemRefused(f"Add it to {dimension.label} in Zoho Books, and press Retry.")
    if kind not in _KINDS:
        raise ItemRefused("A contact in Zoho Books is a customer or a vendor.")
    body = exact_json({"contact_name": name.strip(), "contact_type": kind}).encode()
    reply = await calls.write("contacts", body)
    if reply.failure is not None:
        raise item_refused(ZOHO, reply.failure)
    return read_one(reply.content.get("contact"), WireContact).item()
