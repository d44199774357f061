"""Days with the month by name, in English and in the language of a book: "July 1st, 2026"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

_ENGLISH: Final = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)
_WEEKDAYS: Final = (
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    *("mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun"),
)
_ALSO: Final = {"mrz": 3, "set": 9}
"""What people of a language write beside its dictionary: März, settembre."""
_FILLERS: Final = frozenset(
    "st nd rd th of the de del der den di do er re º ª г р m d gada".split()  # noqa: SIM905  read
)
_PART = re.compile(r"\d+|[^\d\s,،.\-/]+")
_SHORTEST = 3  # letters by which a month is known
_MOST = 8  # parts: a weekday, a day, a month, a year, and words between


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day whose month is written as a word; `year` has two or four figures."""

    year: str
    month: int
    day: int


@dataclass(frozen=True, slots=True)
class _Language:
    months: tuple[tuple[str, int], ...]
    others: frozenset[str] = field(default_factory=frozenset)  # weekdays, and words between


def named_day(text: str, locale: str) -> NamedDay | None:
    """Return the day that `text` (in small letters) names with a word for the month, if it does.

    `locale` ("de-DE", "de_DE", or "" for English alone) says in which other language.
    """
    parts = _PART.findall(text)
    figures = [part for part in parts if part.isdecimal()]
    words = [bare for part in parts if not part.isdecimal() and (bare := _bare(part))]
    if len(figures) != 2 or not words or len(parts) > _MOST:  # noqa: PLR2004  a day and a year
        return None
    day, year = figures if len(figures[0]) <= len(figures[1]) else reversed(figures)
    month = _month(words, _language(locale))
    if month is None or len(day) > 2 or len(year) not in {2, 4}:  # noqa: PLR2004
        return None
    return NamedDay(year, month, int(day))


def _month(words: list[str], language: _Language) -> int | None:
    """Return the one month among `words`; None: there is none, or a word that says more."""
    found: set[int] = set()
    for word in words:
        months = {number for name, number in language.months if _means(word, name)}
        if len(months) == 1 and word not in language.others:
            found |= months
        elif word not in language.others:
            return None
    return found.pop() if len(found) == 1 else None


def _means(word: str, month: str) -> bool:
    return word == month or (len(word) >= _SHORTEST and month.startswith(word))


@lru_cache(maxsize=16)
def _language(locale: str) -> _Language:
    months = [(name, number) for number, name in enumerate(_ENGLISH, start=1)]
    others = {*_WEEKDAYS, *_FILLERS}
    if locale and not locale.casefold().startswith("en"):
        for kind, number, name in _of_babel(locale):
            if kind == "months":
                months.append((_bare(name), number))
            else:
                others.update(map(_bare, _PART.findall(name)))
        months += _ALSO.items()
    # "mar" is a month in English and a weekday in Spanish: a month that is one wins.
    return _Language(tuple(months), frozenset(others - {name for name, _ in months}))


def _of_babel(locale: str) -> Iterator[tuple[str, int, str]]:
    from babel import Locale, UnknownLocaleError

    try:
        found = Locale.parse(locale.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return
    for kind, names in (("months", found.months), ("days", found.days)):
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in names[context][width].items():
                    yield kind, number, name


def _bare(name: str) -> str:
    """Return a name without case, accents and full stop: "févr." is "fevr"."""
    parted = unicodedata.normalize("NFKD", name.casefold())
    return "".join(
        one
        for one in parted
        if not unicodedata.combining(one) and unicodedata.category(one) != "Cf"
    ).strip(". ")
