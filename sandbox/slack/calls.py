"""The Web API calls that came in lately, for tests and the curious."""

from collections import deque

from sandbox.slack.wire import Clock, Json

REMEMBERED = 20_000


class Calls:
    """The last calls; tokens are never written down."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._seen: deque[Json] = deque(maxlen=REMEMBERED)

    def add(self, method: str, args: Json, *, status: int, body: Json) -> None:
        """Remember one call with what it was answered."""
        self._seen.append(
            {
                "method": method,
                "args": {key: value for key, value in args.items() if key != "token"},
                "at": self._clock(),
                "ok": body.get("ok", False),
                "error": body.get("error"),
                "status": status,
            }
        )

    def of(self, method: str | None) -> list[Json]:
        """Return the calls of one method (None = all), oldest first."""
        return [call for call in self._seen if method in (None, call["method"])]

    def clear(self) -> None:
        """Forget them."""
        self._seen.clear()
