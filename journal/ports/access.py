"""What is kept of how books are connected, and of who may do what."""

from __future__ import annotations

from collections.abc import Sequence, Set
from datetime import datetime, timedelta
from typing import Protocol

from journal.books.book import Book, Connection, Platform
from journal.books.consent import Company, Link, NewLink, SealedTokens
from journal.books.signed_in import NOBODY, SignedIn
from journal.incidents.move import MoveName
from journal.rights import Person, Rule
from journal.seeing import Sees, Viewer


class Consents(Protocol):
    """Links to connect a book, and what people gave by them. States are kept as digests."""

    async def invite(self, new: NewLink) -> None:
        """Keep a new link; the same person's older ones for the book, if unused, are ended."""

    async def link(self, digest: bytes) -> Link | None:
        """Return the link with this digest of its token, used and old ones too."""

    async def spend(
        self, link_id: int, at: datetime, state: bytes | None = None, verifier: bytes | None = None
    ) -> bool:
        """Use the link up; False when someone was first. `state`: the digest of OAuth's."""

    async def count_key_try(self, by: str, at: datetime, since: datetime) -> int:
        """Count that a person tries a key; return how often they did after `since`."""

    async def came_back(self, state: bytes, at: datetime) -> Link | None:
        """Return the link that went out with `state` (a digest), once; None ever after."""

    async def offer(
        self,
        link_id: int,
        consent_id: int,
        companies: Sequence[Company],
        until: datetime,
        signed_in: SignedIn = NOBODY,
    ) -> None:
        """Keep what there is to choose from, the consent that it came with, and who gave it."""

    async def offered(self, state: bytes) -> Link | None:
        """Return the link whose person is choosing, locked; None when nothing is to be chosen."""

    async def await_answer(self, link_id: int, company: Company, until: datetime) -> None:
        """Keep the one company that was chosen, until who asked for the link confirms it."""

    async def awaiting(self, link_id: int) -> Link | None:
        """Return the link whose company waits to be confirmed, locked; None: none does."""

    async def settle(self, link_id: int, at: datetime) -> None:
        """Note that it was confirmed or declined; nothing waits any more."""

    async def add(self, platform: Platform, tokens: SealedTokens, by: str, at: datetime) -> int:
        """Keep a new consent with its tokens; return its id."""

    async def connect(
        self, to: Book, platform: Platform, company: Company, consent_id: int
    ) -> Connection:
        """Link a book to its company. Raises BadInput: the company is another book's."""

    async def on(self, platform: Platform) -> Sequence[tuple[Connection, str]]:
        """Return every connection to the platform with its book's name, in order, locked."""

    async def serve(self, connection_id: int, consent_id: int, by: str) -> None:
        """Let a connection in by this consent from now on.

        `by`: who gave it, and so is asked when it ends, unless someone else was chosen for that.
        """

    async def claim_ending(self, at: datetime, warning: timedelta) -> Sequence[Connection]:
        """Return the living connections whose consent ends within `warning`; each once.

        An end that was told is not told again, though each renewal moves it by some seconds; one
        that has moved on by more than a day is another end.
        """


class Members(Protocol):
    """Who is in the channels of books. Channels of no book are none of our business."""

    async def came(self, channel_id: str, person_id: str, at: datetime) -> None:
        """Note that someone joined a channel; it is read again soon as well."""

    async def went(self, channel_id: str, person_id: str, at: datetime) -> None:
        """Note that someone left a channel; it is read again soon as well."""

    async def close(self, channel_id: str, at: datetime) -> None:
        """Note that nobody is in a channel, until it is read again: soon."""


class Rights(Protocol):
    """Who may what, and who is who as Slack told it last."""

    async def rule(self, book_id: int, move: MoveName) -> Rule:
        """Return the rule for a move: its own, else the book's for all, else anyone may."""

    async def rules(self, book_id: int) -> Sequence[Rule]:
        """Return every rule of the book, that for all moves first."""

    async def sees(self, viewer: Viewer) -> Sees:
        """Return the books that concern someone now; one statement.

        Those of whose channels they are a member, and those for which a rule or the connection
        names them. Guests, people of other workspaces and people whom Slack has not told of yet
        see by their channels alone.
        """

    async def person(self, person_id: str, book_id: int) -> Person | None:
        """Return what Slack said of someone, or None when it was never asked.

        `Person.is_member`: of the channel of this book.
        """

    async def team(self, rule: Rule, book_id: int) -> Sequence[Person]:
        """Return those whom a rule of the book names, directly or by a group, by their names."""

    async def preparers(self, incident_id: int) -> Set[str]:
        """Return who prepared what is to be decided on the incident: every version of its entries.

        Those that are not posted, or that people changed in the ledger; by id or e-mail address.
        """
