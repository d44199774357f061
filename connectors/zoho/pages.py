"""Lists of Zoho Books, read page by page."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from typing import TypeVar

import structlog
from pydantic import BaseModel

from connectors.pages import Pages
from connectors.zoho.calls import NAME, Calls
from connectors.zoho.wire import has_more, read_all
from journal.entries.failure import PASSING, ReadingRefused

log = structlog.get_logger(__name__)

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
    noted = Pages(NAME)
    page = 0
    while True:
        page += 1
        content = await calls.get(what, **query, page=str(page), per_page=str(PAGE))
        called = name or what
        shown = read_all(content, or_else if called not in content and or_else else called, kind)
        objects += shown
        if not has_more(content):
            return objects
        noted.note(shown)


async def if_shown(reading: Awaitable[Sequence[M]]) -> Sequence[M]:
    """Return what is read; nothing where Zoho refuses to show it, for as long as it does.

    Editions and rights differ, and nobody who needs none of a list is held up by it. What passes
    without help is no refusal: it is raised, as all else.
    """
    try:
        return await reading
    except ReadingRefused as refusal:
        failure = refusal.failure
        if failure.reason in PASSING:
            raise
        log.info("zoho_list_not_shown", reason=failure.reason.value, code=failure.code)
        return ()
