"""An amount taken apart as people write it: the number, signs and brackets, and what is beside."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from journal.errors import BadInput
from journal.quoting import quoted

_LONGEST = 40  # characters; nobody writes longer amounts, and it bounds the work

# A point in front belongs to the number behind a space or sign alone: "Rs.482" is not 0.482.
_NUMBER_IN = re.compile(r"(?:(?:^|(?<=[-+(\s$€£¥₠-₿]))[.,])?\d(?:[\d.,'\s]*\d)?[.,]?")
_SIGN_OR_BRACKET = re.compile(r"[-+()]")
_ROUND = re.compile(r"(?<=[.,])-+|/-")  # "12,-", "12.--", "Rs. 12/-": no cents, and no minus
_LOOKALIKES = str.maketrans(dict.fromkeys("−–—‐‑‒﹣", "-") | dict.fromkeys("’‘ʼ", "'"))
_ARABIC: Final = str.maketrans({"٫": ".", "٬": ",", "،": ",", "⹁": ","})


@dataclass(frozen=True, slots=True)
class Written:
    """An amount taken apart: "-$1,234.50" is "1,234.50", negative, with "$" before it."""

    number: str
    before: tuple[str, ...]  # what stands there beside signs and brackets
    after: tuple[str, ...]
    is_negative: bool
    is_settled: bool  # its separators mean one thing in every file


def normal(text: str) -> str:
    """Return `text` with one kind of space, digit width and minus, without unseen characters."""
    plain = unicodedata.normalize("NFKC", " ".join(text.split())).translate(_LOOKALIKES)
    if plain.isascii():
        return plain
    return "".join(one for one in plain if unicodedata.category(one) != "Cf").strip()


def take_apart(text: str) -> Written:
    """Return the parts of `text`, an amount in any notation.

    Raises:
        BadInput: it has no number or two, signs that contradict each other, or is far too long.
    """
    plain = normal(text) if len(text) <= 2 * _LONGEST else ""
    settled = plain.translate(_ARABIC)
    found = _NUMBER_IN.search(settled)
    first, last = found.span() if found else (len(settled), len(settled))
    before, after = settled[:first], _after(settled, last) if found else ""
    signs = _SIGN_OR_BRACKET.findall(before + after)
    if len(plain) > _LONGEST or not plain or not _is_signed_well(before, after, signs, bool(found)):
        raise BadInput(f"{quoted(text)} is not an amount")
    if any(unicodedata.category(one) == "No" for one in text):  # 12² is not 122
        raise BadInput(f"{quoted(text)} is not an amount")
    return Written(
        found[0] if found else "",
        _currencies(before),
        _currencies(after),
        bool(signs) and signs != ["+"],
        settled != plain,
    )


def _after(text: str, end: int) -> str:
    """Return what stands behind the number, without the dashes that say there are no cents."""
    return _ROUND.sub("", text[end - 1 :])[1:]


def _is_signed_well(before: str, after: str, signs: list[str], has_number: bool) -> bool:
    """Whether there is at most one sign, or one pair of brackets around the number."""
    if "(" in signs or ")" in signs:
        return has_number and signs == ["(", ")"] and "(" in before and ")" in after
    return len(signs) <= 1 if has_number else signs == ["-"]


def _currencies(beside: str) -> tuple[str, ...]:
    parts = ("".join(part.split()) for part in _SIGN_OR_BRACKET.split(beside))
    return tuple(part for part in parts if part)
