"""How fast an app may call: one message a second a channel, and each method's tier a minute."""

import math
from collections import defaultdict, deque

from sandbox.slack.wire import Clock

MESSAGE_SECONDS = 1.0
MINUTE = 60.0
TIERS = {1: 1, 2: 20, 3: 50, 4: 100}
"""Calls a minute that Slack promises at least; here they are exact, since bursts are its secret."""

METHOD_TIER = {
    "chat.update": 3,
    "chat.delete": 3,
    "conversations.history": 3,
    "conversations.info": 3,
    "conversations.list": 2,
    "conversations.members": 4,
    "conversations.open": 3,
    "conversations.replies": 3,
    "files.completeUploadExternal": 4,
    "files.getUploadURLExternal": 4,
    "files.info": 4,
    "users.info": 4,
    "users.list": 2,
    "views.open": 4,
    "views.publish": 4,
    "views.push": 4,
    "views.update": 4,
}


class Pace:
    """Remembers recent calls; enforces nothing until it is told to."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.enforced = False
        self._sent: dict[tuple[str, str], float] = {}
        self._calls: defaultdict[tuple[str, str], deque[float]] = defaultdict(deque)

    def refuse(self, caller: str, method: str, channel: str | None) -> int:
        """Return after how many whole seconds to come back; 0 = the call is counted and goes on."""
        if not self.enforced:
            return 0
        if method == "chat.postMessage":
            return self._message(caller, channel or "")
        return self._method(caller, method)

    def _message(self, caller: str, channel: str) -> int:
        now = self._clock()
        wait = self._sent.get((caller, channel), -MINUTE) + MESSAGE_SECONDS - now
        if wait > 0:
            return math.ceil(wait)
        self._sent[caller, channel] = now
        return 0

    def _method(self, caller: str, method: str) -> int:
        now = self._clock()
        recent = self._calls[caller, method]
        while recent and recent[0] <= now - MINUTE:
            recent.popleft()
        if method in METHOD_TIER and len(recent) >= TIERS[METHOD_TIER[method]]:
            return math.ceil(recent[0] + MINUTE - now)
        recent.append(now)
        return 0
