"""What a platform's journals have no place for, with the way round that it leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from blocks.words.reasons import BOOKKEEPER, WORDS, Words
from journal.books.book import Platform
from journal.books.lists import Field
from journal.entries.carried import CARRIED, TAX_AMOUNT, TAX_TWICE, TAX_UNSAID, Carried
from journal.entries.failure import Failure, FailureReason

USE_TRACKING: Final = (
    "Use a {tracked_by} for it where the entries come from, and hand them in again. Or add a "
    "{tracked_by} called “{called}” in {platform} and press Retry."
)
_CALLED: Final = {Field.CLASS.value: "Class", Field.LOCATION.value: "Location"}
_HINTS: Final[Mapping[str, str]] = {
    TAX_UNSAID: "Say where the entries come from whether amounts are with or without tax, and hand "
    "them in again.",
    TAX_TWICE: "Leave out the line with the tax, or the tax codes, where the entries come from. "
    "Then hand them in again.",
    TAX_AMOUNT: "{platform} works the tax out from the rate. Leave the amount out where the "
    "entries come from, or choose a rate that comes to it, and hand them in again.",
}
MANY_CATEGORIES: Final = (
    "Its lines hold {most} {several}. Leave one out where the entries come from, and hand them in "
    "again."
)
ONE_CURRENCY: Final = Words(
    plain="{platform} journals have the currency of the books",
    about_one="{platform} journals can't be in {subject}",
    todo="Convert the entries to the currency of the books and hand them in again. They then post "
    "automatically.",
    who=BOOKKEEPER,
)


def words_on(failure: Failure, platform: Platform) -> Words:
    """Return the sentences for the reason of `failure`, as `platform` leaves a way round."""
    carried = CARRIED.get(platform)
    if carried is None:
        return WORDS[failure.reason]
    if failure.reason is FailureReason.CURRENCY and not carried.exchange_rate:
        return ONE_CURRENCY
    if failure.reason is FailureReason.NOT_CARRIED:
        return _not_held(failure.subject, carried)
    return WORDS[failure.reason]


def _not_held(subject: str, carried: Carried) -> Words:
    words = WORDS[FailureReason.NOT_CARRIED]
    if not carried.tracked_by:
        return replace(words, todo=_HINTS.get(subject, words.todo))
    if subject.startswith(Field.TRACKING.value):
        todo = MANY_CATEGORIES.replace("{most}", str(carried.most_tracking))
        return replace(words, todo=todo.replace("{several}", _several(carried.tracked_by)))
    if subject in _CALLED:
        todo = USE_TRACKING.replace("{tracked_by}", carried.tracked_by)
        return replace(words, todo=todo.replace("{called}", _CALLED[subject]))
    return replace(words, todo=_HINTS.get(subject, words.todo))


def _several(name: str) -> str:
    return f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"
