"""`jefail map`."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.services import services_of
from journal.amounts.money import Money
from journal.books.book import Account
from journal.books.company import Company
from journal.books.lists import CompanyRules
from journal.entries.entry import Line, Side
from tests.bot.cli.person import Person, counts
from tests.build import NOW, some_content
from tests.clock import SetClock
from tests.fakes.ledger import FakeLedger
from tests.storage.stage import rows, running_job


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


async def test_receivables_are_mapped_as_others(person: Person) -> None:
    """They take lines that name a customer, so a category may go there."""
    await person.connects()

    result = await person.types("map", "set", "northwind", "Shopify", "Owed", "1100")

    assert result.exit_code == 0, result.output


async def test_account_that_takes_no_entries_is_not_offered(person: Person) -> None:
    """What no journal may touch is not taken when named, and never the nearest."""
    await person.connects()
    _book, connection = await person.kept()
    kept = (
        Account("84", "Accounts Receivable", "1100", "Accounts Receivable", postable=False),
        Account("79", "Sales", "4000", "Income"),
    )
    async with person.database.store() as store:
        await store.books.save_company(connection.id, Company(kept, (), CompanyRules()), NOW)

    named = await person.types("map", "set", "northwind", "Shopify", "Owed", "1100")
    near = await person.types("map", "set", "northwind", "Shopify", "Owed", "Account Receivable")

    assert (named.exit_code, near.exit_code) == (1, 1)
    assert "1100 Accounts Receivable takes no journal entries" in named.stderr
    assert "Accounts Receivable" not in near.stderr
    assert "Owed" not in (await person.types("map", "list", "northwind")).stdout


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
    assert counts(again) == (0, 2)


async def test_mapping_is_forgotten(person: Person) -> None:
    """A mapping is removed once; a second time there is none."""
    await person.adds_book()
    await person.types("map", "set", "northwind", "Shopify", "Sales", "1000")

    words = ("map", "remove", "northwind", "shopify", "Sales")
    assert (await person.types(*words)).exit_code == 0
    assert (await person.types(*words)).exit_code == 1


async def waiting(person: Person, *lines: Line) -> None:
    """Have an entry of these lines wait on a card, as posting would find it."""
    book, connection = await person.kept()
    content = some_content(lines=lines)
    async with person.database.store() as store:
        chart = (await store.books.known(connection)).chart.accounts
    ledger = FakeLedger(chart={one.external_id: one for one in chart})
    services = services_of(person.database, lambda _one: ledger, SetClock(), timedelta(minutes=2))
    await services.accept_entries(book.id, [content])
    await services.post_entries(connection.id, await running_job(person.database))


def line(side: Side, **named: str) -> Line:
    """Return a line of ten dollars."""
    return Line(side, Money(1000, "USD"), **named)  # type: ignore[arg-type]  # texts alone


async def test_what_waited_is_posted(person: Person) -> None:
    """A mapping releases what waited for it and says so; one that nothing waits for is silent."""
    await person.connects()
    await waiting(person, line(Side.DEBIT, account="1000"), line(Side.CREDIT, category="Gifts"))

    other = await person.types("map", "set", "northwind", "Amazon", "Gifts", "2300")
    result = await person.types("map", "set", "northwind", "Shopify", "Gifts", "2300")

    assert "INC-1" not in other.stderr
    assert "1 entry of INC-1 waited for this: posting now." in result.stderr
    (entry,) = await rows(person.database, "SELECT status FROM entry")
    assert entry.status == "pending"


@pytest.mark.parametrize(
    "words", [("--account", "market  SALES", "2300"), ("Shopify", "Market sales", "2300")]
)
async def test_a_name_that_lines_use_is_mapped(person: Person, words: tuple[str, ...]) -> None:
    """By its own option, or as a category, by a reader of the card who knows no better."""
    await person.connects()
    named = line(Side.CREDIT, account="Market sales")
    await waiting(person, line(Side.DEBIT, account="1000"), named)

    result = await person.types("map", "set", "northwind", *words)

    assert result.exit_code == 0, result.output
    assert "2300 Gift card liability" in result.stdout
    assert "INC-1" in result.stderr
    assert "(name)" in (await person.types("map", "list", "northwind")).stdout


async def test_names_go_out_and_come_in_again(person: Person, tmp_path: Path) -> None:
    """In the mapping's file they stand with a star for any sales channel; removed they are gone."""
    await person.connects()
    await person.types("map", "set", "northwind", "--account", "Amazon sales", "2300")
    out = tmp_path / "out.csv"

    await person.types("map", "export", "northwind", str(out))
    words = ("map", "remove", "northwind", "--account", "AMAZON sales")
    assert (await person.types(*words)).exit_code == 0
    assert (await person.types(*words)).exit_code == 1
    again = await person.types("map", "import", "northwind", str(out))

    assert '"*","Amazon sales","Gift card liability"' in out.read_text()
    assert counts(again) == (0, 1)
    assert "Amazon sales" in (await person.types("map", "list", "northwind")).stdout


async def test_what_is_written_is_no_id_unless_it_says_so(person: Person) -> None:
    """A number is looked for among numbers; "id:" names the platform's own id."""
    await person.connects()
    _book, connection = await person.kept()
    async with person.database.store() as store:
        chart = (await store.books.known(connection)).chart
    account = next(one for one in chart.accounts if one.number == "2300")

    bare = await person.types("map", "set", "northwind", "Shopify", "Tips", account.external_id)
    by_id = f"id:{account.external_id}"
    said = await person.types("map", "set", "northwind", "Shopify", "Tips", by_id)

    assert bare.exit_code == 1
    assert "2300 Gift card liability" in said.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("Shopify", "2300"), "Write the sales channel and the category"),
        (("--account", "Tips", "Shopify", "2300"), "comes the name alone"),
        (("--account", "Tips"), "Missing argument"),
    ],
)
async def test_words_that_are_missing_are_asked_for(
    person: Person, words: tuple[str, ...], said: str
) -> None:
    """What to type, in a line."""
    await person.adds_book()

    result = await person.types("map", "set", "northwind", *words)

    assert result.exit_code != 0
    assert said in result.stderr


async def test_a_name_waits_for_the_chart(person: Person) -> None:
    """Without one nobody knows which account is meant, and a name is no text to be kept."""
    await person.adds_book()

    result = await person.types("map", "set", "northwind", "--account", "Amazon sales", "2300")

    assert result.exit_code == 1
    assert "once the book is connected" in result.stderr
