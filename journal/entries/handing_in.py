"""What becomes of an entry that is handed in, by what is known under its reference. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from journal.books.book import Platform
from journal.entries.entry import Entry, NewEntry, OnChange, PostingStatus
from journal.entries.entry_moves import ENTRY_MOVES, Why
from journal.entries.restating import Restated, departure_of, may_be_in_ledger

_S = PostingStatus


class Fate(StrEnum):
    """What becomes of it."""

    NEW = "new"
    KNOWN = "known"  # the same is known already: nothing changes
    CORRECTION = "correction"  # it replaces what was handed in before
    ASKED = "asked"  # it reads as another entry, and people decide on a card
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of one entry."""

    fate: Fate
    new: NewEntry  # as it would be kept, with its revision
    why: str = ""  # of what is refused: how a sentence goes on after the reference
    restated: Restated | None = None


def decide(there: Entry, new: NewEntry, platform: Platform, *, corrected: bool) -> Decision:
    """Return what becomes of `new`, under whose reference `there` is known.

    `corrected`: other content is meant as the next revision, whatever revision it has itself.
    """
    newest = there.content.revision
    if _is_known(there, new, corrected=corrected):
        return Decision(Fate.KNOWN, new)
    restated = restating(there, new)
    if restated is not None:
        restated = replace(restated, is_replaceable=_is_replaceable(there, platform))
    is_refused = restated is not None and new.on_change is OnChange.REFUSE
    if new.revision <= newest and corrected and not is_refused:
        new = replace(new, revision=newest + 1)
    if why := _why_not(there, new, platform, restated):
        return Decision(Fate.REFUSED, new, why, restated)
    is_asked = restated is not None and new.on_change is OnChange.ASK
    return Decision(Fate.ASKED if is_asked else Fate.CORRECTION, new, restated=restated)


def restating(there: Entry, new: NewEntry) -> Restated | None:
    """Return both where `new` reads as another entry than `there`; None: it is a correction."""
    before, in_ledger = _handed_in_before(there), may_be_in_ledger(there)
    by = departure_of(before, new, in_ledger=in_ledger)
    if by is None or _is_what_people_made(there, new, in_ledger=in_ledger):
        return None
    return Restated(by, there.number, there.content.revision, there.status, before, new)


def entry_meant(
    new: NewEntry, known: Mapping[str, Entry], others: Iterable[str] = ()
) -> Entry | None:
    """Return which of `known` (by reference) `new` is a version of; None: of none.

    One under its own reference, as long as it does not read as another entry; else one under
    another name that it could have been given.
    """
    own = known.get(new.reference)
    if own is not None and is_version_of(own, new):
        return own
    for name in others:
        there = known.get(name)
        if there is not None and is_alike(there, new):
            return there
    return own


def is_version_of(there: Entry, new: NewEntry) -> bool:
    """Whether `new` is `there` or a usual correction of it."""
    return _is_known(there, new) or restating(there, new) is None


def is_alike(there: Entry, new: NewEntry) -> bool:
    """Whether both have the same day, sales channel and, by and large, the same accounts."""
    return departure_of(_handed_in_before(there), new, in_ledger=True) is None


def too_late(platform: Platform, there: Entry) -> str:
    """Return why `there` cannot be replaced any more, as it goes on after the reference."""
    if there.status is not _S.POSTED:
        return f"is on its way as {there.number}; hand the change in once it has got there or not."
    if not platform.takes_ours:
        return f"is in the ledger as {there.number}; correct it there."
    return (
        f"is in {platform.label} as {there.number}, where nobody can change what is posted;"
        " reverse it there and hand the right one in under another reference."
    )


def _is_known(there: Entry, new: NewEntry, *, corrected: bool = False) -> bool:
    # What a person changed here is the same to its caller when it is handed in again.
    versions = [there.handed_in or there.content]
    if there.restates is not None and there.status is not _S.POSTED:
        versions.append(there.restates)  # what stands until someone says that this replaces it
    newest = there.content.revision
    return new.revision <= newest and any(
        _is_same(new, one) or (not corrected and _adds_number(new, one)) for one in versions
    )


def _is_same(new: NewEntry, one: NewEntry) -> bool:
    return replace(new, reference=one.reference, revision=one.revision) == one


def _adds_number(new: NewEntry, one: NewEntry) -> bool:
    """Whether it is the same but for a number, which entries did not have at first.

    A file that was imported before numbers were carried is known, not changed, when it comes again.
    """
    return not one.number and _is_same(replace(new, number=""), one)


def _why_not(there: Entry, new: NewEntry, platform: Platform, restated: Restated | None) -> str:
    """Return why `new` does not replace `there`, as it goes on after the reference; "": it does."""
    if restated and new.on_change is OnChange.REFUSE:
        return restated.sentence
    if new.revision <= there.content.revision:
        return _with_other_content(there)
    if restated and there.is_asked_about:
        return _asked_already(there, restated)
    return "" if _is_replaceable(there, platform) else too_late(platform, there)


def _handed_in_before(there: Entry) -> NewEntry:
    if there.restates is not None and there.status is _S.SKIPPED:
        return there.restates  # the version after it was closed without being posted
    return there.handed_in or there.content


def _is_what_people_made(there: Entry, new: NewEntry, *, in_ledger: bool) -> bool:
    """Whether `new` follows what people changed here: the day they chose, the accounts."""
    if there.handed_in is None:
        return False
    return departure_of(there.content, new, in_ledger=in_ledger) is None


def _is_replaceable(there: Entry, platform: Platform) -> bool:
    """As `storage.entries.intake` has it for the row as it is then."""
    if there.status is _S.POSTED and not (platform.changes_in_place and there.ledger_id):
        return False
    return (there.status, Why.HAND_IN) in ENTRY_MOVES


def _with_other_content(there: Entry) -> str:
    return (
        f"is known as {there.number} with other content; hand a change in as"
        f" revision {there.content.revision + 1}."
    )


def _asked_already(there: Entry, restated: Restated) -> str:
    day = restated.was.date.isoformat()
    return (
        f"has another version, of {day}, on a card in Slack: someone has to say there whether that"
        f" replaces {there.number}. Hand this one in after that, or under another reference."
    )
