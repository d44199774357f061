"""`/v1/books`: the book that a key opens, and its chart."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.web.posting_service.asked import ServiceNeeds, any_book, asked_book
from bot.web.posting_service.shapes import account_json, book_json
from journal.books.book import Book, Connection
from journal.errors import NotFound
from storage.database import SqlStore


@dataclass(frozen=True, slots=True)
class BooksApi:
    """The endpoints."""

    needs: ServiceNeeds

    async def list(self, request: Request) -> Response:
        """Answer with the one book that a token of ours opens."""
        book = await any_book(request, self.needs)
        return JSONResponse({"books": [book_json(book, await self._connection(book))]})

    async def get(self, request: Request) -> Response:
        """Answer with the book, and whether jefail has access to its platform."""
        book = await asked_book(request, self.needs)
        return JSONResponse(book_json(book, await self._connection(book)))

    async def accounts(self, request: Request) -> Response:
        """Answer with the chart as it was last read; empty before the book is connected."""
        book = await asked_book(request, self.needs)
        async with self.needs.database.store() as store:
            connection = await connection_of(store, book)
            chart = (await store.books.known(connection)).chart.accounts if connection else ()
        return JSONResponse({"accounts": [account_json(one) for one in chart]})

    async def _connection(self, book: Book) -> Connection | None:
        async with self.needs.database.store() as store:
            return await connection_of(store, book)


async def connection_of(store: SqlStore, book: Book) -> Connection | None:
    """Return the book's connection, or None before it has one."""
    try:
        return await store.books.connection_of(book.id)
    except NotFound:
        return None
