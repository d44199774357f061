"""A posted entry is handed in once more: what the ledger shows decides what may be done there.

Pure. A correction replaces the entry before it; it is never posted beside it, and what
people did there by hand is never written over unless a person has seen that and says so.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from journal.books.chart import Chart
from journal.entries.coding import Coded
from journal.entries.entry import Entry, NewEntry, PostingStatus, Side
from journal.entries.failure import Conflict, Failure, FailureReason, Obstacle
from journal.entries.grounds import Ground
from journal.entries.mapping import Prepared, closed_on
from journal.entries.posting import LedgerEntry, LedgerLine, Posted, ReadyEntry, Refused
from journal.matching.heads import head_of
from journal.matching.keeping import is_among
from journal.matching.proof import account_id_of, sums_of, sums_of_ready


def by_what_is_there(ours: Prepared, there: LedgerEntry | None) -> Posted | Refused | None:
    """Return what comes of a correction by what the ledger shows; None: it is to be sent."""
    entry = ours.entry
    if there is None:
        if entry.replaces == "":
            return None
        gone = in_conflict(Obstacle.DELETED, None, is_foreign=_is_foreign(entry))
        return Refused(as_told(entry, gone))
    if stands_as_known(entry, there):
        return _held_by_its_day(ours, there)
    if is_carried_out(ours, there):
        return Posted(there, found=True, ground=entry.posted_how or Ground.NUMBER)
    edited = in_conflict(Obstacle.EDITED, there, is_foreign=_is_foreign(entry))
    return Refused(as_told(entry, edited))


def as_told(entry: Entry, failure: Failure) -> Failure:
    """Return why `entry` is not in the ledger, on the card that asks about it already, if any."""
    if entry.changed is None or failure.conflict is None:
        return failure
    met = replace(failure.conflict, by=entry.changed.by, at=entry.changed.at)
    return replace(changed_in_books(met), words=failure.words)


def changed_in_books(met: Conflict) -> Failure:
    """Return what people did to a posted entry as the cause of a case: what, who, on which day."""
    if met.obstacle is Obstacle.DOUBLED:
        return Failure(FailureReason.DOUBLED, conflict=met)
    day = met.at.date().isoformat() if met.at else ""
    return Failure(FailureReason.CHANGED_IN_BOOKS, day, (met.by,) if met.by else (), conflict=met)


def _is_foreign(entry: Entry) -> bool:
    """Whether what the correction replaces was not posted by jefail: nobody changed ours."""
    return entry.posted_how is not Ground.SENT


def asked_first(ours: Prepared, there: LedgerEntry | None) -> Refused | None:
    """Return the question of a version that reads as another entry; None: nothing is asked.

    Not where what it would replace was deleted there, which is asked instead, or where the ledger
    shows the new version already.
    """
    entry = ours.entry
    if entry.restates is None or (there is None and entry.is_correction):
        return None
    if there is not None and is_carried_out(ours, there):
        return None
    failure = in_conflict(Obstacle.RESTATED, there)
    return Refused(
        replace(
            failure,
            subject=entry.content.reference,
            conflict=_with_what_was(failure.conflict, entry.restates),
        )
    )


def _with_what_was(met: Conflict | None, was: NewEntry) -> Conflict:
    """Return what was met, with the day and sum of the version before where none are shown."""
    shown = met or Conflict(Obstacle.RESTATED)
    return replace(shown, date=shown.date or was.date, total=shown.total or was.total)


def _held_by_its_day(ours: Prepared, there: LedgerEntry) -> Refused | None:
    """Return the refusal of what is not changed any more, since its day is closed; else None."""
    is_closed = ours.known.closed.covers(there.date, firmly=ours.entry.attempts > 0)
    return Refused(closed_on(there.date)) if is_closed else None


def stands_as_known(entry: Entry, there: LedgerEntry) -> bool:
    """Whether what is there is as we wrote it, or as a person accepted that it is."""
    is_known = bool(entry.ledger_version) and there.version == entry.ledger_version
    return is_known and there.ledger_id == entry.replaces


def is_carried_out(ours: Prepared, there: LedgerEntry) -> bool:
    """Whether the ledger shows the correction: changed since, and saying what that says.

    In words too, and in what lines carry beside, since a correction may change nothing else.
    """
    if stands_as_known(ours.entry, there):
        return False
    ready, chart = _compared(ours, there), ours.known.chart
    if ready is None or not _is_coded_alike(ready, there, chart) or head_of(ours).unlike(there):
        return False
    return _is_worded_alike(ours.entry, ready, there, chart)


def says_the_same(ours: Prepared, there: LedgerEntry) -> bool:
    """Whether it has the day of our entry and comes to the same on each account.

    Not where that cannot be told: the ledger shows no lines, or the entry has gaps.
    """
    return _compared(ours, there) is not None


def _compared(ours: Prepared, there: LedgerEntry) -> ReadyEntry | None:
    """Return ours as it would be sent, where `there` has its day and comes to the same."""
    ready = ours.ready
    if there.is_draft or not there.lines or isinstance(ready, Failure):
        return None
    is_same = there.date == ready.date and sums_of(there, ours.known.chart) == sums_of_ready(ready)
    return ready if is_same else None


def _is_worded_alike(entry: Entry, ready: ReadyEntry, there: LedgerEntry, chart: Chart) -> bool:
    """Whether the words that were handed in stand there, as far as the ledger shows any.

    Spaces aside. What jefail itself would have written is not looked for: the person who typed the
    correction there by hand need not repeat it.
    """
    shown = {_bare(text) for text in there.texts}
    noted = {text for text in shown if f"[{ready.number}]" in text}
    if noted and _bare(ready.note) not in noted:
        return False
    if shown and not noted and entry.content.description:
        return False
    # The caller's number may not have been free: then ours is there.
    if shown and ready.own_number and not {ready.own_number, ready.number} & shown:
        return False
    theirs = {
        (line.side, account_id_of(line, chart), _bare(line.description)) for line in there.lines
    }
    return theirs.issuperset(
        (line.side, line.account_id, _bare(line.description))
        for line, handed_in in zip(ready.lines, entry.content.lines, strict=True)
        if handed_in.description
    )


def _is_coded_alike(ready: ReadyEntry, there: LedgerEntry, chart: Chart) -> bool:
    """Whether what our lines carry stands there, on the same account and side."""
    theirs: defaultdict[tuple[Side, str], list[LedgerLine]] = defaultdict(list)
    for there_line in there.lines:
        theirs[there_line.side, account_id_of(there_line, chart)].append(there_line)
    return all(
        any(_carries(other, one) for other in theirs[line.side, line.account_id])
        for line in ready.lines
        for one in line.coded
    )


def _carries(line: LedgerLine, one: Coded) -> bool:
    """Whether a line of theirs carries it: by its name, or by its id where someone renamed it."""
    name, value = one.shown
    is_named = is_among((name, value), (*line.extras, *line.tax))
    return is_named or is_among((name, one.item.external_id), line.ids)


def _bare(text: str) -> str:
    return " ".join(text.split())


def as_found(ours: Prepared, there: LedgerEntry) -> LedgerEntry:
    """Return what was found for our entry, as known to be ours only if it says the same.

    Else someone may have typed it, and a correction asks a person first. Where no lines are
    shown, what we had sent and heard nothing of is taken for ours.
    """
    was_sent = ours.entry.status is PostingStatus.UNCERTAIN
    is_same = says_the_same(ours, there) and not head_of(ours).unlike(there)
    is_ours = is_same if there.lines else was_sent
    return there if is_ours else replace(there, version="")


def in_conflict(
    obstacle: Obstacle,
    there: LedgerEntry | None,
    refusal: Failure | None = None,
    *,
    is_foreign: bool = False,
) -> Failure:
    """Return why a correction is not in the ledger; `refusal`: what the platform said to it."""
    said = refusal or Failure(FailureReason.MATCHED_OR_EDITED)
    met = Conflict(obstacle, is_foreign=is_foreign)
    if there is not None:
        seen = (there.ledger_id, there.version, there.date, there.total)
        met = Conflict(obstacle, *seen, is_foreign=is_foreign)
    return replace(said, conflict=met)
