"""Messages that one person sees: answers to commands and clicks, and Slack's own warnings."""

from sandbox.keep import Keep
from sandbox.slack.wire import Json


class Ephemeral:
    """Ephemeral messages, kept so that a reloaded page shows them again."""

    def __init__(self, keep: Keep) -> None:
        self._table = keep.table("ephemeral")

    def put(self, channel: str, user: str, message: Json) -> None:
        """Store a message for `user`, or put it in place of the one with its `ts`."""
        stored = {**message, "is_ephemeral": True}
        self._table[f"{channel}/{message['ts']}"] = {"user": user, "message": stored}

    def get(self, channel: str, ts: str, user: str) -> Json | None:
        """Return the message if `user` is the one who sees it."""
        found = self._table.get(f"{channel}/{ts}")
        return found["message"] if found and found["user"] == user else None

    def remove(self, channel: str, ts: str) -> None:
        """Take a message away; nothing happens when it is gone already."""
        self._table.pop(f"{channel}/{ts}", None)

    def of(self, channel: str, user: str) -> list[Json]:
        """Return what `user` sees alone in this channel, oldest first."""
        return [
            row["message"]
            for key, row in self._table.items()
            if row["user"] == user and key.startswith(f"{channel}/")
        ]
