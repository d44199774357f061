"""`jefail cost`."""

from pathlib import Path

from journal.entries.failure import Failure, FailureReason
from journal.incidents.detection import fingerprint
from journal.ports import Found
from tests.bot.cli.person import Person, counts
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
    assert negative.exit_code == 1
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
    assert taken.stdout.endswith("2 costs kept, 1 not taken:\n")
    assert "Amazon" in taken.stdout, "what was read is shown"
    assert "line 3:" in taken.stderr
    assert counts(again) == (0, 2)


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


async def test_a_cost_that_may_be_two_is_not_set(person: Person) -> None:
    """Both are named, as they are to be typed."""
    await person.adds_book()

    result = await person.types("cost", "set", "northwind", "Shopify", "MUG", "1,234")

    assert result.exit_code == 1
    for reading in ("$1.23", "$1,234.00", " 1.23 ", " 1234.00"):
        assert reading in result.stderr
    assert "MUG" not in (await person.types("cost", "list", "northwind")).stdout


async def test_a_cost_far_from_the_others_has_to_be_confirmed(person: Person) -> None:
    """From what it was, from the rest of the channel, and zero: not kept without --yes."""
    await person.adds_book()
    await person.types("cost", "set", "northwind", "Shopify", "MUG", "5.15")

    for sku, cost in (("MUG", "51.60"), ("POT", "5150.00"), ("CUP", "0")):
        words = ("cost", "set", "northwind", "Shopify", sku, cost)
        refused = await person.types(*words)
        assert refused.exit_code == 1
        assert "Add --yes" in refused.stderr
        assert (await person.types(*words, "--yes")).exit_code == 0


async def test_odd_costs_of_a_file_wait_for_a_yes(person: Person, tmp_path: Path) -> None:
    """The others are kept; what was read is shown as a table before."""
    await person.adds_book()
    file = tmp_path / "costs.csv"
    file.write_text("Sales channel,SKU,Cost\nShopify,A,4.50\nShopify,B,5.15\nShopify,C,1234\n")

    taken = await person.types("cost", "import", "northwind", str(file))
    assert counts(taken) == (1, 2, 1)
    assert "$1,234.00" in taken.stderr
    assert "1234" not in (await person.types("cost", "list", "northwind")).stdout

    again = await person.types("cost", "import", "northwind", str(file), "--yes")
    assert counts(again) == (0, 3)
    assert "none" in again.stdout


async def test_a_file_with_one_open_cost_says_which(person: Person, tmp_path: Path) -> None:
    """1,234 alone is not read by habit; another cost that shows the mark settles it."""
    await person.adds_book()
    file = tmp_path / "costs.csv"
    file.write_text('Sales channel,SKU,Cost\nShopify,A,"1,234"\n')

    refused = await person.types("cost", "import", "northwind", str(file))

    assert refused.exit_code == 1
    assert "--decimals" in refused.stderr


async def test_a_slip_is_not_led_to_a_command_that_takes_something_in(person: Person) -> None:
    """What is nearest to a mistyped command may post; the way to the help is shown instead."""
    for words in (("imprt", "july.csv"), ("ru",), ("cost", "st")):
        result = await person.types(*words)
        assert result.exit_code == 2
        assert "Did you mean" not in result.stderr
        assert "-h" in result.stderr
