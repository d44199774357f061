"""The language of `where`: comparisons of texts and days, AND, OR, parentheses."""

import re
from collections.abc import Callable
from datetime import date
from typing import Final

from sandbox.ledger.entries import Entry

Condition = Callable[[Entry], bool]
_TOKEN: Final = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"\\]|\\.)*")|(?P<op>&&|\|\||==|!=|>=|<=|[<>().,])
    |(?P<word>\w+))""",
    re.VERBOSE,
)
_COMPARE: Final[dict[str, Callable[[date, date], bool]]] = {
    "==": lambda left, right: left == right,
    ">=": lambda left, right: left >= right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    "<": lambda left, right: left < right,
}
_TEXTS: Final[dict[str, Callable[[str, str], bool]]] = {
    "contains": lambda text, part: part in text,
    "startswith": str.startswith,
    "endswith": str.endswith,
}


class WhereError(Exception):
    """The condition is not in the language."""


def parse(where: str) -> Condition:
    """Return the condition that `where` states. Raises WhereError."""
    reader = _Reader(_tokens(where))
    condition = reader.either()
    if reader.left:
        raise WhereError(f"Unexpected '{reader.left[0]}'")
    return condition


def _tokens(where: str) -> list[str]:
    tokens, place = [], 0
    while place < len(where.rstrip()):
        match = _TOKEN.match(where, place)
        if match is None:
            raise WhereError(f"Syntax error at position {place}")
        tokens.append(match[0].strip())
        place = match.end()
    return tokens


class _Reader:
    def __init__(self, tokens: list[str]) -> None:
        self.left = tokens

    def either(self) -> Condition:
        conditions = [self._both()]
        while self._take_one_of("||", "OR"):
            conditions.append(self._both())
        return lambda entry: any(condition(entry) for condition in conditions)

    def _both(self) -> Condition:
        conditions = [self._one()]
        while self._take_one_of("&&", "AND"):
            conditions.append(self._one())
        return lambda entry: all(condition(entry) for condition in conditions)

    def _one(self) -> Condition:
        if self._take_one_of("("):
            condition = self.either()
            self._expect(")")
            return condition
        name = self._next()
        if name == "Narration":
            return self._text()
        if name == "Date":
            return self._day()
        if name == "Status":
            return self._status()
        raise WhereError(f"No property '{name}' exists in type 'ManualJournal'")

    def _text(self) -> Condition:
        if self._take_one_of("=="):
            whole = self._quoted()
            return lambda entry: entry.note == whole
        self._expect(".")
        method = _TEXTS.get(self._next().lower())
        if method is None:
            raise WhereError("No such method")
        self._expect("(")
        part = self._quoted()
        self._expect(")")
        return lambda entry: method(entry.note, part)

    def _day(self) -> Condition:
        compare = _COMPARE.get(self._next())
        if compare is None:
            raise WhereError("A day is compared with == >= <= > <")
        self._expect("DateTime")
        self._expect("(")
        parts = [self._next()]
        while self._take_one_of(","):
            parts.append(self._next())
        self._expect(")")
        try:
            day = date(*map(int, parts))
        except (ValueError, TypeError):
            raise WhereError("DateTime(year, month, day) is not a day") from None
        return lambda entry: compare(entry.date, day)

    def _status(self) -> Condition:
        self._expect("==")
        status = self._quoted()
        return lambda entry: ("DRAFT" if entry.is_draft else "POSTED") == status

    def _quoted(self) -> str:
        token = self._next()
        if not token.startswith('"'):
            raise WhereError("A text stands in double quotes")
        return re.sub(r"\\(.)", r"\1", token[1:-1])

    def _next(self) -> str:
        if not self.left:
            raise WhereError("Unexpected end")
        return self.left.pop(0)

    def _expect(self, token: str) -> None:
        if self._next() != token:
            raise WhereError(f"'{token}' expected")

    def _take_one_of(self, *tokens: str) -> bool:
        if self.left and self.left[0].upper() in tokens:
            self.left.pop(0)
            return True
        return False
