"""`jefail book`."""

import pytest

from journal.books.rates import RateRule
from tests.bot.cli.person import Person

BAD_DAY = "Slack is not working just now"


async def test_channel_is_found_by_its_name(person: Person) -> None:
    """A book is added with the id of the channel that was named."""
    result = await person.adds_book()

    assert result.exit_code == 0, result.output
    async with person.database.store() as store:
        book = await store.books.by_slug("northwind")
    channels = await person.sandbox.get("/slack/control/state", params={"as": "U_ANA"})
    named = {one["name"]: one["id"] for one in channels.json()["channels"]}
    assert book.channel_id == named["bookkeeping"]
    listed = await person.types("book", "list")
    assert "northwind" in listed.stdout
    assert "Northwind Retail" in listed.stdout


async def test_unknown_channel_is_answered_with_the_nearest(person: Person) -> None:
    """A slip in the channel's name keeps nothing and says which was probably meant."""
    result = await person.types(
        *("book", "add", "x", "--name", "X", "--channel", "#bookeping", "--currency", "USD")
    )

    assert result.exit_code == 1
    assert "Did you mean #bookkeeping?" in result.stderr
    assert "no books yet" in (await person.types("book", "list")).stdout


async def test_bot_must_be_in_the_channel(person: Person) -> None:
    """A channel the bot was put out of is refused, by name and by id."""
    made = await person.turns("/slack/control/channels", name="quiet")
    channel = made["channel"]["id"]
    await person.turns(f"/slack/control/channels/{channel}", bot=False)

    for given in ("#quiet", channel):
        result = await person.types(
            *("book", "add", "x", "--name", "X", "--channel", given, "--currency", "USD")
        )
        assert result.exit_code == 1
        assert "The bot is not in #quiet" in result.stderr


async def test_store_is_kept_and_forgotten(person: Person) -> None:
    """Cards lead to the book's own store at a sales channel, as long as it is told."""
    await person.adds_book()
    for store in ("northwind-retail", ""):
        result = await person.types("book", "store", "northwind", "shopify", store)
        assert result.exit_code == 0, result.output
        async with person.database.store() as kept:
            book = await kept.books.by_slug("northwind")
        assert book.stores == ({"Shopify": store} if store else {})


@pytest.mark.parametrize(
    ("channel", "store", "told"),
    [
        ("Etsy", "northwind", "needs no store"),
        ("Corner shop", "northwind", "These do: Shopify"),
        ("Shopify", "https://evil.example/?", "it looks like this there: northwind-retail"),
    ],
)
async def test_a_store_that_leads_nowhere_is_refused(
    person: Person, channel: str, store: str, told: str
) -> None:
    """Said with what to write instead; nothing is kept."""
    await person.adds_book()

    result = await person.types("book", "store", "northwind", channel, store)

    assert result.exit_code == 1
    assert told in result.stderr


async def test_the_day_on_which_months_close_is_kept_and_given_up(person: Person) -> None:
    """It is shown beside the book."""
    await person.adds_book()
    assert "never" in (await person.types("book", "list")).stdout
    for day, said, listed in (
        ("10", "closes with day 10 of the next one", "day 10"),
        ("Never", "close on no set day", "never"),
    ):
        result = await person.types("book", "closes", "northwind", day)
        assert result.exit_code == 0, result.output
        assert said in result.stdout
        assert listed in (await person.types("book", "list")).stdout


@pytest.mark.parametrize(
    ("day", "told"),
    [("29", "day 1 to 28"), ("0", " 28"), ("tenth", "is not a day"), ("²", "²")],
)
async def test_a_day_that_is_none_is_refused(person: Person, day: str, told: str) -> None:
    """Said with what to write instead."""
    await person.adds_book()

    result = await person.types("book", "closes", "northwind", day)

    assert result.exit_code == 1
    assert told in result.stderr


async def test_note_above_is_set_for_a_currency(
    person: Person,
) -> None:
    """Of the book's own unless another is named; never, and back to what holds for all books."""
    await person.adds_book()
    for typed, said in (
        (("5,000",), "more than 5000.00 USD of"),
        (("7000", "--currency", "eur"), "more than 7000.00 EUR of"),
        (("never",), "Nobody has to say why"),
        (("default",), "more than 10000.00 USD of"),
        (("default", "--currency", "EUR"), "more than 10000.00 EUR of"),
    ):
        result = await person.types("book", "note-above", "northwind", *typed)
        assert result.exit_code == 0, result.output
        assert said in result.stdout
    await person.types("book", "note-above", "northwind", "750", "--currency", "CHF")
    assert "750.00 CHF" in (await person.types("book", "list")).stdout


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("lots",), "lots"),
        (("--", "-5"), "is below zero"),
        (("5", "--currency", "ABC"), "is not a currency that exists"),
        (("5.001",), "USD"),
    ],
)
async def test_a_limit_that_is_none_is_refused(
    person: Person, typed: tuple[str, ...], told: str
) -> None:
    """Said with what to write instead; the book keeps what it had."""
    await person.adds_book()

    result = await person.types("book", "note-above", "northwind", *typed)

    assert result.exit_code == 1
    assert told in result.stderr


async def test_short_name_is_taken_once(person: Person) -> None:
    """A second book of the same short name is refused."""
    await person.adds_book()

    result = await person.adds_book()

    assert result.exit_code == 1
    assert '"northwind"' in result.stderr
    async with person.database.store() as store:
        assert len(await store.books.all()) == 1


@pytest.mark.parametrize(
    ("option", "value", "complaint"),
    [
        ("--currency", "USX", "USX"),
        ("--locale", "english", "is not a locale"),
        ("--name", "  ", "Give the book a name"),
    ],
)
async def test_values_are_checked(person: Person, option: str, value: str, complaint: str) -> None:
    """What cannot be a currency, a locale or a name is refused before anything is asked."""
    result = await person.types(
        *("book", "add", "x", "--name", "X", "--channel", "#bookkeeping", "--currency", "USD"),
        *(option, value),
    )

    assert result.exit_code == 1
    assert complaint in result.stderr


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ({"kind": "error", "error": "missing_scope"}, "lacks the scope"),
        ({"kind": "error", "error": "internal_error"}, BAD_DAY),
        ({"kind": "server_error"}, BAD_DAY),
        ({"kind": "dropped"}, "Slack cannot be reached"),
        ({"kind": "error", "error": "invalid_auth"}, "Slack does not know this token"),
    ],
)
async def test_what_keeps_a_channel_from_being_found_is_named(
    person: Person, fault: dict[str, str], told: str
) -> None:
    """A right that is missing, a bad day of Slack's and no network are not an unknown channel."""
    for method in ("conversations.list", "conversations.info"):
        await person.turns("/slack/control/faults", method=method, times=9, **fault)

    for given in ("#bookkeeping", "C0123ABCD"):
        result = await person.types(
            *("book", "add", "x", "--name", "X", "--channel", given, "--currency", "USD")
        )
        assert result.exit_code == 1
        assert told in result.stderr
        assert "sees no channel" not in result.stderr


async def test_a_name_in_capitals_is_no_id(person: Person) -> None:
    """CASH could be an id; when it is none, it is looked for by its name."""
    await person.turns("/slack/control/channels", name="cash")

    result = await person.types(
        *("book", "add", "x", "--name", "X", "--channel", "CASH", "--currency", "USD")
    )

    assert result.exit_code == 0, result.output


async def test_where_rates_come_from_is_set(person: Person) -> None:
    """From the platform, or from a person on a card; anything else is refused with both."""
    await person.adds_book()

    for rule in RateRule:
        result = await person.types("book", "rates", "northwind", rule.value)
        assert result.exit_code == 0, result.output
        async with person.database.store() as store:
            assert (await store.books.by_slug("northwind")).rates is rule

    assert (await person.types("book", "rates", "northwind", "guess")).exit_code == 2


async def test_converting_names_an_account_for_differences(person: Person) -> None:
    """One of the book's chart, kept by its id; off again; an unknown one is refused by name."""
    await person.adds_book("unconnected")
    early = await person.types("book", "convert", "unconnected", "Sales")
    assert (early.exit_code, "first" in early.stderr) == (1, True)
    await person.connects()

    unknown = await person.types("book", "convert", "northwind", "No such account")
    assert unknown.exit_code == 1
    async with person.database.store() as store:
        book = await store.books.by_slug("northwind")
        connection = await store.books.connection_of(book.id)
        account = (await store.books.known(connection)).chart.accounts[0]

    for typed, kept in ((account.name, f"id:{account.key}"), ("off", "")):
        result = await person.types("book", "convert", "northwind", typed)
        assert result.exit_code == 0, result.output
        async with person.database.store() as store:
            assert (await store.books.known(connection)).rates.rounding == kept
