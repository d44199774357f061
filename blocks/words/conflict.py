"""What a correction met in the ledger, and what it says itself, each in a few words."""

from __future__ import annotations

from blocks.kit import figures
from blocks.kit.limits import NAME_SHOWN
from blocks.kit.text import one_line
from blocks.words.changed import is_changed
from journal.entries.failure import Obstacle
from journal.incidents.incident import Case


def theirs(case: Case) -> str:
    """Return "Jul 7, 2026 · $1,600.00", in plain text; empty where nothing is known of it.

    Of what a correction met, or of what may be the entry that waits.
    """
    failure, locale = case.incident.failure, case.book.locale
    met = failure.conflict or failure.likeness
    is_one_of_many = is_changed(case) and case.summary.total > 1
    if met is None or met.date is None or is_one_of_many:
        return ""
    total = figures.amount(met.total, locale) if met.total else ""
    return " · ".join(filter(None, (figures.day(met.date, locale), total)))


def conflicting(case: Case) -> str:
    """Return what a correction met: "what QuickBooks has (Jul 7, 2026 · $1,600.00)"."""
    there, met = theirs(case), case.incident.failure.conflict
    if met is not None and met.obstacle is Obstacle.RESTATED and not met.ledger_id:
        return f"the version before{f' ({there})' if there else ''}"
    return f"what {case.connection.platform.label} has{f' ({there})' if there else ''}"


def labels(case: Case) -> tuple[str, str]:
    """Return what both are called beside each other on the card, in plain text."""
    met, platform = case.incident.failure.conflict, case.connection.platform.label
    if met is None or met.obstacle is not Obstacle.RESTATED:
        return f"In {platform}", "Ours"
    return f"In {platform}" if met.ledger_id else "Version before", "New version"


def journal_there(case: Case) -> str:
    """Return "a journal 7 of $64.00", in plain text: what may be the entry that waits."""
    like, locale = case.incident.failure.likeness, case.book.locale
    if like is None:
        return "a journal"
    named = f"a journal {one_line(like.number, NAME_SHOWN)}".strip()
    if like.total is not None:
        return f"{named} of {figures.amount(like.total, locale)}"
    return f"{named} of {figures.day(like.date, locale)}" if like.date else named


def ours(case: Case) -> str:
    """Return the same of ours."""
    summary = case.summary
    money = figures.amounts(summary.amounts, case.book.locale)
    return " · ".join(filter(None, (figures.days(summary, case.book), money)))
