"""Bad days on request, and QuickBooks' pace."""

from tests.sandbox.ledger.books import Books, HeldClock
from tests.sandbox.quickbooks.books import an_entry, fault_of, gateway_fault_of, numbers, post


async def test_throttling_is_told_by_a_code(books: Books) -> None:
    """No Retry-After says when to come again."""
    await books.switch(mode="throttle")

    answer = await post(books, an_entry())

    assert gateway_fault_of(answer)[:2] == (429, "3001")
    assert "retry-after" not in answer.headers


async def test_an_error_is_told_by_a_code(books: Books) -> None:
    """500 with code 10000."""
    await books.switch(mode="error")

    assert fault_of(await post(books, an_entry()))[:2] == (500, "10000")


async def test_a_swallowed_answer_can_be_a_504(books: Books) -> None:
    """The entry is there, the gateway says it gave up; the same id then finds the entry."""
    await books.switch(mode="swallow", swallow_answer="504", mode_times=1)

    lost = await post(books, an_entry(), requestid="key-1")
    again = await post(books, an_entry(), requestid="key-1")

    assert (lost.status_code, again.status_code) == (504, 200)
    assert await numbers(books) == ["JF-1042-1"]


async def test_five_hundred_calls_a_minute_pass(paced: Books, clock: HeldClock) -> None:
    """At nine a second the minute's limit strikes first, and frees up as it moves on."""
    for _ in range(500):
        assert (await paced.call("GET", "preferences")).status_code == 200
        clock.forward(seconds=1 / 9)
    assert (await paced.call("GET", "preferences")).status_code == 429
    clock.forward(seconds=5)

    assert (await paced.call("GET", "preferences")).status_code == 200
