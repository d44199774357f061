"""`/v1/books/{book}/mapping` and `/costs`: read as a whole, put as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.web.posting_service.asked import ServiceNeeds, asked_book, read_body
from bot.web.posting_service.kinds import BAD_BODY, CHANGED
from bot.web.posting_service.shapes import costs_json, mapping_json
from bot.web.posting_service.tagged import body_of, if_new, names, tag_of, tagged
from bot.web.problems import Problem
from journal.errors import BadInput
from storage.api.posting_settings import lock_settings, replace_costs, replace_mapping
from storage.database import SqlStore


@dataclass(frozen=True, slots=True)
class SettingsApi:
    """The endpoints."""

    needs: ServiceNeeds

    async def mapping(self, request: Request) -> Response:
        """Answer with the whole mapping."""
        book = await asked_book(request, self.needs)
        async with self.needs.database.store() as store:
            return if_new(request, await _mapping(store, book.id))

    async def put_mapping(self, request: Request) -> Response:
        """Put another mapping in place of the whole."""
        book = await asked_book(request, self.needs)
        rows = (await read_body(request, self.needs, book, "mapping")).rows()
        async with self.needs.database.store() as store:
            await lock_settings(store, book.id)
            _must_be_as_read(request, await _mapping(store, book.id))
            await replace_mapping(store, book.id, rows)
            return tagged(await _mapping(store, book.id))

    async def costs(self, request: Request) -> Response:
        """Answer with all unit costs."""
        book = await asked_book(request, self.needs)
        async with self.needs.database.store() as store:
            return if_new(request, await _costs(store, book.id))

    async def put_costs(self, request: Request) -> Response:
        """Put other unit costs in place of the whole."""
        book = await asked_book(request, self.needs)
        body = await read_body(request, self.needs, book, "costs")
        try:
            rows = body.rows()
        except BadInput as error:
            raise Problem(BAD_BODY, f"{error.advice}.") from error
        async with self.needs.database.store() as store:
            await lock_settings(store, book.id)
            _must_be_as_read(request, await _costs(store, book.id))
            await replace_costs(store, book.id, rows)
            return tagged(await _costs(store, book.id))


async def _mapping(store: SqlStore, book_id: int) -> dict[str, Any]:
    return mapping_json(list(await store.desk.mapping(book_id)))


async def _costs(store: SqlStore, book_id: int) -> dict[str, Any]:
    return costs_json(list(await store.desk.costs(book_id)))


def _must_be_as_read(request: Request, there: Mapping[str, Any]) -> None:
    """Raise Problem when the caller read something else than what is there."""
    condition = request.headers.get("If-Match")
    if condition is not None and not names(condition, tag_of(body_of(there))):
        raise Problem(CHANGED, "Read it again, put your change into that, and send it anew.")
