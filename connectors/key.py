"""The key of a server of one's own, as a consent keeps it."""

from __future__ import annotations

from dataclasses import dataclass, field

from journal.errors import AuthorisationLost, LedgerError, NotFound, StoreBusy
from journal.ports import TokenSafe


@dataclass(frozen=True, slots=True)
class Key:
    """The key of one consent, read again for each call, since someone may have changed it."""

    safe: TokenSafe = field(repr=False)
    consent_id: int

    async def read(self) -> str:
        """Return the key. Raises AuthorisationLost: there is none. LedgerError: busy."""
        try:
            return (await self.safe.read(self.consent_id)).access
        except NotFound as error:
            raise AuthorisationLost("this connection has no key") from error
        except StoreBusy as error:
            raise LedgerError(error.advice) from error
