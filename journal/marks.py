"""A short mark of what something says: another one for anything else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence


def mark_of(told: Sequence[object]) -> str:
    """Return 16 hex digits for `told`, whose parts are as JSON has them or read as texts."""
    whole = json.dumps(told, sort_keys=True, default=str)
    return hashlib.sha256(whole.encode()).hexdigest()[:16]
