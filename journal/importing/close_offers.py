"""Offers of files are closed where nobody is left whom they concern."""

from __future__ import annotations

from dataclasses import dataclass, replace

from journal.offers.file_offer import NOT_A_MEMBER, OfferStep
from journal.ports import Clock, OpenStore
from journal.seeing import Viewer


@dataclass(frozen=True, slots=True)
class CloseOffers:
    """Refuse what people dropped into their own conversation and whose book they left since.

    Its buttons go with it. What is being read or imported is refused by the job that does it.
    """

    open_store: OpenStore
    now: Clock

    async def __call__(self) -> None:
        """Look at every such offer that has buttons. Raises StoreBusy: try again."""
        async with self.open_store() as store:
            for offer in await store.offers.open_direct():
                sees = await store.rights.sees(Viewer(offer.dropped_by))
                if offer.is_left(sees) and not sees.is_being_read:
                    refused = offer.after(OfferStep.REFUSE, by=None, at=self.now())
                    await store.offers.save(replace(refused, why=NOT_A_MEMBER))
                    await store.offers.owe(refused, self.now())
