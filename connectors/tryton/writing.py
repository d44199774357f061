"""One entry on its way into the books: a draft is created, judged, and posted."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from connectors.reply import Reply, refused
from connectors.silence import never_answered, not_read, unreadable
from connectors.subjects import naming_unfit, with_accounts
from connectors.tryton import drafts, outcomes, verdict
from connectors.tryton.books import Books
from connectors.tryton.company import analytics_of, read_taxes
from connectors.tryton.conversion import draw
from connectors.tryton.drafts import WireDraft
from connectors.tryton.drawing import Drawn, move_body
from connectors.tryton.look_up import MOVE, SHOWN, LookUp
from connectors.tryton.settings import TrytonSettings
from connectors.tryton.subjects import about, with_names
from connectors.tryton.taxing import with_taxes
from connectors.tryton.values import read_all
from connectors.tryton.wire import WireMove
from journal.books.book import Account
from journal.books.lists import Field
from journal.entries.failure import Failure, FailureReason
from journal.entries.posting import LedgerEntry, Outcome, Posted, ReadyEntry, Refused, Uncertain
from journal.errors import LedgerError

_STAYS = (FailureReason.TRANSIENT, FailureReason.RATE_LIMITED, FailureReason.CONNECTION_LOST)
"""After these the draft is left for the next try: it could not be deleted now either."""


@dataclass(frozen=True, slots=True)
class Writing:
    """One company's books, into which entries go."""

    books: Books
    settings: TrytonSettings
    home: str  # its currency
    chart: Callable[[], Awaitable[Sequence[Account]]]

    async def post(self, entry: ReadyEntry, draft: LedgerEntry | None) -> Outcome:
        """Carry `entry` into the books, or post its `draft` there. Never raises."""
        try:
            drawn = await self._drawn(entry)
            move = await self._there(draft) if draft else None
        except LedgerError as error:
            return not_read(error)
        if not isinstance(drawn, Drawn):
            return drawn
        if move is None:
            return await self._created_and_posted(entry, drawn)
        try:
            is_ours = _tells(move, entry, drawn)
        except LedgerError as error:
            return not_read(error)
        if not is_ours:
            return outcomes.differs(entry)
        return await self._judged_and_posted(entry, drawn, move)

    async def _drawn(self, entry: ReadyEntry) -> Drawn | Refused:
        """Return what is sent, or why nothing is. Raises LedgerError: Tryton could not be read."""
        drawn = await draw(self.books, entry, self.home)
        if not isinstance(drawn, Drawn) or not any(one.coded_as(Field.TAX) for one in entry.lines):
            return drawn
        return with_taxes(drawn, entry, await read_taxes(self.books))

    async def _there(self, draft: LedgerEntry) -> Any:
        """Return a draft as it stands. Raises LedgerError: it is not there, or cannot be read."""
        fields = [*SHOWN, *drafts.ASKED, *await self._analytic(drafts.ASKED_ANALYTIC)]
        fields += await self._analytic(verdict.STATES)
        shown = await self.books.calls.get(MOVE, fields, [["id", "=", int(draft.ledger_id)]])
        if not isinstance(shown, list) or not shown:
            raise LedgerError("The draft is not in Tryton any more.")
        return shown[0]

    async def _analytic(self, fields: Sequence[str]) -> Sequence[str]:
        return fields if (await analytics_of(self.books)).roots else ()

    async def _created_and_posted(self, entry: ReadyEntry, drawn: Drawn) -> Outcome:
        try:
            journal = await self.books.journal()
            period = await self.books.period_of(entry.date)
            fields = [*SHOWN, *await self._analytic(verdict.STATES)]
        except LedgerError as error:
            return not_read(error)
        if period is None:
            return outcomes.no_period(entry)
        body = move_body(entry, drawn, journal, period, self.books.calls.company)
        try:
            reply = await self.books.calls.write(MOVE, body, fields)
        except LedgerError as error:
            return never_answered(error)
        if reply.failure is not None:
            return await self._named(refused(about(reply.failure, entry), entry), entry)
        return await self._judged_and_posted(entry, drawn, reply.content)

    async def _judged_and_posted(self, entry: ReadyEntry, drawn: Drawn, shown: Any) -> Outcome:
        try:
            (move,) = read_all([shown], WireMove)
        except LedgerError as error:
            return unreadable(str(error), http_status=None, trace="")
        try:
            lack = await self._lack(shown)
        except LedgerError as error:
            return not_read(error)
        if lack is not None:
            await self._remove(move)
            return Refused(lack)
        return await self._posted(entry, drawn, move)

    async def _lack(self, shown: Any) -> Failure | None:
        analytics = await analytics_of(self.books)
        return await verdict.incomplete(self.books, analytics, shown) if analytics.roots else None

    async def _posted(self, entry: ReadyEntry, drawn: Drawn, move: WireMove) -> Outcome:
        """Post the draft `move`; one that is refused for good does not stay behind."""
        try:
            reply = await self.books.calls.write(f"{MOVE}/{move.id}/post", b"{}", SHOWN)
        except LedgerError as error:
            return never_answered(error)
        if reply.failure is None or reply.reason is FailureReason.DUPLICATE:
            # Refused because it is posted already, or answered: what is there now decides.
            return await self._as_it_stands(reply, drawn, move)
        outcome = refused(about(reply.failure, entry), entry)
        if isinstance(outcome, Refused) and reply.reason not in _STAYS:
            await self._remove(move)
        return await self._named(outcome, entry)

    async def _as_it_stands(self, reply: Reply, drawn: Drawn, move: WireMove) -> Outcome:
        """Return how it stands now, whole: by that a later change is told from none."""
        look_up = LookUp(self.books, self.settings)
        try:
            there = await look_up.read(str(move.id), self.home)
        except LedgerError as error:
            return unreadable(str(error), http_status=reply.status, trace="")
        if not there.is_draft:
            ours = replace(there, number=look_up.ours(move).number)
            return Posted(ours, remark=drawn.remark)
        words = f"Tryton shows the move as {there.unbooked.value}"
        return unreadable(words, http_status=reply.status, trace="")

    async def _remove(self, move: WireMove) -> None:
        try:
            await self.books.calls.delete(f"{MOVE}/{move.id}")
        except LedgerError:
            return  # it stays a draft, which the next look-up finds

    async def _named(self, outcome: Refused | Uncertain, entry: ReadyEntry) -> Outcome:
        def named(refusal: Refused, chart: Sequence[Account]) -> Refused:
            return naming_unfit(refusal, entry, chart)

        told = await with_accounts(outcome, self.chart, named)
        return await with_names(told, entry, self.books)


def _tells(shown: Any, entry: ReadyEntry, drawn: Drawn) -> bool:
    (draft,) = read_all([shown], WireDraft)
    return draft.tells(entry, drawn)
