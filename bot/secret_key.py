"""The key that tokens are encrypted with, made on first use when none is set."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from cryptography.fernet import Fernet

from journal.errors import BadInput


def keys_of(given: str, home: Path) -> list[str]:
    """Return the Fernet keys, newest first: those `given`, separated by commas, or the home's.

    Raises:
        BadInput: one is no key.
    """
    keys = [key.strip() for key in given.split(",") if key.strip()]
    if keys:
        return [_checked(key) for key in keys]
    return [_kept_at(home / "secret.key")]


def private(path: str, flags: int) -> int:
    """Open `path` for its owner alone: an `opener` for `open`."""
    return os.open(path, flags, mode=0o600)


def _checked(key: str) -> str:
    try:
        Fernet(key)
    except ValueError as error:
        raise BadInput(
            "JEFAIL_SECRET_KEYS must hold Fernet keys, separated by commas, newest first."
        ) from error
    return key


def _kept_at(path: Path) -> str:
    """Return the key kept at `path`, made on first use; only its owner may read it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        beside = path.with_name(f"{path.name}.{os.getpid()}")
        with open(beside, "x", opener=private) as file:
            file.write(Fernet.generate_key().decode())
        # Whole or not at all, and the first of several processes wins.
        with contextlib.suppress(FileExistsError):
            os.link(beside, path)
        beside.unlink()
    return _checked(path.read_text().strip())
