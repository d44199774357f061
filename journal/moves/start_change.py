"""A change of costs begins: the card on which posted entries are corrected is opened with it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from journal.entries.failure import Failure, FailureReason
from journal.errors import TransitionRefused
from journal.incidents.change_cost_preview import ChangePreview
from journal.incidents.incident import Incident
from journal.incidents.move import MoveName
from journal.incidents.story.event import Event
from journal.moves.allowing import require_right_in_book
from journal.moves.change_cost import (
    CHANGE_COST,
    Changing,
    GivenChange,
    correct_posted,
    read_change,
    told_of,
)
from journal.moves.costs import PreviewChanged
from journal.moves.make_move import MakeMove, Outcome
from journal.moves.move import Making
from journal.ports import Click, Found, OpenStore, Store
from journal.rights import MoveScope, wants_second


@dataclass(frozen=True, slots=True)
class CostsKept:
    """The costs hold for later entries, and what is posted stays as it is."""


@dataclass(frozen=True, slots=True)
class StartChange:
    """Change costs of what is posted, as someone saw it in a form. One transaction."""

    make_move: MakeMove

    async def __call__(
        self, book_id: int, click: Click, given: GivenChange
    ) -> Outcome | CostsKept | None:
        """Open a card and correct the entries on it, or ask a second person there.

        Where nothing that is posted can be corrected, the costs are kept for later entries. None:
        Slack delivered the click again.

        Raises:
            NotAllowed: the person may not; says why and who could.
            PreviewChanged: it would correct another thing by now; nothing was changed.
            BadInput, TransitionRefused: it cannot be done; says why.
        """
        at = self.make_move.now()
        async with self.make_move.open_store(click.viewer) as store:
            await store.costs.hold_book(book_id)
            if not await store.clicks.remember(click):
                return None
            shown = await read_change(store, book_id, given)
            if not shown.entries:
                await require_right_in_book(store, book_id, click, MoveName.CHANGE_COST)
                await keep_alone(store, book_id, given, shown, at, by=click.actor)
                return CostsKept()
            incident = await open_change(store, book_id, given, click.id, at)
            # The click counts already; made as a move of that card it has an id of its own.
            on_card = replace(click, id=f"{click.id}/change")
            return await self.make_move.within(store, CHANGE_COST, incident.id, on_card, given)


@dataclass(frozen=True, slots=True)
class ChangeAtTerminal:
    """The same, by the administrator at a terminal: rules of who may do not hold there."""

    open_store: OpenStore
    make_move: MakeMove

    async def __call__(self, book_id: int, click_id: str, given: GivenChange) -> Incident | None:
        """Correct the entries on a card of their own, and return that; None: costs are kept alone.

        `click_id`: what tells this change from any other.

        Raises:
            TransitionRefused: a second person has to approve so much, which takes Slack.
            PreviewChanged: it would correct another thing by now; nothing was changed.
            BadInput: it cannot be done; says why.
        """
        make, at = self.make_move, self.make_move.now()
        async with self.open_store() as store:
            await store.costs.hold_book(book_id)
            shown = await read_change(store, book_id, given)
            if not shown.entries:
                await keep_alone(store, book_id, given, shown, at, by=None)
                return None
            if given.seen and given.seen != shown.mark:
                raise PreviewChanged
            await refuse_if_much(store, book_id, shown)
            incident = await open_change(store, book_id, given, click_id, at)
            making = Making(store, Click(click_id, ""), at, make.note_rule)
            return await correct_posted(making, incident, Changing(given, shown))


async def refuse_if_much(store: Store, book_id: int, shown: ChangePreview) -> None:
    """Raise TransitionRefused where a second person has to approve so much."""
    rule = await store.rights.rule(book_id, MoveName.CHANGE_COST)
    if wants_second(rule, MoveScope(shown.amounts)):
        raise TransitionRefused(
            "In this book a second person has to approve so much. Type"
            f" /jefail show {shown.entries[0].number} in Slack and press Change a cost."
        )


async def open_change(
    store: Store, book_id: int, given: GivenChange, click_id: str, at: datetime
) -> Incident:
    """Return the card of one change: a new one, whatever else is changed at the same time."""
    connection = await store.books.connection_of(book_id)
    first, *others = given.costs
    failure = Failure(FailureReason.COST_CHANGED, subject=first, details=tuple(others))
    mark = hashlib.sha256(f"cost_changed {book_id} {click_id}".encode()).hexdigest()[:32]
    found = Found(failure, mark, book_id, connection.id, given.sales_channel)
    incident, _is_new = await store.incidents.open_for(found, at)
    return incident


async def keep_alone(
    store: Store,
    book_id: int,
    given: GivenChange,
    shown: ChangePreview,
    at: datetime,
    *,
    by: str | None,
) -> None:
    """Keep the costs for later entries, and tell the card of the entry that was looked at.

    Raises:
        TransitionRefused: nothing would be kept either.
    """
    if not given.kept:
        raise TransitionRefused("No posted entry would change by that, so nothing was done.")
    if given.seen and given.seen != shown.mark:
        raise PreviewChanged
    sku_costs = given.kept
    await store.costs.keep(book_id, given.sales_channel, sku_costs)
    for entry in await store.entries.find(f"JF-{given.entry_id}") if given.entry_id else ():
        if entry.incident_id is not None:
            origin = (await store.incidents.case(entry.incident_id)).incident
            await store.incidents.tell(origin, Event(told_of(given, shown), by), at)
            await store.incidents.owe_card(origin)
