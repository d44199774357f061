"""The owners of lost connections are reminded to connect them again."""

from __future__ import annotations

from dataclasses import dataclass, replace

from journal.incidents.story.people import ReconnectReminded
from journal.moves.ask_owner import A_DAY, tell_owner
from journal.ports import Clock, OpenStore

REMINDERS = 3


@dataclass(frozen=True, slots=True)
class RemindOwners:
    """Remind owners a day after they were told last, at most three times."""

    open_store: OpenStore
    now: Clock

    async def __call__(self) -> int:
        """Remind everyone who is due, each once; return how many."""
        at = self.now()
        async with self.open_store() as store:
            due = await store.incidents.claim_reminders(at - A_DAY, REMINDERS)
            for one in due:
                if one.asking is not None:
                    asking = replace(one.asking, told_at=at, reminded=one.asking.reminded + 1)
                    reminded = ReconnectReminded(asking.owner, asking.reminded)
                    await tell_owner(store, replace(one, asking=asking), reminded, at)
        return len(due)
