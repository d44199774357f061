"""One of a platform's lists, found as people write its names: number, full or unique leaf name."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Generic, Protocol, TypeVar

BY_ID = "id:"
"""Before the platform's internal id, where someone says that it is one: "id:79"."""
_PARTS = re.compile(r"[\s:·•|.,–—-]+")
"""What may stand between a number and a name: "1310 Sales", "1310 · Sales", "1310: Sales"."""
_BEHIND = re.compile(r"(?P<name>.+?)\s*[(\[](?P<number>[^()\[\]]+)[)\]]")
"""A number behind its name, as Xero's reports have it: "Sales (200)"."""

_UNSEEN = dict.fromkeys((0x00AD, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF))
"""What copying leaves in a text: soft hyphens, spaces of no width, marks of direction."""


class Listed(Protocol):
    """One choice of a list: an account, a class, a customer."""

    @property
    def external_id(self) -> str:
        """The platform's id."""
        ...

    @property
    def stable_id(self) -> str:
        """The id that outlives renumbering, where `external_id` does not; else empty."""
        ...

    @property
    def name(self) -> str:
        """Its name with its parents, "Retail:Online"."""
        ...

    @property
    def number(self) -> str:
        """Its number or code; empty without one."""
        ...

    @property
    def active(self) -> bool:
        """Whether it may be used now."""
        ...


L = TypeVar("L", bound=Listed)


@lru_cache(maxsize=32_768)
def folded(text: str) -> str:
    """Return `text` as names are compared.

    Whitespace, case and spaces round colons make no difference, nor does what nobody sees.
    """
    seen = text.translate(_UNSEEN)
    words = " ".join(unicodedata.normalize("NFKC", seen).casefold().split())
    return re.sub(r"\s*:\s*", ":", words)


def once_each(names: Iterable[str]) -> Sequence[str]:
    """Return `names` in order, of several spellings of one the first."""
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(folded(name), name)
    return [*found.values()]


@dataclass(frozen=True, slots=True)
class Listing(Generic[L]):
    """A list of the platform. No text is ever taken for an internal id, unless it says so."""

    items: tuple[L, ...]
    _ids: Mapping[str, L] = field(init=False, repr=False, compare=False)
    _numbers: Mapping[str, Sequence[L]] = field(init=False, repr=False, compare=False)
    _names: Mapping[str, Sequence[L]] = field(init=False, repr=False, compare=False)
    _leaves: Mapping[str, Sequence[L]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        names = [(folded(one.name), one) for one in self.items]
        leaves = ((leaf, one) for name, one in names for leaf in _leaves_of(name))
        numbers = ((folded(one.number), one) for one in self.items)
        object.__setattr__(self, "_ids", _by_id(self.items))
        object.__setattr__(self, "_numbers", _grouped(numbers))
        object.__setattr__(self, "_names", _grouped(names))
        object.__setattr__(self, "_leaves", _grouped(leaves))

    def by_id(self, item_id: str) -> L | None:
        """Return the choice with this internal id of the platform."""
        return self._ids.get(item_id.strip().casefold())

    def find(self, text: str) -> L | None:
        """Return the one choice that `text` names; None where none does, or more than one."""
        fits = self.fitting(text)
        return fits[0] if len(fits) == 1 else None

    def fitting(self, text: str) -> Sequence[L]:
        """Return every choice that `text` may name: none, the one, or several to ask about.

        Its number counts first, then its full name, then the last parts of its name, then number
        and name together, which have to agree. The first of these that any choice fits decides.
        Inactive ones count only where no active one fits in the same way.
        """
        text = folded(text)
        if not text:
            return ()
        if text.startswith(BY_ID):
            item = self.by_id(text.removeprefix(BY_ID))
            return (item,) if item else ()
        return self._numbered(text) or self._named(text) or self._numbered_and_named(text)

    def alike(self, text: str) -> Sequence[L]:
        """Return the choices whose number stands in `text`, whatever name is beside it."""
        found = [one for number, _ in self._parted(folded(text)) for one in self._numbers[number]]
        return [*dict.fromkeys(found)]

    def _numbered(self, text: str) -> Sequence[L]:
        return _in_use(self._numbers.get(text, ()))

    def _named(self, text: str) -> Sequence[L]:
        return _in_use(self._names.get(text, ())) or _in_use(self._leaves.get(text, ()))

    def _numbered_and_named(self, text: str) -> Sequence[L]:
        """Return what "1310 Shopify clearing" names; where both halves differ, what each names."""
        agreeing = self._numbered_in_path(text)
        differing: list[L] = []
        for number, name in self._parted(text):
            numbered, named = self._numbers[number], self._named(name)
            agreeing += [one for one in numbered if one in named]
            differing += [*_in_use(numbered), *named] if named else []
        return [*dict.fromkeys(_in_use(agreeing) or differing)]

    def _numbered_in_path(self, text: str) -> list[L]:
        """Return what "1300 Clearing:1310 Shopify clearing" names, as QuickBooks shows numbers.

        Each number has to be that of the item whose name stands behind it.
        """
        if ":" not in text:
            return []
        parts = [next(self._parted(part), ("", part)) for part in text.split(":")]
        named = self._named(":".join(name for _, name in parts))
        numbers = [number for number, _ in parts]
        return [one for one in named if any(numbers) and self._bears(one, numbers)]

    def _bears(self, item: L, numbers: Sequence[str]) -> bool:
        """Whether the last parts of the item's name have these numbers; "": any will do."""
        path = folded(item.name).split(":")
        first = len(path) - len(numbers)
        for place, number in enumerate(numbers, start=first + 1):
            parents = self._names.get(":".join(path[:place]), ())
            if number and number not in [folded(one.number) for one in parents]:
                return False
        return True

    def _parted(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield each way to part `text` into a number of the chart and the name beside it."""
        for between in _PARTS.finditer(text):
            number, name = text[: between.start()], text[between.end() :]
            if name and number in self._numbers:
                yield number, name
        behind = _BEHIND.fullmatch(text)
        if behind and behind["number"] in self._numbers:
            yield behind["number"], behind["name"]


def _by_id(items: Iterable[L]) -> Mapping[str, L]:
    ids = {one.external_id.casefold(): one for one in items}
    return {**ids, **{one.stable_id.casefold(): one for one in items if one.stable_id}}


def _grouped(pairs: Iterable[tuple[str, L]]) -> Mapping[str, Sequence[L]]:
    groups: defaultdict[str, list[L]] = defaultdict(list)
    for text, item in pairs:
        if text:
            groups[text].append(item)
    return dict(groups)


def _leaves_of(name: str) -> Iterator[str]:
    """Yield the last parts of a name: "b:c" and "c" of "a:b:c"."""
    while ":" in name:
        name = name.partition(":")[2]
        yield name


def _in_use(fits: Sequence[L]) -> Sequence[L]:
    """Return the active ones; all where none is."""
    return [one for one in fits if one.active] or fits
