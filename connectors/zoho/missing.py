"""What a refusal of Zoho Books is about, where it is about a choice that a line makes or lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from journal.books.lists import LOCATION, NAME, PROJECT, TAX, Dimension
from journal.entries.coding import Coded
from journal.entries.failure import Failure, FailureReason
from journal.entries.posting import ReadyEntry

_R = FailureReason
_DIMENSIONS: Final = {_R.NAME_MISSING: NAME, _R.TAX_MISSING: TAX}
_WORDED: Final = ((r"\blocation\b", LOCATION), (r"\bproject\b", PROJECT))


def about_choice(failure: Failure, entry: ReadyEntry) -> Failure:
    """Return `failure` with the list that it is about, and the choice where one is named.

    A choice of ours that stands in Zoho's words, by name or id, is the one; else it is one that
    some line lacks. Any other failure is returned as it is.
    """
    if failure.reason is _R.RATE_MISSING:
        return replace(failure, subject=entry.currency)
    if failure.reason not in (*_DIMENSIONS, _R.DIMENSION_MISSING):
        return failure
    named = next(_named(failure, entry), None)
    if named is not None:
        return replace(failure, subject=named.dimension.key, details=(named.item.name,))
    dimension = _DIMENSIONS.get(failure.reason) or _worded(failure.words)
    return replace(failure, subject=dimension.key if dimension else "")


def _named(failure: Failure, entry: ReadyEntry) -> Iterator[Coded]:
    wanted = _DIMENSIONS.get(failure.reason)
    for one in dict.fromkeys(each for line in entry.lines for each in line.coded):
        fits = one.dimension == wanted if wanted else one.dimension not in _DIMENSIONS.values()
        names = (one.item.name, one.item.external_id, one.item.stable_id)
        if fits and any(name and _stands_in(name, failure.words) for name in names):
            yield one


def _stands_in(name: str, words: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words, re.IGNORECASE) is not None


def _worded(words: str) -> Dimension | None:
    lists = (one for pattern, one in _WORDED if re.search(pattern, words, re.IGNORECASE))
    return next(lists, None)
