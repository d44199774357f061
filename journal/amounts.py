"""Amounts as people write them: separators, brackets, currency signs. Never through floats."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from enum import StrEnum
from typing import Final

from journal.errors import BadInput
from journal.money import Money, places
from journal.quoting import quoted

_LONGEST = 40  # characters; nobody writes longer amounts, and it bounds the work
_DIGITS = 18

_CURRENCY = r"[^\W\d_]{1,3}\$|[^\W\d_]{3}|[$€£¥₹₩₪₱₺₴฿]"
_SHAPE = re.compile(
    rf"(?P<open>\()?\s*(?P<sign>[-+])?\s*(?P<before>{_CURRENCY})?\s*(?P<inner>[-+])?\s*"
    rf"(?P<number>[\d.,'\s]*)(?P<after>{_CURRENCY})?\s*(?P<trailing>-)?\s*(?P<close>\))?"
)
_DOLLARS: Final = frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "FJD"})
_SIGNS: Final = {
    "$": _DOLLARS,
    "€": frozenset({"EUR"}),
    "£": frozenset({"GBP", "EGP", "FKP", "GIP"}),
    "¥": frozenset({"JPY", "CNY"}),
    "₹": frozenset({"INR"}),
    "₩": frozenset({"KRW"}),
    "₪": frozenset({"ILS"}),
    "₱": frozenset({"PHP"}),
    "₺": frozenset({"TRY"}),
    "₴": frozenset({"UAH"}),
    "฿": frozenset({"THB"}),
}
_LOOKALIKES = str.maketrans({"−": "-", "–": "-", "—": "-", "’": "'", "‘": "'"})


class DecimalMark(StrEnum):
    """What stands between whole units and cents: 1,234.50 has a point, 1.234,50 a comma."""

    POINT = "point"
    COMMA = "comma"

    @property
    def other(self) -> DecimalMark:
        """The mark that groups thousands when this one is for the cents."""
        return DecimalMark.COMMA if self is DecimalMark.POINT else DecimalMark.POINT


_MARKS: Final = {".": DecimalMark.POINT, ",": DecimalMark.COMMA}
# Groups must be whole, so that 12,50 is never read as 1250. Commas may group as in India.
_WHOLE: Final = {
    DecimalMark.POINT: r"\d+|\d{1,3}(?:(?:,\d{2,3})*,\d{3}|(?: \d{3})+|(?:'\d{3})+)",
    DecimalMark.COMMA: r"\d+|\d{1,3}(?:(?:\.\d{3})+|(?: \d{3})+|(?:'\d{3})+)",
}
_NUMBER: Final = {
    mark: re.compile(rf"(?P<whole>{_WHOLE[mark]})?(?:{re.escape(symbol)}(?P<part>\d*))?")
    for symbol, mark in _MARKS.items()
}


def read_amount(text: str, currency: str, mark: DecimalMark = DecimalMark.POINT) -> Money | None:
    """Return the amount, negative in brackets or with a minus; None for an empty cell.

    A lone dash is zero, as spreadsheets draw it.

    Raises:
        BadInput: not an amount, not with this decimal mark, or of another currency.
    """
    exact = read_decimal(text, currency, mark)
    return None if exact is None else Money.of(exact, currency)


def read_decimal(text: str, currency: str, mark: DecimalMark = DecimalMark.POINT) -> Decimal | None:
    """As `read_amount`, with all the places that were written, whatever the currency has."""
    if not text.strip():
        return None
    shape = _shape(text)
    _check_currency(shape, text, currency)
    number = _NUMBER[mark].fullmatch(shape["number"].strip())
    if number is None:
        raise BadInput(f"{quoted(text)} is not an amount with a decimal {mark.value}")
    whole, part = re.sub(r"\D", "", number["whole"] or ""), number["part"] or ""
    if len(whole) + len(part) > _DIGITS:
        raise BadInput(f"{quoted(text)} is not an amount that can be posted")
    exact = Decimal(f"{whole or 0}.{part or 0}")
    return -exact if _is_negative(shape) else exact


def mark_shown(text: str) -> DecimalMark | None:
    """Return the decimal mark that `text` can only have been written with, if it shows one."""
    try:
        number = _shape(text)["number"].strip()
    except BadInput:
        return None
    used = [character for character in number if character in _MARKS]
    if not used or leaves_mark_open(text):
        return None
    if len(set(used)) == 1 and len(used) > 1:
        return _MARKS[used[0]].other  # only thousands come more than once
    return _MARKS[used[-1]]


def leaves_mark_open(text: str) -> bool:
    """Whether `text` is like 1.234 or 1,234: thousands to some, three places to others."""
    return bool(re.fullmatch(r"\D*[1-9]\d{0,2}[.,]\d{3}\D*", text.strip()))


def asks_for_mark(text: str, currency: str) -> bool:
    """Whether an open `text` must not be read by habit.

    Nobody writes cents with three places, so 1,234 USD is thousands; but 1.234 may come from a
    spreadsheet that did not round, and currencies with three places leave both open.
    """
    return leaves_mark_open(text) and ("." in text or places(currency) == 3)  # noqa: PLR2004


def may_be_either(text: str, currency: str, habit: DecimalMark) -> bool:
    """Whether what one person typed alone must be asked about: thousands, or three places?

    Where people write a decimal point by `habit`, 1,234 USD is thousands; but 1.234 USD is none
    of their ways, and 1,234 KWD may be either.
    """
    found = re.search(r"[.,]", text) if leaves_mark_open(text) else None
    if found is None:
        return False
    has_three = places(currency) == 3  # noqa: PLR2004
    return has_three != (_MARKS[found[0]] is habit)


def _shape(text: str) -> re.Match[str]:
    plain = unicodedata.normalize("NFKC", text).translate(_LOOKALIKES).strip()
    shape = _SHAPE.fullmatch(plain) if len(text) <= _LONGEST else None
    if (
        shape is None
        or bool(shape["open"]) != bool(shape["close"])
        or sum(_minuses(shape)) > 1
        or not (any(map(str.isdigit, shape["number"])) or _is_dash(shape))
    ):
        raise BadInput(f"{quoted(text)} is not an amount")
    return shape


def _minuses(shape: re.Match[str]) -> list[bool]:
    return [bool(shape["open"]), *(shape[part] == "-" for part in ("sign", "inner", "trailing"))]


def _is_dash(shape: re.Match[str]) -> bool:
    return not shape["open"] and not shape["number"].strip() and any(_minuses(shape))


def _is_negative(shape: re.Match[str]) -> bool:
    return any(_minuses(shape))


def _check_currency(shape: re.Match[str], text: str, currency: str) -> None:
    for written in (shape["before"], shape["after"]):
        if written is None:
            continue
        meant = _SIGNS.get(written[-1])
        fits = currency in meant if meant else written.upper() == currency
        if meant is None and not fits and not written.isupper():
            raise BadInput(f"{quoted(text)} is not an amount")
        # "US$", "CA$", "A$": the letters before the sign begin the code.
        if not fits or not currency.startswith(written.rstrip("$€£¥₹₩₪₱₺₴฿").upper()):
            raise BadInput(f"{quoted(text)} is not in {currency}; an entry has one currency")
