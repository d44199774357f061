"""Someone wants to know whether jefail has access, now."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from journal.books.book import Connection
from journal.entries.failure import Failure, ReadingRefused
from journal.errors import AuthorisationLost, LedgerError, NotAnswered, WrongBooks
from journal.incidents.incident import Case, IncidentState
from journal.incidents.move import MoveName
from journal.moves.allowing import require_right
from journal.ports import Click, OpenLedger, OpenSeen

SECONDS = 8.0
"""How long the platform has to answer, while a person waits."""


@dataclass(frozen=True, slots=True)
class Tested:
    """What the platform said: that it works, or one of the others."""

    case: Case
    works: bool = False
    is_lost: bool = False  # jefail has no access
    refusal: Failure | None = None  # it answered, and would not show itself, and why
    is_wrong: bool = False  # access is to other books than the book's
    is_silent: bool = False  # no answer came, or none in time
    words: str = ""  # the platform's own; or ours, where we say what is wrong


@dataclass(frozen=True, slots=True)
class TryConnection:
    """Ask an incident's platform whether jefail has access; too slow for the click itself."""

    open_store: OpenSeen
    open_ledger: OpenLedger

    async def __call__(self, incident_id: int, click: Click) -> Tested:
        """Ask; with access while the card is open, what waits goes on by the next poll, now.

        Raises:
            NotFound: there is no such incident. NotAllowed: the person may not.
        """
        async with self.open_store(click.viewer) as store:
            case = await store.incidents.case(incident_id)
            await require_right(store, case.incident, click, MoveName.TEST)
        tested = await self._tested(case)
        if tested.works and case.incident.state is not IncidentState.RESOLVED:
            async with self.open_store(click.viewer) as store:
                await store.jobs.poll(case.connection.id)
        return tested

    async def _tested(self, case: Case) -> Tested:
        try:
            async with asyncio.timeout(SECONDS):
                await self._check(case.connection)
        except (LedgerError, TimeoutError) as error:
            return _told(case, error)
        return Tested(case, works=True)

    async def _check(self, connection: Connection) -> None:
        await self.open_ledger(connection).check()


def _told(case: Case, error: LedgerError | TimeoutError) -> Tested:
    """Return what really happened: no answer, a refusal and why, or other books than ours."""
    if isinstance(error, AuthorisationLost):
        return Tested(case, is_lost=True, words=error.words)
    if isinstance(error, ReadingRefused):
        return Tested(case, refusal=error.failure, words=error.failure.words)
    is_wrong = isinstance(error, WrongBooks)
    is_silent = isinstance(error, NotAnswered | TimeoutError)
    return Tested(case, is_wrong=is_wrong, is_silent=is_silent, words=str(error))
