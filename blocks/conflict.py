"""What a correction met in the ledger, and what it says itself, each in a few words."""

from __future__ import annotations

from blocks import figures
from journal.failure import Obstacle
from journal.incident import Case


def theirs(case: Case) -> str:
    """Return "Jul 7, 2026 · $1,600.00", in plain text; empty where nothing is known of it."""
    met, locale = case.incident.failure.conflict, case.book.locale
    if met is None or met.date is None:
        return ""
    total = figures.amount(met.total, locale) if met.total else ""
    return " · ".join(filter(None, (figures.day(met.date, locale), total)))


def labels(case: Case) -> tuple[str, str]:
    """Return what both are called beside each other on the card, in plain text."""
    met, platform = case.incident.failure.conflict, case.connection.platform.label
    if met is None or met.obstacle is not Obstacle.RESTATED:
        return f"In {platform}", "Ours"
    return f"In {platform}" if met.ledger_id else "Version before", "New version"


def ours(case: Case) -> str:
    """Return the same of ours."""
    summary = case.summary
    money = figures.amounts(summary.amounts, case.book.locale)
    return " · ".join(filter(None, (figures.days(summary, case.book), money)))
