"""The settings, and the key that tokens are encrypted with."""

from __future__ import annotations

from collections.abc import Iterator

from bot.cli.checks.finding import Finding
from bot.settings import Settings
from journal.errors import BadInput


def settings_findings(settings: Settings) -> Iterator[Finding]:
    """Look at what is set from outside."""
    for line in settings.missing():
        name, _, what = line.partition(": ")
        yield Finding(name, problem=f"not set: {what}")
    if not settings.missing():
        yield Finding("Settings", "all that are needed are set")
    yield _key(settings)


def has_key(settings: Settings) -> bool:
    """Return whether tokens can be encrypted and read."""
    return not _key(settings).problem


def _key(settings: Settings) -> Finding:
    try:
        count = len(settings.fernet_keys)
    except BadInput as error:
        return Finding("Secret key", problem=error.advice)
    except OSError as error:
        return Finding("Secret key", problem=f"{error.filename} cannot be used: {error.strerror}")
    if any(settings.secret_keys.get_secret_value().split(",")):
        return Finding("Secret key", f"{count} from JEFAIL_SECRET_KEYS")
    return Finding("Secret key", f"in {settings.home / 'secret.key'}; keep a copy of it")
