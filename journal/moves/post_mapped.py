"""What waited for an account is posted once that is known, whatever card it is on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from journal.books.book import Account
from journal.books.listing import folded
from journal.entries.placing import Category
from journal.incidents.gaps import spelled_as
from journal.incidents.incident import Case, Incident, Mending
from journal.incidents.move import MoveName
from journal.incidents.story.event import Event
from journal.incidents.story.mending import AccountsMapped
from journal.incidents.story.values import MappedCategory
from journal.moves.post_again import post_again
from journal.ports import Store
from journal.rights import is_above

TOLD = 10
"""How many mappings the story names; the others are counted."""


async def post_mapped(
    store: Store,
    incident: Incident,
    accounts: Mapping[Category, Account],
    by: str,
    at: datetime,
    coded: Sequence[tuple[str, str]] = (),
) -> Mapping[int, Incident]:
    """Post what waits for `accounts` in the incident's book; return what moved, by its id.

    `coded`: what lines carry beside, each with what it was chosen for. All that may wait for it
    are held already (`mappings.hold`), `incident` as it goes on.
    """
    moved = {}
    for one in await _waiting(store, incident.book_id, accounts):
        other = incident if one == incident.id else await store.incidents.for_change(one)
        other = replace(other, approved_by=incident.approved_by)
        moved[one] = await _post(store, other, accounts, by, at, coded)
    return moved


async def post_mapped_in(
    store: Store, book_id: int, accounts: Mapping[Category, Account], at: datetime
) -> tuple[Sequence[Case], Sequence[Case]]:
    """Post what waits for `accounts` in a book, as set at the terminal.

    Return the cases that moved, and those that go on waiting since a second person has to approve
    so much: someone presses Retry there. The book and its incidents are held already.
    """
    rules = [await store.rights.rule(book_id, move) for move in (MoveName.MAP, MoveName.RETRY)]
    limits = [one.second_above for one in rules if one.second_above is not None]
    moved, held = [], []
    for one in await _waiting(store, book_id, accounts):
        incident = await store.incidents.for_change(one)
        case = await store.incidents.case(one)
        if any(is_above(case.summary.amounts, limit) for limit in limits):
            held.append(case)
            continue
        await _post(store, incident, accounts, "", at)
        moved.append(case)
    return moved, held


async def tell_mapped(
    store: Store,
    incident: Incident,
    accounts: Mapping[Category, Account],
    by: str,
    at: datetime,
    coded: Sequence[tuple[str, str]] = (),
) -> None:
    """Tell on an incident that goes on waiting what was mapped from its card."""
    named = (await store.incidents.case(incident.id)).incident
    event = Event(_mapped(named, accounts, coded), by)
    await store.incidents.tell(incident, event.counting(0), at)
    await store.incidents.owe_card(incident)


async def _waiting(
    store: Store, book_id: int, accounts: Mapping[Category, Account]
) -> Sequence[int]:
    names = await store.mappings.names(book_id)
    return await store.mappings.waiting_for(book_id, spelled_as(accounts, names))


async def _post(
    store: Store,
    incident: Incident,
    accounts: Mapping[Category, Account],
    by: str,
    at: datetime,
    coded: Sequence[tuple[str, str]] = (),
) -> Incident:
    mapped = _mapped((await store.incidents.case(incident.id)).incident, accounts, coded)
    event = Event(mapped, by or None)
    return await post_again(
        store, incident, event, at, mending=Mending(MoveName.MAP, by, at, mapped)
    )


def _mapped(
    incident: Incident,
    accounts: Mapping[Category, Account],
    coded: Sequence[tuple[str, str]] = (),
) -> AccountsMapped:
    """Return what was mapped, of that what the incident is about if it names any of it."""
    failure = incident.failure
    named = {folded(one) for one in (failure.subject, *failure.details)}
    own = {one: to for one, to in accounts.items() if folded(one[1]) in named} or accounts
    told = list(own.items())[:TOLD]
    return AccountsMapped(
        mapped=tuple((name, account.label) for (_channel, name), account in told),
        categories=len(own),
        ids=tuple(MappedCategory(name, account.key, channel) for (channel, name), account in told),
        coded=tuple(coded[:TOLD]),
    )
