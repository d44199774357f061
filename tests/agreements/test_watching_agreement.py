"""What every ledger tells of entries that people changed or deleted after they were posted."""

from dataclasses import replace
from datetime import timedelta

import pytest

from journal.books.lists import Field, ListItem
from journal.entries.coding import Coded, TaxOn
from journal.entries.posting import LedgerEntry, Posted, ReadyEntry
from journal.matching.watching import fields_in, mark_of
from journal.ports import Change
from tests.agreements.stages import BEN, NOW, Lack, Stage
from tests.agreements.test_fields_agreement import (
    a_choice,
    carried_by,
    is_held,
    offered,
    placed,
    taxed,
)
from tests.agreements.test_ledger_agreement import an_entry, needs, surely_shown
from tests.fakes.ready import JULY_7

pytestmark = pytest.mark.usefixtures("nothing_secret_is_kept")


def coded_with(stage: Stage, item: ListItem) -> ReadyEntry:
    """Return an entry whose credit carries `item`; of a tax with what is asked of its amounts."""
    entry = an_entry(stage)
    if item.dimension.field is Field.TAX:
        ways = carried_by(stage).tax_on - {TaxOn.NO_TAX}
        return taxed(entry, item, min(ways, default=TaxOn.NO_TAX))
    bare, line = entry.lines
    return replace(entry, lines=(bare, replace(line, coded=(Coded(item.dimension, item),))))


async def posted(stage: Stage) -> LedgerEntry:
    """Post an entry and return it as the answer showed it."""
    outcome = await stage.ledger.post(an_entry(stage))
    assert isinstance(outcome, Posted)
    return outcome.entry


async def otherwise(stage: Stage, there: LedgerEntry) -> list[Change]:
    """Return what a poll sees of it that is not as it was when the answer came."""
    ledger_id = there.ledger_id
    changes = await stage.ledger.changes(NOW - timedelta(minutes=5))
    ours = [one for one in changes if one.ledger_id == ledger_id]
    return [*await stage.ledger.examine(ours, {ledger_id: there.version})]


async def test_what_we_posted_is_known(stage: Stage) -> None:
    """The answer to posting has the same mark as every later look, or is looked at once more."""
    there = await posted(stage)
    marks = {mark_of(one.there) for one in await otherwise(stage, there) if one.there}
    read = mark_of(await stage.ledger.read(await surely_shown(stage)))

    assert marks <= {read}
    assert mark_of(there) in (read, "")


@pytest.mark.parametrize("field", Field)
async def test_what_lines_carry_is_known(stage: Stage, field: Field) -> None:
    """The answer, the changes and a look at it alone have one mark of a coded entry."""
    if not is_held(carried_by(stage), field):
        pytest.skip("this platform's lines carry no such field")
    await offered(stage)
    entry = coded_with(stage, await a_choice(stage, field))
    lines = [await placed(stage, one, field) if one.coded else one for one in entry.lines]
    outcome = await stage.ledger.post(replace(entry, lines=tuple(lines)))
    assert isinstance(outcome, Posted)
    there = outcome.entry

    changes = await stage.ledger.changes(NOW - timedelta(minutes=5))
    ours = [one for one in changes if one.ledger_id == there.ledger_id]
    seen = await stage.ledger.examine(ours, {there.ledger_id: "another"})
    marks = {mark_of(one.there) for one in seen if one.there}
    read = await stage.ledger.read(await surely_shown(stage))

    assert marks == {mark_of(there)} == {mark_of(read)}
    assert field is Field.TAX or fields_in(mark_of(there))


async def test_a_change_by_hand_is_told_whole(stage: Stage) -> None:
    """Another amount is among the changes, with its lines; a look at it costs nothing more."""
    there = await posted(stage)
    before = mark_of(await stage.ledger.read(await surely_shown(stage)))
    await stage.amend_by_hand(there.ledger_id, "90")

    (change,) = await otherwise(stage, there)

    assert change.there is not None
    assert str(change.there.total) == "90.00 USD"
    assert mark_of(change.there) not in ("", before)
    assert change.at is not None
    assert change.at.tzinfo is not None


@needs(Lack.AUTHORS)
async def test_who_did_it_is_told(stage: Stage) -> None:
    """By the name that they have there."""
    there = await posted(stage)
    await stage.amend_by_hand(there.ledger_id, "90")
    (change,) = await otherwise(stage, there)

    assert (await stage.ledger.with_author(change)).by == BEN


@needs(Lack.REPLACING)
async def test_words_make_another_state_and_the_same_mark(stage: Stage) -> None:
    """A note is no change that counts."""
    there = await posted(stage)
    await stage.edit_by_hand(there.ledger_id, "a tip was missing [JF-1]")

    (change,) = await otherwise(stage, there)

    assert change.there is not None
    assert mark_of(change.there) == mark_of(there) != ""


@needs(Lack.REPLACING)
async def test_what_was_deleted_is_told(stage: Stage) -> None:
    """Among the changes, or by looking for what was posted."""
    there = await posted(stage)
    await stage.delete_by_hand(there.ledger_id)

    gone = [one.ledger_id for one in await otherwise(stage, there) if one.there is None]
    if stage.ledger.capabilities.counts_posted:
        gone += await stage.ledger.missing({there.ledger_id: JULY_7})

    assert gone == [there.ledger_id]


async def test_what_is_there_is_not_missing(stage: Stage) -> None:
    """On its day, or on another that a person chose since."""
    there = await posted(stage)

    assert await stage.ledger.missing({there.ledger_id: JULY_7}) == []
    assert await stage.ledger.missing({there.ledger_id: JULY_7 - timedelta(days=40)}) == []


@needs(Lack.REPLACING)
async def test_our_own_replacing_is_known(stage: Stage) -> None:
    """The answer to it has the mark and the version that a poll sees."""
    there = await posted(stage)
    mine = replace(an_entry(stage, debit="90", credit="90"), key="JF-1-key-2")
    outcome = await stage.ledger.replace(mine, await surely_shown(stage))
    assert isinstance(outcome, Posted)

    seen = await otherwise(stage, outcome.entry)

    assert {mark_of(one.there) for one in seen if one.there} <= {mark_of(outcome.entry)}
    assert mark_of(outcome.entry) not in ("", mark_of(there))
