"""What goes to the app, and what becomes of it; the same for sockets and signed HTTP."""

from dataclasses import dataclass, replace
from typing import Protocol, Self

from sandbox.slack.wire import Json

INTERACTIVE = "interactive"
COMMAND = "slash_commands"
EVENT = "events_api"


@dataclass(frozen=True, slots=True)
class Envelope:
    """One delivery; `accepts` says whether an answer may ride on the acknowledgement."""

    envelope_id: str
    type: str
    payload: Json
    accepts: bool = False
    retry_attempt: int = 0
    retry_reason: str = ""

    def again(self, reason: str) -> Self:
        """Return the next attempt of the same delivery, with the same id."""
        return replace(self, retry_attempt=self.retry_attempt + 1, retry_reason=reason)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the app made of a delivery; `error` is Slack's code for why it was not acknowledged."""

    acked: bool
    payload: Json | None = None
    error: str = ""
    status: int = 200

    @property
    def warning(self) -> str | None:
        """What Slack shows the person whose act was not acknowledged, else None."""
        if self.acked:
            return None
        if self.error == "operation_timeout":
            return "Operation timed out. Apps need to respond within 3 seconds."
        if self.error == "http_error":
            return f"This app responded with Status Code {self.status}."
        return "The app could not be reached."

    @property
    def retry_reason(self) -> str:
        """Slack's word for why an event is delivered once more."""
        return {"operation_timeout": "http_timeout", "http_error": "http_error"}.get(
            self.error, "connection_failed"
        )


class Transport(Protocol):
    """A way to the app."""

    @property
    def connected(self) -> bool:
        """Whether there is anybody to deliver to."""
        ...

    async def send(self, envelope: Envelope) -> Outcome:
        """Deliver once and wait until it is acknowledged, refused, or too late."""
        ...
