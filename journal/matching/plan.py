"""What is to become of an entry, by what it is ready for and what the ledger shows. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from journal.entries.entry import Entry
from journal.entries.failure import Failure, FailureReason, Kin, Likeness
from journal.entries.mapping import Prepared
from journal.entries.posting import LedgerEntry, Posted, ReadyEntry, Refused
from journal.matching.correction import as_found, asked_first, by_what_is_there
from journal.matching.proof import Finding, Proof, likeness_of


@dataclass(frozen=True, slots=True)
class Send:
    """The ledger is to be sent an entry; `there` is what it shows in its place."""

    ours: Prepared
    ready: ReadyEntry
    there: LedgerEntry | None

    @property
    def calls(self) -> int:
        """How many calls it takes: what is put right where it stands is read, and written."""
        return 2 if self.ours.entry.is_correction else 1


def plan(ours: Prepared, found: Finding | None) -> Send | Posted | Refused:
    """Return that an entry is to be sent, or that it is posted already, or what refuses it here.

    What it lacks itself comes before what else has its number: one card tells that of many.
    """
    ready = ours.sendable
    is_taken = found is not None and found.proof is Proof.OTHER_CONTENT
    if isinstance(ready, Failure) and is_taken and not ours.entry.is_correction:
        return Refused(ready)
    if outcome := _by_the_ledger(ours, found):
        return outcome
    if isinstance(ready, Failure):
        return Refused(ready)
    return Send(ours, ready, found.there if found else None)


def _by_the_ledger(ours: Prepared, found: Finding | None) -> Posted | Refused | None:
    """Return what comes of an entry by what the ledger shows; None: it may be sent."""
    entry = ours.entry
    if question := asked_first(ours, found.there if found and found.is_ours else None):
        return question
    if found is not None and found.is_asked:
        return Refused(asked_about(entry, likeness_of(found)))
    if entry.is_correction and (found is None or found.proof is Proof.OURS):
        return by_what_is_there(ours, found.there if found else None)
    if entry.linked_to and (found is None or found.proof is not Proof.OURS):
        return Refused(asked_about(entry, Likeness(Kin.GONE)))
    if found is None or (found.there.may_be_published and not entry.as_draft):
        return None
    return posted_as(ours, found)


def posted_as(ours: Prepared, found: Finding) -> Posted:
    """Return that an entry is in the ledger already, as it was found there."""
    return Posted(as_found(ours, found.there), found=True, ground=found.ground)


def asked_about(entry: Entry, likeness: Likeness) -> Failure:
    """Return why `entry` waits for a person: they say whether what the ledger has is this one.

    The platform's own words stand only where it refused our number itself.
    """
    words = entry.words if entry.number_taken else ""
    return Failure(FailureReason.DUPLICATE, words=words, likeness=likeness)
