"""Bad days on request, Xero's pace, and what outlives a restart."""

import pytest

from tests.sandbox.ledger.books import Books
from tests.sandbox.xero.books import a_journal, post


@pytest.mark.parametrize(
    ("problem", "seconds"), [("minute", "30"), ("concurrent", "1"), ("day", "3600")]
)
async def test_throttling_says_which_limit_and_how_long(
    books: Books, problem: str, seconds: str
) -> None:
    """A 429 has no body, only headers; it ends by itself when counted."""
    await books.switch(mode="throttle", mode_times=1, throttle_problem=problem)

    answer = await post(books, a_journal())

    assert (answer.status_code, answer.content) == (429, b"")
    assert answer.headers["x-rate-limit-problem"] == problem
    assert answer.headers["retry-after"] == seconds
    assert (await post(books, a_journal())).status_code == 200
