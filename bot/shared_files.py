"""Files that people share in Slack: what Slack says of them, and what is in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from journal.errors import BadInput
from journal.offers.file_kinds import endings_of

SECONDS = 60
"""How long a file may take to arrive; a call of the Web API is given up sooner."""
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
    event_id: str = ""  # Slack's, of the event that told of it; "": an earlier release wrote it

    @classmethod
    def of(cls, key: str) -> SharedFile:
        """Return what the `key` of a job names."""
        return cls(*key.split("/", 3))


@dataclass(frozen=True, slots=True)
class SlackFiles:
    """Asks Slack about files and fetches them, over one session."""

    slack: AsyncWebClient
    session: aiohttp.ClientSession

    async def about(self, file_id: str) -> Mapping[str, Any]:
        """Return what Slack says of a file; nothing once it is not there for us.

        Raises:
            SlackApiError, aiohttp.ClientError, TimeoutError: Slack could not be asked.
        """
        try:
            file: Mapping[str, Any] = (await self.slack.files_info(file=file_id))["file"]
        except SlackApiError as error:
            if error.response.get("error") not in _FINAL:
                raise
            return {}
        return file

    async def is_person(self, user: str) -> bool:
        """Whether a person shared it: our own files come back to us as well."""
        found = (await self.slack.users_info(user=user))["user"]
        return not found.get("is_bot")

    async def content(self, file: Mapping[str, Any], most: int) -> bytes:
        """Fetch a file, or as much of it as shows that it has more than `most` bytes.

        Raises:
            BadInput: Slack does not let jefail read it.
            aiohttp.ClientError, TimeoutError: it could not be fetched now.
        """
        if int(file.get("size") or 0) > most:
            return bytes(most + 1)
        url = str(file.get("url_private_download") or file.get("url_private") or "")
        if not is_slack_host(url, self.slack.base_url):
            raise BadInput("Slack does not let jefail read it; drop the file itself")
        headers = {"Authorization": f"Bearer {self.slack.token}"}
        wait = aiohttp.ClientTimeout(total=SECONDS)
        async with self.session.get(
            url, headers=headers, allow_redirects=False, timeout=wait
        ) as answer:
            if 300 <= answer.status < 500:  # noqa: PLR2004  sent to sign in, or not found
                log.warning("file_not_readable", status=answer.status)
                raise BadInput("Slack does not let jefail read it; is the app installed again?")
            answer.raise_for_status()
            content = bytearray()
            async for chunk in answer.content.iter_chunked(64 * 1024):
                content += chunk
                if len(content) > most:
                    break
        return bytes(content)


def kinds_of(file: Mapping[str, Any]) -> Sequence[str]:
    """Return what tells the kind of a file that Slack describes, as endings: ".csv"."""
    return endings_of(str(file.get("name", "")), str(file.get("filetype")))


def places_of(file: Mapping[str, Any], channel_id: str) -> Sequence[Mapping[str, Any]]:
    """Return where in the channel the file was shared, oldest first: `ts`, and `thread_ts` if any.

    docs.slack.dev/reference/objects/file-object
    """
    several = (file.get("shares") or {}).values()
    places = [place for shares in several for place in shares.get(channel_id, ())]
    return sorted(places, key=lambda place: str(place["ts"]))


def is_slack_host(url: str, api: str) -> bool:
    """Whether the bot's token may be shown at `url`: to Slack, and to nobody else."""
    there, ours = urlsplit(url), urlsplit(api)
    if (there.scheme, there.netloc) == (ours.scheme, ours.netloc):
        return True
    host = there.hostname or ""
    return there.scheme == "https" and (host == "slack.com" or host.endswith(".slack.com"))
