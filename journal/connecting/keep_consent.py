"""What a person gave is kept, and everything that waited for it goes on: one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from journal.books.book import Book, Connection, ConnectionState
from journal.books.consent import (
    LINK_LIVES,
    Company,
    Connecting,
    Link,
    SealedTokens,
    companies_for,
    connecting_of,
)
from journal.errors import NotFound
from journal.incidents.notices import NoticeKind
from journal.polling.let_in_again import connected_by
from journal.ports import SeenStore, Store
from journal.seeing import Viewer


@dataclass(frozen=True, slots=True)
class Connected:
    """A book is connected, and what follows from it."""

    book: Book
    connection: Connection
    company: Company
    is_new: bool  # it was not connected before
    released: int  # how many entries are being posted now, of all books it concerns
    books: tuple[str, ...]  # the other books that the same consent lets in again


@dataclass(frozen=True, slots=True)
class Choice:
    """The consent lets us into several companies: the person says which the book is."""

    book: Book
    link: Link
    companies: Sequence[Company]
    state: str = field(default="", repr=False)  # by which the answer is known


@dataclass(frozen=True, slots=True)
class Awaited:
    """What was given is kept, and serves nothing until who asked confirms it in Slack."""

    book: Book
    told: Connecting


async def fitting(store: Store, link: Link, offered: Sequence[Company], state: str = "") -> Choice:
    """Return the companies that the link's book may be connected to, one or several.

    Raises:
        ConsentRefused: none will do.
    """
    book = await store.books.get(link.book_id)
    sees = await store.rights.sees(Viewer(link.asked_by))
    owners = {
        (one.site, one.realm): name if sees.has(one.book_id) else "another book"
        for one, name in await store.consents.on(link.platform)
    }
    companies = companies_for(book, await own_connection(store, link.book_id), offered, owners)
    return Choice(book, link, companies, state)


async def new_consent(store: Store, link: Link, tokens: SealedTokens, at: datetime) -> int:
    """Keep the tokens as a consent of their own; return its id.

    Those of the consent before stay as they are, since this one may not let us into every
    company which that one did.
    """
    return await store.consents.add(link.platform, tokens, link.asked_by, at)


async def ask(store: Store, choice: Choice, at: datetime) -> Awaited:
    """Ask who asked for the link whether the one company of `choice` is right; in Slack."""
    link, (company,) = choice.link, choice.companies
    is_new = await own_connection(store, link.book_id) is None
    told = replace(connecting_of(link, company), is_new=is_new)
    await store.consents.await_answer(link.id, company, at + LINK_LIVES)
    await store.notices.tell_connecting(NoticeKind.CONFIRM, link.asked_by, told, at)
    return Awaited(choice.book, told)


async def keep(
    store: SeenStore,
    choice: Choice,
    consent_id: int,
    offered: Sequence[Company],
    at: datetime,
) -> Connected:
    """Connect the book to the one company in `choice`, and let in whatever else `offered` cures.

    Raises:
        BadInput: another process has connected the company, or the book, meanwhile.
    """
    link, (company,) = choice.link, choice.companies
    own = await own_connection(store, link.book_id)
    others = await _cured(store, link, own, offered)
    connection = own or await store.consents.connect(
        choice.book, link.platform, company, consent_id
    )
    released = await _let_in(store, [connection, *others.values()], consent_id, link, at)
    return Connected(choice.book, connection, company, own is None, released, tuple(sorted(others)))


async def own_connection(store: Store, book_id: int) -> Connection | None:
    """Return the connection of a book; None: it was never connected."""
    try:
        return await store.books.connection_of(book_id)
    except NotFound:
        return None


async def _cured(
    store: SeenStore, link: Link, own: Connection | None, offered: Sequence[Company]
) -> Mapping[str, Connection]:
    """Return, by book, the other connections that the new consent should let in from now on.

    They are those that came with the consent which it takes the place of, and those that
    nothing lets in now. One that works by someone else's consent is left alone, and so is that of
    a book which the person does not see: who lets it in becomes its owner.
    """
    there = {(one.site, one.realm) for one in offered}
    return {
        name: one
        for one, name in await store.consents.on(link.platform)
        if (one.site, one.realm) in there
        and store.sees.has(one.book_id)
        and one.book_id != link.book_id
        and (
            one.state is ConnectionState.LOST
            or (own is not None and one.consent_id == own.consent_id)
        )
    }


async def _let_in(
    store: Store, connections: Sequence[Connection], consent_id: int, link: Link, at: datetime
) -> int:
    released = 0
    for one in sorted(connections, key=lambda one: one.id):  # all processes lock in this order
        await store.consents.serve(one.id, consent_id, link.asked_by)
        released += await connected_by(store, one, at, link.asked_by)
        await store.notices.end_moved(one.id)
        await store.jobs.poll(one.id)
        await store.jobs.post_entries(one.id)
    return released
