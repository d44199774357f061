"""Why the database refuses, or does not answer, in a few words that a person can act on.

postgresql.org/docs/current/errcodes-appendix.html. A refusal to connect comes without a code, so
it is known by its words, which PostgreSQL says in English where `lc_messages` is C, as here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

AWAY: Final = "it does not answer"
_OF_CODES: Final[Mapping[str, str]] = {
    "25006": "it takes no changes just now (it is read-only)",
    "53100": "its disk is full",
    "53200": "it has no memory left",
    "53300": "it has too many clients",
    "57P01": "it is shutting down",
    "57P02": "it has crashed and comes up again",
    "57P03": "it is starting up",
    "28P01": "it refuses the password",
    "28000": "it refuses the user",
    "3D000": "there is no such database",
    "42501": "its user lacks a right",
    "58030": "it can't read or write its files",
}
_OF_WORDS: Final[Mapping[str, str]] = {
    "password authentication failed": "it refuses the password",
    "no password supplied": "it wants a password",
    "no pg_hba.conf entry": "it lets no one in from here (pg_hba.conf)",
    "too many clients": "it has too many clients",
    "too many connections": "it has too many clients",
    "remaining connection slots": "it has too many clients",
    "starting up": "it is starting up",
    "shutting down": "it is shutting down",
    "in recovery mode": "it has crashed and comes up again",
    "No space left on device": "its disk is full",
    "read-only transaction": "it takes no changes just now (it is read-only)",
    "could not translate host name": "its host is not known",
    "timeout expired": AWAY,
}


def reason_of(error: BaseException | None) -> str:
    """Return why, as it follows "the database": "its disk is full"; "" where nothing is known.

    `error` is the driver's, or what wraps it.
    """
    driver = getattr(error, "orig", None) or error
    code = getattr(driver, "sqlstate", None) or ""
    if code in _OF_CODES:
        return _OF_CODES[code]
    text = str(driver)
    if 'database "' in text and "does not exist" in text:
        return _OF_CODES["3D000"]
    if 'role "' in text and "does not exist" in text:
        return _OF_CODES["28000"]
    return next((words for part, words in _OF_WORDS.items() if part in text), "")
