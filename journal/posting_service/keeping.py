"""What posting services report is written down, with the incidents and cards that follow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from journal.books.book import Connection
from journal.entries.entry import Entry
from journal.entries.entry_moves import Why
from journal.entries.failure import Failure, FailureReason
from journal.entries.posting import LedgerEntry, Posted, Refused
from journal.incidents.detection import Verdict
from journal.ports import Attempt
from journal.posting.record_attempts import record_attempts
from journal.posting_service.reports import Report, ReportState, ReportStore, reported_move_of


async def take_reports(
    store: ReportStore, connection: Connection, reports: Sequence[Report], at: datetime
) -> int:
    """Write what is new in `reports`, in the caller's transaction; return how many were.

    The same report again, or an older one, changes nothing, so a page may be read twice.
    """
    newest: dict[str, Report] = {}
    for one in sorted(reports, key=lambda report: report.version):
        newest[one.content.reference] = one
    versions = {name: one.version for name, one in newest.items()}
    # Most is known already: what is not, and no more, is locked and looked at.
    names = await store.reports.newer(connection.book_id, versions) if versions else set()
    known = await store.reports.known(connection.book_id, sorted(names)) if names else {}
    moves = [
        move for name in sorted(names) if (move := reported_move_of(newest[name], known.get(name)))
    ]
    if not moves:
        return 0
    entries = await store.reports.take(connection, moves, at)
    attempts = [
        attempt_of(entries[move.report.content.reference], move.report, at)
        for move in moves
        if move.is_told
    ]
    if attempts:
        await record_attempts(store, connection, attempts, at)
    return len(moves)


def attempt_of(entry: Entry, report: Report, at: datetime) -> Attempt:
    """Return the attempt of which `report` (posted or failed) tells.

    What failed is told at once, passing trouble too: the service does not try again. And
    another try needs another key, whatever the reason, since the service has spent this one.
    """
    if report.state is ReportState.POSTED:
        there = report.ledger or LedgerEntry("", entry.number, entry.content.date)
        return Attempt(entry, Posted(there), Verdict(Why.POST), at)
    failure = report.failure or Failure(FailureReason.UNKNOWN)
    verdict = Verdict(Why.REFUSE, failure, told=True, new_key=True)
    return Attempt(entry, Refused(failure), verdict, at)
