"""A Slack channel in memory: what it shows, in which order it was changed, and its bad days."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from blocks.kit.card import Card
from bot.slack_channel import (
    Blocked,
    Deleted,
    Fixed,
    Found,
    NotSent,
    Outcome,
    Shown,
    Spoiled,
    Unknown,
    Unreachable,
)


@dataclass(slots=True)
class Message:
    """One message as people see it."""

    ts: str
    card: Card
    intents: list[UUID]
    thread_ts: str | None


@dataclass(slots=True)
class FakeChannel:
    """Takes messages. `coming` are the next outcomes that are not its own, oldest first.

    `coming_replies` are those of lines in threads, if not empty.
    """

    messages: list[Message] = field(default_factory=list)
    acts: list[str] = field(default_factory=list)
    coming: list[Outcome] = field(default_factory=list)
    coming_replies: list[Outcome] = field(default_factory=list)
    posts_though_unknown: bool = False
    closes: bool = True
    _last: int = 0
    asked_in: set[str] = field(default_factory=set)

    async def send(
        self,
        channel: str,
        card: Card,
        *,
        intent: UUID,
        also: tuple[UUID, ...] = (),
        thread_ts: str | None = None,
    ) -> Outcome:
        """Show a new message, unless another outcome is coming."""
        self.asked_in.add(channel)
        self.acts.append("reply" if thread_ts else "new")
        coming = self.coming_replies if thread_ts and self.coming_replies else self.coming
        outcome = coming.pop(0) if coming else None
        if isinstance(outcome, Blocked | NotSent | Spoiled | Unreachable | Deleted | Fixed):
            return outcome
        if isinstance(outcome, Unknown) and not self.posts_though_unknown:
            return outcome
        self._last += 1
        ts = f"{self._last}.0"
        self.messages.append(Message(ts, card, [intent, *also], thread_ts))
        return outcome or Shown(ts)

    async def update(self, channel: str, ts: str, card: Card) -> Outcome:
        """Draw a message again, unless another outcome is coming."""
        self.asked_in.add(channel)
        self.acts.append("change")
        if self.coming:
            return self.coming.pop(0)
        found = [message for message in self.messages if message.ts == ts]
        if not found:
            return Deleted()
        found[0].card = card
        return Shown(ts)

    async def permalink(self, channel: str, ts: str) -> str:
        """Return the address of a message."""
        return f"https://slack.example/archives/{channel}/p{ts}"

    async def carrying(
        self,
        channel: str,
        intent: UUID,
        *,
        after: str | None,  # noqa: ARG002  as SlackChannel is called
        thread_ts: str | None = None,
    ) -> AsyncIterator[Found]:
        """Yield the messages that carry `intent`."""
        self.asked_in.add(channel)
        self.acts.append("look back")
        for message in self.messages:
            if intent in message.intents and message.thread_ts == thread_ts:
                yield Found(message.ts, message.intents)

    async def standing(self, _channel: str) -> tuple[frozenset[str], str]:
        """Return the newest three messages, and from which on they are all."""
        found = [one.ts for one in self.messages if one.thread_ts is None][-3:]
        return frozenset(found), found[0] if len(self.messages) > len(found) else ""

    async def is_gone(self, _channel: str, ts: str) -> bool:
        """Return whether a message is not there."""
        self.acts.append("ask for one")
        return all(one.ts != ts for one in self.messages)

    async def close(self, _channel: str, ts: str) -> bool:
        """Take a message away, unless it cannot be closed."""
        self.acts.append("close")
        if self.closes:
            self.messages = [one for one in self.messages if one.ts != ts]
        return self.closes


AT_ONCE = timedelta()
