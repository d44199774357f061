"""Whether a secret of the program stands where it should not, once a story is over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import psutil
from pydantic import SecretStr
from sqlalchemy import text

from journal.errors import JefailError
from tests.stories.desk import Desk

_SHORTEST = 8
"""Characters: shorter ones are names of the imitations that stand in many a text."""
_TABLES = text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")


async def secrets_of(desk: Desk) -> Mapping[str, str]:
    """Return each secret that the program holds, by what it is."""
    settings = desk.program.settings
    found = {
        name: value.get_secret_value()
        for name in type(settings).model_fields
        if isinstance(value := getattr(settings, name), SecretStr)
    }
    for number in await _consents(desk):
        try:
            tokens = await desk.program.tokens.read(number)
        except JefailError:  # none yet, or of a key that the story lost
            continue
        found |= {f"access {number}": tokens.access, f"refresh {number}": tokens.refresh or ""}
    return {name: value for name, value in found.items() if len(value) >= _SHORTEST}


async def leaks_of(desk: Desk, logged: str) -> list[str]:
    """Return where a secret stands: in a table, the log, the arguments of a process."""
    secrets = await secrets_of(desk)
    places = [("the log", logged), *_processes()]
    async with desk.program.database.engine.connect() as sql:
        for (table,) in (await sql.execute(_TABLES)).all():
            rows = await sql.execute(text(f'SELECT t::text FROM "{table}" t'))  # noqa: S608  a name of ours
            places.append((f"table {table}", "\n".join(str(row[0]) for row in rows)))
    return [
        f"{name} in {place}"
        for name, secret in secrets.items()
        for place, held in places
        if secret in held or secret.encode().hex() in held
    ]


async def _consents(desk: Desk) -> list[int]:
    async with desk.program.database.engine.connect() as sql:
        return [row[0] for row in (await sql.execute(text("SELECT id FROM consent"))).all()]


def _processes() -> Iterator[tuple[str, str]]:
    own = psutil.Process()
    for one in (own, *own.children(recursive=True)):
        try:
            yield f"the arguments of {one.name()}", "\0".join(one.cmdline())
        except psutil.Error:  # it ended meanwhile
            continue
