"""What changed at a platform, where what is told of it is told whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from journal.ports import Change


def otherwise(changes: Sequence[Change], known: Mapping[str, str]) -> Sequence[Change]:
    """Return those of `changes` that are not there any more, or in another version than `known`."""
    return [
        one
        for one in changes
        if one.there is None or not one.there.version or one.there.version != known[one.ledger_id]
    ]


def moment_of(text: str) -> datetime | None:
    """Return a moment told in ISO 8601 with an offset; None: it is not told so."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else None
