"""`jefail token`."""

import pytest

from journal.errors import NotFound
from tests.bot.cli.person import Person


async def test_token_opens_its_book_until_it_is_revoked(person: Person) -> None:
    """The token alone is printed on stdout; it opens the book, and after revoking it does not."""
    await person.adds_book()

    made = await person.types("token", "new", "northwind")

    token = made.stdout.strip()
    async with person.database.store() as store:
        assert (await store.desk.book_of_token(token)).slug == "northwind"
    revoked = await person.types("token", "revoke", "northwind")
    assert revoked.stdout == "1 token of Northwind Retail revoked.\n"
    async with person.database.store() as store:
        with pytest.raises(NotFound):
            await store.desk.book_of_token(token)


async def test_book_must_be_known(person: Person) -> None:
    """There is no token for a book that does not exist."""
    result = await person.types("token", "new", "nowhere")

    assert result.exit_code == 1
    assert result.stdout == ""
    assert "nowhere" in result.stderr
