"""`jefail connection`."""

from bot.settings import read_settings
from sandbox.ledger.person import ROBIN
from storage.access.sealing import sealer_of
from storage.access.tokens import SqlTokenSafe
from tests.bot.cli.person import Person


async def test_token_is_proven_and_exchanged(person: Person) -> None:
    """What is kept is not the token that was given but those the platform gave for it."""
    await person.adds_book()
    realm, token = await person.opens_company()

    result = await person.links("northwind", realm, token)

    assert result.exit_code == 0, result.output
    assert "Northwind Retail is connected to QuickBooks" in result.stdout
    book, connection = await person.kept()
    safe = SqlTokenSafe(person.database.engine, sealer_of(read_settings().fernet_keys))
    kept = await safe.read(connection.id)
    assert kept.refresh != token
    assert token not in result.output
    assert kept.refresh not in result.output
    async with person.database.store() as store:
        assert (await store.books.known(connection)).chart.find("Checking")
    assert book.slug in (await person.types("connection", "list")).stdout


async def test_who_signed_in_is_told(person: Person) -> None:
    """By the token that was typed in, where its consent lets jefail see them; else nothing is."""
    await person.adds_book()
    realm, token = await person.opens_company()

    told = await person.links("northwind", realm, token)
    without = await person.links("northwind", realm, await person.consents(realm))

    assert (told.exit_code, without.exit_code) == (0, 0)
    assert ROBIN.email in told.stdout
    assert ROBIN.email not in without.output


async def test_refused_token_leaves_nothing(person: Person) -> None:
    """A token that the platform refuses makes no connection."""
    await person.adds_book()
    realm, _ = await person.opens_company()

    result = await person.links("northwind", realm, "made-up")

    assert result.exit_code == 1
    assert "did not let us in, and nothing was kept" in result.stderr
    assert "no connections yet" in (await person.types("connection", "list")).stdout


async def test_company_of_another_book_is_refused_unspent(person: Person) -> None:
    """Two books on one ledger are refused before the token is exchanged, so it stays good."""
    realm = await person.connects("northwind")
    await person.adds_book("harbor")
    other, token = await person.opens_company()

    result = await person.links("harbor", realm, token)

    assert result.exit_code == 1
    assert "Northwind Retail" in result.stderr
    assert (await person.links("harbor", other, token)).exit_code == 0


async def test_connection_is_authorised_again(person: Person) -> None:
    """The same book and company again is not a second connection but a new authorisation."""
    realm = await person.connects()
    _, before = await person.kept()
    await person.turns(f"/quickbooks/control/companies/{realm}", connected=False)
    assert (await person.types("check")).exit_code == 1

    result = await person.links("northwind", realm, await person.consents(realm))

    assert result.exit_code == 0, result.output
    _, after = await person.kept()
    assert after.id == before.id
    assert (await person.types("check")).exit_code == 0


async def test_without_a_token_nothing_is_asked(person: Person) -> None:
    """No token on stdin or in the environment is told as that."""
    await person.adds_book()

    result = await person.links("northwind", "1", "")

    assert result.exit_code == 1
    assert "set JEFAIL_REFRESH_TOKEN" in result.stderr
