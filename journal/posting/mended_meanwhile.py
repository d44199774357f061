"""What an entry lacked when its batch was read may be known by the time that is written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from journal.books.book import Connection
from journal.entries.entry_moves import Why
from journal.entries.failure import Failure, FailureReason
from journal.entries.mapping import prepare
from journal.entries.placing import Known
from journal.entries.posting import Refused
from journal.entries.uncoded import CODING_REASONS
from journal.incidents.detection import Verdict
from journal.ports import Attempt, Store

_GAPS = frozenset({FailureReason.MAPPING_MISSING, FailureReason.COST_MISSING, *CODING_REASONS})


async def mended_meanwhile(
    store: Store, connection: Connection, attempts: Sequence[Attempt], at: datetime
) -> Sequence[Attempt]:
    """Return `attempts`, of which those for a gap that someone has closed are due once more.

    Closing one frees what is refused by then; what is refused after that would wait for
    a gap that is none. So mapping and costs stay as they are from here to the end of this unit
    of work. An entry that lacks something else by now is refused for that: it comes here again
    only when someone has taken away again what was there a moment ago.
    """
    if not any(_is_gap(one) for one in attempts):
        return attempts
    await store.books.hold_known(connection.book_id)
    known = await store.books.known(connection)
    return [_looked_at(one, known, at) if _is_gap(one) else one for one in attempts]


def _is_gap(attempt: Attempt) -> bool:
    failure = attempt.verdict.failure
    if failure is None or failure.http_status is not None:
        return False
    return failure.reason in _GAPS or failure.cause is not None


def _looked_at(attempt: Attempt, known: Known, at: datetime) -> Attempt:
    entry = attempt.entry
    ready = prepare(entry, known).sendable
    if isinstance(ready, Failure):
        verdict = replace(attempt.verdict, failure=ready)
        return replace(attempt, outcome=Refused(ready), verdict=verdict)
    again = Verdict(Why.POSTPONE, attempt.verdict.failure, due_at=at)
    return replace(attempt, verdict=again)
