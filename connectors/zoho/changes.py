"""What changed in an organisation since a moment: the list of journals, the newest change first.

journals.yml of Zoho's OpenAPI documents lets the list be sorted by `last_modified_time` (in 2026;
the edition of 2025 did not), and shows neither that time nor the state in the list itself. Which
way round it is sorted is told by `page_context` in the answer. That one may ask for what changed
*since* a time is documented nowhere: `last_modified_time` as a filter is said to "search", no more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel

from connectors.zoho.journals import WireJournal
from connectors.zoho.look_up import ANY_DAY, JOURNALS, LookUp
from connectors.zoho.pages import PAGE
from connectors.zoho.wire import Text, has_more, read_all, read_one
from journal.entries.posting import LedgerEntry

_BY_CHANGE = {"sort_column": "last_modified_time", "sort_order": "D"}
MOST_PAGES = 5
"""After a long absence; whatever is older counts as changed too, so that it is looked for whole."""


class _Context(BaseModel):
    sort_column: Text = ""
    sort_order: Text = ""


async def changed_since(look_up: LookUp, since: datetime) -> Sequence[LedgerEntry]:
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
    return [look_up.ours(one) for one in changed]


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
