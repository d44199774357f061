"""Somebody wants to know whether the platform lets us in, now."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from journal.book import Connection
from journal.errors import AuthorisationLost, LedgerError
from journal.incident import Case, IncidentState
from journal.moves import Move
from journal.ports import Click, OpenLedger, OpenStore
from journal.services.allowing import allowed

SECONDS = 8.0
"""How long the platform has to answer, while a person waits."""


@dataclass(frozen=True, slots=True)
class Tested:
    """What the platform said. One of the three."""

    case: Case
    works: bool = False
    is_lost: bool = False  # it does not let us in; neither: it could not be asked
    words: str = ""  # the platform's own


@dataclass(frozen=True, slots=True)
class TryConnection:
    """Ask the platform of an incident whether it lets us in. Not within a click: it takes time."""

    open_store: OpenStore
    open_ledger: OpenLedger

    async def __call__(self, incident_id: int, click: Click) -> Tested:
        """Ask; if it lets us in while the card is open, what waits goes on by the next poll, now.

        Raises:
            NotFound: there is no such incident. NotAllowed: the person may not.
        """
        async with self.open_store() as store:
            case = await store.incidents.case(incident_id)
            await allowed(store, case.incident, click, Move.TEST)
        tested = await self._tested(case)
        if tested.works and case.incident.state is not IncidentState.RESOLVED:
            async with self.open_store() as store:
                await store.jobs.poll(case.connection.id)
        return tested

    async def _tested(self, case: Case) -> Tested:
        try:
            async with asyncio.timeout(SECONDS):
                await self._check(case.connection)
        except AuthorisationLost as error:
            return Tested(case, is_lost=True, words=error.words)
        except LedgerError as error:
            return Tested(case, words=str(error))
        except TimeoutError:
            return Tested(case)
        return Tested(case, works=True)

    async def _check(self, connection: Connection) -> None:
        await self.open_ledger(connection).check()
