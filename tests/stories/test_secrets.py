"""A secret that stands where it should not is found; each story is looked through like this."""

from __future__ import annotations

from sqlalchemy import text

from tests.stories.desk import Company, Desk
from tests.stories.leaks import leaks_of, secrets_of


async def test_a_leak_is_found(desk: Desk, northwind: Company) -> None:
    """In a log and in a table; the tokens of the ledger are among those that are looked for."""
    secrets = await secrets_of(desk)
    name, secret = next(one for one in secrets.items() if one[0].startswith("refresh"))
    held = text("UPDATE book SET name = :secret")
    async with desk.program.database.engine.begin() as sql:
        await sql.execute(held, {"secret": f"x{secret}x"})

    assert await leaks_of(desk, f"it said {secret}") == [
        f"{name} in the log",
        f"{name} in table book",
    ]

    async with desk.program.database.engine.begin() as sql:
        await sql.execute(held, {"secret": "Northwind"})
