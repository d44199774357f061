"""What the rules need from the outside: the books, the store, a clock."""

from collections.abc import Callable
from datetime import datetime

from journal.ports.access import Consents, Members, Rights
from journal.ports.books import Books, Closings, Costs, Mappings
from journal.ports.codings import Codings
from journal.ports.connecting import (
    FOR_EVER,
    WHO_SECONDS,
    Asking,
    Granted,
    KeyForm,
    Seal,
    SignIn,
    TellsWho,
    Tokens,
    TokenSafe,
    TokenSlot,
    WaysIn,
    tokens_of_key,
)
from journal.ports.entries import Entries, Intake, Postings, Revisions
from journal.ports.fence import before_write, fenced, must_stand
from journal.ports.incidents import Incidents, Notices
from journal.ports.ledger import Capabilities, Change, Ledger, OpenLedger, Wanted
from journal.ports.offers import Offers
from journal.ports.records import (
    ALL_OPEN,
    Acceptance,
    Attempt,
    BookStatus,
    Click,
    Found,
    Hold,
    OpenCases,
    PastAttempt,
    PostedAt,
    Slot,
    Waiting,
    WatchedMonth,
)
from journal.ports.store import OpenMembers, OpenSeen, OpenStore, SeenStore, Store
from journal.ports.watch import Watch
from journal.ports.work import Clicks, Drafts, Jobs

Clock = Callable[[], datetime]
"""Returns the present time, aware UTC."""

__all__ = [
    "ALL_OPEN",
    "FOR_EVER",
    "WHO_SECONDS",
    "Acceptance",
    "Asking",
    "Attempt",
    "BookStatus",
    "Books",
    "Capabilities",
    "Change",
    "Click",
    "Clicks",
    "Clock",
    "Closings",
    "Codings",
    "Consents",
    "Costs",
    "Drafts",
    "Entries",
    "Found",
    "Granted",
    "Hold",
    "Incidents",
    "Intake",
    "Jobs",
    "KeyForm",
    "Ledger",
    "Mappings",
    "Members",
    "Notices",
    "Offers",
    "OpenCases",
    "OpenLedger",
    "OpenMembers",
    "OpenSeen",
    "OpenStore",
    "PastAttempt",
    "PostedAt",
    "Postings",
    "Revisions",
    "Rights",
    "Seal",
    "SeenStore",
    "SignIn",
    "Slot",
    "Store",
    "TellsWho",
    "TokenSafe",
    "TokenSlot",
    "Tokens",
    "Waiting",
    "Wanted",
    "Watch",
    "WatchedMonth",
    "WaysIn",
    "before_write",
    "fenced",
    "must_stand",
    "tokens_of_key",
]
