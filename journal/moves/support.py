"""Someone asks those who help with an incident."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from journal.incidents.incident import Incident
from journal.incidents.move import Move as MoveName
from journal.moves.move import Making, Move, Plan
from journal.ports import Event, NewNotice, NoticeKind


class Way(StrEnum):
    """How a summary goes to those who help."""

    CHANNEL = "channel"  # sent by us, to a channel of Slack
    MAIL = "mail"  # by the person's own mail program
    COPY = "copy"  # the person takes it wherever they like


@dataclass(frozen=True, slots=True)
class HelpAsked:
    """The summary, and how it goes."""

    way: Way
    text: str

    @property
    def facts(self) -> Mapping[str, Any]:
        """It as plain JSON values."""
        return {"way": self.way.value, "text": self.text}

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Self:
        """Return what `facts` tell of."""
        return cls(Way(facts["way"]), facts["text"])


async def _plan(_making: Making, _incident: Incident, asked: HelpAsked) -> Plan[HelpAsked]:
    return Plan(asked)


async def _do(making: Making, incident: Incident, asked: HelpAsked) -> Incident:
    store, facts = making.store, dict(asked.facts)
    if asked.way is Way.CHANNEL:
        channel = facts["channel"] = making.support_channel
        text = {"text": asked.text}
        new = NewNotice(NoticeKind.SUPPORT, channel, incident.id, making.by, text)
        await store.notices.tell(new, making.at)
    await store.incidents.tell(incident, Event("support", making.by, facts), making.at)
    await store.incidents.owe_card(incident)
    return incident


SUPPORT = Move(MoveName.SUPPORT, HelpAsked, _plan, _do)
"""Owe the summary to the support channel, with its turn of the story.

By mail and by copying the person sends it, and only the story is told here.
"""
