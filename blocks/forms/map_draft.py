"""What the form that maps accounts holds between its pages: choices, named by short digests.

A view keeps 3,000 characters for us, so neither categories nor ids of accounts fit in as they are.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from typing import Any, Self

from journal.books.book import Account
from journal.books.lists import ListItem
from journal.entries.uncoded import Slot
from journal.incidents.gaps import Category

MOST = 150
"""Categories in one form; what is left over comes with the next."""
_BLOCK = "map"
_BESIDE = "beside"
_KEY = 8  # characters of a digest
_NONE = "-" * _KEY


def category_key(category: Category) -> str:
    """Return what stands for a category in the form."""
    return _key("\0".join(category))


def account_key(account_id: str) -> str:
    """Return what stands for an account of the platform in the form."""
    return _key(account_id)


def slot_key(slot: Slot) -> str:
    """Return what stands in a form for what lines lack beside their account."""
    return _key("\0".join(("", *slot.key)))


def item_key(item: ListItem) -> str:
    """Return what stands for a choice of the platform's lists in the form."""
    return _key(item_value(item))


def item_value(item: ListItem) -> str:
    """Return a choice as the value of an option; ids of customers and vendors may be equal."""
    return f"{item.kind}:{item.key}"


def block_of(category: Category, shown: str = "") -> str:
    """Return the block_id of a category's field.

    Slack keeps what a field holds for as long as its block_id stays; `shown`, the key of an
    account that we put into it, makes it another one.
    """
    return _block(category_key(category), shown)


def slot_block(slot: Slot, shown: str = "") -> str:
    """Return the block_id of the field for what lines lack; `shown` as in `block_of`."""
    return _block(slot_key(slot), shown)


def beside_block(slot: Slot) -> str:
    """Return the block_id of a field below an account's, for what its lines carry beside it."""
    return f"{_BESIDE}:{slot_key(slot)}"


def key_in(block_id: str) -> str:
    """Return the key that a block_id was made of. Raises IndexError: it is of no such field."""
    return block_id.split(":")[1]


def _block(key: str, shown: str) -> str:
    return f"{_BLOCK}:{key}:{shown}" if shown else f"{_BLOCK}:{key}"


@dataclass(frozen=True, slots=True)
class Draft:
    """What was chosen so far, on all pages that were seen. All is named by its key."""

    incident_id: int
    page: int = 0
    chosen: Mapping[str, str] = dataclass_field(default_factory=dict)  # "" where someone chose none
    put: Mapping[str, str] = dataclass_field(
        default_factory=dict
    )  # by us, into a field that was there
    beside: Mapping[str, str] = dataclass_field(default_factory=dict)
    """What lines are to carry beside their account, as far as it was chosen."""
    is_wide: bool = False  # the fields for that are shown
    instead: str = ""  # `Uncoded.state` as it was when the form was drawn first

    def on(self, page: int) -> Self:
        """Return it at another page."""
        return replace(self, page=page)

    def widened(self) -> Self:
        """Return it with the fields for what lines carry beside their account."""
        return replace(self, is_wide=True, page=0)

    def with_beside(self, chosen: Mapping[str, str]) -> Self:
        """Return it with these choices; an empty one takes back what was there."""
        beside = {**self.beside, **chosen}
        return replace(self, beside={one: to for one, to in beside.items() if to})

    def with_chosen(self, chosen: Mapping[str, str]) -> Self:
        """Return it with these choices over those before."""
        return replace(self, chosen={**self.chosen, **chosen})

    def with_put(self, category: str, account: str) -> Self:
        """Return it with an account that we put into the field of a category."""
        with_it = self.with_chosen({category: account})
        return replace(with_it, put={**self.put, category: account})

    def accounts(
        self, categories: Iterable[Category], accounts: Iterable[Account]
    ) -> Mapping[Category, Account]:
        """Return what was chosen, as far as both are still known."""
        by_key = {account_key(one.external_id): one for one in accounts}
        found = {one: self.chosen.get(category_key(one), "") for one in categories}
        return {one: by_key[key] for one, key in found.items() if key in by_key}

    def items(self, slots: Iterable[Slot], items: Iterable[ListItem]) -> Mapping[Slot, ListItem]:
        """Return what was chosen of the platform's lists, as far as both are still known."""
        chosen = {**self.chosen, **self.beside}
        keys = {slot: chosen.get(slot_key(slot), "") for slot in slots}
        wanted = {key for key in keys.values() if key}
        # Lists count for themselves: a class and a location may have the same id.
        by_key = {
            (one.dimension, key): one
            for one in items
            if wanted and (key := item_key(one)) in wanted
        }
        fits = ((slot, by_key.get((slot.dimension, key))) for slot, key in keys.items())
        return {
            slot: item for slot, item in fits if item is not None and slot.kind in ("", item.kind)
        }

    def kept(self) -> str:
        """Return it as a view keeps it."""
        chosen = "".join(f"{one}{to or _NONE}" for one, to in self.chosen.items())
        put = "".join(f"{one}{to}" for one, to in self.put.items())
        kept = {"incident": self.incident_id, "page": self.page, "c": chosen, "p": put}
        if self.is_wide:
            kept["b"] = "".join(f"{one}{to}" for one, to in self.beside.items())
        if self.instead:
            kept["s"] = self.instead
        return json.dumps(kept)


def read_draft(view: Mapping[str, Any]) -> Draft:
    """Return the draft of a view, with what its fields hold now. Raises ValueError, KeyError."""
    kept = json.loads(view["private_metadata"])
    draft = Draft(
        kept["incident"],
        kept["page"],
        _pairs(kept["c"]),
        _pairs(kept["p"]),
        _pairs(kept.get("b", "")),
        is_wide="b" in kept,
        instead=kept.get("s", ""),
    )
    values = view.get("state", {}).get("values", {})
    return draft.with_chosen(_held(values, _BLOCK)).with_beside(_held(values, _BESIDE))


def _held(values: Mapping[str, Any], wanted: str) -> dict[str, str]:
    held = {}
    for block_id, fields in values.items():
        kind, _, rest = block_id.partition(":")
        if kind == wanted:
            (field,) = fields.values()
            option = field.get("selected_option") or {}
            account_id = str(option.get("value", ""))
            held[rest.partition(":")[0]] = account_key(account_id) if account_id else ""
    return held


def _pairs(text: str) -> dict[str, str]:
    whole = [text[at : at + 2 * _KEY] for at in range(0, len(text), 2 * _KEY)]
    return {one[:_KEY]: "" if one[_KEY:] == _NONE else one[_KEY:] for one in whole}


def _key(text: str) -> str:
    digest = hashlib.blake2s(text.encode(errors="surrogatepass"), digest_size=6).digest()
    return base64.urlsafe_b64encode(digest).decode()
