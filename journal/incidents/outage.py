"""A channel that takes no messages: what of it is told elsewhere, and what can be done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

TOKEN_FAULTS = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "not_authed",
        "token_expired",
        "token_revoked",
        "org_login_required",
        "team_access_not_granted",
    }
)
"""Answers of Slack that hold for every channel: there is nowhere to tell of them in Slack
(docs.slack.dev/reference/methods/chat.postMessage)."""
A_DAY = timedelta(days=1)
"""Between two words about one outage."""


@dataclass(frozen=True, slots=True)
class Outage:
    """A channel that takes nothing, or took nothing until `ended_at`."""

    id: int
    channel_id: str
    fault: str  # what Slack answered last
    began_at: datetime
    held: int  # cards that wait, or that were delivered when it ended
    ended_at: datetime | None = None
    books: Sequence[str] = ()  # names of those whom the reader may know to be concerned

    @property
    def code(self) -> str:
        """Slack's own word, without what was added to it."""
        return _code(self.fault)


def is_of_token(fault: str) -> bool:
    """Whether Slack refuses the token, so that no channel takes anything."""
    return _code(fault) in TOKEN_FAULTS


def _code(fault: str) -> str:
    return fault.split(" ", 1)[0].rstrip(":")
