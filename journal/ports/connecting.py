"""How people give jefail access to a platform, and what is held of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from journal.books.book import Platform
from journal.books.consent import Company, SealedTokens
from journal.books.signed_in import NOBODY, SignedIn


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the platform gave with a consent, to come in with."""

    access: str = field(repr=False)
    refresh: str = field(repr=False)
    access_expires_at: datetime
    refresh_expires_at: datetime | None = None


WHO_SECONDS = 5.0
"""How long a platform has to tell who signed in, while that person waits for the next page."""
FOR_EVER = datetime(9999, 12, 31, tzinfo=UTC)


def tokens_of_key(key: str) -> Tokens:
    """Return what a server is entered with by a key, which neither ends nor is renewed."""
    return Tokens(access=key, refresh="", access_expires_at=FOR_EVER)


class TokenSlot(Protocol):
    """The tokens of one consent, held by one process alone."""

    @property
    def tokens(self) -> Tokens:
        """The newest that were saved, read after the others were shut out."""

    async def save(self, tokens: Tokens) -> None:
        """Keep `tokens` for good before anything else is done with them."""


class TokenSafe(Protocol):
    """Where tokens are kept, encrypted. Refreshing is done by one process at a time."""

    async def read(self, consent_id: int) -> Tokens:
        """Return the newest tokens. Raises NotFound."""

    def alone(self, consent_id: int) -> AbstractAsyncContextManager[TokenSlot]:
        """Shut out every other process from this consent's tokens while inside."""


class Seal(Protocol):
    """Encrypts what is secret before the store sees it."""

    def tokens(self, tokens: Tokens) -> SealedTokens:
        """Return both tokens sealed, with when they end."""

    def text(self, secret: str) -> bytes:
        """Return the secret sealed, with the newest key."""

    def opened(self, sealed: bytes) -> str:
        """Return the text that was sealed. Raises NotFound: with a key that we have no more."""


@dataclass(frozen=True, slots=True)
class Granted:
    """What a person gave: tokens, and the companies that they let us into."""

    tokens: Tokens
    companies: Sequence[Company]
    signed_in: SignedIn = NOBODY  # the person, where the platform tells


@dataclass(frozen=True, slots=True)
class Asking:
    """One round to a platform's own page and back."""

    state: str
    verifier: str  # of PKCE
    back: str  # the address that the platform sends the person back to


class TellsWho(Protocol):
    """A platform that may tell whom it let in."""

    async def who_signed_in(self, access: str, company: Company) -> SignedIn:
        """Return the person to whom `access` was given; NOBODY where the platform doesn't tell.

        Asked within `WHO_SECONDS`. Whatever goes wrong is NOBODY, and raises nothing: access was
        given, and who gave it is only told beside.

        Args:
            access: the access token, or the key.
            company: one of those that it gives access to.
        """


class SignIn(TellsWho, Protocol):
    """A platform at which a person gives access on its own page."""

    @property
    def host(self) -> str:
        """Where its page is, as "https://host": the only place our page may lead to."""

    @property
    def hosts(self) -> Sequence[str]:
        """Every place that it may pass a person on to, as "https://host" or "https://*.host"."""

    def address(self, asking: Asking, site: str) -> str:
        """Return where the person goes; `site` as in Connection, "" when not known yet."""

    async def take(self, answer: Mapping[str, str], asking: Asking) -> Granted:
        """Trade what came back for tokens, and prove them by a call.

        Raises:
            ConsentRefused: the person or the platform said no.
            LedgerError: the platform could not be asked. AuthorisationLost: it refused the code.
        """


class KeyForm(TellsWho, Protocol):
    """A platform that is entered with a key, which a person types into a form of ours."""

    @property
    def site_hint(self) -> str:
        """What its address looks like."""

    async def take(self, site: str, key: str) -> Granted:
        """Prove the key by a call. Raises as `SignIn.take`."""


@dataclass(frozen=True, slots=True)
class WaysIn:
    """How people give jefail access to each platform that can be connected here."""

    sign_ins: Mapping[Platform, SignIn]
    key_forms: Mapping[Platform, KeyForm]

    @property
    def platforms(self) -> Set[Platform]:
        """Those that a book can be connected to."""
        return self.sign_ins.keys() | self.key_forms.keys()

    def of(self, platform: Platform) -> TellsWho | None:
        """Return the way in to one platform; None where it can't be connected here."""
        return self.sign_ins.get(platform) or self.key_forms.get(platform)
