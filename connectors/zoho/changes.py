"""What changed in an organisation since a moment: the list of journals, the newest change first.

journals.yml of Zoho's OpenAPI documents lets the list be sorted by `last_modified_time` (in 2026;
the edition of 2025 did not), and shows neither that time nor the state in the list itself. Which
way round it is sorted is told by `page_context` in the answer. That one may ask for what changed
*since* a time is documented nowhere: `last_modified_time` as a filter is said to "search", no more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from pydantic import BaseModel

from connectors.changed import moment_of
from connectors.zoho.journals import WireJournal
from connectors.zoho.look_up import ANY_DAY, JOURNALS, MOST_SINGLY, LookUp
from connectors.zoho.pages import PAGE
from connectors.zoho.wire import Text, has_more, read_all, read_one
from journal.ports import Change

_AT_ONCE = timedelta(seconds=2)
_BY_DAY = {"sort_column": "journal_date", "sort_order": "A"}
_BY_CHANGE = {"sort_column": "last_modified_time", "sort_order": "D"}
MOST_PAGES = 5
"""After a long absence; whatever is older counts as changed too, so that it is looked for whole."""


class _Context(BaseModel):
    sort_column: Text = ""
    sort_order: Text = ""


async def changed_since(look_up: LookUp, since: datetime) -> Sequence[Change]:
    """Return the journals made or changed since a moment (aware UTC), newest first.

    Where nothing changed that is one call, and one more where the list shows no times. Where Zoho
    does not sort as asked, everything on the first page counts as changed. Raises as `Ledger.find`.
    """
    calls = look_up.calls
    changed: list[WireJournal] = []
    for page in range(1, MOST_PAGES + 1):
        content = await calls.get(
            JOURNALS, **ANY_DAY, **_BY_CHANGE, page=str(page), per_page=str(PAGE)
        )
        shown = read_all(content, JOURNALS, WireJournal)
        newer = await _Times(look_up, shown, since).newer() if _is_sorted(content) else len(shown)
        changed += shown[:newer]
        if newer < len(shown) or not has_more(content) or not _is_sorted(content):
            break
    return [_change(look_up, one) for one in changed]


async def examined(
    look_up: LookUp, changes: Sequence[Change], known: Mapping[str, str]
) -> Sequence[Change]:
    """Return those of `changes`, newest change first, that stand otherwise than is `known`, whole.

    Where a list shows no times, each would have to be read. But what was changed last before a
    moment, and was written by us at that very moment, cannot have been changed since: so of many
    that were posted in one go only the newest is read. Raises as `Ledger.find`.
    """
    told, latest = [], None  # `latest`: none of those that follow was changed after it
    for change in changes:
        written = moment_of(known[change.ledger_id])
        is_there = change.there is not None
        if is_there and latest and written and latest - written <= _AT_ONCE:
            latest = written
            continue
        whole = await _whole(look_up, change)
        latest = whole.at or latest
        if whole.there is None or whole.there.version != known[change.ledger_id]:
            told.append(whole)
    return told


async def missing(look_up: LookUp, posted: Mapping[str, date]) -> Sequence[str]:
    """Return which of `posted` (ids with their days) are not there any more: a list of their days.

    What that does not show may have another day by now, so it is asked for by its id. Where there
    are more journals in these days than a few pages hold, nothing is said of those after them.
    """
    shown: set[str] = set()
    query = {"date_start": min(posted.values()), "date_end": max(posted.values())}
    days = {name: day.isoformat() for name, day in query.items()}
    for page in range(1, MOST_PAGES + 1):
        content = await look_up.calls.get(
            JOURNALS, **days, **ANY_DAY, **_BY_DAY, page=str(page), per_page=str(PAGE)
        )
        journals = read_all(content, JOURNALS, WireJournal)
        shown |= {one.journal_id for one in journals}
        if not has_more(content):
            break
    else:
        last = max((one.journal_date for one in journals), default=date.min)
        posted = {key: day for key, day in posted.items() if day < last}
    absent = [key for key in posted if key not in shown]
    return [key for key in absent[:MOST_SINGLY] if await look_up.one(key) is None]


async def _whole(look_up: LookUp, change: Change) -> Change:
    if change.there is None or change.there.lines:
        return change
    journal = await look_up.one(change.ledger_id)
    return _change(look_up, journal) if journal else Change(change.ledger_id, None)


def _change(look_up: LookUp, journal: WireJournal) -> Change:
    at = moment_of(journal.last_modified_time)
    return Change(journal.journal_id, look_up.ours(journal), at=at)


def _is_sorted(content: Mapping[str, Any]) -> bool:
    context = read_one(content.get("page_context") or {}, _Context)
    told = {"sort_column": context.sort_column, "sort_order": context.sort_order[:1].upper()}
    return told == _BY_CHANGE


@dataclass(frozen=True, slots=True)
class _Times:
    """When the journals of one page, newest change first, were changed."""

    look_up: LookUp
    shown: Sequence[WireJournal]
    since: datetime

    async def newer(self) -> int:
        """Return how many changed since; the first is looked at alone, as mostly none did."""
        if not self.shown or not await self._is_newer(self.shown[0]):
            return 0
        low, high = 1, len(self.shown)
        while low < high:
            middle = (low + high) // 2
            if await self._is_newer(self.shown[middle]):
                low = middle + 1
            else:
                high = middle
        return low

    async def _is_newer(self, journal: WireJournal) -> bool:
        told = journal.last_modified_time
        if not told:
            whole = await self.look_up.one(journal.journal_id)
            told = whole.last_modified_time if whole else ""
        try:
            at = datetime.fromisoformat(told)
        except ValueError:
            return True  # what cannot be read may be new
        return (at if at.tzinfo else at.replace(tzinfo=UTC)) >= self.since
