"""An account is made at the platform from here, once, and is known at once."""

from __future__ import annotations

import pytest

from journal.books.book import NewAccount
from journal.errors import AccountRefused, LedgerError
from journal.moves.create_account import CREATE_ACCOUNT
from journal.moves.make_move import Done, Repeated
from journal.ports import Click
from tests.journal.bench import Bench
from tests.storage.stage import some_entries

NEW = NewAccount("Gift cards sold", "4150", "Income")


@pytest.fixture
async def incident_id(bench: Bench) -> int:
    """An incident of an entry that lacks accounts."""
    connection = await bench.book(mapped=False)
    await bench.services.read_chart(connection)
    await bench.take(connection, some_entries(1))
    await bench.post(connection)
    return (await bench.case()).incident.id


async def known(bench: Bench) -> list[str]:
    """Return the accounts that are known here, by their names."""
    async with bench.store() as store:
        connection = await store.books.connection_of(1)
        return [account.name for account in (await store.books.known(connection)).chart.accounts]


async def test_what_is_made_is_known_and_told(bench: Bench, incident_id: int) -> None:
    """The chart has it without being read again, and the thread tells who had it made."""
    account = await bench.services.create_account(incident_id, bench.click(), NEW)

    assert account.label == "4150 Gift cards sold"
    assert (await known(bench)).count("Gift cards sold") == 1
    assert "account_created" in await bench.story(incident_id)


async def test_a_click_is_taken_once(bench: Bench, incident_id: int) -> None:
    """A form that Slack delivers again makes nothing."""
    click = Click("V2/h1", "U_ANA")

    first, again = [
        await bench.services.make_move(CREATE_ACCOUNT, incident_id, click) for _ in range(2)
    ]

    assert isinstance(first, Done)
    assert isinstance(again, Repeated)


async def test_an_account_whose_answer_was_lost_is_found(bench: Bench, incident_id: int) -> None:
    """The chart is looked into, and nothing is made a second time."""
    bench.ledger.silent = True

    account = await bench.services.create_account(incident_id, bench.click(), NEW)

    assert account.name == "Gift cards sold"
    assert len(bench.ledger.made) == 1
    assert "Gift cards sold" in await known(bench)


async def test_what_the_platform_will_not_make_is_not_known(bench: Bench, incident_id: int) -> None:
    """Neither after a refusal nor when it cannot be asked; nothing is told then."""
    taken = NewAccount("Sales", "", "Income")
    with pytest.raises(AccountRefused):
        await bench.services.create_account(incident_id, bench.click(), taken)
    bench.ledger.readable = False
    with pytest.raises(LedgerError):
        await bench.services.create_account(incident_id, bench.click(), NEW)

    assert "Gift cards sold" not in await known(bench)
    assert "account_created" not in await bench.story(incident_id)
