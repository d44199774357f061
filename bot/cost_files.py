"""A file dropped into the thread of a card that waits for costs: fetched, read, and answered."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from blocks.answers.rights import refusal_text
from blocks.kit.text import harmless
from blocks.words.refused import sentence_of
from bot.cost_sheets import given_by, refused
from bot.roster import Roster
from connectors.intake.cost_sheets import MOST_BYTES, read_cost_sheet
from journal.errors import BadInput, JefailError
from journal.moves.costs import COST, GivenCosts
from journal.moves.make_move import MakeMove
from journal.ports import Click
from journal.rights import NotAllowed, WhyNot
from storage.database import Database

READ = frozenset({".csv", ".tsv", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
NOT_READ = frozenset({".numbers", ".gsheet"})
"""Sheets all the same, so that someone who drops one waits for an answer."""
_FINAL = frozenset({"file_not_found", "file_deleted", "not_in_channel", "access_denied"})
log = structlog.get_logger()


class NotThereYet(Exception):
    """Slack told of a file and does not show yet where it was shared, or by whom."""


@dataclass(frozen=True, slots=True)
class SharedFile:
    """A file and the person who shared it in a channel, as a job names them."""

    channel_id: str
    file_id: str
    person: str

    @property
    def key(self) -> str:
        """The key of the job."""
        return f"{self.channel_id}/{self.file_id}/{self.person}"

    @classmethod
    def of(cls, key: str) -> SharedFile:
        """Return what `key` names."""
        return cls(*key.split("/"))


@dataclass(frozen=True, slots=True)
class ReadCostFile:
    """Take the costs in a file. What became of each row is told in the thread, once."""

    database: Database
    slack: AsyncWebClient
    session: aiohttp.ClientSession
    make_move: MakeMove
    roster: Roster

    async def __call__(self, key: str) -> None:
        """Look at the file; it may be any that someone shared. Run again it changes nothing.

        Raises:
            NotThereYet, SlackApiError, aiohttp.ClientError, TimeoutError: try again.
        """
        shared = SharedFile.of(key)
        file = await self._file(shared)
        kind = _kind_of(file)
        incident_id = await self._awaiting(shared, file) if kind else None
        if incident_id is None or not await self._is_person(shared.person):
            return
        click = Click(f"file/{shared.file_id}/{incident_id}", shared.person)
        given = await self._read(incident_id, file, kind, click.id)
        try:
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

    async def _tell(self, person: str, text: str) -> None:
        await self.slack.chat_postMessage(channel=person, text=harmless(text))

    async def _file(self, shared: SharedFile) -> Mapping[str, Any]:
        try:
            file: Mapping[str, Any] = (await self.slack.files_info(file=shared.file_id))["file"]
        except SlackApiError as error:
            if error.response.get("error") not in _FINAL:
                raise
            return {}
        return file

    async def _is_person(self, user: str) -> bool:
        """Whether a person shared it: our own sheet to be filled in comes back to us as well."""
        found = (await self.slack.users_info(user=user))["user"]
        return not found.get("is_bot")

    async def _awaiting(self, shared: SharedFile, file: Mapping[str, Any]) -> int | None:
        """Return the incident below whose card the file was shared, if costs are awaited there."""
        threads = list(_shares(file, shared.channel_id))
        if not threads:
            raise NotThereYet
        async with self.database.store() as store:
            for thread_ts in filter(None, threads):
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
            content = await self._content(file)
            rows = await asyncio.to_thread(read_cost_sheet, name, content)
        except BadInput as error:
            return refused(name, str(error))
        given, unsure = given_by(name, rows, lacking, book, key)
        if unsure:
            async with self.database.store() as store:
                await store.drafts.keep(key, unsure)
        return given

    async def _content(self, file: Mapping[str, Any]) -> bytes:
        """Fetch the file, or as much of it as shows that it is too large. Raises BadInput."""
        if int(file.get("size") or 0) > MOST_BYTES:
            return bytes(MOST_BYTES + 1)
        url = str(file.get("url_private_download") or file.get("url_private") or "")
        if not is_slack_host(url, self.slack.base_url):
            raise BadInput("Slack does not let jefail read it; drop the file itself")
        headers = {"Authorization": f"Bearer {self.slack.token}"}
        async with self.session.get(url, headers=headers, allow_redirects=False) as answer:
            if 300 <= answer.status < 500:  # noqa: PLR2004  sent to sign in, or not found
                log.warning("file_not_readable", status=answer.status)
                raise BadInput("Slack does not let jefail read it; is the app installed anew?")
            answer.raise_for_status()
            content = bytearray()
            async for chunk in answer.content.iter_chunked(64 * 1024):
                content += chunk
                if len(content) > MOST_BYTES:
                    break
        return bytes(content)


def _kind_of(file: Mapping[str, Any]) -> str:
    """Return the ending that tells a sheet; empty for everything else, which is let be."""
    for ending in (PurePosixPath(str(file.get("name", ""))).suffix, f".{file.get('filetype')}"):
        if ending.casefold() in READ | NOT_READ:
            return ending.casefold()
    return ""


def _shares(file: Mapping[str, Any], channel_id: str) -> Iterator[str | None]:
    """Yield the thread of each place in the channel where the file was shared."""
    for places in (file.get("shares") or {}).values():
        for share in places.get(channel_id, ()):
            yield share.get("thread_ts")


def is_slack_host(url: str, api: str) -> bool:
    """Whether the bot's token may be shown at `url`: to Slack, and to nobody else."""
    there, ours = urlsplit(url), urlsplit(api)
    if (there.scheme, there.netloc) == (ours.scheme, ours.netloc):
        return True
    host = there.hostname or ""
    return there.scheme == "https" and (host == "slack.com" or host.endswith(".slack.com"))
