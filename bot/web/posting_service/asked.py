"""What a request asks for: which book, and its parameters, each looked at before it is used."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from starlette.requests import Request

from bot.web.bodies import BodyReader
from bot.web.guard import Guard
from bot.web.posting_service.kinds import BAD_PARAMETER, UNKNOWN_BOOK
from bot.web.problems import NOT_JSON, Problem
from journal.books.book import Book
from journal.entries.entry import MAX_REFERENCE
from journal.posting_service.serving import RetryEntry
from storage.database import Database

MOST_REFERENCES: Final = 50
MOST_REPORTS, USUAL_REPORTS = 500, 100
_LONGEST_CURSOR: Final = 200
_KEY: Final = re.compile(r"[A-Za-z0-9._:-]{1,100}")
_LIMIT: Final = re.compile(r"[1-9][0-9]{0,2}")


@dataclass(frozen=True, slots=True)
class ServiceNeeds:
    """What the reference server works with."""

    database: Database
    retry_entry: RetryEntry
    guard: Guard
    bodies: BodyReader


async def any_book(request: Request, needs: ServiceNeeds) -> Book:
    """Return the book that the key opens. Raises Problem: none, or too many calls."""
    return await needs.guard.book_of(request)


async def asked_book(request: Request, needs: ServiceNeeds) -> Book:
    """Return the book in the path. Raises Problem: the key does not open it."""
    book = await any_book(request, needs)
    if request.path_params["book"] != book.slug:
        raise Problem(UNKNOWN_BOOK, "Ask GET /v1/books which book this key opens.")
    return book


def limit_of(request: Request) -> int:
    """Return how many reports are wanted at most. Raises Problem: it is no such number."""
    text = request.query_params.get("limit", str(USUAL_REPORTS))
    if not _LIMIT.fullmatch(text) or int(text) > MOST_REPORTS:
        raise Problem(BAD_PARAMETER, f"limit: a number from 1 to {MOST_REPORTS} is wanted.")
    return int(text)


def cursor_in(request: Request) -> str:
    """Return the cursor, or "". Raises Problem: it is too long to be one."""
    cursor = request.query_params.get("cursor", "")
    if len(cursor) > _LONGEST_CURSOR:
        raise Problem(BAD_PARAMETER, "cursor: send it as a page gave it, or leave it out.")
    return cursor


def references_in(request: Request) -> list[str]:
    """Return the references asked after. Raises Problem: none, too many, or no such names."""
    references = request.query_params.getlist("reference")
    if not 1 <= len(references) <= MOST_REFERENCES or not all(map(_is_reference, references)):
        raise Problem(
            BAD_PARAMETER,
            f"reference: 1 to {MOST_REFERENCES} are wanted, each of 1 to {MAX_REFERENCE}"
            " printed characters.",
        )
    return references


def key_of(request: Request) -> str:
    """Return the idempotency key. Raises Problem: there is none, or it has not the form of one."""
    key = request.headers.get("Idempotency-Key", "")
    if not _KEY.fullmatch(key):
        raise Problem(
            BAD_PARAMETER,
            "Idempotency-Key: 1 to 100 letters, digits and . _ : - are wanted, new for every try.",
        )
    return key


async def read_body(request: Request, needs: ServiceNeeds, book: Book, what: str) -> Any:
    """Return what the reader called `what` makes of the body. Raises Problem: it will not do."""
    media_type = request.headers.get("Content-Type", "").partition(";")[0].strip().casefold()
    if media_type != "application/json":
        raise Problem(NOT_JSON, "Send the header `Content-Type: application/json`.")
    with needs.guard.bodies.one(book.id):
        return await needs.bodies.read(what, await request.body())


def _is_reference(text: str) -> bool:
    return 0 < len(text) <= MAX_REFERENCE and not re.search(r"[\x00-\x1f\x7f]", text)
