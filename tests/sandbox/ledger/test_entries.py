"""Entries that come over the wire, as every imitation takes or refuses them."""

from pathlib import Path

import pytest

from sandbox.keep import Keep
from tests.sandbox.conftest import Opened
from tests.sandbox.ledger.books import Books, HeldClock, Wire


@pytest.mark.parametrize(("on", "open_"), [(6, False), (7, False), (8, True)])
async def test_closed_days_take_nothing(books: Books, on: int, *, open_: bool) -> None:
    """The last closed day is closed, the day after is open."""
    await books.switch(**{books.wire.closed_through: "2026-07-07"})

    answer = await books.send(on=f"2026-07-0{on}")

    assert answer.is_success is open_
    assert await books.stored() == (["JF-1"] if open_ else [])


async def test_an_inactive_account_takes_nothing(books: Books) -> None:
    """Until it is active again."""
    sales = await books.account("Sales")

    await books.hand(f"/accounts/{sales}", {"active": False})
    assert (await books.send()).status_code == 400
    await books.hand(f"/accounts/{sales}", {"active": True})

    assert (await books.send()).is_success


@pytest.fixture
def keyed(books: Books) -> Books:
    """A company of a platform that knows idempotency keys."""
    if not books.wire.has_keys:
        pytest.skip("this platform has no idempotency keys")
    return books


async def test_one_key_stores_once(keyed: Books) -> None:
    """A repeat is answered as at first, also after a new sign-in, and one entry stands."""
    first = await keyed.send(key="key-1")
    keyed.clock.forward(hours=2)
    await keyed.refresh()

    again = await keyed.send(key="key-1")

    assert again.content == first.content
    assert await keyed.stored() == ["JF-1"]


async def test_a_refused_key_may_be_used_again(keyed: Books) -> None:
    """Only what was stored is remembered, so what was fixed goes through with its key."""
    await keyed.switch(**{keyed.wire.closed_through: "2026-07-31"})
    assert (await keyed.send(key="key-1")).status_code == 400
    await keyed.switch(**{keyed.wire.closed_through: None})

    assert (await keyed.send(key="key-1")).is_success


async def test_keys_are_kept_apart_by_company(keyed: Books) -> None:
    """Two companies may see the same key."""
    other = await keyed.another()

    await keyed.send(key="key-1")
    await other.send("JF-other", key="key-1")

    assert await other.stored() == ["JF-other"]


async def test_a_restart_goes_on(
    wire: Wire, opened: Opened, clock: HeldClock, tmp_path: Path
) -> None:
    """Companies, switches, accounts, entries, keys and tokens are as they were."""
    file = tmp_path / "sandbox.jsonl"
    closed = {wire.closed_through: "2026-06-30"}
    with Keep(file) as keep:
        async with opened(keep) as http:
            books = await Books.opened(wire, http, clock)
            first = await books.send(key="key-1")
            await books.switch(**closed, mode="error", mode_times=2)
            await books.hand(f"/accounts/{await books.account('Savings')}", {"active": False})
            before = await books.state()

    with Keep(file) as keep:
        async with opened(keep) as books.http:
            assert await books.state() == before
            await books.switch(mode="ok")
            assert await books.stored() == ["JF-1"]
            assert not (await books.send(on="2026-06-30")).is_success
            if wire.has_keys:
                assert (await books.send(key="key-1")).content == first.content
            assert "access_token" in (await books.refresh()).json()


async def test_every_answer_is_noted_without_secrets(books: Books) -> None:
    """What was sent and how it was answered, and the answer's id where it has one."""
    answer = await books.send("JF-7")

    log = await books.http.get("control/calls")
    (call,) = log.json()["calls"]
    assert call["status"] == answer.status_code
    assert "JF-7" in str(call["body"])
    assert call["trace"] == answer.headers.get(books.wire.trace, "")
    assert not any(token in log.text for token in (books.access_token, books.refresh_token))
