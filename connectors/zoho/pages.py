"""Lists of Zoho Books, read page by page."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel

from connectors.zoho.calls import Calls
from connectors.zoho.wire import has_more, read_all

PAGE = 200
"""Zoho's own, and its most."""
M = TypeVar("M", bound=BaseModel)


async def listed(calls: Calls, what: str, kind: type[M], **query: str) -> list[M]:
    """Return all objects of a list, which is named in answers as it is in the address.

    Raises:
        AuthorisationLost, LedgerError: it could not be read to its end.
    """
    objects: list[M] = []
    page = 0
    while True:
        page += 1
        content = await calls.get(what, **query, page=str(page), per_page=str(PAGE))
        objects += read_all(content, what, kind)
        if not has_more(content):
            return objects
