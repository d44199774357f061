"""On every ledger: what is looked up is ours only if the books show that very entry."""

from __future__ import annotations

from datetime import date

import pytest

from journal.amounts.money import Money
from journal.books.chart import Chart
from journal.entries.grounds import Ground
from journal.entries.posting import LedgerEntry, Posted, ReadyEntry
from journal.matching.proof import Finding, Proof, Sought, findings, sums_of_ready
from journal.ports import Wanted
from tests.agreements.stages import Lack, Stage
from tests.agreements.test_ledger_agreement import an_entry, needs
from tests.fakes.ready import JULY_7

pytestmark = pytest.mark.usefixtures("nothing_secret_is_kept")
MARCH_1 = date(2026, 3, 1)
OURS = Money(25000, "USD")


def looked_for(ready: ReadyEntry, reference: str = "SHOP-7", *, is_said: bool = False) -> Sought:
    """Return an entry of $250.00 as it is looked for."""
    return Sought(
        ready.number,
        reference,
        (ready.date,),
        lines=sums_of_ready(ready),
        total=OURS,
        is_said=is_said,
    )


async def look(stage: Stage, one: Sought) -> Finding | None:
    """Look an entry up and return what the ledger proves of it."""
    wanted = [Wanted(one.number, one.reference, day, one.total) for day in one.days]
    shown = await stage.ledger.find(wanted)
    chart = Chart(tuple(await stage.ledger.accounts()))
    return findings([one], shown, {}, chart).get(one.number)


async def test_a_ledger_full_of_strangers_closes_nothing(stage: Stage) -> None:
    """Same number, day, sum, or word: none of them is the entry, however many there are."""
    debit, credit = stage.accounts
    one = looked_for(an_entry(stage))
    strangers = [
        ("SHOP-7", MARCH_1, "", "64.00", (debit, credit)),  # last year's journal of that number
        ("", JULY_7, "rent", "250.00", (debit, debit)),  # same day and sum, other accounts
        ("", JULY_7, "X-SHOP-7 and SHOP-70", "250.00", (credit, debit)),  # inside other words
        ("", JULY_7, "JF-10 and XJF-1", "250.00", (debit, debit)),
    ]

    for number, on, note, amount, accounts in strangers:
        await stage.type_by_hand(number, on, note, amount=amount, accounts=accounts)
    assert await look(stage, one) is None

    await stage.type_by_hand("JF-1", MARCH_1, "[JF-1]", amount="64.00", accounts=(debit, credit))
    found = await look(stage, one)
    assert found is not None
    assert found.proof is Proof.OTHER_CONTENT


async def test_a_name_with_the_same_day_and_lines_is_strong(stage: Stage) -> None:
    """The caller's reference and the same lines; without a name it takes a person's word."""
    ready, accounts = an_entry(stage), stage.accounts
    await stage.type_by_hand("", JULY_7, "by hand", amount="250.00", accounts=accounts)

    alike = await look(stage, looked_for(ready))
    said = await look(stage, looked_for(ready, is_said=True))
    await stage.type_by_hand("SHOP-7", JULY_7, "", amount="250.00", accounts=accounts)
    named = await look(stage, looked_for(ready))

    assert alike is not None
    assert (alike.proof, alike.ground) == (Proof.CANDIDATE, Ground.ALIKE)
    assert said is not None
    assert (said.proof, said.ground) == (Proof.STRONG, Ground.SAID)
    assert named is not None
    assert (named.proof, named.ground) == (Proof.STRONG, Ground.REFERENCE)


async def test_a_name_with_the_same_day_and_total_is_a_candidate(stage: Stage) -> None:
    """Other accounts, so a person is asked; another total on that day is silence."""
    ready, (debit, _credit) = an_entry(stage), stage.accounts
    await stage.type_by_hand("SHOP-7", JULY_7, "", amount="5", accounts=(debit, debit))
    assert await look(stage, looked_for(ready)) is None

    await stage.type_by_hand("SHOP-7.", JULY_7, "", amount="250.00", accounts=(debit, debit))
    found = await look(stage, looked_for(ready))

    assert found is not None
    assert (found.proof, found.ground) == (Proof.CANDIDATE, Ground.REFERENCE)


async def test_what_we_posted_is_found_by_our_number_and_its_id(stage: Stage) -> None:
    """The lines come back as they were sent; by its id it is shown whatever it is asked with."""
    ready = an_entry(stage)
    outcome = await stage.ledger.post(ready)
    assert isinstance(outcome, Posted)

    found = await look(stage, looked_for(ready, "nothing"))
    by_id = await with_id(stage, outcome.entry.ledger_id)

    assert found is not None
    assert (found.proof, found.ground) == (Proof.STRONG, Ground.NUMBER)
    assert [one.ledger_id for one in by_id] == [outcome.entry.ledger_id]


@needs(Lack.REPLACING)
async def test_an_id_that_was_deleted_is_not_shown(stage: Stage) -> None:
    """Gone is gone: it is neither shown nor an error."""
    outcome = await stage.ledger.post(an_entry(stage))
    assert isinstance(outcome, Posted)
    await stage.delete_by_hand(outcome.entry.ledger_id)

    assert await with_id(stage, outcome.entry.ledger_id) == []


async def with_id(stage: Stage, ledger_id: str) -> list[LedgerEntry]:
    """Return what is shown for an id that nothing else leads to."""
    return [*await stage.ledger.find([Wanted("JF-99", "", MARCH_1, ids=(ledger_id,))])]
