"""How each kind of large body is read, here or in a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.web.problems import FaultJson, Kind, Problem


def _entries(body: bytes, hint: str) -> Any:
    from bot.web.batch import read_batch

    return read_batch(body, hint)


def _mapping(body: bytes, _hint: str) -> Any:
    from bot.web.posting_service.reading import read_mapping

    return read_mapping(body)


def _costs(body: bytes, _hint: str) -> Any:
    from bot.web.posting_service.reading import read_costs

    return read_costs(body)


READERS: Final[Mapping[str, Callable[[bytes, str], Any]]] = {
    "entries": _entries,
    "mapping": _mapping,
    "costs": _costs,
}
"""Each loads what it needs when it is first asked, so that the process begins at once."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A Problem, as one process hands it to another."""

    kind: Kind
    detail: str
    errors: tuple[FaultJson, ...] = ()


def read_or_refuse(what: str, body: bytes, hint: str) -> Any:
    """Return what the reader called `what` makes of `body`, or why it will not do."""
    try:
        return READERS[what](body, hint)
    except Problem as problem:
        return Refusal(problem.kind, problem.detail, tuple(problem.errors))
