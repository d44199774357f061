"""`/v1/books/{book}/reports` and `/entries`: what changed, where entries stand, another try."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.web.posting_service.asked import (
    ServiceNeeds,
    asked_book,
    cursor_in,
    key_of,
    limit_of,
    references_in,
)
from bot.web.posting_service.cursors import cursor_of, position_of
from bot.web.posting_service.kinds import CURSOR_GONE
from bot.web.posting_service.shapes import report_json
from bot.web.posting_service.tagged import if_new
from bot.web.problems import UNKNOWN_ENTRY, Problem
from journal.errors import NotFound
from storage.api.report_feed import Position, beginning, changed_since, standing_of
from storage.database import SqlStore


@dataclass(frozen=True, slots=True)
class ReportsApi:
    """The endpoints."""

    needs: ServiceNeeds

    async def changed(self, request: Request) -> Response:
        """Answer with the page behind the cursor, or 304 when the reader has that page."""
        book = await asked_book(request, self.needs)
        cursor, limit = cursor_in(request), limit_of(request)
        async with self.needs.database.store() as store:
            after = await _position(store, cursor)
            # One more than wanted tells whether there is more.
            shown = await changed_since(store, book.id, after, limit + 1)
        page = shown[:limit]
        if page:
            after = Position(after.system, page[-1].changed_in, page[-1].entry_id)
        content = {
            "reports": [report_json(one) for one in page],
            "cursor": cursor_of(after),
            "has_more": len(shown) > limit,
        }
        return if_new(request, content)

    async def find(self, request: Request) -> Response:
        """Answer with where certain entries stand; those not known are left out."""
        book = await asked_book(request, self.needs)
        references = references_in(request)
        async with self.needs.database.store() as store:
            shown = await standing_of(store, book.id, references)
        return JSONResponse({"reports": [report_json(one) for one in shown]})

    async def retry(self, request: Request) -> Response:
        """Have one entry posted again, once for each key; answer where it stands."""
        book = await asked_book(request, self.needs)
        key, reference = key_of(request), request.path_params["reference"]
        try:
            await self.needs.retry_entry(book.id, reference, key)
        except NotFound as error:
            raise Problem(UNKNOWN_ENTRY, error.advice) from error
        async with self.needs.database.store() as store:
            (shown,) = await standing_of(store, book.id, [reference])
        return JSONResponse(report_json(shown), status_code=202)


async def _position(store: SqlStore, cursor: str) -> Position:
    """Return where the cursor stands. Raises Problem: of another server's data, or none."""
    here = await beginning(store)
    if not cursor:
        return here
    position = position_of(cursor)
    if position.system != here.system:
        raise Problem(
            CURSOR_GONE,
            "The data was restored on another server since. Read again without a cursor.",
        )
    return position
