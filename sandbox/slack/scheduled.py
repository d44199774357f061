"""Messages that an app has asked to be sent later."""

from sandbox.keep import Keep
from sandbox.slack.wire import Json, SlackError, new_id

FURTHEST_SECONDS = 120 * 24 * 3600


class Scheduled:
    """What is to be sent when, kept; `post_at` is whole seconds since 1970."""

    def __init__(self, keep: Keep) -> None:
        self._table = keep.table("scheduled")

    def add(self, channel: str, post_at: int, message: Json, now: float) -> str:
        """Store a message for later and return its id.

        Raises:
            SlackError: time_in_past, or time_too_far beyond 120 days.
        """
        if post_at <= now:
            raise SlackError("time_in_past")
        if post_at > now + FURTHEST_SECONDS:
            raise SlackError("time_too_far")
        key = new_id("Q")
        self._table[key] = {"channel": channel, "post_at": post_at, "message": message}
        return key

    def all(self) -> list[Json]:
        """Return what waits, as `chat.scheduledMessages.list` shows it."""
        return [
            {
                "id": key,
                "channel_id": row["channel"],
                "post_at": row["post_at"],
                "text": row["message"].get("text", ""),
            }
            for key, row in self._table.items()
        ]

    def cancel(self, key: str) -> None:
        """Take one back; raises invalid_scheduled_message_id."""
        if key not in self._table:
            raise SlackError("invalid_scheduled_message_id")
        del self._table[key]

    def take_due(self, now: float) -> list[tuple[str, Json]]:
        """Return (channel, message) of all whose time has come, and forget them."""
        due = [key for key, row in self._table.items() if row["post_at"] <= now]
        rows = [self._table.pop(key) for key in due]
        return [(row["channel"], row["message"]) for row in rows]
