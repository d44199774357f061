"""Addresses of single records: whatever stands in an id, it is one step of a path."""

from __future__ import annotations

from urllib.parse import quote


def path_of(*steps: str) -> str:
    """Return a path of these steps, each encoded whole (RFC 3986, section 3.3).

    Ids come from outside. One that is dots alone would lead a step up.
    """
    return "/".join(_encoded(step) for step in steps)


def _encoded(step: str) -> str:
    written = quote(step, safe="", errors="replace")
    return written if written.strip(".") else written.replace(".", "%2E")
