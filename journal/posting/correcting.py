"""A correction is sent: to replace what the ledger has, or again where that was deleted."""

from __future__ import annotations

from dataclasses import replace

from journal.entries.failure import FailureReason, Obstacle
from journal.entries.mapping import Prepared
from journal.entries.posting import LedgerEntry, Outcome, ReadyEntry, Refused
from journal.errors import LedgerError
from journal.matching.correction import by_what_is_there, in_conflict, stands_as_known
from journal.ports import Ledger
from journal.posting.looking_up import all_wanted


async def send_correction(
    ledger: Ledger, ours: Prepared, ready: ReadyEntry, there: LedgerEntry | None
) -> Outcome:
    """Replace `there` with `ready`; it stands as it was known. Never raises."""
    if there is None:
        return await ledger.post(ready)
    # Only an Overwrite has shown a person what goes.
    spares = ours.entry.has_theirs and not ours.entry.may_lose
    outcome = await ledger.replace(replace(ready, spares=spares), there)
    if not isinstance(outcome, Refused):
        return outcome
    if outcome.failure.reason is FailureReason.MATCHED_OR_EDITED:
        return await _why_it_stays(ledger, ours, outcome)
    if outcome.failure.reason is FailureReason.PERIOD_CLOSED:
        # Of the two days the earlier one is closed for sure.
        day = min(ready.date, there.date)
        failure = replace(outcome.failure, subject=f"{day:%Y-%m}")
        return replace(outcome, failure=failure)
    return outcome


async def _why_it_stays(ledger: Ledger, ours: Prepared, refused: Refused) -> Outcome:
    """Look once more: it was changed a moment ago, deleted, or the platform holds it as it is."""
    entry = ours.entry
    try:
        shown = await ledger.find(all_wanted([ours]))
    except LedgerError:
        return Refused(in_conflict(Obstacle.HELD, None, refused.failure))
    there = next((one for one in shown if one.ledger_id == entry.replaces), None)
    if there is not None and stands_as_known(entry, there):
        # The platform was not asked where its entry was spared: a person has to look at it.
        is_spared = refused.failure.http_status is None and entry.has_theirs
        obstacle = Obstacle.EDITED if is_spared else Obstacle.HELD
        return Refused(in_conflict(obstacle, there, refused.failure))
    outcome = by_what_is_there(ours, there)
    if isinstance(outcome, Refused) and (met := outcome.failure.conflict):
        return Refused(replace(refused.failure, conflict=met))
    return outcome or refused
