"""What every ledger has of the words that were handed in, and what it keeps that is not ours."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from journal.amounts.money import Money
from journal.entries.entry import Side
from journal.entries.failure import FailureReason
from journal.entries.posting import LedgerEntry, Posted, ReadyEntry, Refused
from journal.entries.text_limits import limits_of
from journal.matching.keeping import lost
from journal.matching.proof import numbers_borne
from tests.agreements.stages import Lack, Stage
from tests.agreements.test_ledger_agreement import an_entry, needs, wanted
from tests.fakes.ready import JULY_7

pytestmark = pytest.mark.usefixtures("nothing_secret_is_kept")


def worded(stage: Stage, *descriptions: str, **changes: Any) -> ReadyEntry:
    """Return an entry with a memo, these descriptions on its lines, and other `changes`."""
    entry = an_entry(stage)
    told = descriptions or ("Takings of the till", "Goods, all rates")
    lines = tuple(
        replace(line, description=text) for line, text in zip(entry.lines, told, strict=True)
    )
    return replace(entry, lines=lines, **{"note": "Sales of Tuesday [JF-1]", **changes})


async def shown(stage: Stage) -> LedgerEntry:
    """Return the entry as the ledger shows it, with its lines."""
    (found,) = await stage.ledger.find([wanted()])
    return await stage.ledger.read(found)


async def test_memo_and_descriptions_are_in_the_ledger(stage: Stage) -> None:
    """Memo and descriptions are there as they were handed in, our number behind the memo."""
    assert isinstance(await stage.ledger.post(worded(stage)), Posted)

    there = await shown(stage)

    assert "Sales of Tuesday [JF-1]" in there.texts
    assert sorted(line.description for line in there.lines) == [
        "Goods, all rates",
        "Takings of the till",
    ]
    assert {line.account_id for line in there.lines} == set(stage.accounts)


async def test_the_longest_words_are_whole(stage: Stage) -> None:
    """The longest memo and descriptions that we send are there whole, with our number."""
    limits = limits_of(stage.platform)
    assert limits is not None
    note = "ä" * (limits.note - len(" [JF-1]")) + " [JF-1]"
    text = "é" * limits.description

    outcome = await stage.ledger.post(worded(stage, text, text, note=note))

    assert isinstance(outcome, Posted)
    there = await shown(stage)
    assert note in there.texts
    assert {line.description for line in there.lines} == {text}


async def test_a_memo_that_names_another_number_is_ours_still(stage: Stage) -> None:
    """A memo that speaks of another number of ours does not make it that entry."""
    await stage.ledger.post(worded(stage, note="Reverses [JF-7] of Monday [JF-1]"))

    (found,) = await stage.ledger.find([wanted(), wanted("JF-7", "S-7000")])

    assert numbers_borne(found) == {"jf-1"}


@needs(Lack.REPLACING)
async def test_words_alone_are_corrected(stage: Stage) -> None:
    """A correction of memo and descriptions alone is put right where it stands."""
    posted = await stage.ledger.post(worded(stage))
    assert isinstance(posted, Posted)
    right = worded(stage, "Takings", "Goods", note="Sales of Wednesday [JF-1]", key="JF-1-key-2")

    outcome = await stage.ledger.replace(right, (await shown(stage)))

    assert isinstance(outcome, Posted)
    there = await shown(stage)
    assert "Sales of Wednesday [JF-1]" in there.texts
    assert sorted(line.description for line in there.lines) == ["Goods", "Takings"]
    assert str(there.total) == "250.00 USD"


@needs(Lack.OWN_NUMBERS)
async def test_the_callers_number_is_the_ledgers(stage: Stage) -> None:
    """The caller's own number is the ledger's; ours stands in the note, and finds it."""
    await stage.ledger.post(worded(stage, own_number="SJ-2026-114"))
    first = await shown(stage)

    again = worded(stage, own_number="SJ-2026-115", key="JF-1-key-2")
    changed = first
    if Lack.REPLACING not in stage.lacks:
        assert isinstance(await stage.ledger.replace(again, first), Posted)
        changed = await shown(stage)

    assert "SJ-2026-114" in first.texts
    assert "SJ-2026-115" in changed.texts


@needs(Lack.OWN_NUMBERS)
async def test_what_stands_under_the_callers_number_is_found(stage: Stage) -> None:
    """What someone typed under the caller's own number is shown when the entry is looked for."""
    await stage.type_by_hand("SJ-2026-114", JULY_7)

    (found,) = await stage.ledger.find([replace(wanted(), own_number="SJ-2026-114")])

    assert "SJ-2026-114" in found.texts


@needs(Lack.OWN_NUMBERS, Lack.UNIQUE_NUMBERS)
async def test_a_number_that_is_taken_gives_way_to_ours(stage: Stage) -> None:
    """A number that another entry has is told of; what wants it is there under ours."""
    await stage.ledger.post(worded(stage, own_number="114"))
    other = replace(an_entry(stage, "JF-2"), own_number="114", note="Sales [JF-2]")

    taken = await stage.ledger.taken_numbers(["114", "115"])
    outcome = await stage.ledger.post(other)

    assert taken == {"114"}
    assert isinstance(outcome, Posted)
    assert outcome.entry.number == "JF-2"


async def test_free_numbers_are_not_taken(stage: Stage) -> None:
    """Numbers that no entry has are told of as free."""
    assert await stage.ledger.taken_numbers(["114", "115"]) == frozenset()


@needs(Lack.REPLACING)
async def test_what_people_chose_there_is_kept(stage: Stage) -> None:
    """A class, tracking or tag chosen there by hand is shown, and stays under ours."""
    await stage.ledger.post(worded(stage))
    chosen = await stage.choose_by_hand((await shown(stage)).ledger_id)
    edited = await shown(stage)
    right = an_entry(stage, key="JF-1-key-2", debit="90", credit="90")

    outcome = await stage.ledger.replace(right, edited)

    assert isinstance(outcome, Posted)
    there = await shown(stage)
    assert [line.extras for line in edited.lines] == [(chosen,), (chosen,)]
    assert [line.extras for line in there.lines] == [(chosen,), (chosen,)]
    assert str(there.total) == "90.00 USD"


@needs(Lack.REPLACING)
async def test_what_would_go_is_known_beforehand(stage: Stage) -> None:
    """What would be lost is named beforehand, and not removed unless someone agreed."""
    debit, credit = stage.accounts
    await stage.ledger.post(worded(stage))
    name, value = await stage.choose_by_hand((await shown(stage)).ledger_id)
    edited = await shown(stage)
    turned = an_entry(stage, key="JF-1-key-2", debit_account=credit, credit_account=debit)

    goes = lost(turned.lines, edited)
    refused = await stage.ledger.replace(replace(turned, spares=True), edited)

    assert {(one.name, one.value) for one in goes} == {(name, value)}
    assert [one.line.side for one in goes if one.line] == [Side.DEBIT, Side.CREDIT]
    assert isinstance(refused, Refused)
    assert refused.failure.reason is FailureReason.MATCHED_OR_EDITED
    assert value in refused.failure.words
    assert (await shown(stage)).version == edited.version
    assert isinstance(await stage.ledger.replace(turned, edited), Posted)
    there = await shown(stage)
    assert [line.extras for line in there.lines] == [(), ()]
    assert there.total == Money(25000, "USD")
