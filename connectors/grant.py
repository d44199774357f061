"""What a platform's token endpoint answers: tokens, or why there are none."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from pydantic import BaseModel, Field, ValidationError

from connectors.http import Answer
from journal.errors import AuthorisationLost, LedgerError
from journal.ports import Tokens

_TOO_MANY, _SERVER_ERRORS = 429, 500
_PASSING = ("temporarily_unavailable", "server_error", "slow_down", "access denied")
"""Trouble that is not about the authorisation: OAuth's words for it, and the one with which
Zoho answers when ten tokens were asked for within ten minutes."""


_LONGEST: Final = 50 * 366 * 86_400
"""Seconds. What is said to live longer lives long enough, and fits into a calendar."""


class Grant(BaseModel):
    """Fresh tokens, as they came."""

    access_token: str = Field(pattern=r"^[\x21-\x7e]{1,8192}$")  # as a header has it (RFC 6750)
    expires_in: int
    refresh_token: str = ""  # empty: the one that was sent stays good
    x_refresh_token_expires_in: int = 0  # QuickBooks' own: seconds, again with each answer
    x_refresh_token_hard_expires_in: int = 0  # the same: until the consent itself ends
    api_domain: str = ""  # Zoho's own: where the API of this consent's data centre is

    def tokens(self, old: Tokens | None, now: datetime, idle: timedelta | None = None) -> Tokens:
        """Return what to keep.

        Args:
            old: what it takes the place of; its refresh token stays where none came.
            now: aware UTC.
            idle: how long a refresh token lives unused, where no answer tells.
        """
        told = (self.x_refresh_token_expires_in, self.x_refresh_token_hard_expires_in)
        ends = [now + _lasting(seconds) for seconds in told if seconds]
        ends += [now + idle] if idle else []
        return Tokens(
            access=self.access_token,
            refresh=self.refresh_token or (old.refresh if old else ""),
            access_expires_at=now + _lasting(self.expires_in),
            refresh_expires_at=min(ends, default=old.refresh_expires_at if old else None),
        )


def _lasting(seconds: int) -> timedelta:
    return timedelta(seconds=min(max(seconds, 0), _LONGEST))


class _Refusal(BaseModel):
    error: str
    error_description: str = ""

    @property
    def words(self) -> str:
        """The platform's own, as one line."""
        return ": ".join(part for part in (self.error, self.error_description) if part)[:500]


def read_grant(answer: Answer) -> Grant:
    """Read an answer; a refusal may come with status 200 (Zoho's does).

    Raises:
        AuthorisationLost: it refuses what was sent for good. LedgerError: it cannot just now.
    """
    try:
        return Grant.model_validate_json(answer.body)
    except ValidationError:
        pass
    try:
        refusal = _Refusal.model_validate_json(answer.body)
    except ValidationError:
        refusal = _Refusal(error="")
    passing = refusal.error.casefold() in _PASSING or answer.status == _TOO_MANY
    if refusal.error and not passing and answer.status < _SERVER_ERRORS:
        raise AuthorisationLost("the platform's sign-in refused", words=refusal.words)
    said = f": {refusal.words}" if refusal.error else ""
    raise LedgerError(f"the platform's sign-in answered with status {answer.status}{said}")
