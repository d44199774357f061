"""What Xero says of the tax and the tracking of lines: refused, or left out in silence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from connectors.subjects import about_accounts
from connectors.xero.coding import tracked
from journal.books.lists import Field
from journal.entries.coding import Coded
from journal.entries.failure import Failure, FailureReason
from journal.entries.posting import LedgerLine, ReadyEntry

_R = FailureReason
_FIELDS: Final = {_R.TAX_MISSING: Field.TAX, _R.DIMENSION_MISSING: Field.TRACKING}
_FOR_ACCOUNT: Final = re.compile(r"cannot be used with account code '+([^']{1,40})'", re.IGNORECASE)
_NAMED: Final = 3
"""Choices that a remark names."""


def about_coding(failure: Failure, entry: ReadyEntry) -> Failure:
    """Return a refusal of tax or tracking with what it is about: what it names of the entry's own.

    Where it names none of it, it stays a refusal of one of them, in Xero's words.
    """
    if failure.reason is _R.TAX_OR_DIMENSION:
        codes = dict.fromkeys(_FOR_ACCOUNT.findall(failure.words))
        return about_accounts(failure, [*codes])
    field = _FIELDS.get(failure.reason)
    if field is None:
        return failure
    named = _named(failure.words, entry, field)
    if not named:
        return replace(failure, reason=_R.TAX_OR_DIMENSION)
    first = named[0].dimension
    names = dict.fromkeys(one.item.name for one in named if one.dimension == first)
    return replace(failure, subject=first.key, details=tuple(names))


def remark_on(entry: ReadyEntry, shown: Sequence[LedgerLine]) -> str:
    """Return what Xero kept the journal without, as a sentence; "": nothing, or it shows no lines.

    Users of its libraries tell that tracking can be left out so (XeroAPI/Xero-NetStandard #350,
    XeroAPI/xero-node #516).
    """
    if not shown:
        return ""
    kept = Counter(one for line in shown for one in line.extras)
    sent = Counter(one.shown for line in entry.lines for one in tracked(line))
    gone = [f"{name} {option}" for name, option in islice(sent - kept, _NAMED)]
    if not gone:
        return ""
    return f"Xero kept {entry.number} without its tracking: {', '.join(gone)}. Set it there."


def _named(words: str, entry: ReadyEntry, field: Field) -> Sequence[Coded]:
    """Return what the entry carries in `field` whose name or id stands in `words`.

    Where none does, that whose category does.
    """
    coded = [one for one in _carried(entry) if one.dimension.field is field]
    named = [
        one
        for one in coded
        if any(_stands_in(words, text) for text in (one.item.external_id, one.item.name))
    ]
    categories = [one for one in coded if one.dimension.category]
    return named or [one for one in categories if _stands_in(words, one.dimension.category)]


def _carried(entry: ReadyEntry) -> Sequence[Coded]:
    """Return all that its lines carry beside their accounts, each once."""
    return [*dict.fromkeys(one for line in entry.lines for one in line.coded)]


def _stands_in(words: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(text)}(?!\w)", words) is not None
