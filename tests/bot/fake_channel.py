"""A Slack channel in memory: what it shows, in which order it was changed, and its bad days."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from blocks.kit.card import Card
from bot.slack_channel import (
    Blocked,
    Deleted,
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
        if isinstance(outcome, Blocked | NotSent | Spoiled | Unreachable | Deleted):
            return outcome
        if isinstance(outcome, Unknown) and not self.posts_though_unknown:
            return outcome
        ts = f"{len(self.messages) + 1}.0"
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

    async def find(
        self,
        channel: str,
        intent: UUID,
        *,
        since: datetime,  # noqa: ARG002  as SlackChannel is called
        now: datetime,  # noqa: ARG002  the same
        thread_ts: str | None = None,
    ) -> tuple[str, list[UUID]] | None:
        """Return the message that carries `intent`."""
        self.asked_in.add(channel)
        self.acts.append("look back")
        for message in self.messages:
            if intent in message.intents and message.thread_ts == thread_ts:
                return message.ts, message.intents
        return None


AT_ONCE = timedelta()
