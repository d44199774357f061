"""Typed views of kept tables: all values in memory, every change written through."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any, Generic, Protocol, TypeVar

from pydantic import TypeAdapter

T = TypeVar("T")
Table = MutableMapping[str, dict[str, Any]]


class Keeper(Protocol):
    """What keeps tables of JSON rows over a restart; `sandbox.keep.Keep` is one."""

    def table(self, name: str) -> Table:
        """Return the table of that name, empty if it is new."""
        ...


class Shelf(MutableMapping[str, T]):
    """One kept table, read as dataclasses of one kind."""

    def __init__(self, table: Table, kind: type[T]) -> None:
        self._table = table
        self._adapter: TypeAdapter[T] = TypeAdapter(kind)
        self._values = {key: self._adapter.validate_python(row) for key, row in table.items()}

    def __getitem__(self, key: str) -> T:
        return self._values[key]

    def __setitem__(self, key: str, value: T) -> None:
        self._table[key] = self._adapter.dump_python(value, mode="json")
        self._values[key] = value

    def __delitem__(self, key: str) -> None:
        del self._values[key]
        del self._table[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


class Drawers(Generic[T]):
    """A shelf divided by company: a look at one company never walks through the others."""

    def __init__(self, table: Table, kind: type[T]) -> None:
        self._shelf = Shelf(table, kind)
        self._drawers: defaultdict[str, dict[str, T]] = defaultdict(dict)
        for key, value in self._shelf.items():
            realm, _, name = key.partition("/")
            self._drawers[realm][name] = value

    def of(self, realm: str) -> Mapping[str, T]:
        """Return what stands in one company's drawer, in the order it was first put there."""
        return self._drawers[realm]

    def put(self, realm: str, name: str, value: T) -> None:
        """Put a value in a company's drawer, over the one of the same name."""
        self._shelf[f"{realm}/{name}"] = value
        self._drawers[realm][name] = value
