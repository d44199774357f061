"""Connecting a book: the personal link, whom the platform lets us into, and which of them it is."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from journal.books.book import Book, Connection, Platform
from journal.books.signed_in import NOBODY, SignedIn
from journal.errors import ConsentRefused, LinkSpent, Typed

LINK_LIVES = timedelta(minutes=15)
MOST_KEY_TRIES, TRIES_WITHIN = 10, timedelta(hours=1)
"""How often one person may have jefail call an address that they type in."""
WARNING = timedelta(days=14)
"""How long before an authorisation ends the team is told."""


@dataclass(frozen=True, slots=True)
class Company:
    """A company at a platform that a consent lets us into."""

    realm: str  # the platform's own id of it
    name: str
    site: str = ""  # as in Connection


@dataclass(frozen=True, slots=True)
class SealedTokens:
    """Tokens as they are kept: encrypted."""

    access: bytes = field(repr=False)
    refresh: bytes = field(repr=False)
    access_expires_at: datetime
    refresh_expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link as it is made. Of the token in its address only the digest is kept."""

    digest: bytes = field(repr=False)
    book_id: int
    platform: Platform
    asked_by: str  # Slack user id
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Link:
    """A link as it stands; each of its steps is taken once."""

    id: int
    book_id: int
    platform: Platform
    asked_by: str
    expires_at: datetime
    used_at: datetime | None = None  # the person went on to the platform
    verifier: bytes = field(default=b"", repr=False)  # of PKCE, encrypted
    consent_id: int | None = None  # kept, while the person says which company the book is
    companies: tuple[Company, ...] = ()  # to choose from
    awaits: Company | None = None  # the one that was chosen, until who asked confirms it in Slack
    signed_in: SignedIn = NOBODY  # who came back from the platform, as it tells


class Answer(StrEnum):
    """What became of a company that waited for who asked for its link."""

    AWAITED = ""
    CONNECTED = "connected"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Connecting:
    """A book and the company someone signed in to for it, as people are told; kept as plain JSON.

    The person who comes back from the platform had the link, no more. It is connected only when
    the person who asked for the link says in Slack that it is the right one.
    """

    link_id: int = 0
    book_id: int = 0
    platform: str = ""  # as people call it
    company: str = ""
    realm: str = ""
    host: str = ""  # of a server of one's own, which calls its company and its people as it likes
    asked_by: str = ""  # Slack user id
    signed_in: SignedIn = NOBODY  # at the platform, as it tells
    is_new: bool = True  # the book was connected to nothing before
    answer: Answer = Answer.AWAITED


def connecting_of(link: Link, company: Company) -> Connecting:
    """Return what people are told of a company that someone signed in to by `link`."""
    return Connecting(
        link_id=link.id,
        book_id=link.book_id,
        platform=link.platform.label,
        company=company.name,
        realm=company.realm,
        host=urlsplit(company.site).netloc if link.platform.is_keyed else "",
        asked_by=link.asked_by,
        signed_in=link.signed_in,
    )


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link as it is handed to the person who asked for it."""

    url: str = field(repr=False)
    book: Book
    platform: Platform
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Ending:
    """A connection and the end of the consent that lets it in."""

    book: Book
    connection: Connection
    ends_at: datetime | None  # None: no end is known
    granted_by: str | None  # Slack user id; None: at the terminal
    granted_at: datetime | None

    def is_near(self, now: datetime) -> bool:
        """Whether someone should connect it again now."""
        return self.ends_at is not None and self.ends_at - now <= WARNING


def new_secret() -> str:
    """Return 32 random bytes as text for an address, a state or a PKCE verifier."""
    return secrets.token_urlsafe(32)


def digest_of(secret: str) -> bytes:
    """Return what is kept of `secret`; it is random, so a plain fast digest gives nothing away."""
    return hashlib.sha256(secret.encode()).digest()


def refuse_if_spent(link: Link | None, now: datetime) -> Link:
    """Return the link when its first page may be used. Raises LinkSpent."""
    if link is None:
        raise _spent("This link is not known, or a newer one took its place.")
    if link.used_at is not None:
        raise _spent("This link was used already; each works once.")
    return refuse_if_late(link, now)


def refuse_if_late(link: Link | None, now: datetime) -> Link:
    """Return the link while there is time left. Raises LinkSpent."""
    if link is None:
        raise _spent("This step was taken already, or its link was never made.")
    if link.expires_at <= now:
        minutes = int(LINK_LIVES.total_seconds() // 60)
        raise _spent(f"This link is too old; each is good for {minutes} minutes.")
    return link


def refuse_if_tried_out(tries: int) -> None:
    """Return when a person may try a key, for the `tries`th time in `TRIES_WITHIN`.

    Raises LinkSpent: they tried too often, right keys and wrong ones.
    """
    if tries > MOST_KEY_TRIES:
        minutes = int(TRIES_WITHIN.total_seconds() // 60)
        raise LinkSpent(
            f"You tried {MOST_KEY_TRIES} times in {minutes} minutes, and nothing was changed."
            " Ask your jefail administrator for the right address and key, and try again later."
        )


def companies_for(
    book: Book,
    own: Connection | None,
    offered: Sequence[Company],
    owners: Mapping[tuple[str, str], str],
) -> Sequence[Company]:
    """Return those of `offered` that `book` may be connected to; a person chooses of several.

    Args:
        book: whose accounts they are.
        own: its connection, when it has one: then only that company will do.
        offered: whom the consent lets us into.
        owners: the books that other companies belong to, by (site, realm).

    Raises:
        ConsentRefused: none will do; names what came back and what was wanted.
    """
    if own is not None:
        return _own(book, own, offered)
    free = [one for one in offered if (one.site, one.realm) not in owners]
    if free:
        return free
    if not offered:
        raise ConsentRefused(
            "The user who signed in has no company there, so nothing was connected. Sign in as"
            " somebody who may see the books."
        )
    taken = ", ".join(f"{_named(one)} belongs to {owners[one.site, one.realm]}" for one in offered)
    raise ConsentRefused(
        f"Nothing was connected: {taken}. Two books on one company would post everything twice."
    )


def _own(book: Book, own: Connection, offered: Sequence[Company]) -> Sequence[Company]:
    for one in offered:
        if (one.site, one.realm) == (own.site, own.realm):
            return [one]
    came = ", ".join(map(_named, offered)) or "no company"
    raise ConsentRefused(
        f"You signed in to {came}, but the entries of {book.name} are kept in company {own.realm}"
        f" of {own.platform.label}. Nothing was changed. Connect again and choose that one."
    )


def _named(company: Company) -> str:
    return f"“{company.name}” ({company.realm})" if company.name else f"company {company.realm}"


def _spent(why: str) -> LinkSpent:
    return LinkSpent(
        f"{why} Press Reconnect on the card or type {{command}} in Slack for a new one.",
        command=Typed.of("/jefail connect"),
    )
