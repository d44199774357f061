"""What somebody did about a cause, as it goes on after the header of the card that it closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from journal.incident import Mending
from journal.moves import Move

Facts = Mapping[str, Any]


def mending_said(mending: Mending | None) -> str:
    """Return "mapped to 4100 Sales", in plain text; empty when nothing was mended from here."""
    said = _SAID.get(mending.move) if mending else None
    return said(mending.facts) if said and mending else ""


_SAID: Mapping[Move, Callable[[Facts], str]] = {
    Move.COST: lambda _facts: "costs added",
}
