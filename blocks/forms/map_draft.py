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
from journal.incidents.gaps import Category

MOST = 150
"""Categories in one form; what is left over comes with the next."""
_BLOCK = "map"
_KEY = 8  # characters of a digest
_NONE = "-" * _KEY


def category_key(category: Category) -> str:
    """Return what stands for a category in the form."""
    return _key("\0".join(category))


def account_key(account_id: str) -> str:
    """Return what stands for an account of the platform in the form."""
    return _key(account_id)


def block_of(category: Category, shown: str = "") -> str:
    """Return the block_id of a category's field.

    Slack keeps what a field holds for as long as its block_id stays; `shown`, the key of an
    account that we put into it, makes it another one.
    """
    key = category_key(category)
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

    def on(self, page: int) -> Self:
        """Return it at another page."""
        return replace(self, page=page)

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

    def kept(self) -> str:
        """Return it as a view keeps it."""
        chosen = "".join(f"{one}{to or _NONE}" for one, to in self.chosen.items())
        put = "".join(f"{one}{to}" for one, to in self.put.items())
        return json.dumps({"incident": self.incident_id, "page": self.page, "c": chosen, "p": put})


def read_draft(view: Mapping[str, Any]) -> Draft:
    """Return the draft of a view, with what its fields hold now. Raises ValueError, KeyError."""
    kept = json.loads(view["private_metadata"])
    draft = Draft(kept["incident"], kept["page"], _pairs(kept["c"]), _pairs(kept["p"]))
    return draft.with_chosen(_held(view.get("state", {}).get("values", {})))


def _held(values: Mapping[str, Any]) -> dict[str, str]:
    held = {}
    for block_id, fields in values.items():
        kind, _, rest = block_id.partition(":")
        if kind == _BLOCK:
            (field,) = fields.values()
            option = field.get("selected_option") or {}
            account_id = str(option.get("value", ""))
            held[rest.partition(":")[0]] = account_key(account_id) if account_id else ""
    return held


def _pairs(text: str) -> dict[str, str]:
    whole = [text[at : at + 2 * _KEY] for at in range(0, len(text), 2 * _KEY)]
    return {one[:_KEY]: "" if one[_KEY:] == _NONE else one[_KEY:] for one in whole}


def _key(text: str) -> str:
    digest = hashlib.blake2s(text.encode(), digest_size=6).digest()
    return base64.urlsafe_b64encode(digest).decode()
