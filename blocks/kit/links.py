"""Where a person can go on looking."""

from __future__ import annotations

from blocks.kit import limits
from blocks.kit.text import link
from journal.entries.entry import Entry


def ledger_link(entry: Entry) -> str:
    """Return our number, leading to where the ledger shows it if a link may lead there."""
    url = entry.ledger_url or ""
    fits = url.startswith(("https://", "http://")) and len(url) <= limits.LINK_SHOWN
    return link(url if fits else "", entry.number)
