"""Text that others wrote: what can be kept of it, and how it is quoted in a sentence."""

import unicodedata
from collections.abc import Iterable

from rapidfuzz import fuzz, process

from journal.errors import BadInput
from journal.quoting import quoted

_KEPT = frozenset("\t\n\r")
_NEAR = 65  # of 100: below it, a suggestion confuses more than it helps


def plain(text: str) -> str:
    """Return `text` without space around it.

    Raises:
        BadInput: it holds characters that no database or ledger keeps (control characters,
            halves of a surrogate pair).
    """
    if not text.isprintable():
        for character in text:
            if character not in _KEPT and unicodedata.category(character) in {"Cc", "Cs"}:
                raise BadInput(f"{quoted(text)} holds a character that cannot be stored; retype it")
    return text.strip()


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the one of `known` that `word` was probably meant to be, if any is near."""
    found = process.extractOne(
        word.casefold(), list(known), scorer=fuzz.ratio, processor=str.casefold, score_cutoff=_NEAR
    )
    return found[0] if found else None
