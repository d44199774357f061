"""A person gives access: from the link, over the platform's own page, to entries being posted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from journal.books.book import Book, Connection
from journal.books.consent import (
    LINK_LIVES,
    TRIES_WITHIN,
    Link,
    digest_of,
    new_secret,
    refuse_if_late,
    refuse_if_spent,
    refuse_if_tried_out,
)
from journal.connecting.keep_consent import Awaited, Choice, ask, fitting, new_consent
from journal.errors import BadInput, LinkSpent, NotFound, StoreBusy
from journal.ports import (
    Asking,
    Clock,
    Granted,
    KeyForm,
    OpenStore,
    Seal,
    SignIn,
    Store,
    TellsWho,
    WaysIn,
)

TRIES = 3


@dataclass(frozen=True, slots=True)
class OpenedLink:
    """What the page of a link shows."""

    link: Link
    book: Book
    own: Connection | None  # None: it is connected for the first time
    sign_in: SignIn | None  # one of these two
    key_form: KeyForm | None


@dataclass(frozen=True, slots=True)
class Departure:
    """Where the person goes now, and the secret that comes back with them."""

    address: str
    state: str


@dataclass(frozen=True, slots=True)
class TakeConsent:
    """The steps of one link, in the order in which a person takes them."""

    open_store: OpenStore
    now: Clock
    ways: WaysIn
    seal: Seal
    back: str  # the address that platforms send people back to

    async def look(self, token: str) -> OpenedLink:
        """Return what the link is for; looking uses nothing up. Raises LinkSpent."""
        async with self.open_store() as store:
            return await self._opened(store, token)

    async def go(self, token: str) -> Departure:
        """Use the link up and return the way to the platform. Raises LinkSpent."""
        async with self.open_store() as store:
            opened = await self._opened(store, token)
            asking = Asking(state=new_secret(), verifier=new_secret(), back=self.back)
            sign_in = self._sign_in(opened.link)
            sealed = self.seal.text(asking.verifier)
            await self._spent(store, opened.link, digest_of(asking.state), sealed)
        site = opened.own.site if opened.own else ""
        return Departure(sign_in.address(asking, site), asking.state)

    async def come_back(self, state: str, answer: Mapping[str, str]) -> Awaited | Choice:
        """Take what the platform sent back with the person; the same state only once.

        Args:
            state: as it was handed out, known to be this browser's.
            answer: the parameters of the address that the platform sent them to.

        Raises:
            LinkSpent: there is no such round, it is over, or it took too long.
            ConsentRefused: it does not let us into the book's company; nothing was changed.
            LedgerError, AuthorisationLost: as `SignIn.take`; nothing was changed.
        """
        async with self.open_store() as store:
            link = await store.consents.came_back(digest_of(state), self.now())
        link = refuse_if_late(link, self.now())
        asking = Asking(state=state, verifier=self._verifier(link), back=self.back)
        way = self._sign_in(link)
        granted = await _with_person(way, await way.take(answer, asking))
        return await self._kept(link, granted, state)

    async def choose(self, state: str, site: str, realm: str) -> Awaited:
        """Take which company the book is; who asked for the link confirms it in Slack.

        Raises:
            LinkSpent: nothing is to be chosen any more. BadInput: it is not one of those offered.
        """
        async with self.open_store() as store:
            link = refuse_if_late(await store.consents.offered(digest_of(state)), self.now())
            chosen = [one for one in link.companies if (one.site, one.realm) == (site, realm)]
            if not chosen or link.consent_id is None:
                raise BadInput("Choose one of the companies that are offered.")
            choice = await fitting(store, link, chosen)
            return await ask(store, choice, self.now())

    async def take_key(self, token: str, site: str, key: str) -> Awaited | Choice:
        """Take a key that was typed in. One that is refused does not use the link up.

        Raises:
            LinkSpent: the link is used up, or the person tried too many keys.
            ConsentRefused: the key gives no access.
            LedgerError: the server could not be asked.
        """
        opened = await self.look(token)
        if opened.key_form is None:
            raise BadInput(f"{opened.link.platform.label} is not entered with a key.")
        await self._count_try(opened.link)
        way = opened.key_form
        granted = await _with_person(way, await way.take(site, key))
        return await self._kept(opened.link, granted, new_secret())

    async def _count_try(self, link: Link) -> None:
        """Count a try before anything is called, in every process. Raises LinkSpent."""
        at = self.now()
        async with self.open_store() as store:
            tries = await store.consents.count_key_try(link.asked_by, at, at - TRIES_WITHIN)
        refuse_if_tried_out(tries)

    async def _kept(self, link: Link, granted: Granted, state: str) -> Awaited | Choice:
        """Keep what was given. Tried more than once: a code or a token cannot be had again."""
        for _ in range(TRIES - 1):
            try:
                return await self._keep(link, granted, state)
            except StoreBusy:
                continue
        return await self._keep(link, granted, state)

    async def _keep(self, link: Link, granted: Granted, state: str) -> Awaited | Choice:
        sealed, at = self.seal.tokens(granted.tokens), self.now()
        async with self.open_store() as store:
            if link.used_at is None:
                await self._spent(store, link, digest_of(state))
            link = replace(link, signed_in=granted.signed_in)
            choice = await fitting(store, link, granted.companies, state)
            consent_id = await new_consent(store, link, sealed, at)
            until = at + LINK_LIVES
            offered, person = granted.companies, granted.signed_in
            await store.consents.offer(link.id, consent_id, offered, until, person)
            return choice if len(choice.companies) > 1 else await ask(store, choice, at)

    async def _spent(
        self, store: Store, link: Link, state: bytes, verifier: bytes | None = None
    ) -> None:
        at = self.now()
        if not await store.consents.spend(link.id, at, state, verifier):
            refuse_if_spent(replace(link, used_at=at), at)

    async def _opened(self, store: Store, token: str) -> OpenedLink:
        link = refuse_if_spent(await store.consents.link(digest_of(token)), self.now())
        try:
            own = await store.books.connection_of(link.book_id)
        except NotFound:
            own = None
        return OpenedLink(
            link=link,
            book=await store.books.get(link.book_id),
            own=own,
            sign_in=self.ways.sign_ins.get(link.platform),
            key_form=self.ways.key_forms.get(link.platform),
        )

    def _sign_in(self, link: Link) -> SignIn:
        found = self.ways.sign_ins.get(link.platform)
        if found is None:
            raise BadInput(f"{link.platform.label} is not connected by signing in there.")
        return found

    def _verifier(self, link: Link) -> str:
        try:
            return self.seal.opened(link.verifier)
        except NotFound as error:
            raise LinkSpent("jefail's key was changed meanwhile. Ask for a new link.") from error


async def _with_person(way: TellsWho, granted: Granted) -> Granted:
    """Return what was given with the person who gave it, where the platform tells who."""
    if not granted.companies:
        return granted  # refused before anyone is asked about it
    person = await way.who_signed_in(granted.tokens.access, granted.companies[0])
    return replace(granted, signed_in=person)
