"""What people do with a file that is offered: choose, import, approve, decline, put off."""

from __future__ import annotations

from dataclasses import dataclass, replace

from journal.errors import BadInput
from journal.incidents.move import MoveName
from journal.moves.allowing import RightCheck, require_right_in_book
from journal.offers.choices import Choices
from journal.offers.file_offer import FileOffer, OfferState, OfferStep
from journal.ports import Click, Clock, OpenSeen, Store
from journal.rights import wants_second


@dataclass(frozen=True, slots=True)
class DecideOffer:
    """Each is one transaction: the click, the offer, its message and the job stand together."""

    open_store: OpenSeen
    now: Clock

    async def choose_book(self, offer_id: int, click: Click, book_id: int) -> FileOffer:
        """Say which book the file is for; it is read then.

        Raises:
            NotFound: they do not see that book.
            NotAllowed: the person may not import into that book. OfferMoved: someone was first.
            BadInput: that book was not among those to choose from.
        """
        async with self.open_store(click.viewer) as store:
            offer = await store.offers.for_change(offer_id)
            if book_id not in offer.book_ids:
                raise BadInput("That book can't be chosen for this file. Drop the file again.")
            await store.books.get(book_id)  # no list that someone else was shown goes beyond it
            chosen = replace(offer, book_id=book_id)
            await may_import(store, chosen, click)
            return await self._read_again(store, chosen, click, OfferStep.CHOOSE_BOOK)

    async def choose(self, offer_id: int, click: Click, choices: Choices) -> FileOffer:
        """Say what the file leaves open; it is read and summed up again.

        Raises:
            NotAllowed: the person may not import. OfferMoved: it is not offered now.
        """
        async with self.open_store(click.viewer) as store:
            offer = replace(await store.offers.for_change(offer_id), choices=choices)
            await may_import(store, offer, click)
            return await self._read_again(store, offer, click, OfferStep.CHOOSE)

    async def offer_again(self, offer_id: int, click: Click) -> FileOffer:
        """Offer a file again that was put off. Raises as `choose`."""
        async with self.open_store(click.viewer) as store:
            offer = await store.offers.for_change(offer_id)
            await may_import(store, offer, click)
            return await self._read_again(store, offer, click, OfferStep.AGAIN)

    async def import_(self, offer_id: int, click: Click) -> FileOffer:
        """Have the file imported, or ask a second person where the book's rule wants one.

        Raises:
            NotAllowed: the person may not import so much. OfferMoved: someone was first.
            BadInput: it takes a second person, who does not see the conversation it stands in.
        """
        async with self.open_store(click.viewer) as store:
            offer = await store.offers.for_change(offer_id)
            check = await may_import(store, offer, click)
            needs_second = wants_second(check.rule, check.scope)
            step = OfferStep.REQUEST if needs_second else OfferStep.IMPORT
            moved = offer.after(step, by=click.actor, at=self.now())
            if not await store.clicks.remember(click):
                return offer
            if needs_second and offer.is_direct:
                raise BadInput(
                    "A second person has to approve this much. Drop the file into the channel of"
                    " the book, where someone can."
                )
            if needs_second:
                return await self._kept(store, replace(moved, asked_by=click.actor))
            await store.jobs.import_offer(offer.id)
            return await self._kept(store, replace(moved, asked_by=None))

    async def approve(self, offer_id: int, click: Click, seen: str | None = None) -> FileOffer:
        """Approve what someone else asked for: both have to be allowed it.

        `seen`: the mark of the request as its button was drawn. Where another one waits by now, it
        stays requested and its message is drawn again. None: it was read just now.

        Raises:
            NotAllowed: one of them may not, or it is one person. OfferMoved: nothing is asked.
        """
        async with self.open_store(click.viewer) as store:
            offer = await store.offers.for_change(offer_id)
            await may_import(store, offer, click)
            if offer.state is OfferState.REQUESTED and seen not in (None, offer.mark):
                await store.offers.owe(offer, self.now())
                return offer
            moved = offer.after(OfferStep.APPROVE, by=click.actor, at=self.now())
            both = replace(click, actor=offer.asked_by or "", second=click.actor)
            await may_import(store, offer, both)
            if not await store.clicks.remember(click):
                return offer
            await store.jobs.import_offer(offer.id)
            return await self._kept(store, moved)

    async def decline(self, offer_id: int, click: Click) -> FileOffer:
        """Decline a request, or take one's own back: the file is offered as before.

        Raises as `import_`.
        """
        return await self._set_aside(offer_id, click, OfferStep.DECLINE)

    async def not_now(self, offer_id: int, click: Click) -> FileOffer:
        """Put the file off; its message gets small and can offer it again. Raises as `import_`."""
        return await self._set_aside(offer_id, click, OfferStep.NOT_NOW)

    async def _set_aside(self, offer_id: int, click: Click, step: OfferStep) -> FileOffer:
        async with self.open_store(click.viewer) as store:
            offer = await store.offers.for_change(offer_id)
            if click.actor not in (offer.dropped_by, offer.asked_by):
                await may_import(store, offer, click)
            moved = replace(offer.after(step, by=click.actor, at=self.now()), asked_by=None)
            return await self._kept(store, moved)

    async def _read_again(
        self, store: Store, offer: FileOffer, click: Click, step: OfferStep
    ) -> FileOffer:
        moved = offer.after(step, by=click.actor, at=self.now())
        if not await store.clicks.remember(click):
            return offer
        await store.jobs.read_offer(offer.id)
        return await self._kept(store, moved)

    async def _kept(self, store: Store, offer: FileOffer) -> FileOffer:
        await store.offers.save(offer)
        await store.offers.owe(offer, self.now())
        return offer


async def may_import(store: Store, offer: FileOffer, click: Click) -> RightCheck:
    """Return the rule by which the click's person may import this file, as far as it is known.

    Raises:
        NotAllowed: they may not; says why and who could.
    """
    book_id = offer.book_ids[0] if offer.book_id is None else offer.book_id
    amounts = offer.summary.amounts
    return await require_right_in_book(store, book_id, click, MoveName.IMPORT, amounts)
