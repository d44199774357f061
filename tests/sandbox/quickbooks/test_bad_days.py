"""Bad days on request, and QuickBooks' pace."""

from collections.abc import AsyncIterator

import httpx
import pytest

from sandbox.keep import Keep
from sandbox.quickbooks.app import quickbooks_app
from tests.sandbox.quickbooks.books import Books, HeldClock, an_entry, fault_of, gateway_fault_of


async def test_throttling_answers_429_and_ends_by_itself(books: Books) -> None:
    """Two calls are throttled, whichever they are; the third goes through."""
    await books.switch(mode="throttle", mode_times=2)

    first, second = await books.post(an_entry()), await books.call("GET", "preferences")

    assert gateway_fault_of(first)[:2] == (429, "3001")
    assert second.status_code == 429
    assert "retry-after" not in first.headers
    assert (await books.post(an_entry())).status_code == 200
    assert (await books.state())["mode"] == "ok"


async def test_an_error_does_nothing(books: Books) -> None:
    """500 with code 10000, and no entry; it stays until switched off."""
    await books.switch(mode="error")

    answers = [await books.post(an_entry()) for _ in range(3)]
    await books.switch(mode="ok")

    assert {fault_of(answer)[:2] for answer in answers} == {(500, "10000")}
    assert await books.numbers() == []


async def test_a_bad_day_can_be_for_writes_only(books: Books) -> None:
    """Reads neither suffer nor use the count up."""
    await books.switch(mode="error", mode_times=1, mode_calls="writes")

    assert (await books.call("GET", "preferences")).status_code == 200
    assert (await books.post(an_entry())).status_code == 500
    assert (await books.post(an_entry())).status_code == 200


async def test_a_slow_day_does_the_work_and_answers_late(books: Books, clock: HeldClock) -> None:
    """The answer comes after the seconds asked for."""
    await books.switch(mode="slow", slow_seconds=30, mode_times=1)

    answer = await books.post(an_entry())

    assert (answer.status_code, clock.slept) == (200, [30.0])


async def test_a_swallowed_answer_can_be_a_504(books: Books) -> None:
    """The entry is there, the gateway says it gave up; the same id then finds the entry."""
    await books.switch(mode="swallow", swallow_answer="504", mode_times=1)

    lost = await books.post(an_entry(), requestid="key-1")
    again = await books.post(an_entry(), requestid="key-1")

    assert (lost.status_code, again.status_code) == (504, 200)
    assert await books.numbers() == ["JF-1042-1"]


async def test_swallowing_spares_reads(books: Books) -> None:
    """Only a write can be lost, so the look-up after it works."""
    await books.switch(mode="swallow", mode_times=1)

    assert await books.numbers() == []
    assert (await books.state())["mode"] == "swallow"


async def test_under_another_server_the_answer_breaks_off(books: Books) -> None:
    """Without the sandbox's own server there is no clean cut, but still no answer."""
    await books.switch(mode="swallow", mode_times=1)

    with pytest.raises(ConnectionAbortedError):
        await books.post(an_entry())

    assert await books.numbers() == ["JF-1042-1"]


@pytest.fixture
async def paced(clock: HeldClock) -> AsyncIterator[Books]:
    """A company behind the real limits."""
    app = quickbooks_app(Keep(None), now=clock, sleep=clock.sleep)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://sandbox/") as http:
        yield await Books.opened(http, clock)


async def test_ten_calls_a_second_pass(paced: Books, clock: HeldClock) -> None:
    """The eleventh within a second is 429 and undone; a second later it goes through."""
    for _ in range(10):
        assert (await paced.call("GET", "preferences")).status_code == 200
    clock.forward(seconds=0.9)
    refused = await paced.post(an_entry())
    clock.forward(seconds=0.1)

    assert gateway_fault_of(refused)[:2] == (429, "3001")
    assert (await paced.post(an_entry())).status_code == 200


async def test_five_hundred_calls_a_minute_pass(paced: Books, clock: HeldClock) -> None:
    """At nine a second the minute's limit strikes first, and frees up as it moves on."""
    for _ in range(500):
        assert (await paced.call("GET", "preferences")).status_code == 200
        clock.forward(seconds=1 / 9)
    assert (await paced.call("GET", "preferences")).status_code == 429
    clock.forward(seconds=5)

    assert (await paced.call("GET", "preferences")).status_code == 200


async def test_companies_have_their_own_pace(paced: Books, clock: HeldClock) -> None:
    """One company's burst does not slow another."""
    other = await Books.opened(paced.http, clock, name="Other")
    for _ in range(11):
        await paced.call("GET", "preferences")

    assert (await other.call("GET", "preferences")).status_code == 200


async def test_the_pace_can_be_switched_off(paced: Books) -> None:
    """For whoever measures or fills the books."""
    await paced.http.post("control/pace", json={"enforce": False})

    statuses = {(await paced.call("GET", "preferences")).status_code for _ in range(20)}

    assert statuses == {200}
