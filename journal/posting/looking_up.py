"""Entries are looked for in the ledger, and what is found there may settle them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from journal.entries.entry import Entry, PostingStatus
from journal.entries.failure import Failure, FailureReason, Kin, Likeness
from journal.entries.placing import Known
from journal.entries.posting import LedgerEntry, Outcome, Posted, Refused
from journal.errors import LedgerError
from journal.matching.correction import as_found, asked_first, by_what_is_there, stands_as_known
from journal.matching.proof import Finding, Proof, findings, likeness_of, sought
from journal.ports import Ledger, OpenStore, Store, Wanted


def all_wanted(entries: Iterable[Entry], known: Known) -> Sequence[Wanted]:
    """Return what to look for in the ledger to find `entries`: each on every day it ever had."""
    wanted = []
    for entry in entries:
        one = sought(entry, known)
        ids = tuple(dict.fromkeys(filter(None, (*one.ids, one.held))))
        wanted += [
            Wanted(one.number, one.reference, day, one.total, ids, one.own_number)
            for day in one.days
        ]
    return wanted


async def hold_against(
    store: Store,
    entries: Sequence[Entry],
    shown: Sequence[LedgerEntry],
    known: Known,
    said: Collection[int] = (),
) -> Mapping[str, Finding]:
    """Return what `shown` proves of `entries`, all of one connection, by our numbers.

    `said`: the ids of those that a person says were entered in the platform by hand.
    """
    if not (entries and shown):
        return {}
    ids = [one.ledger_id for one in shown if one.ledger_id]
    owners = await store.entries.owners(entries[0].connection_id, ids)
    looked_for = [sought(entry, known, is_said=entry.id in said) for entry in entries]
    return findings(looked_for, shown, owners, known.chart)


def tried(entries: Iterable[Entry]) -> Sequence[Entry]:
    """Return those that the ledger may have: it is asked for them before anything is sent."""
    return [entry for entry in entries if entry.attempts or entry.is_correction]


def not_shown(entries: Iterable[Entry], found: Mapping[str, Finding]) -> Sequence[Entry]:
    """Return those that were sent, perhaps a moment ago, and that the ledger does not show."""
    sent = [one for one in entries if one.status is PostingStatus.UNCERTAIN or one.replaces]
    return [entry for entry in sent if not _is_shown(entry, found.get(entry.number))]


def settled(entry: Entry, found: Finding | None, known: Known) -> Outcome | None:
    """Return what comes of `entry` by what the ledger shows; None: it is to be sent."""
    there = found.there if found is not None and found.is_ours else None
    if question := asked_first(entry, there, known):
        return question
    if found is not None and found.is_asked:
        return Refused(asked_about(entry, likeness_of(found)))
    if entry.is_correction and (found is None or found.proof is Proof.OURS):
        return by_what_is_there(entry, found.there if found else None, known)
    if entry.linked_to and (found is None or found.proof is not Proof.OURS):
        return Refused(asked_about(entry, Likeness(Kin.GONE)))
    if found is None or (found.there.may_be_published and not entry.as_draft):
        return None
    return Posted(as_found(entry, found.there, known), found=True, ground=found.ground)


def asked_about(entry: Entry, likeness: Likeness) -> Failure:
    """Return why `entry` waits for a person: they say whether what the ledger has is this one.

    The platform's own words stand only where it refused our number itself.
    """
    words = entry.words if entry.number_taken else ""
    return Failure(FailureReason.DUPLICATE, words=words, likeness=likeness)


async def tell_what_is_there(
    open_store: OpenStore, ledger: Ledger, entry: Entry, known: Known, refused: Refused
) -> Outcome:
    """Return what a refusal of our number comes to: one look tells what has it.

    It may be this very entry, whose answer nobody kept. Never raises.
    """
    try:
        shown = await ledger.find(all_wanted([entry], known))
    except LedgerError:
        return refused
    async with open_store() as store:
        found = (await hold_against(store, [entry], shown, known)).get(entry.number)
    if found is None or found.there.is_draft:
        return refused
    if found.is_ours:
        return Posted(as_found(entry, found.there, known), found=True, ground=found.ground)
    return Refused(replace(refused.failure, likeness=likeness_of(found)))


def _is_shown(entry: Entry, found: Finding | None) -> bool:
    if found is None or not found.is_ours:
        return False
    awaits_change = entry.is_correction and entry.status is PostingStatus.UNCERTAIN
    return not (awaits_change and stands_as_known(entry, found.there))
