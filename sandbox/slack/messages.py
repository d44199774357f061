"""Messages of all conversations: order, threads, and what only one person sees."""

from bisect import bisect_left, insort
from collections import defaultdict

from sandbox.keep import Keep
from sandbox.slack.wire import Clock, Json, micros_of, stamp


class Messages:
    """Messages by channel and `ts`, kept; a `ts` is never given twice in a channel."""

    def __init__(self, keep: Keep, clock: Clock) -> None:
        self._clock = clock
        self._table = keep.table("messages")
        self._last = keep.table("last_ts")
        self._order: defaultdict[str, list[str]] = defaultdict(list)
        self._replies: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for key, message in self._table.items():
            self._index(key.partition("/")[0], message)

    def add(self, channel: str, message: Json) -> Json:
        """Store a new message and return it with its `ts`."""
        added = {**message, "ts": self.next_ts(channel)}
        self._table[f"{channel}/{added['ts']}"] = added
        self._index(channel, added)
        return added

    def next_ts(self, channel: str) -> str:
        """Return a `ts` after every other of the channel, at or after now."""
        last: int = self._last.get(channel, {}).get("micros", 0)
        micros = max(micros_of(self._clock()), last + 1)
        self._last[channel] = {"micros": micros}
        return stamp(micros)

    def put(self, channel: str, message: Json) -> None:
        """Store the message in place of the one with its `ts`."""
        self._table[f"{channel}/{message['ts']}"] = message

    def stored(self, channel: str, ts: str) -> Json | None:
        """Return the message as it was written, for one who is going to change it."""
        return self._table.get(f"{channel}/{ts}")

    def get(self, channel: str, ts: str) -> Json | None:
        """Return the message with what its thread adds, or None."""
        message = self._table.get(f"{channel}/{ts}")
        return message and self._with_thread(channel, message)

    def remove(self, channel: str, ts: str) -> Json:
        """Delete a message; a thread's first one leaves a tombstone, as in Slack.

        Returns what stands there now, {} for nothing.
        """
        message = self._table[f"{channel}/{ts}"]
        if self._replies[channel, ts]:
            tombstone = _tombstone(message)
            self.put(channel, tombstone)
            return tombstone
        del self._table[f"{channel}/{ts}"]
        self._order[channel].remove(ts)
        if message.get("thread_ts"):
            self._replies[channel, message["thread_ts"]].remove(ts)
        return {}

    def history(self, channel: str, *, oldest: str = "", latest: str = "") -> list[Json]:
        """Return top-level messages, oldest first, with `oldest <= ts <= latest`."""
        order = self._order[channel]
        start = bisect_left(order, oldest) if oldest else 0
        wanted = (ts for ts in order[start:] if not latest or ts <= latest)
        found = (self._table[f"{channel}/{ts}"] for ts in wanted)
        return [self._with_thread(channel, message) for message in found if top_level(message)]

    def thread(self, channel: str, ts: str) -> list[Json]:
        """Return a message and its replies, oldest first; empty when there is no such message."""
        parent = self.get(channel, ts)
        if parent is None:
            return []
        return [parent, *(self._table[f"{channel}/{each}"] for each in self._replies[channel, ts])]

    def latest_ts(self, channel: str) -> str | None:
        """Return the `ts` of the newest message of the channel, replies counted."""
        order = self._order[channel]
        return order[-1] if order else None

    def _index(self, channel: str, message: Json) -> None:
        insort(self._order[channel], message["ts"])
        if message.get("thread_ts"):
            insort(self._replies[channel, message["thread_ts"]], message["ts"])

    def _with_thread(self, channel: str, message: Json) -> Json:
        replies = self._replies.get((channel, message["ts"]))
        if not replies:
            return message
        authors = dict.fromkeys(self._table[f"{channel}/{ts}"]["user"] for ts in replies)
        return message | {
            "thread_ts": message["ts"],
            "reply_count": len(replies),
            "reply_users": list(authors),
            "reply_users_count": len(authors),
            "latest_reply": replies[-1],
        }


def top_level(message: Json) -> bool:
    """Say whether the message shows in the channel itself, not only in its thread."""
    return not message.get("thread_ts") or message.get("subtype") == "thread_broadcast"


def _tombstone(message: Json) -> Json:
    return {
        "type": "message",
        "subtype": "tombstone",
        "user": "USLACKBOT",
        "hidden": True,
        "text": "This message was deleted.",
        "ts": message["ts"],
    }
