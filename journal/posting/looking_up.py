"""Entries are looked for in the ledger."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from journal.entries.entry import Entry
from journal.entries.mapping import Prepared
from journal.entries.posting import LedgerEntry, Outcome, Refused
from journal.errors import LedgerError
from journal.matching.plan import posted_as
from journal.matching.proof import Finding, findings, likeness_of, sought
from journal.ports import Ledger, OpenStore, Store, Wanted
from journal.posting.reads import Reads


def all_wanted(entries: Iterable[Prepared]) -> Sequence[Wanted]:
    """Return what to look for in the ledger to find `entries`: each on every day it ever had."""
    wanted = []
    for entry in entries:
        one = sought(entry)
        ids = tuple(dict.fromkeys(filter(None, (*one.ids, one.held))))
        wanted += [
            Wanted(one.number, one.reference, day, one.total, ids, one.own_number)
            for day in one.days
        ]
    return wanted


async def hold_against(
    store: Store,
    entries: Sequence[Prepared],
    shown: Sequence[LedgerEntry],
    said: Collection[int] = (),
) -> Mapping[str, Finding]:
    """Return what `shown` proves of `entries`, all of one connection, by our numbers.

    `said`: the ids of those that a person says were entered in the platform by hand.
    """
    if not (entries and shown):
        return {}
    ids = [one.ledger_id for one in shown if one.ledger_id]
    owners = await store.entries.owners(entries[0].entry.connection_id, ids)
    looked_for = [sought(one, is_said=one.entry.id in said) for one in entries]
    return findings(looked_for, shown, owners, entries[0].known.chart)


def may_be_there(entry: Entry) -> bool:
    """Whether the ledger may have it: it is asked for it before anything is sent."""
    return entry.attempts > 0 or entry.look_first or entry.is_correction


async def tell_what_is_there(
    open_store: OpenStore, ledger: Ledger, ours: Prepared, refused: Refused, reads: Reads
) -> Outcome:
    """Return what a refusal of our number comes to: one look tells what has it.

    It may be this very entry, whose answer nobody kept. Never raises.
    """
    try:
        shown = await reads.ask(partial(ledger.find, all_wanted([ours])))
    except LedgerError:
        return refused
    async with open_store() as store:
        found = (await hold_against(store, [ours], shown)).get(ours.entry.number)
    if found is None or found.there.is_draft:
        return refused
    if found.is_ours:
        return posted_as(ours, found)
    return Refused(replace(refused.failure, likeness=likeness_of(found)))
