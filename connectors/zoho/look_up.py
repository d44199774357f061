"""Looking entries up in an organisation: by their days, and a few by their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

from connectors.days import ranges
from connectors.matching import ids_unseen, might_be, unseen
from connectors.path import path_of
from connectors.zoho.calls import Calls
from connectors.zoho.journals import UNKNOWN, WireJournal
from connectors.zoho.pages import listed
from connectors.zoho.wire import read_one
from journal.entries.failure import ReadingRefused
from journal.entries.posting import LedgerEntry
from journal.ports import Wanted

JOURNALS = "journals"
ANY_DAY = {"filter_by": "JournalDate.All"}
"""Always said: others found that a list without it shows the journals of this month alone (CData's
page on the table Journals)."""
MOST_SINGLY = 10
"""How many entries are asked for one by one, when their days do not show them."""


@dataclass(frozen=True, slots=True)
class LookUp:
    """Finds journals. Every call raises AuthorisationLost or LedgerError."""

    calls: Calls
    home_currency: str

    async def find(self, wanted: Sequence[Wanted]) -> Sequence[LedgerEntry]:
        """Return whatever may be one of `wanted`, each as it is read on its own.

        Asked by days, since numbers can be asked for only one at a time; a few that are not
        settled so, as someone may have changed their day, are asked for by number. Lists are not
        documented to show lines or the status, so what may be one of them is read whole.
        """
        shown = await self._of_days(wanted)
        missing = unseen(wanted, [self.ours(one) for one in shown])
        if len(missing) <= MOST_SINGLY:
            for number in _numbers(missing):
                shown += await listed(
                    self.calls, JOURNALS, WireJournal, reference_number=number, **ANY_DAY
                )
        likely = might_be(wanted, map(self.ours, shown))
        known = {one.journal_id: one for one in shown if one.status and one.line_items}
        ids = [one.ledger_id for one in likely] + ids_unseen(wanted, likely)
        whole = [known.get(each) or await self.one(each) for each in ids]
        return might_be(wanted, [self.ours(one) for one in whole if one])

    async def one(self, journal_id: str) -> WireJournal | None:
        """Return one journal as it stands now, None when it is not there any more."""
        try:
            return await self._whole(journal_id)
        except ReadingRefused as refusal:
            if refusal.failure.http_status == HTTPStatus.NOT_FOUND:
                return None
            raise

    async def _of_days(self, wanted: Sequence[Wanted]) -> list[WireJournal]:
        return [
            journal
            for first, last in ranges(one.date for one in wanted)
            for journal in await listed(
                self.calls,
                JOURNALS,
                WireJournal,
                date_start=first.isoformat(),
                date_end=last.isoformat(),
                **ANY_DAY,
            )
        ]

    async def _whole(self, journal_id: str) -> WireJournal:
        content = await self.calls.get(path_of(JOURNALS, journal_id))
        journal = read_one(content.get("journal"), WireJournal)
        return journal if journal.status else journal.model_copy(update={"status": UNKNOWN})

    def ours(self, journal: WireJournal) -> LedgerEntry:
        """Return a journal as ours."""
        link = self.calls.settings.link_to(journal.journal_id, self.calls.realm)
        return journal.entry(link, self.home_currency)


def _numbers(wanted: Sequence[Wanted]) -> Sequence[str]:
    """Return the reference numbers that the journals may have: ours, or the callers' own."""
    numbers = (number for one in wanted for number in (one.number, one.own_number))
    return [*dict.fromkeys(number for number in numbers if number)]
