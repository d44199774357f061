"""What came of replacing an entry where the platform shows how it stands now."""

from __future__ import annotations

from journal.failure import Failure, FailureReason
from journal.posting import LedgerEntry, Posted, ReadyEntry, Refused


def settled(
    entry: ReadyEntry, there: LedgerEntry, now: LedgerEntry | None, platform: str, *, is_ours: bool
) -> Posted | Refused | None:
    """Return why `there` is not written over, or that `entry` is in its place already.

    `now`: how it stands, None when it is gone; `is_ours`: it says what `entry` says, which is
    so after a try whose answer was lost. None: it stands as it was seen.
    """
    if now is None:
        return gone(entry, platform)
    if now.is_draft:
        return changed(entry, platform)
    if there.version and there.version == now.version:
        return None
    return Posted(now, found=True) if is_ours else changed(entry, platform)


def gone(entry: ReadyEntry, platform: str) -> Refused:
    """Return the refusal to replace what somebody deleted."""
    return _refused(entry, f"{entry.number} is not in {platform} any more: somebody deleted it.")


def changed(entry: ReadyEntry, platform: str) -> Refused:
    """Return the refusal to replace what is not as it was seen."""
    words = f"{entry.number} in {platform} is not as it was last seen: somebody changed it."
    return _refused(entry, words)


def _refused(entry: ReadyEntry, words: str) -> Refused:
    failure = Failure(FailureReason.MATCHED_OR_EDITED, subject=entry.number, words=words)
    return Refused(failure)
