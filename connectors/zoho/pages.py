"""Lists of Zoho Books, read page by page."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel

from connectors.zoho.calls import Calls
from connectors.zoho.wire import has_more, read_all

PAGE = 200
"""Zoho's own, and its most."""
M = TypeVar("M", bound=BaseModel)


async def listed(
    calls: Calls, what: str, kind: type[M], *, name: str = "", or_else: str = "", **query: str
) -> list[M]:
    """Return all objects of a list; `name`: what answers call it, where not as the address does.

    `or_else`: what they call it where they have no such `name`.

    How many a page has is always said: Zoho's documents gave 200 as the default, and give 10 now.

    Raises:
        AuthorisationLost, LedgerError: it could not be read to its end.
    """
    objects: list[M] = []
    page = 0
    while True:
        page += 1
        content = await calls.get(what, **query, page=str(page), per_page=str(PAGE))
        called = name or what
        objects += read_all(content, or_else if called not in content and or_else else called, kind)
        if not has_more(content):
            return objects
