"""Reading all that a question finds, page by page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel

from connectors.pages import Pages
from connectors.quickbooks.batch import ask_all
from connectors.quickbooks.calls import NAME, Calls
from connectors.quickbooks.wire import read_page
from connectors.shown import list_of, mapping_of

PAGE = 1000
Page = Mapping[str, Any]
M = TypeVar("M", bound=BaseModel)


async def read_all(calls: Calls, queries: Iterable[str], name: str, kind: type[M]) -> list[M]:
    """Return everything the queries show, in their order. Raises as `Calls.get`."""
    return [one for query in queries for one in await _paged(calls, query, name, kind)]


async def read_lists(calls: Calls, wanted: Sequence[tuple[str, str]]) -> Sequence[list[Page]]:
    """Return what each question shows, page after page; first pages come in few calls.

    `wanted`: names of objects and questions for them. Raises as `Calls.get`.
    """
    firsts = await ask_all(calls, [_at(query, 1) for _name, query in wanted])
    return [
        [first, *(await _further(calls, query, name, _size(first, name)))]
        for (name, query), first in zip(wanted, firsts, strict=True)
    ]


async def _further(calls: Calls, query: str, name: str, shown: int) -> list[Page]:
    pages: list[Page] = []
    noted = Pages(NAME)
    while shown and shown % PAGE == 0:
        pages.append(await calls.get("query", query=_at(query, shown + 1)))
        size = _size(pages[-1], name)
        shown += size
        if not size:
            break
        noted.note(_rows(pages[-1], name))
    return pages


def _size(page: Page, name: str) -> int:
    return len(_rows(page, name))


def _rows(page: Page, name: str) -> list[Any]:
    return list_of(mapping_of(page.get("QueryResponse")).get(name))


def _at(query: str, start: int) -> str:
    return f"{query} startposition {start} maxresults {PAGE}"


async def _paged(calls: Calls, query: str, name: str, kind: type[M]) -> list[M]:
    shown: list[M] = []
    noted = Pages(NAME)
    while True:
        content = await calls.get("query", query=_at(query, len(shown) + 1))
        page = read_page(content, name, kind)
        shown += page
        if len(page) < PAGE:
            return shown
        noted.note(page)
