"""Whether a person may make a move on an incident: asked when a form opens, and at every click."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from journal.amounts.money import Money
from journal.incidents.incident import Incident
from journal.incidents.move import MoveName, governing
from journal.moves.catalogue import CLOSING
from journal.ports import Click, Store
from journal.rights import (
    MoveScope,
    NotAllowed,
    Person,
    Refusal,
    Rule,
    WhyNot,
    is_named,
    who_could,
    why_not,
)


@dataclass(frozen=True, slots=True)
class RightCheck:
    """A move that a click would make in a book, the rule for it, and what that looks at."""

    book_id: int
    click: Click
    move: MoveName
    rule: Rule
    scope: MoveScope

    def why_not(self, person_id: str, person: Person | None) -> WhyNot | None:
        """Return why this person may not, or None; `person`: what is known of them."""
        if self.click.second == self.click.actor:
            return WhyNot.SAME_PERSON
        if person is None and person_id in self.rule.people and not self.scope.has_mail:
            person = Person(person_id)  # named by their id: no more need be known
        if person is None:
            clicked = person_id == (self.click.second or self.click.actor)
            return WhyNot.EXTERNAL if clicked and self.click.is_external else WhyNot.UNKNOWN
        return why_not(person, self.rule, self.scope)


async def require_right(
    store: Store,
    incident: Incident,
    click: Click,
    move: MoveName,
    *,
    amounts: Sequence[Money] | None = None,
) -> RightCheck:
    """Return the rule by which the click's actor may make `move`, and what it looked at.

    The person who approves what the actor had asked for has to be allowed it as well. `amounts`:
    what the move is about, where that is not what waits of the incident.

    Raises:
        NotAllowed: one of them may not; says why and who could.
    """
    rule = await store.rights.rule(incident.book_id, governing(move))
    scope = await _scope_of(store, incident, rule, move, amounts)
    return await _require(store, RightCheck(incident.book_id, click, move, rule, scope))


async def require_right_in_book(
    store: Store, book_id: int, click: Click, move: MoveName, amounts: Sequence[Money] = ()
) -> RightCheck:
    """As `require_right`, for a move that concerns no incident. Raises NotAllowed."""
    rule = await store.rights.rule(book_id, governing(move))
    scope = MoveScope(tuple(amounts))
    return await _require(store, RightCheck(book_id, click, move, rule, scope))


async def require_first_connection(store: Store, check: RightCheck) -> None:
    """Return when who clicked may connect a book that was never connected: someone who is named.

    Raises:
        NotAllowed: they are not named for it; being in the channel is not enough.
    """
    person_id = check.click.actor
    person = await store.rights.person(person_id, check.book_id)
    if not is_named(person_id, person, check.rule):
        raise NotAllowed(await _refusal(store, check, person_id, WhyNot.NOT_OWNER))


async def _require(store: Store, ask: RightCheck) -> RightCheck:
    click = ask.click
    for person_id in filter(None, (click.actor, click.second)):
        why = ask.why_not(person_id, await store.rights.person(person_id, ask.book_id))
        if why is not None:
            raise NotAllowed(await _refusal(store, ask, person_id, why))
    return ask


async def _scope_of(
    store: Store,
    incident: Incident,
    rule: Rule,
    move: MoveName,
    amounts: Sequence[Money] | None,
) -> MoveScope:
    """Read no more than the rule asks for."""
    prepared_by = await store.rights.preparers(incident.id) if move in CLOSING else ()
    if amounts is None and rule.needs_amounts:
        waiting = await store.costs.worth(incident.id)
        case = None if waiting.count else await store.incidents.case(incident.id)
        amounts = case.summary.amounts if case else waiting.amounts
    return MoveScope(tuple(amounts or ()), frozenset(prepared_by))


async def _refusal(store: Store, ask: RightCheck, person_id: str, why: WhyNot) -> Refusal:
    book = await store.books.get(ask.book_id)
    team = await store.rights.team(ask.rule, ask.book_id)
    but = {person_id, ask.click.actor}
    could = who_could(team, ask.rule, ask.scope, but=but)
    return Refusal(why, ask.move, person_id, ask.rule, book.name, book.locale, could)
