"""What the endpoints of the imitation work with, made once an app."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sandbox.ledger.clock import Clock, Sleep
from sandbox.ledger.codes import Codes
from sandbox.ledger.grants import Grants, Terms
from sandbox.ledger.shelf import Keeper
from sandbox.ledger.throttle import Throttle
from sandbox.ledger.watching import CallLog, Feed
from sandbox.quickbooks.companies import Companies
from sandbox.quickbooks.entry_store import EntryStore
from sandbox.quickbooks.posting import Poster
from sandbox.quickbooks.requests import Requests

# The one app registered with the imitation; it guards nothing but practice books.
CLIENT_ID: Final = "local-quickbooks-app"
CLIENT_SECRET: Final = "local-quickbooks-secret"

TERMS: Final = Terms(
    "quickbooks",
    access_lives=timedelta(hours=1),
    refresh_lives=timedelta(days=100),
    consent_lives=timedelta(days=5 * 365),
    refresh_prefix="RT1-",
)
LIMITS: Final = ((timedelta(seconds=1), 10), (timedelta(minutes=1), 500))


@dataclass(frozen=True, slots=True)
class Services:
    """All parts; those that hold state keep it in the sandbox's Keep, but for calls and pace."""

    companies: Companies
    entries: EntryStore
    poster: Poster
    requests: Requests
    grants: Grants
    codes: Codes
    throttle: Throttle
    calls: CallLog
    feed: Feed
    now: Clock
    sleep: Sleep


def make_services(keep: Keeper, *, now: Clock, sleep: Sleep, enforce_pace: bool) -> Services:
    """Read what is kept and put the parts together."""
    companies, entries = Companies(keep, now), EntryStore(keep)
    return Services(
        companies=companies,
        entries=entries,
        poster=Poster(companies, entries, now),
        requests=Requests(keep),
        grants=Grants(TERMS, keep, now),
        codes=Codes(TERMS.platform, keep, now),
        throttle=Throttle(now, LIMITS, enforced=enforce_pace),
        calls=CallLog(),
        feed=Feed(),
        now=now,
        sleep=sleep,
    )
