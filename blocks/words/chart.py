"""What came of asking a platform about its accounts: notices in the form that maps, marked up."""

from __future__ import annotations

from blocks.kit.limits import NAME_SHOWN, QUOTE
from blocks.kit.text import outside
from journal.books.book import Account, Platform


def chart_read(platform: Platform) -> str:
    """Return the notice after a refresh."""
    return f"The accounts are as {platform.label} has them now."


def chart_not_read(platform: Platform) -> str:
    """Return the notice when the platform did not answer: what is shown may be old."""
    return f"⚠️ {platform.label} could not be asked just now; these accounts were read before."


def account_asked(name: str, platform: Platform) -> str:
    """Return the notice while the platform makes an account of this name."""
    return f"⏳ {_shown(name)} is being created in {platform.label} ..."


def account_made(account: Account, platform: Platform) -> str:
    """Return the notice once it is there."""
    return f"✅ {_shown(account.label)} is created in {platform.label} and chosen here."


def account_refused(name: str, platform: Platform, words: str) -> str:
    """Return the notice when the platform will not make it; `words` are the platform's own."""
    said = outside(words, QUOTE)
    return f"⚠️ {platform.label} did not create {_shown(name)}: “{said}”"


def account_unknown(name: str, platform: Platform) -> str:
    """Return the notice when no answer came: it may be there or not."""
    return (
        f"⚠️ {platform.label} does not answer just now. Press Refresh accounts in a while:"
        f" it shows whether {_shown(name)} was created."
    )


def _shown(name: str) -> str:
    return outside(name, NAME_SHOWN)
