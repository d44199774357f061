"""`requestid`: a repeat is answered as the first time."""

from tests.sandbox.ledger.books import Books
from tests.sandbox.quickbooks.books import an_entry, fault_of, numbers, post


async def test_a_repeat_is_answered_alike_and_does_nothing(books: Books) -> None:
    """The same id gives the same bytes, whatever is sent with it, and one entry stands."""
    first = await post(books, an_entry(), requestid="key-1")
    books.clock.forward(hours=2)
    await books.refresh()

    again = await post(books, an_entry("JF-other"), requestid="key-1")

    assert again.text == first.text
    assert await numbers(books) == ["JF-1042-1"]


async def test_without_an_id_a_repeat_makes_a_second_entry(books: Books) -> None:
    """Nothing else protects from doubles when numbers need not be unique."""
    await books.switch(unique_doc_numbers=False)

    await post(books, an_entry())
    await post(books, an_entry())

    assert await numbers(books) == ["JF-1042-1", "JF-1042-1"]


async def test_an_id_has_at_most_fifty_characters(books: Books) -> None:
    """One more is refused, and nothing is stored."""
    refused = await post(books, an_entry(), requestid="k" * 51)
    accepted = await post(books, an_entry(), requestid="k" * 50)

    assert fault_of(refused)[1] == "2050"
    assert accepted.status_code == 200
