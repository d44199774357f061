"""What a move is: its input, what it would do as things stand, how it does it, and its kind.

Each is one frozen record in a file of this folder, listed in journal/moves/catalogue.py and made by
journal/moves/make_move.py.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Protocol, Self, TypeVar

from journal.amounts.money import Money
from journal.incidents.incident import Incident, Tally
from journal.incidents.move import MoveName
from journal.incidents.notes import NoteRule
from journal.incidents.story.event import Event
from journal.ports import Click, Store


class Given(Protocol):
    """What a person chose or typed. It is kept as plain JSON until a second person approves."""

    @property
    def facts(self) -> Mapping[str, Any]:
        """It as plain JSON values, told to the person who has to approve."""

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Self:
        """Return what `facts` tell of. Others may stand beside; what is new has a default."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """The input of a move that needs none."""

    @property
    def facts(self) -> Mapping[str, Any]:
        """Nothing."""
        return {}

    @classmethod
    def of(cls, _facts: Mapping[str, Any]) -> Self:
        """Return the same nothing."""
        return cls()


G = TypeVar("G", bound=Given)
W = TypeVar("W")


@dataclass(frozen=True, slots=True)
class Making:
    """One click that makes a move, in one unit of work. What it changes stands or falls with it."""

    store: Store
    click: Click
    at: datetime
    note_rule: NoteRule
    support_channel: str = ""  # of Slack; "": there is none

    @property
    def by(self) -> str:
        """The Slack user id of the person in whose name it is made."""
        return self.click.actor

    async def record(self, incident: Incident, event: Event) -> Incident:
        """Keep the incident as it stands now, tell its story, and owe its card; return it."""
        await self.store.incidents.save(incident)
        await self.store.incidents.tell(incident, event, self.at)
        await self.store.incidents.owe_card(incident)
        return incident


@dataclass(frozen=True, slots=True)
class Plan(Generic[W]):
    """What a move would do as things stand. Making one changes nothing."""

    work: W  # what `do` goes on with: read and checked
    told: Mapping[str, Any] = field(default_factory=dict)
    """What a request tells beside the input: plain JSON values."""
    tally: Tally | None = None  # of what it would do; None: all that waits of the incident
    entries: Sequence[int] | None = None  # the ids of those; None: all that wait of the incident
    amounts: Sequence[Money] | None = None  # what rules look at; None: what waits of the incident
    also: MoveName | None = None  # another move that this one comes to, whose rule holds as well
    lasts: bool = False  # a request for it stands, whatever else the card holds meanwhile
    is_alone: bool = False  # one person is enough for it, whatever the rule says of much


@dataclass(frozen=True, slots=True)
class Move(Generic[G, W]):
    """One thing that a person can do with an incident."""

    name: MoveName
    given: type[G]
    plan: Callable[[Making, Incident, G], Awaitable[Plan[W]]]
    """Says what it would do, and raises what refuses it. Changes nothing."""
    do: Callable[[Making, Incident, W], Awaitable[Incident]]
    """Does what was planned; returns the incident as it stands then."""
    changes_posting: bool = False  # a second person can be asked to approve it
    closes: bool = False
    """Ends the work on an entry, or says what of it counts: not for those who prepared it."""
    mark: str = ""  # the fact of a request that tells it from another move of its name
    hold: Callable[[Store, int], Awaitable[None]] | None = None
    """Locks what it needs beside the incident, before that: so that all lock in one order."""
