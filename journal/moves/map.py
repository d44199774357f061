"""Someone says which accounts categories and names go to, and whatever waited is posted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from journal.books.book import Account, Connection
from journal.entries.coding_rules import CodingRule
from journal.entries.placing import Category, Known
from journal.entries.uncoded import Choices
from journal.errors import AccountUnfit, MappedMeanwhile
from journal.incidents.gaps import account_for, is_unnamed, refused_by, spelled_as
from journal.incidents.incident import Incident, Tally
from journal.incidents.move import MoveName
from journal.moves.code import rule_rows, rules_of, told_of
from journal.moves.move import Making, Move, Plan
from journal.moves.post_mapped import post_mapped, tell_mapped
from journal.moves.read_gaps import placed
from journal.moves.refusing import refuse_if_moved
from journal.ports import Store


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which accounts were chosen, by their ids at the platform, and what lines carry beside."""

    accounts: Mapping[Category, str]
    rules: tuple[CodingRule, ...] = ()

    @property
    def facts(self) -> Mapping[str, Any]:
        """It as plain JSON values; a request tells the name of each account as well."""
        rows = [[channel, name, one] for (channel, name), one in self.accounts.items()]
        return {"chosen": rows, **({"rules": rule_rows(self.rules)} if self.rules else {})}

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Self:
        """Return what `facts` tell of."""
        accounts = {(channel, name): one for channel, name, one, *_label in facts["chosen"]}
        return cls(accounts, rules_of(facts.get("rules", ())))


@dataclass(frozen=True, slots=True)
class MapWork:
    """What is to be kept, with what the choices beside the accounts are called."""

    accounts: Mapping[Category, Account]
    beside: Choices
    told: Sequence[tuple[str, str]]


Accounts = Mapping[Category, Account]


async def _hold(store: Store, incident_id: int) -> None:
    """Hold the book: all open incidents go on in which anything waits for what is mapped."""
    await store.mappings.hold_book_of(incident_id)


async def _plan(making: Making, incident: Incident, chosen: Chosen) -> Plan[MapWork]:
    store = making.store
    connection = await store.books.connection(incident.connection_id)
    known = await store.books.known(connection)
    accounts = _accounts(chosen.accounts, known)
    _refuse_if_mapped(incident, chosen.accounts, known)
    beside = Choices(rules=chosen.rules)
    coded = told_of(beside, known)
    tally, entries = await _released(store, incident, connection, chosen.accounts, known)
    told: dict[str, Any] = {
        "chosen": [[*one, to.external_id, to.label] for one, to in accounts.items()]
    }
    if coded:
        told["coded"] = [[*one] for one in coded]
    return Plan(
        MapWork(accounts, beside, coded),
        told=told,
        tally=tally,
        entries=entries,
        amounts=tally.amounts,
        lasts=True,
    )


async def _do(making: Making, incident: Incident, work: MapWork) -> Incident:
    store, by, at = making.store, making.by, making.at
    await store.mappings.save(incident.book_id, work.accounts, by)
    await store.codings.save(incident.book_id, work.beside, by)
    moved = await post_mapped(store, incident, work.accounts, by, at, work.told)
    if incident.id not in moved:
        await tell_mapped(store, incident, work.accounts, by, at, work.told)
    return moved.get(incident.id, incident)


MAP = Move(MoveName.MAP, Chosen, _plan, _do, changes_posting=True, hold=_hold)
"""Keep what categories and names of an incident's book go to, and post what waits for that.

What lines themselves call an account (`NAMED`) is remembered as an alias in the book. All open
incidents of the book go on in which any entry waits for one of the categories, whatever card it
was mapped on. What lines of a category carry beside the account is kept as rules of just these.
All of that counts for the rules, and where a second person has to approve it, none
moves yet.

Raises AccountUnfit: one of the accounts takes no entries. ItemUnfit: one of the choices beside them
is not in use. MappedMeanwhile: someone has mapped one
of the categories; or, where the account that is refused is not known, TransitionRefused.
"""


async def _released(
    store: Store,
    incident: Incident,
    connection: Connection,
    chosen: Mapping[Category, str],
    known: Known,
) -> tuple[Tally, Sequence[int]]:
    """Return what lacks nothing more with `chosen`, on whatever card: that much is posted."""
    refused = refused_by(incident.failure)
    names = await store.mappings.names(connection.book_id)
    all_chosen = spelled_as(chosen, names)
    waiting = await store.mappings.waiting_for(connection.book_id, all_chosen)
    return await store.mappings.whole(waiting, placed(names, known, refused) | all_chosen)


def _accounts(chosen: Mapping[Category, str], known: Known) -> Accounts:
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

    Where the platform does not say which account it refuses, all of them seem to; then the one who
    was first is known by the incident, which is not open any more (TransitionRefused).
    """
    if is_unnamed(incident.failure):
        refuse_if_moved(incident)
        return
    refused = refused_by(incident.failure)
    if any(account_for(category, known, refused) for category in chosen):
        raise MappedMeanwhile("Somebody mapped it meanwhile; nothing was changed.")
