"""What lines carry beside their account, and the platform's lists of what may stand there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from journal.books.listing import Listing


class Field(StrEnum):
    """What a line may carry beside its account."""

    CLASS = "class"
    LOCATION = "location"
    TRACKING = "tracking"  # a category that the company has named itself
    NAME = "name"  # a customer, a vendor, an employee
    TAX = "tax"
    PROJECT = "project"


class NameKind(StrEnum):
    """Whose name it is."""

    CUSTOMER = "customer"
    VENDOR = "vendor"
    EMPLOYEE = "employee"


_LABELS = {
    Field.CLASS: "Class",
    Field.LOCATION: "Location",
    Field.NAME: "Name",
    Field.TAX: "Tax code",
    Field.PROJECT: "Project",
}
_OF_TRACKING = "tracking:"


@dataclass(frozen=True, slots=True, order=True)
class Dimension:
    """Which list a word is of: the classes, or the options of the tracking category "Region"."""

    field: Field
    category: str = ""  # of TRACKING alone

    @property
    def label(self) -> str:
        """It as people read it: "Class", "Region"."""
        return self.category or _LABELS[self.field]

    @property
    def key(self) -> str:
        """It as a text that `of` reads: "class", "tracking:Region"."""
        return f"{_OF_TRACKING}{self.category}" if self.category else self.field.value

    @classmethod
    def of(cls, key: str) -> Dimension:
        """Return the dimension of a `key`. Raises ValueError for any other text."""
        if key.startswith(_OF_TRACKING):
            return cls(Field.TRACKING, key.removeprefix(_OF_TRACKING))
        return cls(Field(key))


CLASS = Dimension(Field.CLASS)
LOCATION = Dimension(Field.LOCATION)
NAME = Dimension(Field.NAME)
TAX = Dimension(Field.TAX)
PROJECT = Dimension(Field.PROJECT)


@dataclass(frozen=True, slots=True)
class ListItem:
    """One choice of one of the platform's lists."""

    dimension: Dimension
    external_id: str
    name: str  # with its parents, "Retail:Online"
    number: str = ""
    active: bool = True
    kind: str = ""  # of names a `NameKind`
    rate: Decimal | None = None  # of tax codes, in percent
    stable_id: str = ""

    @property
    def key(self) -> str:
        """The platform's id that stays the same whatever becomes of name and number."""
        return self.stable_id or self.external_id

    @property
    def label(self) -> str:
        """It as people know it: "100 Online"."""
        return f"{self.number} {self.name}".strip()


@dataclass(frozen=True, slots=True)
class Lists:
    """All lists of a company. Names are found as accounts are."""

    items: tuple[ListItem, ...] = ()
    _lists: Mapping[tuple[Dimension, str], Listing[ListItem]] = field(
        init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        lists: defaultdict[tuple[Dimension, str], list[ListItem]] = defaultdict(list)
        for one in self.items:
            lists[_folded(one.dimension), ""].append(one)
            if one.kind:
                lists[_folded(one.dimension), one.kind].append(one)
        found = {key: Listing(tuple(items)) for key, items in lists.items()}
        object.__setattr__(self, "_lists", found)

    def fitting(self, dimension: Dimension, text: str, kind: str = "") -> Sequence[ListItem]:
        """Return every choice that `text` may name: none, the one, or several to ask about.

        `kind` narrows it: to customers, say.
        """
        return self._listing(dimension, kind).fitting(text)

    def by_id(self, dimension: Dimension, item_id: str, kind: str = "") -> ListItem | None:
        """Return the choice with this id of the platform, of `kind` where that is said.

        A platform may give a customer and a vendor the same id.
        """
        return self._listing(dimension, kind).by_id(item_id)

    def of(self, dimension: Dimension, kind: str = "") -> Sequence[ListItem]:
        """Return the choices that are in use, in the platform's order."""
        return [one for one in self._listing(dimension, kind).items if one.active]

    def dimension(self, wanted: Dimension) -> Dimension | None:
        """Return the dimension as the company spells it; None: it has no such list."""
        listing = self._listing(wanted)
        return listing.items[0].dimension if listing.items else None

    def _listing(self, dimension: Dimension, kind: str = "") -> Listing[ListItem]:
        found = self._lists.get((_folded(dimension), kind))
        if found is None and kind:
            # Tryton's parties are of no kind: each may be a customer, a vendor or both.
            whole = self._listing(dimension)
            return _NONE if any(one.kind for one in whole.items) else whole
        return found or _NONE


_NONE: Listing[ListItem] = Listing(())


@lru_cache(maxsize=1024)
def _folded(dimension: Dimension) -> Dimension:
    return Dimension(dimension.field, " ".join(dimension.category.casefold().split()))


@dataclass(frozen=True, slots=True)
class CompanyRules:
    """What a company wants on its lines, as its platform tells."""

    uses: tuple[Dimension, ...] = ()  # only these are offered to people
    requires: tuple[Dimension, ...] = ()  # on each line that is posted
    wants_tax: bool = False  # a tax code on each line
    currencies: bool = True  # it takes others than its own
    reckons_tax: bool = True  # it works tax out from codes; else they change no amount
    tracks_on: tuple[str, ...] | None = None  # ids of accounts whose lines alone carry tracking
    requires_on: tuple[str, ...] | None = None  # of those on which `requires` holds for tracking

    def tracks(self, account_id: str) -> bool:
        """Whether lines of this account carry tracking; the platform's own id of it."""
        return self.tracks_on is None or account_id in self.tracks_on

    def required_on(self, account_id: str) -> Sequence[Dimension]:
        """Return what has to be on each line of this account."""
        if self.requires_on is None or account_id in self.requires_on:
            return self.requires
        return [one for one in self.requires if one.field is not Field.TRACKING]
