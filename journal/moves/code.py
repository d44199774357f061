"""Someone chooses what lines lack beside their account, and whatever waited is posted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Self

from journal.books.book import Account
from journal.books.lists import NAME, Dimension, ListItem
from journal.entries.coded_lines import ANY_NAME
from journal.entries.coding_rules import CodingRule, Scope
from journal.entries.entry import Entry, NewEntry, PostingStatus
from journal.entries.placing import Known, account_of, parted_word
from journal.entries.recoding import recoded
from journal.entries.uncoded import Choices, Slot
from journal.errors import BadInput, ItemUnfit, MappedMeanwhile
from journal.incidents.incident import Incident
from journal.incidents.move import MoveName
from journal.incidents.uncoded import released_by
from journal.moves.move import Making, Move, Plan
from journal.moves.post_coded import post_chosen, post_coded, tell_coded
from journal.moves.read_uncoded import read_uncoded
from journal.moves.refusing import changed_meanwhile, refuse_if_moved
from journal.ports import Store


@dataclass(frozen=True, slots=True)
class ItemsChosen:
    """What was chosen: choices of the platform's lists, by their ids."""

    choices: Choices = field(default_factory=Choices)
    instead: str = ""
    """`Uncoded.state` of what these are chosen in place of; "": of nothing, lines lacked them."""
    is_once: bool = False  # for the entries of the card alone: nothing is remembered

    @property
    def facts(self) -> Mapping[str, Any]:
        """It as plain JSON values; a request tells what each is called as well."""
        return {
            "words": word_rows(self.choices),
            "rules": rule_rows(self.choices.rules),
            "instead": self.instead,
            "is_once": self.is_once,
        }

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Self:
        """Return what `facts` tell of."""
        words = {
            (Dimension.of(dimension), word): to for dimension, word, to in facts.get("words", ())
        }
        choices = Choices(words, rules_of(facts.get("rules", ())))
        return cls(choices, facts.get("instead", ""), facts.get("is_once", False))


def word_rows(chosen: Choices) -> list[list[str]]:
    """Return what words mean, as plain JSON values."""
    return [[one.key, word, to] for (one, word), to in chosen.words.items()]


def rule_rows(rules: Iterable[CodingRule]) -> list[list[str]]:
    """Return rules as plain JSON values."""
    return [
        [
            one.scope.sales_channel,
            one.scope.kind,
            one.scope.category,
            one.scope.account_id,
            one.dimension.key,
            one.item_id,
        ]
        for one in rules
    ]


def rules_of(rows: Iterable[Sequence[str]]) -> tuple[CodingRule, ...]:
    """Return the rules that `rule_rows` wrote."""
    return tuple(
        CodingRule(Scope(*scope), Dimension.of(dimension), item) for *scope, dimension, item in rows
    )


@dataclass(frozen=True, slots=True)
class CodeWork:
    """What is to be kept, with what the choices are called, and the incidents that it moves."""

    choices: Choices
    told: Sequence[tuple[str, str]]  # ("Onlin", "Online"), (a category, "Online")
    moved: Set[int] = frozenset()
    edits: Sequence[tuple[Entry, NewEntry]] = ()  # where nothing is to be kept: what entries become


async def _hold(store: Store, incident_id: int) -> None:
    """Hold the book: all open incidents go on in which anything waits for what is chosen."""
    await store.mappings.hold_book_of(incident_id)


async def _plan(making: Making, incident: Incident, given: ItemsChosen) -> Plan[CodeWork]:
    store, chosen = making.store, given.choices
    connection = await store.books.connection(incident.connection_id)
    known = await store.books.known(connection)
    told = told_of(chosen, known)
    if given.instead:
        await _refuse_if_other(store, incident, given.instead)
    else:
        refuse_if_coded(chosen, known)
    if given.is_once:
        edits = await _edits(store, incident, chosen, known)
        return Plan(CodeWork(chosen, told, edits=edits), told={"chosen": [[*one] for one in told]})
    waiting = await store.codings.waiting(incident.book_id)
    moved, tally, entries = released_by(waiting, known, chosen)
    if incident.id not in moved and not moved:
        refuse_if_moved(incident)
    return Plan(
        CodeWork(chosen, told, moved),
        told={"chosen": [[*one] for one in told]},
        tally=tally,
        entries=entries,
        amounts=tally.amounts,
        lasts=True,
    )


async def _do(making: Making, incident: Incident, work: CodeWork) -> Incident:
    store, by, at = making.store, making.by, making.at
    if work.edits:
        return await _code_once(store, incident, work, by, at)
    await store.codings.save(incident.book_id, work.choices, by)
    moved = await post_coded(store, incident, work.moved, work.told, by, at)
    if incident.id not in moved:
        await tell_coded(store, incident, work.told, by, at)
    return moved.get(incident.id, incident)


async def _refuse_if_other(store: Store, incident: Incident, instead: str) -> None:
    """Raise when what lines carry is not any more as the person saw it, or the incident moved."""
    refuse_if_moved(incident)
    if (await read_uncoded(store, incident.id, counts=False)).state != instead:
        raise MappedMeanwhile("Someone chose it first. Nothing was changed.")


async def _edits(
    store: Store, incident: Incident, chosen: Choices, known: Known
) -> Sequence[tuple[Entry, NewEntry]]:
    """Return what the refused entries of an incident become. Raises BadInput: too many."""
    refuse_if_moved(incident)
    entries = await store.entries.of_incident(incident.id, MOST_ONCE + 1)
    if len(entries) > MOST_ONCE:
        raise BadInput(f"More than {MOST_ONCE} entries wait here. Choose for later ones as well.")
    refused = [one for one in entries if one.status is PostingStatus.FAILED]
    after = [(one, recoded(one.content, chosen, known)) for one in refused]
    edits = [(one, content) for one, content in after if content != one.content]
    if not edits:
        raise BadInput("None of the entries has a line that this changes.")
    return edits


async def _code_once(
    store: Store, incident: Incident, work: CodeWork, by: str, at: datetime
) -> Incident:
    for entry, content in work.edits:
        if not await store.revisions.rework(entry, content):
            raise changed_meanwhile(entry.id)
    return await post_chosen(store, incident, work.told, by, at, is_once=True)


MOST_ONCE: Final = 200
"""Entries whose lines are changed in one click; more are a matter for what is remembered."""
CODE = Move(MoveName.CODE, ItemsChosen, _plan, _do, changes_posting=True, hold=_hold)
"""Keep what words mean and what lines without a word get, and post what waits for that.

A word is remembered for the book as an alias, the rest as rules of the narrowest lines. All open
incidents of the book go on of which a line carries more then, whatever card it was chosen on; what
is lacking besides goes to its own card. All that lacks nothing more counts for the rules, and where
a second person has to approve it, none moves yet.

What a platform refused without saying which list it means may be chosen in place of what lines
carry: on their accounts and categories for good, or in the entries of the card alone.

Raises ItemUnfit: one of the choices is not in use. MappedMeanwhile: someone has made one of them.
TransitionRefused: nothing waits for it, and the incident is not open any more.
"""


def told_of(chosen: Choices, known: Known) -> Sequence[tuple[str, str]]:
    """Return what each choice is made for, with its name. Raises ItemUnfit."""
    words = [
        (parted_word(word)[0], _item(one, to, known)) for (one, word), to in chosen.words.items()
    ]
    rules = [
        (_lines_said(one, known), _item(one.dimension, one.item_id, known, _kind(one, known)))
        for one in chosen.rules
    ]
    return [(what, item.label) for what, item in (*words, *rules)]


def _lines_said(rule: CodingRule, known: Known) -> str:
    scope = rule.scope
    account = known.chart.by_id(scope.account_id) if scope.account_id else None
    named = account.label if account else scope.account_id
    return scope.category or named or scope.sales_channel or "all lines"


def _kind(rule: CodingRule, known: Known) -> str:
    """Return whose name lines of the rule need, where their account says it."""
    scope = rule.scope
    account: object = known.chart.by_id(scope.account_id) if scope.account_id else None
    if scope.category:
        account = account_of((scope.sales_channel, scope.category), known)
    if rule.dimension != NAME or not isinstance(account, Account):
        return ""
    return "" if account.wants_name == ANY_NAME else account.wants_name


def _item(dimension: Dimension, item_id: str, known: Known, kind: str = "") -> ListItem:
    item = known.lists.by_id(dimension, item_id, kind)
    if item is None or not item.active:
        name = item.label if item else item_id
        raise ItemUnfit(f"{name} isn't in use any more. Choose another.")
    return item


def refuse_if_coded(chosen: Choices, known: Known) -> None:
    """Raise MappedMeanwhile when someone has made one of the choices, and it can be used."""
    taken = [
        *(Slot(one, word) for one, word in chosen.words if _has_word(one, word, known)),
        *(Slot(one.dimension, scope=one.scope) for one in chosen.rules if _has_rule(one, known)),
    ]
    if taken:
        raise MappedMeanwhile("Someone chose it first. Nothing was changed.")


def _has_word(dimension: Dimension, word: str, known: Known) -> bool:
    return _is_used(dimension, known.item_aliases.get(Slot(dimension, word).meant, ""), known)


def _has_rule(rule: CodingRule, known: Known) -> bool:
    there = known.coding_rules.of(rule.dimension, rule.scope)
    if not _is_used(rule.dimension, there, known):
        return False
    kinds = [known.lists.by_id(rule.dimension, one) for one in (there, rule.item_id)]
    return len({one.kind for one in kinds if one is not None}) == 1  # else it is of no use here


def _is_used(dimension: Dimension, item_id: str, known: Known) -> bool:
    item = known.lists.by_id(dimension, item_id) if item_id else None
    return item is not None and item.active
