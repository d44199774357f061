"""What a refusal of QuickBooks says of a class, a location, a name or a tax code, and of which."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from connectors.quickbooks.calls import Calls
from connectors.quickbooks.lists import KINDS, inactive
from journal.books.lists import CLASS, LOCATION, NAME, TAX, Dimension, ListItem
from journal.entries.failure import Failure, FailureReason
from journal.entries.posting import ReadyEntry, Refused
from journal.errors import LedgerError

_ID: Final = re.compile(r"element id (\w+)", re.IGNORECASE)
_CLASS: Final = re.compile(r"\bclass(es|Ref)?\b", re.IGNORECASE)
_REASONS: Final = {
    CLASS: FailureReason.DIMENSION_MISSING,
    LOCATION: FailureReason.DIMENSION_MISSING,
    NAME: FailureReason.NAME_MISSING,
    TAX: FailureReason.TAX_MISSING,
}


def about_coding(failure: Failure, entry: ReadyEntry) -> Failure:
    """Return `failure` with what it is about, where it is one of these: the list and the choice.

    Its details are the choice that was refused, or "" where a line has none.
    """
    dimension = _dimension(failure)
    if dimension is None:
        return failure
    told = _ID.findall(failure.words)
    items = [one for one in _coded(entry, dimension) if one.external_id in told]
    return _about(failure, dimension, items)


async def with_inactive_choices(outcome: Refused, entry: ReadyEntry, calls: Calls) -> Refused:
    """Return `outcome` as one about choices that are inactive, where lines of `entry` make such.

    QuickBooks has the same words for those as for accounts, and names none. One question for each
    list that the entry chooses from.
    """
    coded = {(one.dimension, one.kind) for one in _all_coded(entry)}
    for kind, known in KINDS.items():
        if known not in coded:
            continue
        try:
            gone = {one.external_id for one in await inactive(calls, kind)}
        except LedgerError:
            return outcome
        dimension, of = known
        items = [one for one in _coded(entry, dimension) if one.kind in ("", of)]
        if refused := [one for one in items if one.external_id in gone]:
            failure = replace(outcome.failure, reason=_REASONS[dimension])
            return replace(outcome, failure=_about(failure, dimension, refused))
    return outcome


def _dimension(failure: Failure) -> Dimension | None:
    if failure.reason is FailureReason.NAME_MISSING:
        return NAME
    if failure.reason is FailureReason.TAX_MISSING:
        return TAX
    if failure.reason is FailureReason.DIMENSION_MISSING:
        return CLASS if _CLASS.search(failure.words) else LOCATION
    return None


def _about(failure: Failure, dimension: Dimension, items: Sequence[ListItem]) -> Failure:
    names = dict.fromkeys(one.name for one in items) or {"": None}
    return replace(failure, subject=dimension.key, details=tuple(names))


def _coded(entry: ReadyEntry, dimension: Dimension) -> list[ListItem]:
    return [one for one in _all_coded(entry) if one.dimension == dimension]


def _all_coded(entry: ReadyEntry) -> Iterator[ListItem]:
    return (one.item for line in entry.lines for one in line.coded)
