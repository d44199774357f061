"""Someone says which accounts categories and names go to, and whatever waited is posted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from journal.books.book import Account
from journal.entries.placing import Category, Known
from journal.errors import AccountUnfit, MappedMeanwhile
from journal.incidents.gaps import account_for, is_unnamed, refused_by, spelled_as
from journal.incidents.incident import Case, Incident, Tally, Trigger
from journal.incidents.move import Move
from journal.moves.claiming import agreed, begun, refuse_if_moved
from journal.moves.post_mapped import post_mapped, tell_mapped
from journal.moves.read_gaps import placed
from journal.moves.second_person import Wish
from journal.ports import Click, Clock, OpenStore, Store


@dataclass(frozen=True, slots=True)
class MapAccounts:
    """Keep what categories and names of an incident's book go to, and free what waits for it."""

    open_store: OpenStore
    now: Clock

    async def __call__(self, incident_id: int, click: Click, chosen: Mapping[Category, str]) -> int:
        """Map `chosen` (to ids of accounts) and post what waits; return how many cards that moved.

        What lines themselves call an account (`NAMED`) is remembered as an alias in the book.

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
            await store.mappings.save(book.id, accounts, click.actor)
            moved = await post_mapped(store, incident, accounts, click.actor, at)
            if incident.id not in moved:
                await tell_mapped(store, incident, accounts, click.actor, at)
            return len(moved)


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
    names = await store.mappings.names(case.book.id)
    all_chosen = spelled_as(chosen, names)
    waiting = await store.mappings.waiting_for(case.book.id, all_chosen)
    return await store.mappings.whole(waiting, placed(names, known, refused) | all_chosen)


def _accounts(chosen: Mapping[Category, str], known: Known) -> Mapping[Category, Account]:
    """Return the accounts that were chosen. Raises AccountUnfit."""
    accounts = {}
    for category, account_id in chosen.items():
        account = known.chart.by_id(account_id)
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
