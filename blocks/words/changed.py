"""What people did to posted entries in the books, in words: "Ben changed JF-12 in QuickBooks"."""

from __future__ import annotations

from datetime import date

from blocks.kit import figures
from blocks.kit.limits import NAME_SHOWN
from blocks.kit.text import one_line
from journal.books.book import Platform
from journal.entries.failure import FailureReason, Obstacle
from journal.incidents.incident import Case

_OF_POSTED = (FailureReason.CHANGED_IN_BOOKS, FailureReason.DOUBLED)


def is_changed(case: Case) -> bool:
    """Whether the case is about what became of posted entries in the books.

    People changed or deleted them there, or the books hold one twice.
    """
    return case.incident.failure.reason in _OF_POSTED


def is_doubled(case: Case) -> bool:
    """Whether the case is about a posted entry that the books hold twice."""
    return case.incident.failure.reason is FailureReason.DOUBLED


def change_said(case: Case) -> str:
    """Return what was done, by whom and on which day as far as the platform tells; plain text."""
    who = one_line("".join(case.incident.failure.details[:1]), NAME_SHOWN)
    platform, locale = case.connection.platform.label, case.book.locale
    obstacle, summary = obstacle_of(case), case.summary
    count = summary.waiting or summary.total
    what = summary.numbers[0] if count == 1 and summary.numbers else figures.entries(count, locale)
    done = done_said(obstacle, case.connection.platform)
    if obstacle is Obstacle.DOUBLED:
        return f"{what} is in {platform} twice"
    on = _on(case.incident.failure.subject, locale)
    if who and obstacle is not Obstacle.UNBOOKED:
        return f"{who} {done} {what} in {platform}{on}"
    was = "was" if count == 1 else "were"
    by = f" by {who}" if who else ""
    return f"{what} {was} {done} in {platform}{by}{on}"


def done_said(obstacle: Obstacle, platform: Platform) -> str:
    """Return "changed", "deleted" ...; what is posted in Xero can only be voided there."""
    gone = "voided" if platform is Platform.XERO else "deleted"
    done = {Obstacle.DELETED: gone, Obstacle.UNBOOKED: "taken out of the books"}
    return done.get(obstacle, "changed")


def obstacle_of(case: Case) -> Obstacle:
    """Return what people did, of a case about that."""
    met = case.incident.failure.conflict
    return met.obstacle if met else Obstacle.EDITED


def _on(day: str, locale: str) -> str:
    try:
        return f" on {figures.day(date.fromisoformat(day), locale)}"
    except ValueError:  # the platform does not say
        return ""
