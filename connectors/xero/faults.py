"""What an answer says against what was sent, in whichever of Xero's shapes. Nothing raises.

1. The Accounting API's own, status 400: `{"ErrorNumber", "Type", "Message", "Elements": [...]}`,
   whose elements and their lines carry `ValidationErrors` [{"Message"}].
2. Under status 200 beside what was stored: an element with `ValidationErrors`, `HasErrors` or
   `StatusAttributeString` "ERROR", or with the warning that an account was removed.
3. The gateway's: `{"Title", "Status", "Detail", "Instance"}`, in capitals or not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from connectors.shown import lowered
from connectors.xero.reasons import REMOVED_ACCOUNT

_SHOWN = 50
"""More messages than a person reads; a journal of a thousand lines can have one on each."""
_GENERAL = "A validation exception occurred"
"""Said above the messages that tell what is wrong."""
_ELEMENT_FLAGS = ("HasErrors", "HasValidationErrors")
_NAMED = re.compile(r"[A-Za-z]\w{2,40}(?=:|$)")


def is_fault(value: dict[str, Any]) -> bool:
    """Whether the answer as a whole is one of the faults 1 and 3, whatever its status."""
    top = lowered(value)
    return any(top.get(name) for name in ("errornumber", "elements", "detail", "error"))


def has_refused(value: dict[str, Any]) -> bool:
    """Whether the answer to a write refuses an element in it (2)."""
    return any(_is_refused(each) for each in _objects(value))


def messages(value: Any) -> str:
    """Return everything the answer says against us, from all its levels, each thing once."""
    found = [text for text in islice(dict.fromkeys(_said(value)), _SHOWN) if text]
    telling = [text for text in found if text != _GENERAL]
    return "; ".join(telling or found)


def code(value: Any) -> str:
    """Return the number of the fault (1), or the name at the head of its detail (3), or ""."""
    top = lowered(value)
    if number := top.get("errornumber"):
        return str(number)[:40]
    named = _NAMED.match(str(top.get("detail") or ""))
    return named[0] if named else ""


def instance(value: Any) -> str:
    """Return Xero's id of the request where the body has one, else ""."""
    top = lowered(value)
    return str(top.get("instance") or top.get("id") or "")[:80]


def _is_refused(each: dict[str, Any]) -> bool:
    if each.get("ValidationErrors") or any(each.get(flag) is True for flag in _ELEMENT_FLAGS):
        return True
    if str(each.get("StatusAttributeString")).upper() == "ERROR":
        return True
    # Kept, but as a draft without that account: not what we asked for.
    warned = " ".join(_said(each.get("Warnings")))
    return re.search(REMOVED_ACCOUNT, warned, re.IGNORECASE) is not None


def _said(value: Any) -> Iterator[str]:
    top = lowered(value)
    # "error" as the sign-in writes it; the detail of the gateway says more than its title.
    for name in ("detail", "error_description", "error"):
        if isinstance(text := top.get(name), str):
            yield text.strip()
    if not top.get("detail") and isinstance(text := top.get("title"), str):
        yield text.strip()
    for each in _objects(value):
        if isinstance(text := each.get("Message"), str):
            yield text.strip()


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every object in `value`, outer before inner, in the order in which they stand."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            yield each
            waiting.extend(reversed([*each.values()]))
        elif isinstance(each, list):
            waiting.extend(reversed(each))
