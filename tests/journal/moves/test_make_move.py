"""A move is a record: one that is made up here goes every way that the others go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import pytest

from journal.amounts.money import Money
from journal.errors import BadInput
from journal.incidents.incident import Incident, IncidentState
from journal.incidents.move import MoveName
from journal.incidents.story.event import Event, UnknownTurn
from journal.moves import catalogue
from journal.moves.make_move import Asked, Done, Repeated
from journal.moves.move import Making, Move, Nothing, Plan
from journal.rights import NotAllowed, Rule
from tests.journal.bench import Bench
from tests.storage.stage import some_entries

SMALL = Money(100, "USD")


@dataclass(frozen=True, slots=True)
class Label:
    """What a card is labelled with."""

    text: str

    @property
    def facts(self) -> Mapping[str, Any]:
        """It as plain JSON values."""
        return {"text": self.text}

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Self:
        """Return what `facts` tell of."""
        return cls(facts["text"])


async def plan(_making: Making, _incident: Incident, label: Label) -> Plan[Label]:
    """Refuse what says nothing."""
    if not label.text:
        raise BadInput("Say with what.")
    return Plan(label)


async def do(making: Making, incident: Incident, label: Label) -> Incident:
    """Tell it in the story."""
    return await making.record(incident, Event(UnknownTurn("labelled"), making.by))


LABEL = Move(MoveName.TEST, Label, plan, do, changes_posting=True)


@pytest.fixture
async def incident_id(bench: Bench) -> int:
    """One entry that was refused."""
    connection = await bench.book()
    await bench.take(connection, some_entries(1))
    bench.ledger.can_post = False
    await bench.post(connection)
    return (await bench.case()).incident.id


async def rule(bench: Bench, new: Rule) -> None:
    """Set a rule of the book."""
    case = await bench.case()
    async with bench.store() as store:
        await store.rights.save(case.book.id, new)


async def test_it_is_done_once_for_each_click(bench: Bench, incident_id: int) -> None:
    """A click that Slack delivers again is told from another."""
    click, make = bench.click(), bench.services.make_move

    first = await make(LABEL, incident_id, click, Label("urgent"))
    again = await make(LABEL, incident_id, click, Label("urgent"))

    assert (type(first), type(again)) == (Done, Repeated)
    assert (await bench.story()).count("labelled") == 1


async def test_what_is_refused_leaves_nothing_behind(bench: Bench, incident_id: int) -> None:
    """Not even the click, which may be sent in again once it is right."""
    click, make = bench.click(), bench.services.make_move

    with pytest.raises(BadInput):
        await make(LABEL, incident_id, click, Label(""))

    assert isinstance(await make(LABEL, incident_id, click, Label("urgent")), Done)


async def test_who_may_not_is_told_that_and_nothing_else(bench: Bench, incident_id: int) -> None:
    """Why it would be refused besides is for those who may."""
    await rule(bench, Rule(MoveName.TEST, anyone=False, people=("U_BEN",)))

    with pytest.raises(NotAllowed):
        await bench.make(LABEL, incident_id, Label(""))


async def test_a_second_person_has_it_done_as_it_was_asked_for(
    bench: Bench, incident_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the one line in the list, all that was typed is kept until then."""
    monkeypatch.setattr(catalogue, "MOVES", (*catalogue.MOVES, LABEL))
    await rule(bench, Rule(MoveName.TEST, second_above=SMALL))

    asked = await bench.services.make_move(LABEL, incident_id, bench.click(), Label("urgent"))
    done = await bench.services.approve_request(incident_id, bench.click("U_BEN"))

    assert (type(asked), type(done)) == (Asked, Done)
    assert (done.incident.state, done.incident.approved_by) == (IncidentState.OPEN, "U_BEN")
    assert (await bench.story())[-3:] == ["asked", "approved", "labelled"]


@pytest.mark.parametrize("move", catalogue.MOVES, ids=lambda one: f"{one.name.value}{one.mark}")
def test_each_record_says_what_it_takes(move: Move[Any, Any]) -> None:
    """Its input is one type, and a docstring beside it says what it does."""
    assert move.given is Nothing or move.given.__doc__


def test_requests_of_each_move_are_told_apart() -> None:
    """By its name, or by a mark of its own beside a name that another has."""
    askable = [(one.name, one.mark) for one in catalogue.MOVES if one.changes_posting]

    assert len(set(askable)) == len(askable)
