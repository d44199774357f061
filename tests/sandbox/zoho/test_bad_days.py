"""Bad days on request, Zoho's pace, and what outlives a restart."""

import pytest

from tests.sandbox.ledger.books import Books
from tests.sandbox.zoho.books import a_journal, numbers, post, refusal_of


@pytest.mark.parametrize(
    ("problem", "code", "seconds"), [("minute", 45, "30"), ("day", 1070, "3600")]
)
async def test_throttling_tells_minute_from_day(
    books: Books, problem: str, code: int, seconds: str
) -> None:
    """A 429 has no Retry-After; it ends by itself when counted."""
    await books.switch(mode="throttle", mode_times=1, throttle_problem=problem)

    answer = await post(books, a_journal())

    assert refusal_of(answer)[:2] == (429, code)
    assert "retry-after" not in answer.headers
    assert answer.headers["x-rate-limit-reset"] == seconds
    assert (await post(books, a_journal())).status_code == 201


async def test_an_error_does_nothing(books: Books) -> None:
    """500 with code 1000, and no journal."""
    await books.switch(mode="error", mode_times=1)

    assert refusal_of(await post(books, a_journal()))[:2] == (500, 1000)
    assert await numbers(books) == []
