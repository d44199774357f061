"""From a body to the entries in it: all of them, or every fault with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final
from urllib.parse import quote

from pydantic import ValidationError
from pydantic_core import InitErrorDetails

from bot.web.problems import BAD_ENTRIES, BROKEN_JSON, TOO_MANY, FaultJson, Problem
from connectors.intake.entry_json import EntryJson, LineJson
from connectors.intake.exact_json import loads_exact
from connectors.intake.json_advice import advice
from journal.entries.entry import NewEntry
from journal.errors import BadInput, Unbalanced

MAX_ENTRIES: Final = 1000
MAX_FAULTS: Final = 1000
"""Reading stops after so many: a body of nothing but faults must not keep us busy."""
_LINE = re.compile(r"line (\d+)\b")


@dataclass(frozen=True, slots=True)
class Batch:
    """The entries of one request, in its order."""

    entries: tuple[NewEntry, ...]
    is_list: bool  # False: the body is one entry itself

    def pointer(self, index: int, *path: int | str) -> str:
        """Return the JSON Pointer to `path` in the entry at `index`."""
        return _pointer(*((index,) if self.is_list else ()), *path)


def read_batch(body: bytes, default_currency: str) -> Batch:
    """Return the entries in `body`, which is one as a JSON object or a list of them.

    Entries that name no currency are in the default one.

    Raises:
        Problem: the body cannot be read, or any of its entries cannot be taken.
    """
    value = _value_in(body)
    is_list = isinstance(value, list)
    values = value if is_list else [value]
    if len(values) > MAX_ENTRIES:
        raise Problem(
            TOO_MANY,
            f"A list has at most {MAX_ENTRIES} entries; this one has {len(values)}."
            " Send them in several requests.",
        )
    if not values:
        raise Problem(BAD_ENTRIES, "The list is empty; it needs at least one entry.")
    return _read_all(values, default_currency, is_list=is_list)


def _pointer(*path: int | str) -> str:
    """Return the JSON Pointer to `path`, as a URI fragment (RFC 6901)."""
    return "#" + "".join(f"/{_escaped(str(part))}" for part in path)


def _value_in(body: bytes) -> Any:
    try:
        return loads_exact(body)
    except BadInput as error:
        sentence = str(error)
        raise Problem(BROKEN_JSON, f"{sentence[:1].upper()}{sentence[1:]}.") from error


def _read_all(values: Sequence[Any], currency: str, *, is_list: bool) -> Batch:
    entries: list[NewEntry] = []
    faults: list[FaultJson] = []
    bad = 0
    for index, value in enumerate(values):
        try:
            entries.append(EntryJson.model_validate(value).to_entry(currency))
        except (ValidationError, BadInput) as error:
            found = _faults(error, index, is_list=is_list)
            faults.extend(islice(found, MAX_FAULTS - len(faults)))
            bad += 1
        if len(faults) >= MAX_FAULTS:
            break
    if faults:
        raise Problem(BAD_ENTRIES, _summary(bad, len(values), len(faults)), faults)
    return Batch(tuple(entries), is_list)


def _summary(bad: int, of: int, faults: int) -> str:
    if faults >= MAX_FAULTS:
        return f"Reading stopped at {MAX_FAULTS} faults; nothing was taken."
    said = "The entry cannot be taken" if of == 1 else f"{bad} of {of} entries cannot be taken"
    return f"{said}, so nothing was."


def _faults(error: ValidationError | BadInput, index: int, *, is_list: bool) -> Iterator[FaultJson]:
    start: tuple[int, ...] = (index,) if is_list else ()
    told = _rule(error) if isinstance(error, BadInput) else _fields(error)
    for place, detail in told:
        yield FaultJson(index=index, pointer=_pointer(*start, *place), detail=detail)


def _fields(error: ValidationError) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """Yield the place of each fault in the entry, and the sentence that tells of it."""
    for one in error.errors(include_url=False):
        alone = InitErrorDetails(
            type=one["type"], loc=one["loc"], input=one["input"], ctx=one.get("ctx", {})
        )
        only = ValidationError.from_exception_data("", [alone])
        yield one["loc"], advice(only, EntryJson, LineJson)


def _rule(error: BadInput) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """Yield the rule that was broken, with the place as far as its sentence names it."""
    line = _LINE.match(str(error))
    if isinstance(error, Unbalanced):
        yield ("lines",), str(error)
    elif line:
        yield ("lines", int(line[1]) - 1), str(error)
    else:
        yield (), str(error)


def _escaped(part: str) -> str:
    escaped = part.replace("~", "~0").replace("/", "~1")
    return quote(escaped, safe="~!$&'()*+,;=:@", errors="replace")
