"""What came of replacing an entry where the platform shows how it stands now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from journal.entries.failure import Failure, FailureReason
from journal.entries.posting import LedgerEntry, Posted, ReadyEntry, Refused
from journal.matching.keeping import lost


class Shown(Protocol):
    """An entry as the platform shows it."""

    def says(self, sent: bytes) -> bool:
        """Whether it says what the body `sent` does."""
        ...


S = TypeVar("S", bound=Shown)


def settled(
    entry: ReadyEntry,
    there: LedgerEntry,
    now: S | None,
    ours: Callable[[S], LedgerEntry],
    body: bytes,
    platform: str,
) -> Posted | Refused | None:
    """Return why `there` is not written over, or that `entry` is in its place already.

    `now`: how it stands, None when it is gone. It says what `body` does after a try whose answer
    was lost. None: it stands as it was seen.
    """
    if now is None:
        return gone(entry, platform)
    shown = ours(now)
    if shown.is_draft:
        return changed(entry, platform)
    if there.version and there.version == shown.version:
        return None
    return Posted(shown, found=True) if now.says(body) else changed(entry, platform)


def objection(
    entry: ReadyEntry, there: LedgerEntry, platform: str, *, has_lines: bool
) -> Refused | None:
    """Return the refusal to write over what cannot be read, or to lose what nobody agreed to.

    `there`: as it was read just now; `has_lines`: the answer has some, readable or not.
    """
    if has_lines and not there.lines:
        words = f"{platform} shows the lines of {entry.number} in a way that jefail does not know."
        return Refused(Failure(FailureReason.VALIDATION_OTHER, words=words))
    goes = lost(entry.lines, there) if entry.spares else ()
    if not goes:
        return None
    named = ", ".join(dict.fromkeys(f"{one.name} {one.value}" for one in goes))
    return _refused(entry, f"{entry.number} in {platform} has what ours would remove: {named}.")


def gone(entry: ReadyEntry, platform: str) -> Refused:
    """Return the refusal to replace what someone deleted."""
    return _refused(entry, f"{entry.number} is not in {platform} any more: somebody deleted it.")


def changed(entry: ReadyEntry, platform: str) -> Refused:
    """Return the refusal to replace what is not as it was seen."""
    words = f"{entry.number} in {platform} is not as it was last seen: somebody changed it."
    return _refused(entry, words)


def _refused(entry: ReadyEntry, words: str) -> Refused:
    failure = Failure(FailureReason.MATCHED_OR_EDITED, subject=entry.number, words=words)
    return Refused(failure)
