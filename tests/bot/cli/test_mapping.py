"""`jefail map`."""

from pathlib import Path

from journal.detection import fingerprint
from journal.failure import Failure, FailureReason
from journal.ports import Found
from tests.bot.cli.person import Person
from tests.build import NOW


async def test_account_is_found_by_number(person: Person) -> None:
    """A category is mapped to the account that was named, and shown with its name."""
    await person.connects()

    result = await person.types("map", "set", "northwind", "shopify", "Gift cards", "2300")

    assert result.exit_code == 0, result.output
    assert result.stdout == '"Gift cards" from Shopify goes to 2300 Gift card liability.\n'
    listed = await person.types("map", "list", "northwind")
    assert "2300 Gift card liability" in listed.stdout


async def test_unknown_account_is_answered_with_near_ones(person: Person) -> None:
    """An account that is not in the chart is refused, and the nearest are offered."""
    await person.connects()

    result = await person.types("map", "set", "northwind", "Shopify", "Gift cards", "gift card")

    assert result.exit_code == 1
    assert '"2300 Gift card liability"' in result.stderr
    assert "no mapping yet" in (await person.types("map", "list", "northwind")).stdout


async def test_account_that_takes_no_entries_is_not_offered(person: Person) -> None:
    """Receivables want a customer on the line: not taken when named, and never the nearest."""
    await person.connects()

    named = await person.types("map", "set", "northwind", "Shopify", "Owed", "1100")
    near = await person.types("map", "set", "northwind", "Shopify", "Owed", "Account Receivable")

    assert (named.exit_code, near.exit_code) == (1, 1)
    assert "1100 Accounts Receivable takes no journal entries" in named.stderr
    assert "Accounts Receivable" not in near.stderr
    assert "no mapping yet" in (await person.types("map", "list", "northwind")).stdout


async def test_account_is_trusted_while_the_chart_is_unknown(person: Person) -> None:
    """Before the book is connected nothing can be checked, and that is said."""
    await person.adds_book()

    result = await person.types("map", "set", "northwind", "Shopify", "Gift cards", "2300")

    assert result.exit_code == 0
    assert "Not checked" in result.stderr


async def test_mapping_goes_out_and_comes_in_again(person: Person, tmp_path: Path) -> None:
    """What is exported can be imported, and what cannot be taken is told without the rest."""
    await person.connects()
    file = tmp_path / "mapping.csv"
    file.write_text(
        "Sales channel,Category,Account\n"
        "Shopify,Sales,Checking\nShopify,Tips,9999\nAmazon,Refunds,4300\n"
    )

    taken = await person.types("map", "import", "northwind", str(file))
    await person.types("map", "export", "northwind", str(tmp_path / "out.csv"))
    again = await person.types("map", "import", "northwind", str(tmp_path / "out.csv"))

    assert taken.exit_code == 1
    assert taken.stdout == "2 mappings kept, 1 not taken:\n"
    assert '"Tips" from Shopify: "9999" is no account' in taken.stderr
    assert (again.exit_code, again.stdout) == (0, "2 mappings kept.\n")


async def test_mapping_is_forgotten(person: Person) -> None:
    """A mapping is removed once; a second time there is none."""
    await person.adds_book()
    await person.types("map", "set", "northwind", "Shopify", "Sales", "1000")

    words = ("map", "remove", "northwind", "shopify", "Sales")
    assert (await person.types(*words)).exit_code == 0
    assert (await person.types(*words)).exit_code == 1


async def test_what_waited_is_told(person: Person) -> None:
    """After a mapping, the card that waits for it is named with the way to retry it."""
    await person.connects()
    book, connection = await person.kept()
    failure = Failure(FailureReason.MAPPING_MISSING, subject="Tips", details=("Gift cards",))
    mark = fingerprint(failure, book_id=book.id, connection_id=connection.id, entry=None)
    async with person.database.store() as store:
        found = Found(failure, mark, book.id, connection.id, "Shopify")
        incident, _ = await store.incidents.open_for(found, NOW)

    other = await person.types("map", "set", "northwind", "Amazon", "Gift cards", "2300")
    result = await person.types("map", "set", "northwind", "Shopify", "Gift cards", "2300")

    assert incident.number not in other.stderr
    assert f"/jefail retry {incident.number}" in result.stderr
