"""Who may use the API: those who hold a token of a book, for that book alone."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request

from bot.web.problems import NOT_AUTHORISED, Problem
from journal.books.book import Book
from journal.errors import NotFound
from storage.database import Database

SCHEME: Final = "bookToken"
_CHALLENGE: Final = 'Bearer realm="jefail"'


async def book_of(request: Request, database: Database) -> Book:
    """Return the book that the request's token opens.

    Raises:
        Problem: there is no token, or it opens nothing.
        StoreBusy: the database did not answer in time.
    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.casefold() != "bearer" or not token.strip():
        raise _refused(
            "Send the header `Authorization: Bearer <token>`."
            " The person who runs jefail makes one with `jefail token new`.",
            _CHALLENGE,
        )
    try:
        async with database.store() as store:
            return await store.desk.book_of_token(token.strip())
    except NotFound as error:
        raise _refused(error.advice, f'{_CHALLENGE}, error="invalid_token"') from error


def _refused(detail: str, challenge: str) -> Problem:
    return Problem(NOT_AUTHORISED, detail, headers={"WWW-Authenticate": challenge})
