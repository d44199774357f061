"""What a refusal of Tryton is about, as far as its words and the entry tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from pydantic import BaseModel

from connectors.tryton.books import Books
from connectors.tryton.lists import ALL
from journal.books.lists import NAME, TAX, Field
from journal.entries.coding import Coded
from journal.entries.failure import Failure, FailureReason
from journal.entries.posting import Outcome, ReadyEntry, Refused
from journal.errors import LedgerError

_R = FailureReason
_VALUE: Final = re.compile(r'The value "([^"]*)" for field')
_ACCOUNT: Final = re.compile(r'on account "([^"]*)"')
_OF_FIELD: Final = {_R.DIMENSION_MISSING: Field.TRACKING, _R.TAX_MISSING: Field.TAX}


class _WireId(BaseModel):
    id: int


def about(failure: Failure, entry: ReadyEntry) -> Failure:
    """Return `failure` with what it is about, where that is something beside an account."""
    if failure.reason is _R.NAME_MISSING:
        return replace(failure, subject=NAME.key, details=("",))
    if failure.reason is _R.NOT_CARRIED:
        return replace(failure, subject=NAME.key, details=_found(_ACCOUNT, failure.words))
    if failure.reason is _R.CURRENCY:
        return replace(failure, subject=entry.currency)
    field = _OF_FIELD.get(failure.reason)
    return _about_coded(failure, _coded(entry, field)) if field else failure


async def with_names(outcome: Outcome, entry: ReadyEntry, books: Books) -> Outcome:
    """Return a refusal of accounts, of which none is unfit, as one of the party that is not there.

    Tryton says of both only that the move does not exist: the first that is not there takes all
    along. Any other outcome is returned as it is, without a call.
    """
    if not isinstance(outcome, Refused) or outcome.failure.subject:
        return outcome
    named = [one for one in _coded(entry, Field.NAME) if one.item.external_id.isdecimal()]
    if outcome.failure.reason is not _R.ACCOUNT_INVALID or not named:
        return outcome
    try:
        gone = await _gone(named, books)
    except LedgerError:
        return outcome
    if not gone:
        return outcome
    failure = replace(
        outcome.failure, reason=_R.NAME_MISSING, subject=NAME.key, details=tuple(gone)
    )
    return replace(outcome, failure=failure)


async def _gone(named: Sequence[Coded], books: Books) -> list[str]:
    ids = sorted({int(one.item.external_id) for one in named})
    shown = await books.all("party.party", _WireId, (), [["id", "in", ids], ALL])
    there = {one.id for one in shown}
    return [
        *dict.fromkeys(one.item.name for one in named if int(one.item.external_id) not in there)
    ]


def _about_coded(failure: Failure, coded: Sequence[Coded]) -> Failure:
    """Return it as one about the choice that Tryton's words name, else about the first."""
    named = _found(_VALUE, failure.words)
    told = [one for one in coded if one.item.external_id in named or one.item.name in named]
    one = next(iter([*told, *coded]), None)
    if one is None:
        return replace(failure, subject=TAX.key if failure.reason is _R.TAX_MISSING else "")
    return replace(failure, subject=one.dimension.key, details=(one.item.name,))


def _coded(entry: ReadyEntry, field: Field) -> list[Coded]:
    return [one for line in entry.lines for one in line.coded if one.dimension.field is field]


def _found(pattern: re.Pattern[str], words: str) -> tuple[str, ...]:
    found: Iterable[str] = pattern.findall(words)
    return tuple(dict.fromkeys(found))
