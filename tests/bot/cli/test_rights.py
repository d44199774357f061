"""`jefail rights`."""

import pytest

from journal.amounts.money import Money
from journal.incidents.move import MoveName
from journal.rights import Group, Rule
from tests.bot.cli.person import Person

OWNERS = Group("S_OWNERS", "owners", "Owners")


async def test_a_rule_is_set_listed_and_forgotten(person: Person) -> None:
    """Groups and people are named as in Slack, which is asked who they are."""
    await person.adds_book()

    made = await person.types(
        *("rights", "set", "northwind", "skip", "--group", "@owners"),
        *("--person", "ana@local.example", "--above", "10,000", "--second-above", "20000"),
    )

    assert made.exit_code == 0, made.output
    assert made.stdout == (
        "Northwind Retail: skip by @owners, Ana Lima (U_ANA) above 10000.00 USD,"
        " with a second person above 20000.00 USD.\n"
    )
    async with person.database.store() as store:
        book = await store.books.by_slug("northwind")
        kept = await store.rights.rule(book.id, MoveName.SKIP)
    assert kept == Rule(
        MoveName.SKIP,
        anyone=False,
        groups=(OWNERS,),
        people=("U_ANA",),
        above=Money(1_000_000, "USD"),
        second_above=Money(2_000_000, "USD"),
    )
    assert "@owners, Ana Lima (U_ANA)" in (await person.types("rights", "list")).stdout
    assert (await person.types("rights", "unset", "northwind", "skip")).exit_code == 0
    assert (await person.types("rights", "unset", "northwind", "skip")).exit_code == 1
    assert "There are no rules" in (await person.types("rights", "list", "northwind")).stdout


async def test_a_person_of_another_workspace_can_be_named(person: Person) -> None:
    """They stand in no list, so Slack is asked for them by their id."""
    await person.adds_book()
    await person.types("rights", "list")

    made = await person.types("rights", "set", "northwind", "all", "--anyone", "--person", "U_EVE")

    assert made.stdout == "Northwind Retail: all by anyone, Eve Stone (U_EVE).\n"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("retry",), "Say who"),
        (("fly", "--anyone"), 'There is no move "fly"'),
        (("retry", "--group", "kings"), "There are: bookkeepers, owners"),
        (("retry", "--person", "nobody"), 'nobody called "nobody"'),
        (("retry", "--anyone", "--group", "owners"), "leave out"),
        (("retry", "--above", "5"), "Say who"),
        (("retry", "--anyone", "--above", "5"), "say who"),
        (("retry", "--second-above", "much"), "much"),
        (("retry", "--second-above", "-1"), "below zero"),
        (("assign", "--second-above", "5"), "one person alone"),
    ],
)
async def test_what_means_nothing_is_told(
    person: Person, words: tuple[str, ...], told: str
) -> None:
    """A rule that would not do what was meant is not kept; the text says what would."""
    await person.adds_book()

    result = await person.types("rights", "set", "northwind", *words)

    assert result.exit_code == 1, result.output
    assert told in result.stderr
    async with person.database.store() as store:
        assert await store.rights.rules((await store.books.by_slug("northwind")).id) == []


@pytest.mark.parametrize(("move", "rule"), [("code", "map"), ("create-item", "create_account")])
async def test_a_move_under_another_one_s_rule_has_none(
    person: Person, move: str, rule: str
) -> None:
    """A rule that nobody would look at is refused, with the one that holds."""
    await person.adds_book()

    result = await person.types("rights", "set", "northwind", move, "--group", "@owners")

    assert result.exit_code == 1
    assert f"The rule for {rule} holds" in result.stderr
