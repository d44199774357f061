"""The list of what can be measured. A new row is a module beside this one and a line here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from benchmarks import importing
from benchmarks.row import Row

ROWS: Final[Mapping[str, Row]] = {
    "import": importing.ROW,
}
