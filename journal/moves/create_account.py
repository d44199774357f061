"""Someone has an account made at the platform, to map a category to it."""

from __future__ import annotations

from dataclasses import dataclass

from journal.books.book import Account, Connection, NewAccount
from journal.books.listing import folded
from journal.incidents.move import MoveName
from journal.incidents.story.event import Event
from journal.incidents.story.mending import AccountCreated
from journal.moves.made_there import key_of, make_or_find, take_click
from journal.ports import Capabilities, Click, Clock, Ledger, OpenLedger, OpenSeen

CREATE_ACCOUNT = take_click(MoveName.CREATE_ACCOUNT)
"""Take the click that `CreateAccount` answers."""


@dataclass(frozen=True, slots=True)
class CreateAccount:
    """Add an account to the chart of an incident's book, at the platform and here."""

    open_store: OpenSeen
    open_ledger: OpenLedger
    now: Clock

    def capabilities(self, connection: Connection) -> Capabilities:
        """Return what can be made there; nothing is asked of the platform."""
        return self.open_ledger(connection).capabilities

    async def __call__(self, incident_id: int, click: Click, new: NewAccount) -> Account:
        """Make the account, for a `click` that was taken by CREATE_ACCOUNT, and tell its story.

        Without an answer the chart is looked into: the account may be there.

        Raises:
            AccountRefused: the platform will not. AuthorisationLost: jefail has no access.
            LedgerError: it could not be asked, and the account is not there.
        """
        async with self.open_store(click.viewer) as store:
            connection = (await store.incidents.case(incident_id)).connection
        ledger = self.open_ledger(connection)
        asked = ledger.create_account(new, key_of(click))
        account = await make_or_find(asked, lambda: _there(ledger, new))
        async with self.open_store(click.viewer) as store:
            incident = await store.incidents.for_change(incident_id)
            await store.books.add_account(connection.id, account)
            event = Event(AccountCreated(account.label), click.actor)
            await store.incidents.tell(incident, event, self.now())
        return account


async def _there(ledger: Ledger, new: NewAccount) -> Account | None:
    """Return the account when the chart shows it after all."""
    name = folded(new.name)
    shown = await ledger.accounts()
    return next((one for one in shown if one.active and folded(one.name) == name), None)
