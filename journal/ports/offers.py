"""What is kept of files of entries that people dropped into Slack."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from journal.offers.file_offer import FileOffer


class Offers(Protocol):
    """Files that were dropped, and the messages that offer them."""

    async def add(self, offer: FileOffer, told_as: str, at: datetime) -> FileOffer:
        """Keep a new offer (its `id` is given); the one that is kept where `told_as` is known.

        `told_as`: Slack's id of the event that told of the file.
        """

    async def get(self, offer_id: int) -> FileOffer:
        """Return an offer. Raises NotFound."""

    async def for_change(self, offer_id: int) -> FileOffer:
        """Return an offer, locked until the unit of work ends. Raises NotFound."""

    async def open_direct(self) -> Sequence[FileOffer]:
        """Return the offers with buttons in conversations with one person, locked."""

    async def save(self, offer: FileOffer) -> None:
        """Write an offer as it stands now."""

    async def owe(self, offer: FileOffer, at: datetime) -> None:
        """Owe its message in the newest version, in the thread of the file."""

    async def owe_faults(self, offer: FileOffer, at: datetime) -> None:
        """Owe the message with its faults below the file; it is one, however often it changes."""
