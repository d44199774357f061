"""What a refusal is about, where the entry itself tells."""

from __future__ import annotations

from dataclasses import replace

from journal.entries.failure import Failure, FailureReason
from journal.entries.posting import ReadyEntry


def with_subject(failure: Failure, entry: ReadyEntry) -> Failure:
    """Return `failure` with its subject: the month that is closed, the number."""
    if failure.reason is FailureReason.PERIOD_CLOSED:
        return replace(failure, subject=f"{entry.date:%Y-%m}")
    if failure.reason in (FailureReason.DUPLICATE, FailureReason.MATCHED_OR_EDITED):
        return replace(failure, subject=entry.number)
    return failure


def about_accounts(failure: Failure, named: list[str]) -> Failure:
    """Return `failure` as one about these accounts; none named leaves it open."""
    first, *others = named or [""]
    return replace(failure, subject=first, details=tuple(others))
