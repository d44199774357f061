"""What the endpoints of an imitation work with, made once an app."""

from dataclasses import dataclass

from sandbox.ledger.clock import Clock, Sleep
from sandbox.ledger.codes import Codes
from sandbox.ledger.companies import Companies
from sandbox.ledger.entries import Entries
from sandbox.ledger.grants import Grants, Terms
from sandbox.ledger.shelf import Keeper
from sandbox.ledger.throttle import Limits, Throttle
from sandbox.ledger.watching import CallLog, Feed


@dataclass(frozen=True, slots=True)
class Client:
    """The one app registered with an imitation; it guards nothing but practice books."""

    id: str
    secret: str


def client_of(platform: str) -> Client:
    """Return the app that is registered with a platform's imitation."""
    return Client(f"local-{platform}-app", f"local-{platform}-secret")


@dataclass(frozen=True, slots=True)
class Services:
    """All parts; those that hold state keep it in the sandbox's Keep, but for calls and pace."""

    platform: str
    client: Client
    companies: Companies
    entries: Entries
    grants: Grants
    codes: Codes
    throttle: Throttle
    calls: CallLog
    feed: Feed
    now: Clock
    sleep: Sleep


def make_services(
    terms: Terms,
    limits: Limits,
    keep: Keeper,
    *,
    now: Clock,
    sleep: Sleep,
    enforce_pace: bool,
) -> Services:
    """Read what is kept and put the parts together."""
    name = terms.platform
    return Services(
        platform=name,
        client=client_of(name),
        companies=Companies(name, keep, now),
        entries=Entries(name, keep),
        grants=Grants(terms, keep, now),
        codes=Codes(name, keep, now),
        throttle=Throttle(now, limits, enforced=enforce_pace),
        calls=CallLog(),
        feed=Feed(),
        now=now,
        sleep=sleep,
    )
