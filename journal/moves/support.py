"""Somebody asks those who help with an incident."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from journal.incidents.move import Move
from journal.moves.claiming import claimed
from journal.ports import Click, Clock, Event, NewNotice, NoticeKind, OpenStore


class Way(StrEnum):
    """How a summary goes to those who help."""

    CHANNEL = "channel"  # sent by us, to a channel of Slack
    MAIL = "mail"  # by the person's own mail program
    COPY = "copy"  # the person takes it wherever they like


@dataclass(frozen=True, slots=True)
class ContactSupport:
    """Send a summary to the support channel, and tell in the thread what was sent."""

    open_store: OpenStore
    now: Clock
    channel_id: str = ""  # "": there is none

    async def __call__(self, incident_id: int, click: Click, way: Way, text: str) -> None:
        """Owe the summary to the channel, with its turn of the story, in one transaction.

        By mail and by copying the person sends it, and only the story is told here.

        Raises:
            NotFound: there is no such incident.
        """
        at = self.now()
        async with self.open_store() as store:
            incident, is_new = await claimed(store, incident_id, click, Move.SUPPORT)
            if not is_new:
                return
            facts = {"way": way.value, "text": text}
            if way is Way.CHANNEL:
                facts["channel"] = self.channel_id
                new = NewNotice(
                    NoticeKind.SUPPORT, self.channel_id, incident.id, click.actor, {"text": text}
                )
                await store.notices.tell(new, at)
            await store.incidents.tell(incident, Event("support", click.actor, facts), at)
            await store.incidents.owe_card(incident)
