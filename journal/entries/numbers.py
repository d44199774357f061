"""Numbers as people write them: "JF-1042" for an entry, "INC-7" for an incident."""

from __future__ import annotations

import re

_DIGITS = 18
"""As many as every id in the database can have."""


def id_in(name: str, prefix: str) -> int | None:
    """Return the id in `name` ("jf-1042" or "JF-1042-2" for "JF"), or None: it holds none."""
    pattern = rf"{prefix}-([0-9]{{1,{_DIGITS}}})(?:-[0-9]{{1,4}})?"
    found = re.fullmatch(pattern, name.strip(), re.IGNORECASE)
    return int(found[1]) if found else None
