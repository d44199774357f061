"""Authorization codes: good once, for ten minutes, for the app and address that asked."""

from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from hmac import compare_digest
from secrets import token_urlsafe
from typing import Final

from sandbox.ledger.clock import Clock
from sandbox.ledger.grants import BadGrantError
from sandbox.ledger.person import ROBIN, Person
from sandbox.ledger.shelf import Keeper, Shelf

CODE_LIVES: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Asked:
    """What an app asked for when it sent a person to the consent page."""

    client_id: str
    redirect_uri: str
    state: str = ""
    code_challenge: str = ""  # PKCE, method S256; empty when the app does without
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """One approval waiting to be traded for tokens."""

    realms: tuple[str, ...]  # the companies that were chosen
    asked: Asked
    expires_at: datetime
    person: Person = ROBIN


class Codes:
    """All approvals not yet traded, kept over restarts."""

    def __init__(self, platform: str, keep: Keeper, now: Clock) -> None:
        self._codes = Shelf(keep.table(f"{platform}_codes"), Code)
        self._now = now

    def issue(self, realms: Iterable[str], asked: Asked, person: Person = ROBIN) -> str:
        """Return a new code for a person's approval."""
        code = f"AB{token_urlsafe(30)}"
        self._codes[code] = Code(tuple(realms), asked, self._now() + CODE_LIVES, person)
        return code

    def scope_of(self, code: str) -> str:
        """Return what was asked for with a code that is not used up yet; "" when there is none."""
        issued = self._codes.get(code)
        return issued.asked.scope if issued else ""

    def person_of(self, code: str) -> Person:
        """Return who approved with a code that is not used up yet; anyone when there is none."""
        issued = self._codes.get(code)
        return issued.person if issued else ROBIN

    def trade(self, code: str, client_id: str, redirect_uri: str, verifier: str) -> tuple[str, ...]:
        """Use a code up and return the companies it is for.

        Raises:
            BadGrantError: it is unknown, used, too old, another app's, or PKCE does not fit.
        """
        issued = self._codes.pop(code, None)
        if issued is None or issued.expires_at <= self._now():
            raise BadGrantError
        asked = issued.asked
        if (asked.client_id, asked.redirect_uri) != (client_id, redirect_uri):
            raise BadGrantError
        if asked.code_challenge and not _fits(asked.code_challenge, verifier):
            raise BadGrantError
        return issued.realms


def _fits(challenge: str, verifier: str) -> bool:
    digest = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=")
    return compare_digest(digest, challenge.encode())
