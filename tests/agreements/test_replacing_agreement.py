"""What every ledger promises of changing what is posted, where that can be done at all."""

from dataclasses import replace
from typing import Any

import pytest

from journal.entries.failure import FailureReason
from journal.entries.posting import LedgerEntry, Posted, ReadyEntry, Refused, Uncertain
from tests.agreements.stages import Lack, Stage
from tests.agreements.test_ledger_agreement import an_entry, needs, refusal, surely_shown
from tests.agreements.weather import Spoil
from tests.fakes.ready import JULY_7

pytestmark = pytest.mark.usefixtures("nothing_secret_is_kept")
R = FailureReason
SPOILED = [
    Spoil.LOST,
    *(pytest.param(one, marks=needs(Lack.WIRE)) for one in (Spoil.GATEWAY, Spoil.GARBAGE)),
]
"""The ways in which an answer to posting is spoiled are all read by the same lines of code."""


async def posted(stage: Stage) -> LedgerEntry:
    """Post an entry and return it as the ledger shows it afterwards."""
    await stage.ledger.post(an_entry(stage))
    return await surely_shown(stage)


def corrected(stage: Stage, **changes: Any) -> ReadyEntry:
    """Return the entry as it is to be instead: of 90 dollars, under the next key."""
    return an_entry(stage, **{"key": "JF-1-key-2", "debit": "90", "credit": "90", **changes})


async def total(stage: Stage) -> str:
    """Return the sum of the one entry that is in the books."""
    assert await stage.numbers() == ["JF-1"]
    read = await stage.ledger.read(await surely_shown(stage))
    return str(read.total)


@needs(Lack.REPLACING)
async def test_replacing_changes_in_place(stage: Stage) -> None:
    """What was posted is changed where it is, counted once, and shown as another state."""
    there = await posted(stage)

    outcome = await stage.ledger.replace(corrected(stage), there)

    assert isinstance(outcome, Posted)
    assert outcome.entry.ledger_id == there.ledger_id
    assert outcome.entry.version not in ("", there.version)
    found = await surely_shown(stage)
    assert found.version == outcome.entry.version
    assert await total(stage) == "90.00 USD"


@needs(Lack.REPLACING)
async def test_replacing_can_be_done_again(stage: Stage) -> None:
    """From the state that the first change left, the next one goes on."""
    first = await stage.ledger.replace(corrected(stage), await posted(stage))
    assert isinstance(first, Posted)

    again = corrected(stage, key="JF-1-key-3", debit="91", credit="91")
    second = await stage.ledger.replace(again, first.entry)

    assert isinstance(second, Posted)
    assert await total(stage) == "91.00 USD"


@needs(Lack.REPLACING)
async def test_a_hand_edit_is_not_written_over(stage: Stage) -> None:
    """Changed there since it was seen, it stays; from its new state it can be replaced."""
    there = await posted(stage)
    await stage.edit_by_hand(there.ledger_id, "a tip was missing [JF-1]")

    refused = await stage.ledger.replace(corrected(stage), there)

    assert isinstance(refused, Refused)
    assert (refused.failure.reason, refused.failure.subject) == (R.MATCHED_OR_EDITED, "JF-1")
    assert refused.failure.words
    assert await total(stage) == "250.00 USD"
    edited = await surely_shown(stage)
    assert "a tip was missing" in " ".join(edited.texts)
    assert isinstance(await stage.ledger.replace(corrected(stage), edited), Posted)
    assert await total(stage) == "90.00 USD"


@needs(Lack.REPLACING)
async def test_a_state_is_told_from_the_next(stage: Stage) -> None:
    """Its version changes with an edit by hand, and not from one look to the next."""
    outcome = await stage.ledger.post(an_entry(stage))
    assert isinstance(outcome, Posted)
    seen = await surely_shown(stage)
    again = await stage.ledger.read(seen)
    await stage.edit_by_hand(seen.ledger_id, "a tip was missing [JF-1]")
    edited = await surely_shown(stage)

    assert outcome.entry.version == seen.version == again.version != ""
    assert edited.version not in ("", seen.version)


@needs(Lack.REPLACING)
async def test_what_nobody_looked_at_is_not_written_over(stage: Stage) -> None:
    """Where it is not known which state was seen, nothing is replaced."""
    there = replace(await posted(stage), version="")

    refused = await stage.ledger.replace(corrected(stage), there)

    assert isinstance(refused, Refused)
    assert refused.failure.reason is R.MATCHED_OR_EDITED
    assert await total(stage) == "250.00 USD"


@needs(Lack.REPLACING)
async def test_what_was_deleted_is_not_replaced(stage: Stage) -> None:
    """Gone meanwhile, it is told so, and nothing is posted in its stead."""
    there = await posted(stage)
    await stage.delete_by_hand(there.ledger_id)

    refused = await stage.ledger.replace(corrected(stage), there)

    assert isinstance(refused, Refused)
    assert (refused.failure.reason, refused.failure.subject) == (R.MATCHED_OR_EDITED, "JF-1")
    assert await stage.numbers() == []


@needs(Lack.REPLACING)
async def test_what_is_matched_is_not_replaced(stage: Stage) -> None:
    """The bank's statement has it as it is."""
    there = await posted(stage)
    await stage.match_with_bank(there.ledger_id)

    refused = await stage.ledger.replace(corrected(stage), there)

    failure = refusal(refused, stage)
    assert (failure.reason, failure.subject) == (R.MATCHED_OR_EDITED, "JF-1")
    assert await total(stage) == "250.00 USD"


@needs(Lack.REPLACING)
async def test_replacing_twice_changes_once(stage: Stage) -> None:
    """The same again, from the same state, changes nothing more and tells of the first."""
    there = await posted(stage)

    first = await stage.ledger.replace(corrected(stage), there)
    again = await stage.ledger.replace(corrected(stage), there)

    assert isinstance(first, Posted)
    assert isinstance(again, Posted)
    assert again.entry.version == first.entry.version
    assert await total(stage) == "90.00 USD"


@needs(Lack.REPLACING)
@pytest.mark.parametrize("spoil", SPOILED)
async def test_replacing_without_an_answer_is_uncertain(stage: Stage, spoil: Spoil) -> None:
    """The change may have been made or not; the same again settles it, and changes once."""
    there = await posted(stage)
    await stage.spoil_next(spoil)

    lost = await stage.ledger.replace(corrected(stage), there)
    again = await stage.ledger.replace(corrected(stage), there)

    assert isinstance(lost, Uncertain)
    assert isinstance(again, Posted)
    assert await total(stage) == "90.00 USD"


@needs(Lack.REPLACING)
async def test_replacing_is_judged_as_posting_is(stage: Stage) -> None:
    """What is wrong with the new content refuses it, and the old stays."""
    there = await posted(stage)
    wrong = [
        (corrected(stage, credit="89.99"), R.UNBALANCED),
        (corrected(stage, credit_account=stage.unknown_account), R.ACCOUNT_INVALID),
    ]

    told = [refusal(await stage.ledger.replace(one, there), stage).reason for one, _ in wrong]

    assert told == [reason for _, reason in wrong]
    await stage.close_books(JULY_7)
    closed = refusal(await stage.ledger.replace(corrected(stage), there), stage)
    assert (closed.reason, closed.subject) == (R.PERIOD_CLOSED, "2026-07")
    assert await total(stage) == "250.00 USD"


@needs(Lack.REPLACING)
async def test_replacing_without_authorisation(stage: Stage) -> None:
    """A dead authorisation is told as such, and changes nothing."""
    there = await posted(stage)
    await stage.connect(connected=False)

    refused = await stage.ledger.replace(corrected(stage), there)

    assert isinstance(refused, Refused)
    assert refused.failure.reason is R.CONNECTION_LOST
    await stage.connect(connected=True)
    assert await total(stage) == "250.00 USD"


async def test_where_it_cannot_be_done_it_is_refused(stage: Stage) -> None:
    """What a ledger says of replacing is true; where it cannot, nothing changes and it says so."""
    replaces = stage.ledger.capabilities.replaces

    outcome = await stage.ledger.replace(corrected(stage), await posted(stage))

    assert replaces is (Lack.REPLACING not in stage.lacks)
    assert isinstance(outcome, Posted if replaces else Refused)
    assert await total(stage) == ("90.00 USD" if replaces else "250.00 USD")
    if isinstance(outcome, Refused):
        assert outcome.failure.words
