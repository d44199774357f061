"""Response URLs: where an app answers an act without a token, five times in half an hour."""

import secrets
from dataclasses import asdict, dataclass, replace

from sandbox.keep import Keep
from sandbox.slack.wire import Clock, SlackError

USES = 5
SECONDS = 30 * 60


@dataclass(frozen=True, slots=True)
class ReplyPlace:
    """What a response URL answers to: whose act, where, and on which message (None = a command)."""

    user: str
    channel: str
    message_ts: str | None = None
    is_ephemeral: bool = False
    thread_ts: str | None = None
    uses: int = 0
    issued_at: float = 0.0


class ResponseUrls:
    """Every response URL that was handed out, kept with its uses."""

    def __init__(self, keep: Keep, clock: Clock) -> None:
        self._clock = clock
        self._table = keep.table("response_urls")
        self._drop_expired()

    def issue(self, base: str, place: ReplyPlace) -> str:
        """Return a new URL below `base` (the address of the workspace, no last slash)."""
        key = secrets.token_hex(12)
        self._table[key] = asdict(replace(place, issued_at=self._clock()))
        return f"{base}/response/{key}"

    def use(self, key: str) -> ReplyPlace:
        """Count one use and return the place.

        Raises:
            SlackError: expired_url after 30 minutes, used_url from the sixth use on.
        """
        if key not in self._table:
            raise SlackError("expired_url")
        place = ReplyPlace(**self._table[key])
        if self._clock() - place.issued_at > SECONDS:
            raise SlackError("expired_url")
        if place.uses >= USES:
            raise SlackError("used_url")
        self._table[key] = asdict(replace(place, uses=place.uses + 1))
        return place

    def _drop_expired(self) -> None:
        limit = self._clock() - SECONDS
        for key in [key for key, row in self._table.items() if row["issued_at"] < limit]:
            del self._table[key]
