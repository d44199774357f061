"""Bad days on request, Zoho's pace, and what outlives a restart."""

from pathlib import Path

import httpx
import pytest

from sandbox.keep import Keep
from sandbox.serve import serving
from sandbox.zoho.app import zoho_app
from tests.sandbox.quickbooks.books import HeldClock
from tests.sandbox.zoho.books import Books, a_journal, refusal_of
from tests.sandbox.zoho.conftest import Opened


@pytest.mark.parametrize(
    ("problem", "code", "seconds"), [("minute", 45, "30"), ("day", 1070, "3600")]
)
async def test_throttling_tells_minute_from_day(
    books: Books, problem: str, code: int, seconds: str
) -> None:
    """A 429 has no Retry-After; it ends by itself when counted."""
    await books.switch(mode="throttle", mode_times=1, throttle_problem=problem)

    answer = await books.post(a_journal())

    assert refusal_of(answer)[:2] == (429, code)
    assert "retry-after" not in answer.headers
    assert answer.headers["x-rate-limit-reset"] == seconds
    assert (await books.post(a_journal())).status_code == 201


async def test_an_error_does_nothing(books: Books) -> None:
    """500 with code 1000, and no journal."""
    await books.switch(mode="error", mode_times=1)

    assert refusal_of(await books.post(a_journal()))[:2] == (500, 1000)
    assert await books.numbers() == []


async def test_a_slow_day_does_the_work_and_answers_late(books: Books, clock: HeldClock) -> None:
    """The answer comes after the seconds asked for."""
    await books.switch(mode="slow", slow_seconds=30, mode_times=1)

    assert (await books.post(a_journal())).status_code == 201
    assert clock.slept == [30.0]


async def test_a_swallowed_answer_leaves_the_journal_there(clock: HeldClock) -> None:
    """The connection breaks without a byte, and only looking shows the journal."""
    app = zoho_app(Keep(None), now=clock, enforce_pace=False)
    async with serving(app) as address, httpx.AsyncClient(base_url=f"{address}/") as http:
        books = await Books.opened(http, clock)
        await books.switch(mode="swallow", mode_times=1)

        with pytest.raises(httpx.TransportError):
            await books.post(a_journal())

        assert await books.numbers() == ["JF-1"]


async def test_a_hundred_calls_a_minute_pass(opened: Opened, clock: HeldClock) -> None:
    """The next is refused; a minute later it goes through; others have their own pace."""
    async with opened(Keep(None), paced=True) as http:
        books, other = await Books.opened(http, clock), await Books.opened(http, clock)
        statuses = [(await books.call("GET", "journals")).status_code for _ in range(101)]
        beside = await other.call("GET", "journals")
        clock.forward(minutes=1)

        assert (statuses.count(200), statuses[-1], beside.status_code) == (100, 429, 200)
        assert (await books.call("GET", "journals")).status_code == 200


async def test_a_restart_goes_on(opened: Opened, clock: HeldClock, tmp_path: Path) -> None:
    """Journals, switches and tokens are as they were."""
    file = tmp_path / "sandbox.jsonl"
    with Keep(file) as keep:
        async with opened(keep) as http:
            books = await Books.opened(http, clock)
            await books.post(a_journal())
            before = await books.switch(lock_date="2026-07-07", throttle_problem="day")

    with Keep(file) as keep:
        async with opened(keep) as books.http:
            assert await books.switch() == before
            assert await books.numbers() == ["JF-1"]
            assert "access_token" in (await books.refresh()).json()
