"""How a line is coded beside its account, as it was handed in and as its ledger gets it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final, Self

from journal.books.listing import folded
from journal.books.lists import (
    CLASS,
    LOCATION,
    NAME,
    PROJECT,
    TAX,
    Dimension,
    Field,
    ListItem,
    NameKind,
)


class TaxOn(StrEnum):
    """How the amounts of an entry and the tax of its codes go together."""

    NO_TAX = "no_tax"  # no code changes an amount
    EXCLUSIVE = "exclusive"  # the platform adds the tax
    INCLUSIVE = "inclusive"  # the platform takes the tax out of the amounts


@dataclass(frozen=True, slots=True)
class Coding:
    """What a line says beside its account: each a number, a full or short name, or "id:79"."""

    class_name: str = ""
    location: str = ""
    tracking: tuple[tuple[str, str], ...] = ()  # (category, option)
    name: str = ""
    name_kind: NameKind | None = None
    tax: str = ""
    project: str = ""

    def words(self) -> Iterator[tuple[Dimension, str]]:
        """Yield each dimension that is filled, with its word; one that nobody sees is none."""
        named = (
            (CLASS, self.class_name),
            (LOCATION, self.location),
            *((Dimension(Field.TRACKING, category), option) for category, option in self.tracking),
            (NAME, self.name),
            (TAX, self.tax),
            (PROJECT, self.project),
        )
        return (one for one in named if one[1] and _is_seen(one[1]))

    def with_word(self, dimension: Dimension, word: str) -> Self:
        """Return it with `word` in `dimension`, instead of what is there."""
        if dimension.field is Field.TRACKING:
            others = [one for one in self.tracking if one[0] != dimension.category]
            return replace(self, tracking=(*others, (dimension.category, word)))
        changed: dict[str, Any] = {_ATTRIBUTES[dimension.field]: word}
        return replace(self, **changed)


def _is_seen(word: str) -> bool:
    return bool(word.strip()) and (word.isprintable() or bool(folded(word)))


_ATTRIBUTES: Final = {
    Field.CLASS: "class_name",
    Field.LOCATION: "location",
    Field.NAME: "name",
    Field.TAX: "tax",
    Field.PROJECT: "project",
}
NOTHING = Coding()


@dataclass(frozen=True, slots=True)
class Coded:
    """What a line carries in one dimension: the platform's own."""

    dimension: Dimension
    item: ListItem

    @property
    def shown(self) -> tuple[str, str]:
        """It as a ledger's extras show it: ("Class", "Retail:Online"), ("Customer", "Faire")."""
        is_name = self.dimension.field is Field.NAME and self.item.kind
        return self.item.kind.capitalize() if is_name else self.dimension.label, self.item.name


def coded_as(coded: Sequence[Coded], field: Field) -> ListItem | None:
    """Return what is coded in `field`; None: nothing. Of tracking there may be several."""
    return next((one.item for one in coded if one.dimension.field is field), None)
