"""While all is well an address outside is called; it raises the alarm when that stays away.

Who watches here cannot tell that nobody watches: a machine that is off says nothing.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from pydantic import SecretStr

from bot.web.health import State, judged, look
from bot.web.needs import Needs
from journal.errors import NotAnswered

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """Calls `url`, if one is set, while health has nothing to tell."""

    url: SecretStr  # who knows it can keep the alarm quiet
    beat: Callable[[str], Awaitable[bool]]  # raises NotAnswered
    needs: Needs

    async def __call__(self) -> None:
        """Call it once, or leave it and say in the log why."""
        url = self.url.get_secret_value()
        if not url:
            return
        state = judged(self.needs.vitals, await look(self.needs)).status
        if state is not State.READY:
            log.warning("heartbeat_withheld", state=state.value)
            return
        try:
            if not await self.beat(url):
                log.warning("heartbeat_refused")
        except NotAnswered as error:
            log.warning("heartbeat_unanswered", error=str(error)[:200])
