"""The file of an offer, fetched from Slack into a folder of its own for as long as it is read."""

from __future__ import annotations

import asyncio
import hashlib
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.shared_files import SlackFiles
from connectors.intake.handed_in import open_entries
from connectors.intake.result import EntryFile, IntakeOptions
from journal.errors import BadInput
from journal.offers.file_offer import FileOffer

MOST_BYTES: Final = 20_000_000
_LONGEST_NAME: Final = 120
GONE = "The file is not in Slack any more. Drop it again."
TOO_LARGE = (
    f"It is larger than {MOST_BYTES // 1_000_000} MB. Split it, or use jefail import at the"
    " terminal."
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file as it lies on this machine, and the SHA-256 of its bytes in hex."""

    path: Path
    digest: str

    async def opened(self, options: IntakeOptions) -> EntryFile:
        """Open it as `open_entries`, whose errors it raises, beside whatever else happens."""
        return await asyncio.to_thread(open_entries, self.path, options)


@asynccontextmanager
async def fetched(files: SlackFiles, offer: FileOffer) -> AsyncIterator[Fetched]:
    """Yield the file of an offer; it is gone from this machine after that.

    Raises:
        BadInput: it is not there any more, is too large, or may not be read; says which.
        SlackApiError, aiohttp.ClientError, TimeoutError: try again.
    """
    about = await files.about(offer.file_id)
    if not about:
        raise BadInput(GONE)
    if int(about.get("size") or 0) > MOST_BYTES:
        raise BadInput(TOO_LARGE)
    content = await files.content(about, MOST_BYTES)
    if len(content) > MOST_BYTES:
        raise BadInput(TOO_LARGE)
    with tempfile.TemporaryDirectory(prefix="jefail-offer-") as folder:
        path = Path(folder) / _safe(offer.file_name)
        await asyncio.to_thread(path.write_bytes, content)
        yield Fetched(path, hashlib.sha256(content).hexdigest())


def _safe(name: str) -> str:
    """Return a name that leads nowhere else; what people read of it stays as it is."""
    kept = "".join(letter for letter in name if letter.isprintable() and letter not in "/\\")
    cut = kept.strip(". ")[-_LONGEST_NAME:]
    while len(cut.encode()) > _LONGEST_NAME:
        cut = cut[1:]
    return cut or "file"
