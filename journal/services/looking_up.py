"""Entries are looked for in the ledger, and what is found there may settle them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from journal.correction import as_found, asked_first, by_what_is_there, stands_as_known
from journal.entry import Entry, PostingStatus
from journal.failure import Failure, FailureReason
from journal.mapping import Known
from journal.ports import Ledger, Wanted
from journal.posting import LedgerEntry, Outcome, Posted, Refused


def all_wanted(entries: Iterable[Entry]) -> Sequence[Wanted]:
    """Return what to look for in the ledger to find `entries`: each on every day it ever had."""
    return [
        Wanted(entry.number, entry.content.reference, day)
        for entry in entries
        for day in dict.fromkeys((entry.content.date, *entry.earlier_days))
    ]


def tried(entries: Iterable[Entry]) -> Sequence[Entry]:
    """Return those that the ledger may have: it is asked for them before anything is sent."""
    return [entry for entry in entries if entry.attempts or entry.is_correction]


def not_shown(entries: Iterable[Entry], found: Mapping[str, LedgerEntry]) -> Sequence[Entry]:
    """Return those that were sent, perhaps a moment ago, and that the ledger does not show."""
    sent = [one for one in entries if one.status is PostingStatus.UNCERTAIN or one.replaces]
    return [entry for entry in sent if not _is_shown(entry, found.get(entry.number))]


async def with_lines(
    ledger: Ledger, entries: Iterable[Entry], found: Mapping[str, LedgerEntry]
) -> Mapping[str, LedgerEntry]:
    """Return what was found, with its lines where a correction has to be held against them.

    Raises:
        LedgerError: one could not be read. AuthorisationLost: it does not let us in.
    """
    whole = dict(found)
    for entry in entries:
        there = found.get(entry.number)
        if there is None or not (entry.is_correction or entry.restates) or there.lines:
            continue
        if not stands_as_known(entry, there):
            whole[entry.number] = await ledger.read(there)
    return whole


def settled(entry: Entry, there: LedgerEntry | None, known: Known) -> Outcome | None:
    """Return what comes of `entry` by what the ledger shows; None: it is to be sent."""
    if question := asked_first(entry, there, known):
        return question
    if entry.is_correction:
        return by_what_is_there(entry, there, known)
    if is_doubtful(entry, there):
        return Refused(Failure(FailureReason.DUPLICATE, words=entry.words))
    if there is None or (there.may_be_published and not entry.as_draft):
        return None
    return Posted(as_found(entry, there, known), found=True)


def is_doubtful(entry: Entry, there: LedgerEntry | None) -> bool:
    """Whether a person has to say if `there` is `entry` (`settle_duplicate.py`).

    The platform said that the number is taken, and what has it tells another day or sum; or it
    is not the one that a person said it is.
    """
    if entry.linked_to:
        return there is None or there.ledger_id != entry.linked_to
    if there is None or not entry.number_taken:
        return False
    content = entry.content
    return there.date != content.date or there.total not in (None, content.total)


def without_others(
    entries: Iterable[Entry], found: Mapping[str, LedgerEntry]
) -> dict[str, LedgerEntry]:
    """Return what was found without what people say are other entries than ours."""
    others = {entry.number: entry.not_this for entry in entries if entry.not_this}
    return {number: one for number, one in found.items() if one.ledger_id != others.get(number)}


def _is_shown(entry: Entry, there: LedgerEntry | None) -> bool:
    if there is None:
        return False
    awaits_change = entry.is_correction and entry.status is PostingStatus.UNCERTAIN
    return not (awaits_change and stands_as_known(entry, there))
