"""How a case ended, as people closed it."""

from __future__ import annotations

from journal.incidents.how_resolved import HowResolved


def how_said(how: HowResolved | None, platform: str) -> str:
    """Return how a person closed it, as it goes on after a colon."""
    return {
        HowResolved.FIXED_IN_PLATFORM: f"fixed in {platform}",
        HowResolved.NOT_NEEDED: "not needed",
        HowResolved.DUPLICATE: "already in the books",
        HowResolved.SKIPPED: "skipped",
        HowResolved.KEPT: "theirs kept",
    }.get(how or HowResolved.OTHER, "for another reason")
