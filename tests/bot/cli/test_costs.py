"""`jefail cost`."""

from pathlib import Path

from journal.detection import fingerprint
from journal.failure import Failure, FailureReason
from journal.ports import Found
from tests.bot.cli.person import Person
from tests.build import NOW


async def test_cost_is_set_and_listed(person: Person) -> None:
    """A unit cost is kept exactly, in the book's currency."""
    await person.adds_book()

    result = await person.types("cost", "set", "northwind", "shopify", "NW-1", "11.4")

    assert result.stdout == "One piece of NW-1 from Shopify costs 11.40 USD.\n"
    assert "11.40 USD" in (await person.types("cost", "list", "northwind")).stdout


async def test_cost_must_be_an_amount(person: Person) -> None:
    """More places than the currency has, less than nothing and words are refused."""
    await person.adds_book()

    for given in ("1.234", "cheap"):
        result = await person.types("cost", "set", "northwind", "Shopify", "NW-1", given)
        assert result.exit_code == 1
        assert given in result.stderr
    negative = await person.types("cost", "set", "northwind", "Shopify", "NW-1", "--", "-1")
    assert "cannot be negative" in negative.stderr
    assert "no costs yet" in (await person.types("cost", "list", "northwind")).stdout


async def test_costs_go_out_and_come_in_again(person: Person, tmp_path: Path) -> None:
    """What is exported can be imported; a row that cannot be taken is told with its line."""
    await person.adds_book()
    file = tmp_path / "costs.csv"
    file.write_text("Sales channel,SKU,Cost\nShopify,A,1.50\nShopify,B,\nAmazon,A,2.25\n")

    taken = await person.types("cost", "import", "northwind", str(file))
    out = await person.types("cost", "export", "northwind")
    file.write_text(out.stdout)
    again = await person.types("cost", "import", "northwind", str(file))

    assert taken.exit_code == 1
    assert taken.stdout == "2 costs kept, 1 not taken:\n"
    assert "line 3:" in taken.stderr
    assert (again.exit_code, again.stdout) == (0, "2 costs kept.\n")


async def test_what_waited_is_told(person: Person) -> None:
    """After a cost, the card that waits for its SKU is named with the way to retry it."""
    await person.connects()
    book, connection = await person.kept()
    failure = Failure(FailureReason.COST_MISSING, subject="1", details=("Linen apron (NW-1)",))
    mark = fingerprint(failure, book_id=book.id, connection_id=connection.id, entry=None)
    async with person.database.store() as store:
        found = Found(failure, mark, book.id, connection.id, "Shopify")
        incident, _ = await store.incidents.open_for(found, NOW)

    result = await person.types("cost", "set", "northwind", "Shopify", "NW-1", "3")

    assert f"/jefail retry {incident.number}" in result.stderr
