"""Looking entries up in an organisation: by their days, and a few by their numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from connectors.days import ranges
from connectors.matching import matches
from connectors.zoho.calls import Calls, ReadRefused
from connectors.zoho.journals import UNKNOWN, WireJournal
from connectors.zoho.pages import listed
from connectors.zoho.wire import read_one
from journal.ports import Wanted
from journal.posting import LedgerEntry

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

    async def find(self, wanted: Sequence[Wanted]) -> Mapping[str, LedgerEntry]:
        """Return those the ledger shows, by our number.

        Asked by days, since numbers can be asked for only one at a time; a few that are not
        found so, as somebody may have changed their day, are asked for by number.
        """
        shown = await self._of_days(wanted)
        found = matches(wanted, map(self.ours, shown))
        missing = [one for one in wanted if one.number not in found]
        if len(missing) <= MOST_SINGLY:
            for one in missing:
                shown += await listed(
                    self.calls, JOURNALS, WireJournal, reference_number=one.number, **ANY_DAY
                )
        return await self._settled(wanted, shown)

    async def one(self, journal_id: str) -> WireJournal | None:
        """Return one journal as it stands now, None when it is not there any more."""
        try:
            return await self._whole(journal_id)
        except ReadRefused as refusal:
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

    async def _settled(
        self, wanted: Sequence[Wanted], shown: Sequence[WireJournal]
    ) -> Mapping[str, LedgerEntry]:
        """Return the matches, each with its status, which lists are not documented to show.

        What turns out to be a draft gives way to another match that is in the books, so it is
        matched anew until the status of all that is found is known.
        """
        whole = {one.journal_id: one for one in shown if one.status}
        while True:
            entries = [self.ours(whole.get(one.journal_id, one)) for one in shown]
            found = matches(wanted, entries)
            unknown = {entry.ledger_id for entry in found.values()} - whole.keys()
            if not unknown:
                return found
            for journal_id in unknown:
                whole[journal_id] = await self._whole(journal_id)

    async def _whole(self, journal_id: str) -> WireJournal:
        content = await self.calls.get(f"{JOURNALS}/{journal_id}")
        journal = read_one(content.get("journal"), WireJournal)
        return journal if journal.status else journal.model_copy(update={"status": UNKNOWN})

    def ours(self, journal: WireJournal) -> LedgerEntry:
        """Return a journal as ours."""
        return journal.entry(self.calls.settings.link_to(journal.journal_id, self.calls.realm))
