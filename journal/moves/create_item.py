"""Someone has a class, a customer or a tracking option made at the platform, to choose it."""

from __future__ import annotations

from dataclasses import dataclass

from journal.books.book import Connection
from journal.books.listing import folded
from journal.books.lists import Dimension, ListItem
from journal.incidents.move import MoveName
from journal.incidents.story.event import Event
from journal.incidents.story.mending import ItemCreated
from journal.moves.made_there import key_of, make_or_find, take_click
from journal.ports import Capabilities, Click, Clock, Ledger, OpenLedger, OpenSeen


@dataclass(frozen=True, slots=True)
class NewItem:
    """A choice as someone wants it made. `kind`: of a name, whose it is."""

    dimension: Dimension
    name: str
    kind: str = ""


CREATE_ITEM = take_click(MoveName.CREATE_ITEM)
"""Take the click that `CreateItem` answers."""


@dataclass(frozen=True, slots=True)
class CreateItem:
    """Add a choice to a list of an incident's book, at the platform and here."""

    open_store: OpenSeen
    open_ledger: OpenLedger
    now: Clock

    def capabilities(self, connection: Connection) -> Capabilities:
        """Return what can be made there; nothing is asked of the platform."""
        return self.open_ledger(connection).capabilities

    async def __call__(self, incident_id: int, click: Click, new: NewItem) -> ListItem:
        """Make it, for a `click` that was taken by CREATE_ITEM, and tell its story.

        Without an answer the list is looked into: it may be there.

        Raises:
            ItemRefused: the platform will not. AuthorisationLost: jefail has no access.
            LedgerError: it could not be asked, and the list does not show it.
        """
        async with self.open_store(click.viewer) as store:
            connection = (await store.incidents.case(incident_id)).connection
        ledger = self.open_ledger(connection)
        asked = ledger.create_item(new.dimension, new.name, new.kind, key_of(click))
        item = await make_or_find(asked, lambda: _there(ledger, new))
        async with self.open_store(click.viewer) as store:
            incident = await store.incidents.for_change(incident_id)
            await store.codings.add_item(connection.id, item)
            event = Event(ItemCreated(new.dimension.key, item.label), click.actor)
            await store.incidents.tell(incident, event, self.now())
        return item


async def _there(ledger: Ledger, new: NewItem) -> ListItem | None:
    """Return the choice when the list shows it after all."""
    shown = await ledger.lists()
    return next((one for one in shown if one.active and _is_it(one, new)), None)


def _is_it(one: ListItem, new: NewItem) -> bool:
    is_kind = not new.kind or one.kind == new.kind
    same = one.dimension == new.dimension and folded(one.name) == folded(new.name)
    return same and is_kind
