"""How far the examples of a demo have come, kept beside its database."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

EDITION = "edition"
FIRST = 1
"""Of examples that were begun before editions were kept."""


@dataclass(frozen=True, slots=True)
class Progress:
    """A file that says how many steps of each book are done, and of which examples.

    Without one, or with one that was cut short, nothing is done: steps can be repeated.
    """

    path: Path

    def begin(self, edition: int) -> bool:
        """Note which examples these are; return whether what is begun already is of the same.

        The steps of other examples are not these steps: they can't be gone on with.
        """
        kept = self._read()
        if kept:
            return kept.get(EDITION, FIRST) == edition
        write_whole(self.path, json.dumps({EDITION: edition}))
        return True

    def steps(self) -> dict[str, int]:
        """Return how many steps are done, by the slug of each book that is made."""
        return {slug: steps for slug, steps in self._read().items() if slug != EDITION}

    def note(self, slug: str, steps: int) -> None:
        """Keep how many steps of a book are done."""
        write_whole(self.path, json.dumps({**self._read(), slug: steps}))

    def _read(self) -> dict[str, int]:
        try:
            kept: dict[str, int] = json.loads(self.path.read_text())
        except (FileNotFoundError, ValueError):
            return {}
        return kept


def write_whole(path: Path, text: str, opener: Callable[[str, int], int] | None = None) -> None:
    """Write a file whole, or leave what was there; `opener`: as `open` takes it."""
    beside = path.with_suffix(".new")
    with open(beside, "w", opener=opener) as file:
        file.write(text)
    beside.replace(path)
