"""Somebody says which accounts categories go to, and whatever waited for that is posted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from journal.book import Account
from journal.errors import AccountUnfit, MappedMeanwhile
from journal.gaps import Category, account_for, is_unnamed, refused_by
from journal.incident import Case, Incident, Mending, Tally, Trigger
from journal.mapping import Known
from journal.moves import Move
from journal.ports import Click, Clock, Event, OpenStore, Store
from journal.services.claiming import agreed, begun, post_again, refuse_if_moved
from journal.services.second_person import Wish

TOLD = 10
"""How many mappings the story names; the others are counted."""


@dataclass(frozen=True, slots=True)
class MapAccounts:
    """Keep what categories of an incident's book are mapped to, and free what waits for it."""

    open_store: OpenStore
    now: Clock

    async def __call__(self, incident_id: int, click: Click, chosen: Mapping[Category, str]) -> int:
        """Map `chosen` (to ids of accounts) and post what waits; return how many cards that moved.

        One transaction: all open incidents of the book go on in which any entry waits for one of
        the categories, whatever card it was mapped on. A click again changes nothing. All of that
        counts for the rules, and where a second person has to approve it, none moves yet.

        Raises:
            AccountUnfit: one of the accounts takes no entries. Nothing was changed.
            MappedMeanwhile: somebody has mapped one of the categories. Nothing was changed.
            TransitionRefused: the same, where the account that is refused is not known; or
                something is asked for already that a second person has to approve.
            NotFound: there is no such incident.
        """
        at = self.now()
        async with self.open_store() as store:
            # Held before the incident is claimed: all that lock several do so in one order.
            case = await store.incidents.case(incident_id)
            book = case.book
            await store.mappings.hold(book.id, incident_id)
            known = await store.books.known(case.connection)
            tally = await _freed(store, case, chosen, known)
            claim = await begun(store, incident_id, click, Move.MAP, amounts=tally.amounts)
            if not claim.is_new:
                return 0
            accounts = _accounts(chosen, known)
            _refuse_if_mapped(claim.incident, chosen, known)
            wish = Wish(at, _wished(accounts), tally, lasts=True)
            incident, goes_on = await agreed(store, claim, wish)
            if not goes_on:
                return 0
            await store.mappings.save(book.id, _ids(accounts), click.actor)
            return await _free(store, incident, accounts, click.actor, at)


def chosen_in(facts: Mapping[str, Any]) -> Mapping[Category, str]:
    """Return what was chosen, as the facts of what was asked for tell it."""
    return {(channel, name): account for channel, name, account, _label in facts["chosen"]}


def _wished(accounts: Mapping[Category, Account]) -> Mapping[str, Any]:
    chosen = [
        [channel, name, account.external_id, account.label]
        for (channel, name), account in accounts.items()
    ]
    return {"chosen": chosen}


async def _freed(store: Store, case: Case, chosen: Mapping[Category, str], known: Known) -> Tally:
    """Return what lacks nothing more with `chosen`, on whatever card: that much is posted."""
    refused = refused_by(case.incident.failure)
    mapped = {one for one in known.mappings if account_for(one, known, refused)}
    waiting = await store.mappings.waiting_for(case.book.id, chosen)
    return await store.mappings.whole(waiting, mapped | chosen.keys())


def _accounts(chosen: Mapping[Category, str], known: Known) -> Mapping[Category, Account]:
    """Return the accounts that were chosen. Raises AccountUnfit."""
    accounts = {}
    for category, account_id in chosen.items():
        account = known.chart.find(account_id)
        if account is None or not account.takes_entries:
            name = account.label if account else account_id
            raise AccountUnfit(f"{name} takes no entries now. Choose another for {category[1]}.")
        accounts[category] = account
    return accounts


def _refuse_if_mapped(incident: Incident, chosen: Mapping[Category, str], known: Known) -> None:
    """Raise MappedMeanwhile when one of the categories has an account that takes its lines.

    Where the platform does not say which account it refuses, all of them seem to; then whoever
    was first is known by the incident, which is not open any more (TransitionRefused).
    """
    if is_unnamed(incident.failure):
        refuse_if_moved(incident, Trigger.RETRY)
        return
    refused = refused_by(incident.failure)
    if any(account_for(category, known, refused) for category in chosen):
        raise MappedMeanwhile("Somebody mapped it meanwhile; nothing was changed.")


def _ids(accounts: Mapping[Category, Account]) -> Mapping[Category, str]:
    return {category: account.external_id for category, account in accounts.items()}


async def _free(
    store: Store,
    incident: Incident,
    accounts: Mapping[Category, Account],
    by: str,
    at: datetime,
) -> int:
    waiting = await store.mappings.waiting_for(incident.book_id, accounts)
    for one in waiting:
        other = incident if one == incident.id else await store.incidents.for_change(one)
        other = replace(other, approved_by=incident.approved_by)
        facts = _facts(other, accounts)
        mending = Mending(Move.MAP, by, at, facts)
        await post_again(store, other, Event("mapped", by, facts), at, mending=mending)
    if incident.id not in waiting:
        event = Event("mapped", by, {**_facts(incident, accounts), "count": 0})
        await store.incidents.tell(incident, event, at)
        await store.incidents.owe_card(incident)
    return len(waiting)


def _facts(incident: Incident, accounts: Mapping[Category, Account]) -> dict[str, Any]:
    """Return what was mapped, of that what the incident is about if it names any of it."""
    failure = incident.failure
    named = {failure.subject, *failure.details}
    own = {one: to for one, to in accounts.items() if one[1] in named} or accounts
    pairs = [[name, account.label] for (_channel, name), account in own.items()]
    ids = [[name, account.external_id] for (_channel, name), account in own.items()]
    return {"mapped": pairs[:TOLD], "categories": len(pairs), "ids": ids[:TOLD]}
