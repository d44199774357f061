"""`jefail map` with what lines carry beside their account: set, shown, out to a file and in."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.services import services_of
from journal.amounts.money import Money
from journal.books.company import Company
from journal.books.lists import CLASS, LOCATION, NAME, CompanyRules, Dimension, Field, ListItem
from journal.entries.coding import Coding
from journal.entries.coding_rules import Scope
from journal.entries.entry import Line, Side
from journal.entries.uncoded import Slot
from tests.bot.cli.person import Person, counts, unwrapped
from tests.build import NOW, some_content
from tests.clock import SetClock
from tests.fakes.ledger import FakeLedger
from tests.storage.stage import rows, running_job

REGION = Dimension(Field.TRACKING, "Region")
ITEMS = (
    ListItem(CLASS, "c1", "Retail:Online", number="100"),
    ListItem(CLASS, "c2", "Stores"),
    ListItem(CLASS, "c3", "Closed shop", active=False),
    ListItem(LOCATION, "l1", "Web"),
    ListItem(NAME, "n1", "Faire", kind="customer"),
    ListItem(NAME, "n2", "Faire", kind="vendor"),
)
RULES = CompanyRules(uses=(CLASS, LOCATION), requires=(CLASS,))


@pytest.fixture
async def person(person: Person) -> Person:
    """Someone whose book has classes, locations and names at its platform."""
    await person.connects()
    _book, connection = await person.kept()
    async with person.database.store() as store:
        chart = (await store.books.known(connection)).chart.accounts
        await store.books.save_company(connection.id, Company(chart, ITEMS, RULES), NOW)
    return person


async def kept(person: Person) -> dict[tuple[str, Scope, str], str]:
    """Return what is kept of the book: the choice of each word, and of each scope."""
    book, _connection = await person.kept()
    async with person.database.store() as store:
        said = await store.codings.all(book.id)
    return {(one.slot.dimension.key, one.slot.scope, one.slot.word): one.item_id for one in said}


async def test_a_category_gets_its_account_and_more_at_once(person: Person) -> None:
    """Said in one line, found by name and by number, kept by the platform's ids."""
    result = await person.types(
        *("map", "set", "northwind", "Shopify", "Gift cards", "2300"),
        *("--class", "100", "--location", "web"),
    )

    assert result.exit_code == 0, result.output
    gifts = Scope("Shopify", category="Gift cards")
    assert await kept(person) == {("class", gifts, ""): "c1", ("location", gifts, ""): "l1"}
    shown = (await person.types("map", "show", "northwind")).stdout
    assert all(one in unwrapped(shown) for one in ("Gift cards", "100 Retail:Online", "Web"))


async def test_without_an_account_only_the_rest_is_set_or_forgotten(person: Person) -> None:
    """A category that is mapped keeps its account; an empty text forgets the class."""
    words = ("map", "set", "northwind", "Shopify", "Gift cards")
    await person.types(*words, "2300")

    assert (await person.types(*words, "--class", "Stores")).exit_code == 0
    assert len(await kept(person)) == 1
    assert (await person.types(*words, "--class", "")).exit_code == 0

    assert await kept(person) == {}
    assert "2300" in (await person.types("map", "list", "northwind")).stdout


async def test_defaults_are_of_the_book_a_channel_a_kind_an_account(person: Person) -> None:
    """Each scope is kept apart, and the same one again is replaced."""
    words = ("map", "default", "northwind", "--class")
    for item, scope in (
        ("Stores", ()),
        ("100", ()),
        ("Stores", ("--channel", "shopify")),
        ("Stores", ("--channel", "Shopify", "--kind", "deposit")),
        ("Stores", ("--account", "2300")),
    ):
        result = await person.types(*words, item, *scope)
        assert result.exit_code == 0, result.output

    found = {scope: item for (_, scope, _), item in (await kept(person)).items()}
    (by_account,) = (one for one in found if one.account_id)
    assert found == {
        Scope(): "c1",
        Scope("Shopify"): "c2",
        Scope("Shopify", "deposit"): "c2",
        by_account: "c2",
    }


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--class", "Onlin"), '"100 Retail:Online"'),
        (("--class", "Closed shop"), "inactive"),
        (("--name", "Faire"), "more than one"),
        (("--location", "Moon"), "Moon"),
        (("--tracking", "Region=North"), "hold no Region"),
        (("--tracking", "Region"), "Region=North"),
        (("--tax", "NON"), "Tax code"),
        (("--class", "Stores", "--kind", "dream"), "deposit"),
        ((), "--class"),
    ],
)
async def test_what_means_nothing_is_refused_with_what_would(
    person: Person, words: tuple[str, ...], said: str
) -> None:
    """The nearest names, the kinds there are, how it is written: and nothing is kept."""
    result = await person.types("map", "default", "northwind", *words)

    assert result.exit_code == 1
    assert said in unwrapped(result.stderr)
    assert await kept(person) == {}


async def test_a_name_is_found_by_what_the_account_takes(person: Person) -> None:
    """Of two parties called Faire, a line on receivables means the customer."""
    async with person.database.engine.begin() as sql:
        await sql.exec_driver_sql(
            "UPDATE account SET wants_name = 'customer', postable = true WHERE number = '1100'"
        )
    words = ("map", "set", "northwind", "Shopify", "Owed", "1100", "--name", "Faire")

    result = await person.types(*words)

    assert result.exit_code == 0, result.output
    assert [*(await kept(person)).values()] == ["n1"]


async def test_a_word_means_a_choice_until_it_is_forgotten(person: Person) -> None:
    """Kept for the book, however it is spelled."""
    assert (
        await person.types("map", "word", "northwind", "Onlin", "--class", "Online")
    ).exit_code == 0
    assert [*(await kept(person)).values()] == ["c1"]
    assert 'the word "Onlin"' in (await person.types("map", "show", "northwind")).stdout

    assert (await person.types("map", "word", "northwind", "ONLIN", "--class", "")).exit_code == 0
    assert await kept(person) == {}


async def test_what_waited_is_posted(person: Person) -> None:
    """A default frees the card that waited for it, and says so."""
    book, connection = await person.kept()
    async with person.database.store() as store:
        chart = (await store.books.known(connection)).chart.accounts
    ledger = FakeLedger(chart={one.external_id: one for one in chart})
    ledger.items, ledger.rules = [*ITEMS], RULES
    services = services_of(person.database, lambda _one: ledger, SetClock(), timedelta(minutes=2))
    lines = tuple(
        Line(side, Money(1000, "USD"), account=account, coding=Coding(class_name=word))
        for side, account, word in ((Side.DEBIT, "1000", "Stores"), (Side.CREDIT, "2300", "Onlin"))
    )
    await services.accept_entries(book.id, [some_content(lines=lines)])
    await services.post_entries(connection.id, await running_job(person.database))

    other = await person.types("map", "default", "northwind", "--location", "Web")
    first = await person.types("map", "word", "northwind", "Onlin", "--class", "Online")

    assert "INC-1" not in other.stderr  # the class is lacking still
    assert "1 entry of INC-1 waited for this: posting now." in first.stderr
    (entry,) = await rows(person.database, "SELECT status FROM entry")
    assert entry.status == "pending"


async def test_it_goes_out_and_comes_in_again(person: Person, tmp_path: Path) -> None:
    """Defaults, categories and accounts, with names that are equal told apart by their ids."""
    file, out = tmp_path / "mapping.csv", tmp_path / "out.csv"
    file.write_text(
        "Sales channel,Category,Account,Kind,Class,Location,Name\n"
        "*,*,,,Stores,,\n"
        "Shopify,*,,deposit,,Web,\n"
        "Shopify,*,2300,,Online,,\n"
        "Shopify,Sales,4300,,Online,Web,\n"
        "Shopify,Tips,,,Stores,,id:n2\n"
        "Shopify,Odd,4300,,Moon,,\n"
    )

    taken = await person.types("map", "import", "northwind", str(file))
    before = await kept(person)
    await person.types("map", "export", "northwind", str(out))
    for slot in [Slot(Dimension.of(key), scope=scope) for key, scope, _ in before]:
        async with person.database.store() as store:
            await store.codings.forget(1, [slot])
    again = await person.types("map", "import", "northwind", str(out))

    assert counts(taken) == (1, 5, 1)
    assert '"Odd" from Shopify: QuickBooks has no Class called "Moon"' in unwrapped(taken.stderr)
    assert counts(again) == (0, 5), again.output
    assert (len(before), await kept(person)) == (7, before)
