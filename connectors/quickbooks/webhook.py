"""What Intuit calls us with when something changed: is it from them, and what does it name."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from journal.errors import BadInput

Changed = Mapping[str, frozenset[str]]
"""Realm -> the ids of its journal entries that changed."""
_ENTITY = "journalentry"


def is_signed(body: bytes, signature: str, verifier: str) -> bool:
    """Whether `signature` is Intuit's of `body`: HMAC-SHA256 keyed with our verifier token."""
    digest = hmac.digest(verifier.encode(), body, hashlib.sha256)
    return hmac.compare_digest(base64.b64encode(digest), signature.strip().encode())


def read_webhook(body: bytes) -> Changed:
    """Return which journal entries a webhook names; what is about anything else is left out.

    Both shapes are read: a list of CloudEvents, and the older `eventNotifications`.

    Raises:
        BadInput: it is neither.
    """
    changed: defaultdict[str, set[str]] = defaultdict(set)
    try:
        for realm, entity, entry_id in _named(json.loads(body)):
            if entity.casefold() == _ENTITY:
                changed[realm].add(entry_id)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise BadInput("this is not a webhook as Intuit sends them") from error
    return {realm: frozenset(ids) for realm, ids in changed.items()}


def _named(value: Any) -> Iterator[tuple[str, str, str]]:
    """Yield realm, kind and id of every object that is named."""
    if isinstance(value, list):
        for event in value:
            # "qbo.journalentry.created.v1"
            kind = str(event["type"]).split(".")[1:2]
            yield str(event["intuitaccountid"]), "".join(kind), str(event["intuitentityid"])
        return
    for notification in value["eventNotifications"]:
        for entity in notification.get("dataChangeEvent", {}).get("entities", []):
            yield str(notification["realmId"]), str(entity["name"]), str(entity["id"])
