"""What is kept of clicks, of forms that are open, and of work that is due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from journal.ports.records import Click, Hold


class Clicks(Protocol):
    """Clicks that were taken, kept long enough to know a redelivered one."""

    async def remember(self, click: Click) -> bool:
        """Keep `click`; False when it was kept before."""

    async def forget(self, click: Click) -> None:
        """Take `click` for one that never came: what it asked for was not done."""


class Drafts(Protocol):
    """What was typed on the pages of forms that are still open, by the form's own id."""

    async def keep(self, view_id: str, typed: Mapping[str, str]) -> None:
        """Keep what stands in the form's fields now, instead of what was kept of it."""

    async def of(self, view_id: str) -> Mapping[str, str]:
        """Return what was kept of the form; nothing when it has one page only."""


class Jobs(Protocol):
    """Work that is due once the transaction commits. A job carries a key, never the truth."""

    async def post_entries(self, connection_id: int, at: datetime | None = None) -> None:
        """Have the connection's due entries posted, now or `at` (aware UTC)."""

    async def poll(self, connection_id: int) -> None:
        """Have the connection looked at."""

    async def send_cards(self, channel_id: str) -> None:
        """Have what is owed to the Slack channel sent."""

    async def read_shared_file(self, key: str) -> None:
        """Have a file looked at that was shared: for costs, or to be offered for import."""

    async def read_offer(self, offer_id: int) -> None:
        """Have a file that is offered read, and summed up."""

    async def import_offer(self, offer_id: int) -> None:
        """Have a file that someone wants imported taken in."""

    async def hold(self, work: str, key: str, job_id: int) -> Hold | None:
        """Let a run of `job_id` alone do `work` on `key`. None: another running job does it.

        A holder that died lets go automatically, since its job is then no longer running. So does
        one that runs the same job: the later run has it.
        """

    async def keep(self, hold: Hold) -> bool:
        """Return whether `hold` stands; if so, it does to the end of this unit of work."""

    async def stands(self, hold: Hold) -> bool:
        """Return whether nobody has taken over `hold`, and wait for nobody."""

    async def let_go(self, hold: Hold) -> None:
        """End `hold`. What is due must be looked at once more in this same transaction."""
