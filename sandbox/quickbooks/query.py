"""The query language: `SELECT * | count(*) FROM Entity [WHERE ...] [ORDERBY ...] [...]`.

As QuickBooks documents it: conditions joined by AND, no OR, no JOIN, no
projection, entity names case sensitive, keywords not.
"""

from dataclasses import dataclass
from typing import Final

from sandbox.quickbooks.faults import FaultError, query_invalid, query_syntax
from sandbox.quickbooks.query_tokens import END, text_of, tokens_of

OPERATORS: Final = ("=", "<", ">", "<=", ">=")
PAGE: Final = 100
LARGEST_PAGE: Final = 1000


@dataclass(frozen=True, slots=True)
class Condition:
    """`prop op values`; every operator but IN has one value, written as it stood."""

    prop: str
    operator: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """A query as read; nothing in it is known to exist yet."""

    entity: str
    counts: bool
    conditions: tuple[Condition, ...] = ()
    order: tuple[tuple[str, bool], ...] = ()  # property, descending
    start: int = 1
    size: int = PAGE


def parse(text: str) -> Query:
    """Read a query.

    Raises:
        FaultError: 4000 it is not in the language, 4001 a page no one may ask for.
    """
    return _Parser(tokens_of(text)).query()


class _Parser:
    """Recursive descent over the tokens; each method reads one rule and moves on."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._at = 0

    def query(self) -> Query:
        self._expect("SELECT")
        counts = self._counts()
        self._expect("FROM")
        entity = self._name()
        query = Query(
            entity,
            counts,
            conditions=self._conditions(),
            order=self._order(),
            start=self._number("STARTPOSITION", 1),
            size=self._number("MAXRESULTS", PAGE),
        )
        self._expect(END)
        if query.start < 1 or not 1 <= query.size <= LARGEST_PAGE:
            raise FaultError(query_invalid("startposition or maxresults is out of range"))
        return query

    def _counts(self) -> bool:
        if not self._taken("COUNT"):
            self._expect("*")
            return False
        for token in "(*)":
            self._expect(token)
        return True

    def _conditions(self) -> tuple[Condition, ...]:
        if not self._taken("WHERE"):
            return ()
        conditions = [self._condition()]
        while self._taken("AND"):
            conditions.append(self._condition())
        return tuple(conditions)

    def _condition(self) -> Condition:
        prop = self._name()
        if self._taken("IN"):
            return Condition(prop, "IN", self._list())
        operator = "LIKE" if self._taken("LIKE") else self._next()
        if operator not in (*OPERATORS, "LIKE"):
            raise FaultError(query_syntax(operator))
        return Condition(prop, operator, (self._value(),))

    def _list(self) -> tuple[str, ...]:
        self._expect("(")
        values = [self._value()]
        while self._taken(","):
            values.append(self._value())
        self._expect(")")
        return tuple(values)

    def _order(self) -> tuple[tuple[str, bool], ...]:
        if not self._taken("ORDERBY"):
            return ()
        order = [self._ordering()]
        while self._taken(","):
            order.append(self._ordering())
        return tuple(order)

    def _ordering(self) -> tuple[str, bool]:
        prop = self._name()
        descending = self._taken("DESC")
        if not descending:
            self._taken("ASC")
        return prop, descending

    def _number(self, keyword: str, otherwise: int) -> int:
        if not self._taken(keyword):
            return otherwise
        token = self._next()
        if not token.isdigit():
            raise FaultError(query_syntax(token))
        return int(token)

    def _value(self) -> str:
        token = self._next()
        if token.startswith("'"):
            return text_of(token)
        if token.lower() in ("true", "false") or token.lstrip("-")[:1].isdigit():
            return token
        raise FaultError(query_syntax(token))

    def _name(self) -> str:
        token = self._next()
        if not (token[0].isalpha() or token[0] == "_"):
            raise FaultError(query_syntax(token))
        return token

    def _taken(self, keyword: str) -> bool:
        """Step over `keyword` if it stands here, and say whether it did."""
        found = self._tokens[self._at].upper() == keyword
        self._at += found
        return found

    def _expect(self, keyword: str) -> None:
        if not self._taken(keyword):
            raise FaultError(query_syntax(self._tokens[self._at]))

    def _next(self) -> str:
        """Step over the token that stands here and return it; the end is never passed."""
        token = self._tokens[self._at]
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token
