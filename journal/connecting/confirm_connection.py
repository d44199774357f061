"""Who asked for a link says in Slack that the company someone signed in to is the right one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from journal.books.book import NO_CHANNEL
from journal.books.consent import Answer, Link, connecting_of, refuse_if_late
from journal.connecting.keep_consent import Connected, fitting, keep, own_connection
from journal.errors import NotFound
from journal.incidents.move import MoveName
from journal.incidents.notices import NoticeKind
from journal.moves.allowing import require_first_connection, require_right_in_book
from journal.ports import Click, Clock, OpenSeen, SeenStore

GONE = "This question was answered already, or it is not yours. Ask for a new link to connect it."


@dataclass(frozen=True, slots=True)
class ConfirmConnection:
    """Connect the book, or leave what was given unused. One transaction each."""

    open_store: OpenSeen
    now: Clock

    async def confirm(self, link_id: int, click: Click) -> Connected:
        """Connect the book to the company that waits, and tell its channel of a new one.

        Raises:
            NotFound: nothing waits for this person by that link.
            LinkSpent: it took too long. NotAllowed: they may not connect the book any more.
            ConsentRefused, BadInput: the company is another book's meanwhile.
        """
        async with self.open_store(click.viewer) as store:
            link = refuse_if_late(await _awaiting(store, link_id, click), self.now())
            check = await require_right_in_book(store, link.book_id, click, MoveName.CONNECT)
            own = await own_connection(store, link.book_id)
            if own is None:
                await require_first_connection(store, check)
            assert link.awaits is not None  # that is how it waits
            assert link.consent_id is not None
            choice = await fitting(store, link, [link.awaits])
            await self._settle(store, link, Answer.CONNECTED)
            made = await keep(store, choice, link.consent_id, link.companies, self.now())
            if made.is_new and made.book.channel_id != NO_CHANNEL:
                await self._tell(store, made, link)
        return made

    async def decline(self, link_id: int, click: Click) -> None:
        """Leave what was given unused; it is forgotten with the link. Raises NotFound."""
        async with self.open_store(click.viewer) as store:
            link = await _awaiting(store, link_id, click)
            await self._settle(store, link, Answer.DECLINED)

    async def _settle(self, store: SeenStore, link: Link, answer: Answer) -> None:
        await store.consents.settle(link.id, self.now())
        await store.notices.connecting_answered(link.id, answer)

    async def _tell(self, store: SeenStore, made: Connected, link: Link) -> None:
        told = replace(connecting_of(link, made.company), answer=Answer.CONNECTED)
        channel_id = made.book.channel_id
        await store.notices.tell_connecting(NoticeKind.CONNECTED, channel_id, told, self.now())


async def _awaiting(store: SeenStore, link_id: int, click: Click) -> Link:
    """Return the link, locked. Raises NotFound: for anyone but who asked for it, too."""
    link = await store.consents.awaiting(link_id)
    if link is None or link.asked_by != click.actor or not store.sees.has(link.book_id):
        raise NotFound(GONE)
    return link
