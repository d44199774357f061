"""A file that someone shared: for a card that waits for costs, or to be offered for import."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from bot.cost_files import ReadCostFile
from bot.offers.offering import OfferFile
from bot.shared_files import NotThereYet, SharedFile, SlackFiles, places_of

GIVEN_UP = "jefail tried several times and could not look at your file. Drop it again."
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class ReadSharedFile:
    """Look at a file once, and hand it to what it is for."""

    files: SlackFiles
    read_cost_file: ReadCostFile
    offer_file: OfferFile

    async def __call__(self, key: str) -> None:
        """Look at the file that `key` names; it may be any. Run again it changes nothing.

        Raises:
            NotThereYet, SlackApiError, aiohttp.ClientError, TimeoutError: try again.
        """
        shared = SharedFile.of(key)
        file = await self.files.about(shared.file_id)
        if not file or not await self.files.is_person(shared.person):
            return
        if not places_of(file, shared.channel_id):
            raise NotThereYet
        if not await self.read_cost_file(shared, file):
            await self.offer_file(shared, file)

    async def give_up(self, key: str) -> None:
        """Tell the person that their file could not be looked at, after the last try."""
        person = SharedFile.of(key).person
        log.error("shared_file_given_up", key=key)
        await self.files.slack.chat_postMessage(channel=person, text=GIVEN_UP)
