"""Trigger ids: what lets an app open a modal, once, within three seconds of a person's act."""

import itertools
import secrets
from dataclasses import dataclass

from sandbox.slack.people import TEAM_ID
from sandbox.slack.wire import Clock, SlackError

TRIGGER_SECONDS = 3.0
REMEMBERED = 500


@dataclass(slots=True)
class _Trigger:
    user: str
    issued_at: float
    used: bool = False


class Triggers:
    """The ids handed out lately, and for whom."""

    def __init__(self, clock: Clock, seconds: float = TRIGGER_SECONDS) -> None:
        self._clock = clock
        self._seconds = seconds
        self._numbers = itertools.count(1)
        self._issued: dict[str, _Trigger] = {}

    def issue(self, user: str) -> str:
        """Return a new trigger id for what `user` just did."""
        trigger_id = f"{next(self._numbers)}.{TEAM_ID}.{secrets.token_hex(16)}"
        self._issued[trigger_id] = _Trigger(user, self._clock())
        if len(self._issued) > REMEMBERED:
            del self._issued[next(iter(self._issued))]
        return trigger_id

    def exchange(self, trigger_id: str) -> str:
        """Use the id up and return whose act it came from.

        Raises:
            SlackError: invalid_trigger_id, exchanged_trigger_id, expired_trigger_id.
        """
        trigger = self._issued.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if self._clock() - trigger.issued_at > self._seconds:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger.user
