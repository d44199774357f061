"""Someone asks those who help with an incident."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from journal.incidents.incident import Incident
from journal.incidents.move import MoveName
from journal.incidents.notices import NewNotice, ToSupport
from journal.incidents.story.event import Event
from journal.incidents.story.people import SupportAsked, Way
from journal.moves.move import Making, Move, Plan


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
    store, turn = making.store, SupportAsked(asked.way, asked.text)
    if asked.way is Way.CHANNEL:
        turn = replace(turn, channel=making.support_channel)
        word = ToSupport(asked.text)
        new = NewNotice(word, making.support_channel, incident.id, making.by)
        await store.notices.tell(new, making.at)
    await store.incidents.tell(incident, Event(turn, making.by), making.at)
    await store.incidents.owe_card(incident)
    return incident


SUPPORT = Move(MoveName.SUPPORT, HelpAsked, _plan, _do)
"""Owe the summary to the support channel, with its turn of the story.

By mail and by copying the person sends it, and only the story is told here.
"""
