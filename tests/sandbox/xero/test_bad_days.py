"""Bad days on request, Xero's pace, and what outlives a restart."""

from pathlib import Path

import httpx
import pytest

from sandbox.keep import Keep
from sandbox.serve import serving
from sandbox.xero.app import xero_app
from tests.sandbox.quickbooks.books import HeldClock
from tests.sandbox.xero.books import Books, a_journal
from tests.sandbox.xero.conftest import Opened


@pytest.mark.parametrize(
    ("problem", "seconds"), [("minute", "30"), ("concurrent", "1"), ("day", "3600")]
)
async def test_throttling_says_which_limit_and_how_long(
    books: Books, problem: str, seconds: str
) -> None:
    """A 429 has no body, only headers; it ends by itself when counted."""
    await books.switch(mode="throttle", mode_times=1, throttle_problem=problem)

    answer = await books.post(a_journal())

    assert (answer.status_code, answer.content) == (429, b"")
    assert answer.headers["x-rate-limit-problem"] == problem
    assert answer.headers["retry-after"] == seconds
    assert (await books.post(a_journal())).status_code == 200


async def test_an_error_does_nothing(books: Books) -> None:
    """500, and no journal."""
    await books.switch(mode="error", mode_times=1)

    assert (await books.post(a_journal())).status_code == 500
    assert await books.journals() == []


async def test_a_slow_day_does_the_work_and_answers_late(books: Books, clock: HeldClock) -> None:
    """The answer comes after the seconds asked for."""
    await books.switch(mode="slow", slow_seconds=30, mode_times=1)

    assert (await books.post(a_journal())).status_code == 200
    assert clock.slept == [30.0]


async def test_a_swallowed_answer_leaves_the_journal_there(clock: HeldClock) -> None:
    """The connection breaks without a byte; the same key is answered from what is there."""
    app = xero_app(Keep(None), now=clock, enforce_pace=False)
    async with serving(app) as address, httpx.AsyncClient(base_url=f"{address}/") as http:
        books = await Books.opened(http, clock)
        await books.switch(mode="swallow", mode_times=1)

        with pytest.raises(httpx.TransportError):
            await books.post(a_journal(), key="key-1")

        assert (await books.post(a_journal(), key="key-1")).status_code == 200
        assert len(await books.journals()) == 1


async def test_sixty_calls_a_minute_pass(opened: Opened, clock: HeldClock) -> None:
    """The sixty-first is refused; a minute later it goes through; others have their own pace."""
    async with opened(Keep(None), paced=True) as http:
        books, other = await Books.opened(http, clock), await Books.opened(http, clock)
        statuses = [(await books.call("GET", "Organisation")).status_code for _ in range(61)]
        beside = await other.call("GET", "Organisation")
        clock.forward(minutes=1)

        assert (statuses.count(200), statuses[-1], beside.status_code) == (60, 429, 200)
        assert (await books.call("GET", "Organisation")).status_code == 200


async def test_every_answer_has_an_id_that_is_noted(books: Books) -> None:
    """It stands in the answer and beside the call in the list of calls."""
    answer = await books.post(a_journal())

    calls = (await books.http.get("control/calls")).json()["calls"]
    assert calls[-1]["trace"] == answer.headers["xero-correlation-id"]
    assert (calls[-1]["method"], calls[-1]["status"]) == ("PUT", 200)


async def test_a_restart_goes_on(opened: Opened, clock: HeldClock, tmp_path: Path) -> None:
    """Journals, switches, keys and tokens are as they were."""
    file = tmp_path / "sandbox.jsonl"
    with Keep(file) as keep:
        async with opened(keep) as http:
            books = await Books.opened(http, clock)
            await books.post(a_journal(), key="key-1")
            before = await books.switch(period_lock_date="2026-07-07", adviser=True)

    with Keep(file) as keep:
        async with opened(keep) as books.http:
            assert await books.switch() == before
            assert (await books.post(a_journal(), key="key-1")).status_code == 200
            assert len(await books.journals()) == 1
            assert (await books.refresh()).status_code == 200
