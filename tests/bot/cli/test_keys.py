"""`jefail keys`."""

from __future__ import annotations

import pytest
from cryptography.fernet import Fernet

from bot.settings import read_settings
from storage.access.sealing import sealer_of
from storage.access.tokens import SqlTokenSafe
from tests.bot.cli.person import Person

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


async def test_rotating_moves_every_token_to_the_first_key(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old key can be taken out, and neither key nor token is printed."""
    monkeypatch.setenv("JEFAIL_SECRET_KEYS", OLD)
    await person.connects()
    _book, connection = await person.kept()
    monkeypatch.setenv("JEFAIL_SECRET_KEYS", f"{NEW},{OLD}")

    result = await person.types("keys", "rotate")

    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("The tokens of 1 consent are encrypted with the first key")
    monkeypatch.setenv("JEFAIL_SECRET_KEYS", NEW)
    safe = SqlTokenSafe(person.database.engine, sealer_of(read_settings().fernet_keys))
    kept = await safe.read(connection.consent_id)
    assert not {OLD, NEW, kept.access, kept.refresh} & set(result.output.split())


async def test_without_the_old_key_it_says_what_to_do(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is spoiled by the attempt."""
    monkeypatch.setenv("JEFAIL_SECRET_KEYS", OLD)
    await person.connects()
    monkeypatch.setenv("JEFAIL_SECRET_KEYS", NEW)

    result = await person.types("keys", "rotate")

    assert result.exit_code == 1
    assert "Add that key, or connect those books again" in result.stderr
