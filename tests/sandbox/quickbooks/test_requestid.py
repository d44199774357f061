"""`requestid`: a repeat is answered as the first time."""

from sandbox.keep import Keep
from tests.sandbox.quickbooks.books import Books, HeldClock, an_entry, fault_of
from tests.sandbox.quickbooks.conftest import Opened


async def test_a_repeat_is_answered_alike_and_does_nothing(books: Books) -> None:
    """The same id gives the same bytes, whatever is sent with it, and one entry stands."""
    first = await books.post(an_entry(), requestid="key-1")
    books.clock.forward(hours=2)
    await books.refresh()

    again = await books.post(an_entry("JF-other"), requestid="key-1")

    assert again.text == first.text
    assert await books.numbers() == ["JF-1042-1"]


async def test_without_an_id_a_repeat_makes_a_second_entry(books: Books) -> None:
    """Nothing else protects from doubles when numbers need not be unique."""
    await books.switch(unique_doc_numbers=False)

    await books.post(an_entry())
    await books.post(an_entry())

    assert await books.numbers() == ["JF-1042-1", "JF-1042-1"]


async def test_a_refusal_may_be_tried_again_with_its_id(books: Books) -> None:
    """By default a refusal is not replayed: once the books are open the entry goes in."""
    await books.switch(close_date="2026-07-31")
    await books.post(an_entry(), requestid="key-1")
    await books.switch(close_date=None)

    assert (await books.post(an_entry(), requestid="key-1")).status_code == 200


async def test_a_company_can_replay_refusals(books: Books) -> None:
    """With the switch on, the id keeps its refusal and only a new one gets through."""
    await books.switch(close_date="2026-07-31", replay_refusals=True)
    await books.post(an_entry(), requestid="key-1")
    await books.switch(close_date=None)

    assert fault_of(await books.post(an_entry(), requestid="key-1"))[1] == "6210"
    assert (await books.post(an_entry(), requestid="key-2")).status_code == 200


async def test_an_id_has_at_most_fifty_characters(books: Books) -> None:
    """One more is refused, and nothing is stored."""
    refused = await books.post(an_entry(), requestid="k" * 51)
    accepted = await books.post(an_entry(), requestid="k" * 50)

    assert fault_of(refused)[1] == "2050"
    assert accepted.status_code == 200


async def test_ids_are_kept_apart_by_company(books: Books) -> None:
    """Two companies may see the same id."""
    other = await Books.opened(books.http, books.clock, name="Other")

    await books.post(an_entry(), requestid="key-1")
    await other.post(an_entry("JF-other"), requestid="key-1")

    assert await other.numbers() == ["JF-other"]


async def test_an_id_is_known_after_a_restart(opened: Opened, clock: HeldClock) -> None:
    """The answer is kept with the books."""
    keep = Keep(None)
    async with opened(keep) as http:
        books = await Books.opened(http, clock)
        first = await books.post(an_entry(), requestid="key-1")

    async with opened(keep) as books.http:
        again = await books.post(an_entry(), requestid="key-1")

    assert again.text == first.text
