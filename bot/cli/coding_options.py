"""The options that say what lines carry beside their account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated

import typer

from journal.books.lists import CLASS, LOCATION, NAME, TAX, Dimension, Field
from journal.errors import BadInput

ClassOption = Annotated[
    str | None,
    typer.Option("--class", metavar="CLASS", help='Class: name, number or id:79. "" forgets it.'),
]
LocationOption = Annotated[
    str | None, typer.Option("--location", metavar="LOCATION", help="Location.")
]
TrackingOption = Annotated[
    list[str] | None,
    typer.Option(
        "--tracking", metavar="CATEGORY=OPTION", help="Tracking option or tag: Region=North."
    ),
]
TaxOption = Annotated[str | None, typer.Option("--tax", metavar="CODE", help="Tax code.")]
NameOption = Annotated[
    str | None, typer.Option("--name", metavar="NAME", help="Customer, vendor or other name.")
]


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed for each dimension; an empty text forgets what was kept."""

    words: Mapping[Dimension, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.words)


def typed(
    class_: str | None,
    location: str | None,
    tracking: Sequence[str] | None,
    tax: str | None,
    name: str | None,
) -> Typed:
    """Return what these options say. Raises BadInput: a tracking option names no category."""
    named = {CLASS: class_, LOCATION: location, TAX: tax, NAME: name}
    words = {one: text.strip() for one, text in named.items() if text is not None}
    for one in tracking or ():
        category, sign, option = one.partition("=")
        if not (sign and category.strip()):
            raise BadInput(f'"{one}" names no category: write --tracking Region=North')
        words[Dimension(Field.TRACKING, category.strip())] = option.strip()
    return Typed(words)
