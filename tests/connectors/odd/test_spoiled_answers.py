"""Whatever becomes of a platform's good answers, the ledger tells it, ends, and writes once."""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, Final, NamedTuple

import pytest
from hypothesis import settings

from journal.books.book import NewAccount
from journal.books.lists import TAX, ListItem
from journal.entries.coding import Coded
from journal.entries.posting import LedgerEntry, Posted, ReadyEntry, Refused, Uncertain
from journal.errors import JefailError
from journal.ports import Change, Ledger, Wanted
from tests.build import NOW
from tests.connectors.odd.asking import IS_SOAKING, assert_written_once, for_seeds
from tests.connectors.odd.platforms import PLATFORMS, Stage
from tests.fakes.ready import CHECKING, JULY_7, SALES, a_ready_entry

EXAMPLES: Final = settings().max_examples // 10 if IS_SOAKING else 3
pytestmark = pytest.mark.timeout(0 if IS_SOAKING else 300)


class Held(NamedTuple):
    """What is asked with: entries to write, what is there of them, and a choice of each list."""

    fresh: ReadyEntry
    changed: ReadyEntry
    there: LedgerEntry
    drafted: ReadyEntry
    draft: LedgerEntry  # of a platform without drafts, what is posted
    items: tuple[ListItem, ...]


async def make_choices(ledger: Ledger, items: Sequence[ListItem]) -> None:
    """Make a choice of the list of each of `items`."""
    for dimension in {item.dimension: None for item in items}:
        try:
            await ledger.create_item(dimension, "Umbrellas", "customer", "key-2")
        except JefailError:
            continue


async def watch(ledger: Ledger) -> None:
    """Read what changed, look at it whole, and who did it: as a poll does."""
    told = await ledger.changes(NOW.replace(month=6))
    known = {one.ledger_id: "" for one in told}
    for change in await ledger.examine(told, known) or [Change("227", None)]:
        await ledger.with_author(change)


Ask = Callable[[Ledger, Held], Awaitable[Any]]
WRITES: Final[Mapping[str, Ask]] = {
    "post": lambda ledger, held: ledger.post(held.fresh),
    "post a draft": lambda ledger, held: ledger.post(held.drafted, held.draft),
    "save a draft": lambda ledger, held: ledger.save_draft(held.fresh),
    "replace": lambda ledger, held: ledger.replace(held.changed, held.there),
}
"""These never raise: how they end is the outcome."""
MAKES: Final[Mapping[str, Ask]] = {
    "create account": lambda ledger, _held: ledger.create_account(
        NewAccount("Tips", "4711", _kind_of(ledger)), "key-1"
    ),
    "create item": lambda ledger, held: make_choices(ledger, held.items),
}
READS: Final[Mapping[str, Ask]] = {
    "read": lambda ledger, held: ledger.read(held.there),
    "find": lambda ledger, _held: ledger.find(
        [
            Wanted("JF-1", "S-1", JULY_7, a_ready_entry().total, ids=("227",)),
            Wanted("JF-2", "S-2", date(2026, 7, 9)),
        ]
    ),
    "accounts": lambda ledger, _held: ledger.accounts(),
    "lists": lambda ledger, _held: ledger.lists(),
    "closed days": lambda ledger, _held: ledger.closed_days(),
    "company rules": lambda ledger, _held: ledger.company_rules(),
    "rate": lambda ledger, _held: ledger.rate("CAD", JULY_7),
    "changes": lambda ledger, _held: watch(ledger),
    "missing": lambda ledger, held: ledger.missing({held.there.ledger_id: JULY_7}),
    "taken numbers": lambda ledger, _held: ledger.taken_numbers(["JF-1", "12"]),
    "check": lambda ledger, _held: ledger.check(),
}
ASKS: Final[Mapping[str, Ask]] = {**WRITES, **MAKES, **READS}


def _kind_of(ledger: Ledger) -> str:
    kinds = ledger.capabilities.account_kinds
    return kinds[0].value if kinds else "income"


@pytest.mark.parametrize("asked", ASKS)
@pytest.mark.parametrize("platform", PLATFORMS)
def test_spoiled_answers_are_told(platform: str, asked: str) -> None:
    """Parts lost, odd, doubled, cut off, another status: an outcome, or an error of our tree."""

    for_seeds(EXAMPLES, lambda seed: asked_of(platform, asked, seed))


async def asked_of(platform: str, asked: str, seed: int) -> None:
    """Ask one thing of a platform whose answers are spoiled as `seed` has it."""
    async with PLATFORMS[platform](random.Random(seed)) as stage:  # noqa: S311  to be had again
        held = await _held(stage)
        stage.spoiling.is_armed = True
        try:
            outcome = await ASKS[asked](stage.ledger(), held)
        except JefailError:
            assert asked not in WRITES
            return
        finally:
            assert_written_once(stage.spoiling)
        if asked in WRITES:
            assert isinstance(outcome, Posted | Refused | Uncertain)


async def _held(stage: Stage) -> Held:
    ledger = stage.ledger()
    chart = {one.name.rpartition(":")[2]: one.external_id for one in await ledger.accounts()}
    of = partial(
        a_ready_entry,
        debit_account=chart.get("Shopify clearing", CHECKING),
        credit_account=chart.get("Shopify sales", SALES),
    )
    posted, draft = await ledger.post(of()), await ledger.save_draft(of("JF-2"))
    assert isinstance(posted, Posted), posted
    first = {item.dimension: item for item in reversed(await ledger.lists()) if item.active}
    is_taxed = stage.spoiling.chance.random() < 0.2
    coded = [
        Coded(one.dimension, one) for one in first.values() if is_taxed or one.dimension != TAX
    ]
    fresh = _coded(of("JF-3"), coded)
    there = draft.entry if isinstance(draft, Posted) else posted.entry
    return Held(
        fresh,
        replace(fresh, number=posted.entry.number, note=a_ready_entry().note),
        posted.entry,
        replace(fresh, number=there.number, note=a_ready_entry(there.number).note),
        there,
        tuple(first.values()),
    )


def _coded(entry: ReadyEntry, coded: Sequence[Coded]) -> ReadyEntry:
    debit, credit = entry.lines
    return replace(entry, lines=(debit, replace(credit, coded=tuple(coded))))
