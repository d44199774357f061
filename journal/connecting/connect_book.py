"""Someone asks to connect a book: they are given a link of their own."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from journal.books.book import Book, Connection, Platform
from journal.books.consent import LINK_LIVES, Invitation, NewLink, digest_of, new_secret
from journal.connecting.keep_consent import own_connection
from journal.errors import BadInput, Typed
from journal.incidents.move import MoveName
from journal.moves.allowing import require_first_connection, require_right_in_book
from journal.ports import Click, Clock, OpenSeen


@dataclass(frozen=True, slots=True)
class ConnectBook:
    """Make personal links, each good once and for a quarter of an hour."""

    open_store: OpenSeen
    now: Clock
    public_url: str  # where our pages are, without a slash at the end
    platforms: Set[Platform]  # those that a book can be connected to here

    async def __call__(
        self, book_id: int, click: Click, platform: Platform | None = None
    ) -> Invitation:
        """Return a link for the person who clicked, to connect the book, if need be again.

        It is drawn for them alone, so nothing is lost when a click is delivered again:
        each makes a link, and only the newest of a person works.

        Raises:
            BadInput: which platform is not said, or it cannot be connected here.
            NotFound: there is no such book. NotAllowed: the person may not connect it; for the
                first time only someone who is named for it.
        """
        secret, expires_at = new_secret(), self.now() + LINK_LIVES
        async with self.open_store(click.viewer) as store:
            book = await store.books.get(book_id)
            check = await require_right_in_book(store, book_id, click, MoveName.CONNECT)
            own = await own_connection(store, book_id)
            if own is None:
                await require_first_connection(store, check)
            chosen = self._platform(book, own, platform)
            await store.consents.invite(
                NewLink(digest_of(secret), book.id, chosen, click.actor, expires_at)
            )
        return Invitation(f"{self.public_url}/connect/{secret}", book, chosen, expires_at)

    def _platform(self, book: Book, own: Connection | None, asked: Platform | None) -> Platform:
        if own and asked not in (None, own.platform):
            raise BadInput(
                f"{book.name} is connected to {own.platform.label} already, where its entries are."
            )
        chosen = own.platform if own else asked
        if chosen is None:
            raise BadInput(
                f"{book.name} is not connected yet. Say to what: {{command}}, one of {{offered}}.",
                command=Typed.of(f"/jefail connect {book.slug} PLATFORM"),
                offered=self._offered(),
            )
        if chosen not in self.platforms and chosen.is_keyed:
            raise BadInput(
                f"{book.name} posts to {chosen.label}, which the person who runs jefail connects,"
                " with {command}.",
                command=Typed.of("jefail connection add"),
            )
        if chosen not in self.platforms:
            raise BadInput(
                f"{chosen.label} cannot be connected here yet: the person who runs jefail sets"
                f" {chosen.value.upper()}_CLIENT_ID and {chosen.value.upper()}_CLIENT_SECRET."
            )
        return chosen

    def _offered(self) -> Typed:
        return Typed.of(*(one.value for one in Platform if one in self.platforms))
