"""The columns of a table: how headings are recognised, and what is missing when they are not."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from connectors.intake.text import nearest
from journal.errors import BadInput
from journal.quoting import quoted


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
    says_nothing: Callable[[str], bool] = _never  # a cell that may be left out without loss

    @property
    def keys(self) -> frozenset[str]:
        """Every heading it is recognised by, bare."""
        return frozenset(bare(text) for text in (self.heading, *self.also))


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

    @property
    def found(self) -> int:
        """How many of the required columns are there."""
        return sum(bool(h.column and h.column.required) for h in self.headings)

    def complaint(self) -> str:
        """Say which required columns are missing and which heading may have been meant."""
        free = [h.text for h in self.headings if h.column is None and h.text]
        said = []
        for column in self.missing:
            near = nearest(bare(column.heading), {bare(text) for text in free})
            meant = next((text for text in free if near and bare(text) == near), None)
            said.append(quoted(column.heading) + (f" (is {quoted(meant)} meant?)" if meant else ""))
        return f"it looks like {self.label}, but has no column {' and no '.join(said)}"


def bare(heading: str) -> str:
    """Return a heading without case, spaces, asterisks and other signs."""
    return re.sub(r"[\W_]+", "", heading.casefold())


def match_headings(texts: Sequence[str], label: str, columns: Sequence[Column]) -> Match:
    """Find `columns` among the headings `texts`.

    Raises:
        BadInput: two headings stand for one column.
    """
    headings: list[Heading] = []
    for text in texts:
        column = next((one for one in columns if bare(text) in one.keys), None)
        twin = next((h for h in headings if column is not None and h.column is column), None)
        if twin is not None:
            raise BadInput(
                f"the columns {quoted(twin.text)} and {quoted(text)} are the same; remove one"
            )
        headings.append(Heading(text.strip(), column))
    present = {h.column.name for h in headings if h.column is not None}
    missing = tuple(one for one in columns if one.required and one.name not in present)
    return Match(label, tuple(headings), missing)
