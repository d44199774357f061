"""Books, their authorised links to a platform, and the platform's accounts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from journal.books.closed_days import OPEN, ClosedDays
from journal.books.lists import CompanyRules
from journal.books.rates import RateRule


class Platform(StrEnum):
    """Where entries are posted: by jefail itself, or by a posting service that it watches."""

    QUICKBOOKS = "quickbooks"
    XERO = "xero"
    ZOHO = "zoho"
    TRYTON = "tryton"
    POSTING_SERVICE = "posting_service"

    @property
    def label(self) -> str:
        """The platform's name as people say it."""
        return _LABELS[self]

    @property
    def keeps_drafts(self) -> bool:
        """Whether an entry can be left there as a draft where the books are closed."""
        return self is Platform.XERO

    @property
    def changes_in_place(self) -> bool:
        """Whether an entry that is in its ledger can be put right there by us."""
        return self in (Platform.QUICKBOOKS, Platform.XERO, Platform.ZOHO)

    @property
    def makes_accounts(self) -> bool:
        """Whether accounts can be made there from here."""
        return self in (Platform.QUICKBOOKS, Platform.XERO, Platform.ZOHO)

    @property
    def takes_ours(self) -> bool:
        """Whether jefail itself posts there, so that people can change here what is posted."""
        return self is not Platform.POSTING_SERVICE

    @property
    def is_keyed(self) -> bool:
        """Whether it is a server of one's own that is entered by a key, not by a consent."""
        return self in (Platform.TRYTON, Platform.POSTING_SERVICE)


_LABELS = {
    Platform.QUICKBOOKS: "QuickBooks",
    Platform.XERO: "Xero",
    Platform.ZOHO: "Zoho Books",
    Platform.TRYTON: "Tryton",
    Platform.POSTING_SERVICE: "the posting service",
}


class ConnectionState(StrEnum):
    """Whether jefail has access to the platform."""

    CONNECTED = "connected"
    LOST = "lost"


NO_CHANNEL = ""
"""Of a book that is watched from elsewhere over the posting service: nothing is sent to Slack."""


@dataclass(frozen=True, slots=True)
class Book:
    """One legal entity's set of accounts, e.g. a client of the firm."""

    id: int
    slug: str  # short name for commands: "northwind"
    name: str
    channel_id: str  # the Slack channel its cards go to
    currency: str
    locale: str  # e.g. "en_US": how amounts and dates are written
    stores: Mapping[str, str] = field(default_factory=dict)
    """Sales channel -> the book's own store there, as its pages' addresses name it."""
    closes_on: int | None = None  # day of the following month on which a month closes
    rates: RateRule = RateRule.ASK
    """Where a rate comes from when an entry in another currency has none."""
    note_above: Mapping[str, Decimal | None] = field(default_factory=dict)
    """Currency -> above how much the person who closes a case has to say why; None: never."""


@dataclass(frozen=True, slots=True)
class Connection:
    """A book's authorised link to its accounting platform."""

    id: int
    book_id: int
    platform: Platform
    realm: str  # the platform's own id of the company
    state: ConnectionState
    currency: str = "USD"  # the home currency of the company
    posts_to: str = ""  # of a posting service: what people call where it posts, and itself
    site: str = ""  # where the platform is for this company: a data centre, a URL; "": the usual
    owner: str | None = None  # Slack user id: who is asked to connect it again
    consent_id: int = 0  # whose tokens give access; one consent may serve several companies
    closed: ClosedDays = OPEN
    polled_at: datetime | None = None
    unread_since: datetime | None = None  # the platform has not answered a poll since
    counted_after: date | None = None  # posted entries up to this day were looked for last
    changes_read_to: datetime | None = None  # what changed there until then is known here
    is_looking: bool = False  # a round of look-ups is under way, a part at each poll
    accounts_read_at: datetime | None = None
    company_rules: CompanyRules = field(default_factory=CompanyRules)

    @property
    def posting_label(self) -> str:
        """Where its entries are posted: "Xero", or "QuickBooks (through Cedar's importer)"."""
        return self.posts_to or self.platform.label


@dataclass(frozen=True, slots=True)
class AccountKind:
    """A type of account that can be made at a platform."""

    value: str  # the platform's word
    label: str


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account that someone wants made."""

    name: str
    number: str  # empty: without one
    kind: str  # an `AccountKind.value`


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the platform's chart."""

    external_id: str
    name: str  # with its parents, "Sales:Gift cards"
    number: str = ""
    kind: str = ""  # the platform's word for its type
    active: bool = True
    postable: bool = True  # False: a journal entry may not touch it, as Xero's bank accounts
    stable_id: str = ""  # that outlives renumbering, where `external_id` does not: Xero's AccountID
    wants_name: str = ""  # on each line: "customer", "vendor", or "any" of both

    @property
    def key(self) -> str:
        """The platform's id that stays the same whatever becomes of name and number."""
        return self.stable_id or self.external_id

    @property
    def label(self) -> str:
        """The account as people know it: "2105 Gift cards"."""
        return f"{self.number} {self.name}".strip()

    @property
    def takes_entries(self) -> bool:
        """Whether a journal entry may be posted to it now."""
        return self.active and self.postable
