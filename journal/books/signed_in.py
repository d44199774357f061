"""Who signed in at a platform, as the platform itself tells it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Final

MOST_OF_NAME: Final = 80
MOST_OF_EMAIL: Final = 254
"""Characters; an address can't be longer (RFC 5321 4.5.3.1.3)."""
_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"\\]+@[^\s@<>()\[\],;:\"\\]+")


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person by what the platform tells of them; each is "" where it tells nothing.

    Printed, and so logged, it shows neither.
    """

    name: str = field(default="", repr=False)
    email: str = field(default="", repr=False)

    @property
    def whole(self) -> str:
        """Name and address: "Mallory Quinn (mallory@example.com)"; "" when neither is told."""
        if self.name and self.email:
            return f"{self.name} ({self.email})"
        return self.name or self.email


NOBODY: Final = SignedIn()


def signed_in_as(name: str, email: str = "", *, is_verified: bool = True) -> SignedIn:
    """Return the person whom a platform calls `name` and `email`, as people may be shown it.

    Anyone can call themselves what they like at a platform, so a name that looks like an address
    is left out, and so is an address that the platform says nobody has proven to be theirs
    (`is_verified`). What can't be seen, or printed at a terminal, is taken away.
    """
    called, address = _plain(name)[:MOST_OF_NAME].rstrip(), _plain(email)
    is_proven = is_verified and len(address) <= MOST_OF_EMAIL and _EMAIL.fullmatch(address)
    return SignedIn("" if _has_at(called) else called, address if is_proven else "")


def _plain(text: str) -> str:
    kept = (_seen(one) for one in text[: 4 * MOST_OF_EMAIL])
    return " ".join("".join(kept).split())


def _seen(one: str) -> str:
    """Return a character, a space for one that divides, nothing for one that can't be seen."""
    if one.isprintable():
        return one
    return " " if unicodedata.category(one) in ("Cc", "Zl", "Zp", "Zs") else ""


def _has_at(name: str) -> bool:
    return "@" in unicodedata.normalize("NFKC", name)
