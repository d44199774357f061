"""The columns of a table: how headings are recognised, and what is missing when they are not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from connectors.intake.text import nearest
from journal.amounts.currency_signs import names_currency
from journal.quoting import quoted

_BESIDE = re.compile(r"\s*(\S.*?)\s*[(\[](\S{1,4})[)\]]\s*")


def _never(_cell: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table. `heading` is how its owner writes it; case and signs are free."""

    name: str  # ours
    heading: str
    also: tuple[str, ...] = ()
    required: bool = True
    carried: bool = True  # False: known, but jefail posts entries without it
    joins: bool = False  # several headings may stand for it: their texts are put together
    says_nothing: Callable[[str], bool] = _never  # a cell that may be left out without loss

    @property
    def keys(self) -> frozenset[str]:
        """Every heading it is recognised by, bare."""
        return _keys(self.heading, *self.also)


@lru_cache(maxsize=256)
def _keys(*headings: str) -> frozenset[str]:
    return frozenset(bare(text) for text in headings)


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading of a file and the column it stands for; None: a column nobody knows."""

    text: str
    column: Column | None

    def loses(self, cell: str) -> bool:
        """Whether leaving out `cell` of this column would lose something."""
        if not cell or (self.column is not None and self.column.carried):
            return False
        return self.column is None or not self.column.says_nothing(cell)


@dataclass(frozen=True, slots=True)
class Match:
    """How well a file's headings fit the columns of one table."""

    label: str
    headings: tuple[Heading, ...]
    missing: tuple[Column, ...]
    problem: str = ""  # why the headings cannot be used although they are known

    @property
    def found(self) -> int:
        """How many of the required columns are there."""
        return sum(bool(h.column and h.column.required) for h in self.headings)

    def has(self, column: Column) -> bool:
        """Whether there is a heading for `column`."""
        return any(h.column is not None and h.column.name == column.name for h in self.headings)

    def complaint(self) -> str:
        """Say which required columns are missing and which heading may have been meant."""
        if self.problem:
            return self.problem
        free = [h.text for h in self.headings if h.column is None and h.text]
        said = []
        for column in self.missing:
            near = nearest(bare(column.heading), {bare(text) for text in free})
            meant = next((text for text in free if near and bare(text) == near), None)
            said.append(quoted(column.heading) + (f" (is {quoted(meant)} meant?)" if meant else ""))
        return f"it looks like {self.label}, but has no column {' and no '.join(said)}"


def bare(heading: str) -> str:
    """Return a heading without case, accents, spaces, asterisks and other signs."""
    folded = heading.casefold()
    if not folded.isascii():
        parts = unicodedata.normalize("NFKD", folded)
        folded = "".join(one for one in parts if not unicodedata.combining(one))
    return re.sub(r"[\W_]+", "", folded)


def currency_beside(heading: str) -> str:
    """Return the currency that a heading names in brackets: "USD" of "Debit (USD)"; else ""."""
    found = _BESIDE.fullmatch(heading)
    return found[2] if found and names_currency(found[2], "") is not None else ""


def column_of(heading: str, columns: Sequence[Column]) -> Column | None:
    """Return the one of `columns` that `heading` stands for: "Journal #" is "Journal No"."""
    beside = _BESIDE.fullmatch(heading) if currency_beside(heading) else None
    for text in (heading.replace("#", " no "), heading, beside[1] if beside else heading):
        key = bare(text)
        for column in columns:
            if key in column.keys:
                return column
    return None


def match_headings(texts: Sequence[str], label: str, columns: Sequence[Column]) -> Match:
    """Find `columns` among the headings `texts`. Two headings for one column are a problem."""
    headings: list[Heading] = []
    problem = ""
    for text in texts:
        column = column_of(text, columns)
        twin = next((h for h in headings if column is not None and h.column is column), None)
        if twin is not None and column is not None and column.carried and not column.joins:
            problem = f"the columns {quoted(twin.text)} and {quoted(text)} are the same; remove one"
        headings.append(Heading(text.strip(), column))
    present = {h.column.name for h in headings if h.column is not None}
    missing = tuple(one for one in columns if one.required and one.name not in present)
    return Match(label, tuple(headings), missing, problem)
