"""What waited for a class, a name or a tax code is posted once that is chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from journal.entries.uncoded import Choices
from journal.incidents.incident import Case, Incident, Mending
from journal.incidents.move import MoveName, governing
from journal.incidents.story.event import Event
from journal.incidents.story.mending import ItemsCoded
from journal.incidents.uncoded import released_by
from journal.moves.post_again import post_again
from journal.ports import Store
from journal.rights import is_above

TOLD = 10
"""How many choices the story names; the others are counted."""


async def post_coded(
    store: Store,
    incident: Incident,
    incident_ids: Iterable[int],
    told: Sequence[tuple[str, str]],
    by: str,
    at: datetime,
) -> Mapping[int, Incident]:
    """Post what waits on these incidents; return what moved, by its id.

    They are held already, `incident` as it goes on. `told`: what was chosen for what.
    """
    moved = {}
    for one in sorted(incident_ids):
        other = incident if one == incident.id else await store.incidents.for_change(one)
        other = replace(other, approved_by=incident.approved_by)
        moved[one] = await post_chosen(store, other, told, by, at)
    return moved


async def post_coded_in(
    store: Store,
    book_id: int,
    chosen: Choices,
    told: Sequence[tuple[str, str]],
    at: datetime,
) -> tuple[Sequence[Case], Sequence[Case]]:
    """Keep `chosen`, as set at the terminal, and post what waits for it in the book.

    Return the cases that moved, and those that go on waiting since a second person has to approve
    so much: someone presses Retry there. The book and its incidents are held already.
    """
    known = await store.books.known(await store.books.connection_of(book_id))
    waiting = await store.codings.waiting(book_id)
    await store.codings.save(book_id, chosen, None)
    wanted = (governing(MoveName.CODE), MoveName.RETRY)
    rules = [await store.rights.rule(book_id, one) for one in wanted]
    limits = [one.second_above for one in rules if one.second_above is not None]
    moved, held = [], []
    for one in sorted(released_by(waiting, known, chosen)[0]):
        incident = await store.incidents.for_change(one)
        case = await store.incidents.case(one)
        if any(is_above(case.summary.amounts, limit) for limit in limits):
            held.append(case)
            continue
        await post_chosen(store, incident, told, "", at)
        moved.append(case)
    return moved, held


async def tell_coded(
    store: Store, incident: Incident, told: Sequence[tuple[str, str]], by: str, at: datetime
) -> None:
    """Tell on an incident that goes on waiting what was chosen from its card."""
    event = Event(_turn(told), by)
    await store.incidents.tell(incident, event.counting(0), at)
    await store.incidents.owe_card(incident)


async def post_chosen(
    store: Store,
    incident: Incident,
    told: Sequence[tuple[str, str]],
    by: str,
    at: datetime,
    *,
    is_once: bool = False,
) -> Incident:
    """Post what waits on one incident, and tell what was chosen for what.

    `is_once`: it was chosen for its entries alone.
    """
    turn = replace(_turn(told), is_once=is_once)
    mending = Mending(MoveName.CODE, by, at, turn)
    return await post_again(store, incident, Event(turn, by or None), at, mending=mending)


def _turn(told: Sequence[tuple[str, str]]) -> ItemsCoded:
    return ItemsCoded(chosen=tuple(told[:TOLD]), choices=len(told))
