"""Whether a file that nobody else sees still concerns a book of the person who dropped it."""

from __future__ import annotations

from journal.errors import BadInput
from journal.offers.file_offer import NOT_A_MEMBER, FileOffer
from journal.seeing import Viewer
from storage.database import Database


async def require_member(database: Database, offer: FileOffer) -> None:
    """Return where an offer may tell of its book: its channel, or a member's own conversation.

    Raises:
        BadInput: the book does not concern the person any more. StoreBusy: try again.
    """
    if not offer.is_direct:
        return
    async with database.store() as store:
        sees = await store.rights.sees(Viewer(offer.dropped_by))
    if offer.is_left(sees):
        raise BadInput(NOT_A_MEMBER)
