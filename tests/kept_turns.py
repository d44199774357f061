"""Turns as an older release wrote them, and what its thread said: `kept_turns.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Kept:
    """One turn as it is kept, in the shapes that it is known to have."""

    kind: str
    actor: str | None
    facts: Mapping[str, Any]
    line: str  # drawn on the card of `a_case`


_FILE = Path(__file__).with_suffix(".json")
KEPT = [Kept(**one) for one in json.loads(_FILE.read_text(encoding="utf-8"))]
