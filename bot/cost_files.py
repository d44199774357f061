"""A file dropped into the thread of a card that waits for costs: read, and answered."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from blocks.answers.rights import refusal_text
from blocks.kit.text import harmless
from blocks.words.refused import sentence_of
from bot.cost_sheets import given_by, refused
from bot.roster import Roster
from bot.shared_files import NotThereYet, SharedFile, SlackFiles, kinds_of, places_of
from connectors.intake.cost_rows import MOST_BYTES
from connectors.intake.handed_in import read_cost_sheet
from journal.errors import BadInput, JefailError
from journal.moves.allowing import require_right
from journal.moves.costs import COST, GivenCosts
from journal.moves.make_move import MakeMove
from journal.offers.file_kinds import NOT_READ, SHEETS
from journal.ports import Click
from journal.rights import NotAllowed, WhyNot
from storage.database import Database


@dataclass(frozen=True, slots=True)
class ReadCostFile:
    """Take the costs in a file. What became of each row is told in the thread, once."""

    database: Database
    files: SlackFiles
    make_move: MakeMove
    roster: Roster

    async def __call__(self, shared: SharedFile, file: Mapping[str, Any]) -> bool:
        """Look at a file that a person shared; run again it changes nothing. False: not for costs.

        Raises:
            NotThereYet, SlackApiError, aiohttp.ClientError, TimeoutError: try again.
        """
        kind = _kind_of(file)
        incident_id = await self._awaiting(shared, file) if kind else None
        if incident_id is None:
            return False
        click = Click(f"file/{shared.file_id}/{incident_id}", shared.person)
        try:
            await self._require_right(incident_id, click)
            given = await self._read(incident_id, file, kind, click.id)
            await self.make_move(COST, incident_id, click, given)
        except NotAllowed as error:
            if error.refusal.why is WhyNot.UNKNOWN:
                await self.roster.meet(shared.person)
                raise NotThereYet from error
            await self._tell(shared.person, refusal_text(error.refusal))
        except JefailError as error:
            if error.retryable:
                raise
            await self._tell(shared.person, sentence_of(error))
        return True

    async def _require_right(self, incident_id: int, click: Click) -> None:
        """Look whether the person may give costs, before anything of the file is fetched.

        Raises:
            NotAllowed: they may not; says why and who could.
        """
        async with self.database.store() as store:
            case = await store.incidents.case(incident_id)
            await require_right(store, case.incident, click, COST.name)

    async def _tell(self, person: str, text: str) -> None:
        await self.files.slack.chat_postMessage(channel=person, text=harmless(text))

    async def _awaiting(self, shared: SharedFile, file: Mapping[str, Any]) -> int | None:
        """Return the incident below whose card the file was shared, if costs are awaited there."""
        places = places_of(file, shared.channel_id)
        async with self.database.store() as store:
            for thread_ts in filter(None, (place.get("thread_ts") for place in places)):
                found = await store.costs.awaited_in(shared.channel_id, thread_ts)
                if found is not None:
                    return found
        return None

    async def _read(
        self, incident_id: int, file: Mapping[str, Any], kind: str, key: str
    ) -> GivenCosts:
        """Return what the file gives; what of it is in doubt is kept under `key` for the form."""
        name = str(file.get("name") or "the file")
        async with self.database.store() as store:
            book = (await store.incidents.case(incident_id)).book
            lacking = await store.costs.lacking(incident_id)
        if kind in NOT_READ:
            return refused(name, "this kind of sheet cannot be read; save it as XLSX or CSV")
        try:
            content = await self.files.content(file, MOST_BYTES)
            rows = await asyncio.to_thread(read_cost_sheet, name, content)
        except BadInput as error:
            return refused(name, str(error))
        given, unsure = given_by(name, rows, lacking, book, key)
        if unsure:
            async with self.database.store() as store:
                await store.drafts.keep(key, unsure)
        return given


def _kind_of(file: Mapping[str, Any]) -> str:
    """Return the ending that tells a sheet; empty for everything else, which is let be."""
    return next((one for one in kinds_of(file) if one in SHEETS | NOT_READ), "")
