"""A file of entries that someone dropped into Slack, and where its offer stands. Pure.

Nothing is imported by dropping alone. What is imported is what was summed up: the offer keeps the
digest of the file's bytes and what was chosen, and the file is read again when it is imported.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, Self

from journal.errors import JefailError
from journal.marks import mark_of
from journal.offers.choices import Choices, Needed
from journal.offers.summary import FileSummary
from journal.seeing import Sees


class OfferState(StrEnum):
    """Where it stands."""

    WHICH_BOOK = "which_book"  # a person has to choose one
    READING = "reading"
    ASKS = "asks"  # the file leaves something open that a person has to say
    OFFERED = "offered"
    REQUESTED = "requested"  # a second person has to approve it
    IMPORTING = "importing"
    IMPORTED = "imported"
    DECLINED = "declined"  # not now
    REFUSED = "refused"  # it cannot be read, or is not there any more


class OfferStep(StrEnum):
    """What moves it on."""

    CHOOSE_BOOK = "choose_book"
    CHOOSE = "choose"  # say what it leaves open
    READ = "read"
    ASK = "ask"
    REFUSE = "refuse"
    IMPORT = "import"
    REQUEST = "request"
    APPROVE = "approve"
    DECLINE = "decline"  # the request of another person, or one's own
    NOT_NOW = "not_now"
    AGAIN = "again"
    FINISH = "finish"


_S, _T = OfferState, OfferStep
OFFER_STEPS: Final = {
    (_S.WHICH_BOOK, _T.CHOOSE_BOOK): _S.READING,
    (_S.READING, _T.READ): _S.OFFERED,
    (_S.READING, _T.ASK): _S.ASKS,
    (_S.READING, _T.REFUSE): _S.REFUSED,
    (_S.ASKS, _T.CHOOSE): _S.READING,
    (_S.OFFERED, _T.CHOOSE): _S.READING,
    (_S.OFFERED, _T.IMPORT): _S.IMPORTING,
    (_S.OFFERED, _T.REQUEST): _S.REQUESTED,
    (_S.REQUESTED, _T.APPROVE): _S.IMPORTING,
    (_S.REQUESTED, _T.DECLINE): _S.OFFERED,
    (_S.IMPORTING, _T.FINISH): _S.IMPORTED,
    (_S.IMPORTING, _T.REFUSE): _S.REFUSED,
    (_S.WHICH_BOOK, _T.NOT_NOW): _S.DECLINED,
    (_S.ASKS, _T.NOT_NOW): _S.DECLINED,
    (_S.OFFERED, _T.NOT_NOW): _S.DECLINED,
    (_S.DECLINED, _T.AGAIN): _S.READING,
    # The person who dropped it directly is not in the book's channel any more.
    (_S.WHICH_BOOK, _T.REFUSE): _S.REFUSED,
    (_S.ASKS, _T.REFUSE): _S.REFUSED,
    (_S.OFFERED, _T.REFUSE): _S.REFUSED,
    (_S.REQUESTED, _T.REFUSE): _S.REFUSED,
    (_S.DECLINED, _T.REFUSE): _S.REFUSED,
}
"""From where it goes, by what, and to where; there is no other arrow."""


NOT_A_MEMBER: Final = (
    "You are not in the channel of this book any more, so its file is not imported."
)


class OfferMoved(JefailError):
    """The offer may not go that way from where it stands; says who was first."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an import has come: kept with each batch, so a killed one goes on from there."""

    read: int = 0  # entries and faults of the file that are done with
    taken: int = 0
    asked: int = 0
    known: int = 0
    faults: int = 0


@dataclass(frozen=True, slots=True)
class FileOffer:
    """One file that was dropped, and what is offered of it."""

    id: int
    channel_id: str  # of Slack, where it was dropped
    thread_ts: str  # below which it is answered; "": in the conversation itself
    file_ts: str  # of the message that shows the file
    file_id: str
    file_name: str
    dropped_by: str  # Slack user id
    state: OfferState
    book_id: int | None = None
    book_ids: tuple[int, ...] = ()  # to choose from
    digest: str = ""  # SHA-256 of the bytes that were summed up, in hex
    choices: Choices = field(default_factory=Choices)
    needs: tuple[Needed, ...] = ()
    why: str = ""  # what it asks, or why it is refused, as a sentence
    summary: FileSummary = field(default_factory=FileSummary)
    progress: Progress = field(default_factory=Progress)
    moved_by: str | None = None  # Slack user id
    moved_at: datetime | None = None
    asked_by: str | None = None  # who wants it imported, where a second person approves
    faults_sent: str = ""  # digest of the file of faults that was sent last

    @property
    def is_direct(self) -> bool:
        """Whether it was dropped into a conversation with one person."""
        return self.channel_id.startswith("D")

    @property
    def mark(self) -> str:
        """What differs for any other request: a button that approves it carries this."""
        told = [self.book_id, self.asked_by, self.digest, repr(self.choices), repr(self.summary)]
        return mark_of(told)

    def is_seen(self, sees: Sees) -> bool:
        """Whether someone may know of it: a member, or who dropped it where they are alone."""
        if sees.books is None:
            return True
        is_for_them = not self.is_direct or self.dropped_by == sees.viewer.person_id
        return is_for_them and self.is_of_one(sees)

    def is_of_one(self, sees: Sees) -> bool:
        """Whether the book that it is for, or one of those to choose from, concerns someone."""
        books = self.book_ids if self.book_id is None else (self.book_id,)
        return any(map(sees.has, books))

    def is_left(self, sees: Sees) -> bool:
        """Whether it waits for someone alone whom no book of it concerns any more.

        `sees`: what who dropped it sees.
        """
        is_over = self.state in (OfferState.REFUSED, OfferState.IMPORTED)
        return self.is_direct and not is_over and not self.is_of_one(sees)

    def after(self, step: OfferStep, *, by: str | None, at: datetime) -> Self:
        """Return the offer as it stands after `step`, which `by` made `at` (aware UTC).

        Raises:
            OfferMoved: the table has no such arrow; says how it stands.
        """
        state = OFFER_STEPS.get((self.state, step))
        if state is None:
            raise OfferMoved(_STANDS[self.state], who=self.moved_by)
        return replace(self, state=state, moved_by=by or self.moved_by, moved_at=at)


_STANDS = {
    _S.WHICH_BOOK: "Choose a book for this file first.",
    _S.READING: "jefail is reading this file again. The message shows what comes of it.",
    _S.ASKS: "This file leaves something open. Say what it means first.",
    _S.OFFERED: "This file is offered again. Look at its message.",
    _S.REQUESTED: "{who} asks to import this file. Another person approves or declines that first.",
    _S.IMPORTING: "{who} was first: this file is being imported.",
    _S.IMPORTED: "{who} was first: this file is imported.",
    _S.DECLINED: "{who} said not now. Offer it again from its message.",
    _S.REFUSED: "This file can't be imported. Its message says why.",
}
