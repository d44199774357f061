"""What a changed journal keeps of before, which no app sends: labels of fields, attachments."""

from dataclasses import replace
from typing import Any

from sandbox.ledger.entries import Entry


def kept_of(entry: Entry, old: Entry) -> Entry:
    """Return a changed journal with its attachments, and its custom fields by their labels."""
    labels = {one.get("customfield_id"): one.get("label") for one in _fields(old)}
    named = [{"label": labels.get(one.get("customfield_id"), ""), **one} for one in _fields(entry)]
    kept = {name: old.own[name] for name in ("documents",) if name in old.own}
    fields = {"custom_fields": named} if named else {}
    return replace(entry, own={**kept, **entry.own, **fields})


def _fields(entry: Entry) -> list[dict[str, Any]]:
    fields: list[dict[str, Any]] = entry.own.get("custom_fields", [])
    return fields
