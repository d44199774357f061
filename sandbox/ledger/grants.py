"""Consents and tokens: who may act for which company, and until when."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from secrets import token_urlsafe
from typing import Final

from sandbox.ledger.clock import Clock
from sandbox.ledger.person import ROBIN, Person
from sandbox.ledger.shelf import Keeper, Shelf

FOR_EVER: Final = timedelta(days=100 * 365)


@dataclass(frozen=True, slots=True)
class Terms:
    """How a platform hands out tokens."""

    platform: str  # begins the names of what is kept
    access_lives: timedelta
    refresh_lives: timedelta = FOR_EVER  # again with each refresh
    consent_lives: timedelta = FOR_EVER
    rotates: bool = True  # each refresh gives a new refresh token
    grace: timedelta = timedelta(0)  # how long the one before goes on working
    refresh_prefix: str = ""


class Stale(StrEnum):
    """Why an access token is not taken."""

    UNKNOWN = "unknown"
    REVOKED = "revoked"
    EXPIRED = "expired"


class StaleAccessError(Exception):
    """The access token is not taken, and why."""

    def __init__(self, why: Stale) -> None:
        super().__init__(why)
        self.why = why


class BadGrantError(Exception):
    """The refresh token is not the newest of a living consent."""


@dataclass(frozen=True, slots=True)
class Grant:
    """One consent to one app; only `refresh_token`, the newest, is good.

    The one before is good too while the platform's grace for lost answers lasts.
    """

    id: str
    realms: tuple[str, ...]
    client_id: str
    refresh_token: str
    refresh_expires_at: datetime
    created_at: datetime
    revoked: bool = False
    refresh_before: str = ""
    before_until: datetime | None = None
    scope: str = ""  # as the app asked for it; "": everything
    person: Person = ROBIN  # who gave it


@dataclass(frozen=True, slots=True)
class Access:
    """What an access token stands for."""

    grant: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Tokens:
    """A fresh pair, and when the consent itself ends."""

    access_token: str
    refresh_token: str
    consent_ends_at: datetime


class Grants:
    """All consents, kept over restarts."""

    def __init__(self, terms: Terms, keep: Keeper, now: Clock) -> None:
        self.terms = terms
        self._grants = Shelf(keep.table(f"{terms.platform}_grants"), Grant)
        self._access = Shelf(keep.table(f"{terms.platform}_access"), Access)
        self._now = now

    def consent(
        self, realms: Iterable[str], client_id: str, scope: str = "", person: Person = ROBIN
    ) -> Tokens:
        """Start a new consent; older ones of the companies stay as they are."""
        now = self._now()
        new = Grant(token_urlsafe(9), tuple(realms), client_id, "", now, now)
        return self._rotated(replace(new, scope=scope, person=person))

    def refresh(self, refresh_token: str, client_id: str) -> Tokens:
        """Trade the newest refresh token for a new pair; from now on it is an old one.

        Raises:
            BadGrantError: the token is unknown, old, expired, revoked or another app's.
        """
        grant = self._holder(refresh_token)
        if grant is None or grant.revoked or grant.client_id != client_id:
            raise BadGrantError
        ends_at = min(grant.refresh_expires_at, grant.created_at + self.terms.consent_lives)
        if ends_at <= self._now():
            raise BadGrantError
        return self._rotated(grant)

    def realms_of(self, access_token: str) -> tuple[str, ...]:
        """Return the companies an access token is for. Raises StaleAccessError."""
        access = self._access.get(access_token)
        if access is None:
            raise StaleAccessError(Stale.UNKNOWN)
        grant = self._grants[access.grant]
        if grant.revoked:
            raise StaleAccessError(Stale.REVOKED)
        if access.expires_at <= self._now():
            raise StaleAccessError(Stale.EXPIRED)
        return grant.realms

    def scope_of(self, access_token: str) -> str:
        """Return what a living access token may be used for, as asked for; "": everything."""
        return self._grants[self._access[access_token].grant].scope

    def person_of(self, access_token: str) -> Person:
        """Return who gave the consent that a living access token stands for."""
        return self._grants[self._access[access_token].grant].person

    def revoke(self, token: str) -> tuple[str, ...]:
        """End the consent a token belongs to. Return its companies, none if it has none."""
        access = self._access.get(token)
        grant = self._grants[access.grant] if access else self._holder(token)
        if grant is None:
            return ()
        self._grants[grant.id] = replace(grant, revoked=True)
        return grant.realms

    def connected(self, realm: str) -> bool:
        """Say whether any consent of the company is alive."""
        return any(not grant.revoked for grant in self._of(realm))

    def disconnect(self, realm: str) -> None:
        """Revoke every consent of the company, as its owner would there."""
        for grant in list(self._of(realm)):
            self._grants[grant.id] = replace(grant, revoked=True)

    def reconnect(self, realm: str) -> None:
        """Make the newest consent good again; its last refresh token works as before."""
        newest = max(self._of(realm), key=lambda grant: grant.created_at)
        self._grants[newest.id] = replace(newest, revoked=False)

    def expire_access(self, realm: str) -> None:
        """End every access token of the company now, without touching refresh tokens."""
        now = self._now()
        for token, access in list(self._access.items()):
            if realm in self._grants[access.grant].realms:
                self._access[token] = replace(access, expires_at=min(access.expires_at, now))

    def _rotated(self, grant: Grant) -> Tokens:
        now = self._now()
        access_token, terms = token_urlsafe(48), self.terms
        refresh_token = grant.refresh_token
        if terms.rotates or not refresh_token:
            refresh_token = f"{terms.refresh_prefix}{token_urlsafe(30)}"
        self._forget_expired(now)
        self._grants[grant.id] = replace(
            grant,
            refresh_token=refresh_token,
            refresh_expires_at=now + terms.refresh_lives,
            refresh_before=grant.refresh_token,
            before_until=now + terms.grace,
        )
        self._access[access_token] = Access(grant.id, now + terms.access_lives)
        return Tokens(access_token, refresh_token, grant.created_at + terms.consent_lives)

    def _forget_expired(self, now: datetime) -> None:
        """Drop access tokens a day past their end; until then they are told as expired."""
        for token, access in list(self._access.items()):
            if access.expires_at + timedelta(days=1) <= now:
                del self._access[token]

    def _holder(self, refresh_token: str) -> Grant | None:
        now = self._now()
        return next(
            (grant for grant in self._grants.values() if _is_good(grant, refresh_token, now)), None
        )

    def _of(self, realm: str) -> Iterable[Grant]:
        return (grant for grant in self._grants.values() if realm in grant.realms)


def _is_good(grant: Grant, refresh_token: str, now: datetime) -> bool:
    if not refresh_token:
        return False
    if grant.refresh_token == refresh_token:
        return True
    within_grace = grant.before_until is not None and now < grant.before_until
    return within_grace and grant.refresh_before == refresh_token
