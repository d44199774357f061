"""What somebody did about a cause, as it goes on after the header of the card that it closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from blocks.kit import figures
from blocks.kit.limits import NAME_SHOWN
from blocks.kit.text import one_line
from journal.incidents.incident import Mending
from journal.incidents.move import Move

Facts = Mapping[str, Any]


def mending_said(mending: Mending | None, locale: str = figures.FALLBACK) -> str:
    """Return "mapped to 4100 Sales", in plain text; empty when nothing was mended from here."""
    said = _SAID.get(mending.move) if mending else None
    return said({**mending.facts, "locale": locale}) if said and mending else ""


def _mapped(facts: Facts) -> str:
    """Return "mapped to 4100 Sales"; several accounts are counted."""
    accounts = list(dict.fromkeys(str(account) for _category, account in facts["mapped"]))
    if len(accounts) == 1:
        return f"mapped to {one_line(accounts[0], NAME_SHOWN)}"
    names = [channel for _name, _account, *rest in facts.get("ids", ()) for channel in rest]
    what = "accounts" if names and not any(names) else "categories"
    return f"{facts['categories']} {what} mapped"


def _redated(facts: Facts) -> str:
    return f"dated {figures.day(date.fromisoformat(facts['day']), facts['locale'])}"


def _beside(facts: Facts) -> str:
    if facts.get("apart"):
        return f"posted as an entry of its own, {facts['number']}"
    return f"posted beside the other as {facts['number']}"


def _overwritten(facts: Facts) -> str:
    if facts["anew"]:
        return "posted anew"
    return "the version before replaced" if facts.get("restated") else "theirs overwritten"


_SAID: Mapping[Move, Callable[[Facts], str]] = {
    Move.MAP: _mapped,
    Move.COST: lambda _facts: "costs added",
    Move.REDATE: _redated,
    Move.LINK: lambda _facts: "linked to the entry that was there",
    Move.POST_ANYWAY: _beside,
    Move.OVERWRITE: _overwritten,
    Move.KEEP_THEIRS: lambda _facts: "theirs kept",
    Move.EDIT: lambda facts: f"lines of {facts['number']} edited",
    Move.WAIT_FOR_REOPENING: lambda _facts: "once the period was open again, as asked",
    Move.DRAFT: lambda _facts: "left as drafts",
}
