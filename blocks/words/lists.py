"""What came of asking a platform about its lists: notices in the form that chooses, marked up."""

from __future__ import annotations

from blocks.kit.limits import NAME_SHOWN, QUOTE
from blocks.kit.text import outside
from journal.books.book import Platform
from journal.books.lists import ListItem


def lists_read(platform: Platform) -> str:
    """Return the notice after a refresh."""
    return f"The lists are as {platform.label} has them now."


def lists_not_read(platform: Platform) -> str:
    """Return the notice when the platform did not answer: what is shown may be old."""
    return f"⚠️ {platform.label} could not be asked just now; these lists were read before."


def item_asked(name: str, platform: Platform) -> str:
    """Return the notice while the platform makes a choice of this name."""
    return f"⏳ {_shown(name)} is being created in {platform.label} ..."


def item_made(item: ListItem, platform: Platform) -> str:
    """Return the notice once it is there."""
    return f"✅ {_shown(item.label)} is created in {platform.label} and chosen here."


def item_refused(name: str, platform: Platform, words: str) -> str:
    """Return the notice when the platform will not make it; `words` are the platform's own."""
    return f"⚠️ {platform.label} did not create {_shown(name)}: “{outside(words, QUOTE)}”"


def item_unknown(name: str, platform: Platform) -> str:
    """Return the notice when no answer came: it may be there or not."""
    return (
        f"⚠️ {platform.label} does not answer just now. Press Refresh in a while:"
        f" it shows whether {_shown(name)} was created."
    )


def _shown(name: str) -> str:
    return outside(name, NAME_SHOWN)
