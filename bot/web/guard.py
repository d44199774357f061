"""Who may use the API: those who hold a token of a book, for that book alone."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic
from typing import Final

from starlette.requests import Request

from bot.web.pace import Crowd, Pace, caller_of
from bot.web.problems import NOT_AUTHORISED, Problem
from journal.books.book import Book
from journal.errors import NotFound
from storage.database import Database

SCHEME: Final = "bookToken"
CALLS_A_MINUTE: Final = 1200
CALLS_AT_ONCE: Final = 300
"""Calls with one token in this process: a bucket of so many, which fills evenly."""
WRONG_A_MINUTE: Final = 30
"""Tokens from one address that open nothing. A token cannot be guessed; the search costs us."""
BODIES_AT_ONCE: Final = 4
_KNOWN: Final = 1000
_CHALLENGE: Final = 'Bearer realm="jefail"'


def _uncounted(_why: str) -> None:
    """Count nothing."""


@dataclass(frozen=True, slots=True)
class Guard:
    """Looks at the token of each request. `refused` counts what is turned away, by why."""

    database: Database
    refused: Callable[[str], None] = _uncounted
    calls: Pace = field(
        default_factory=lambda: Pace(
            monotonic, CALLS_A_MINUTE, CALLS_AT_ONCE, "calls a minute are taken with a token"
        )
    )
    wrong: Pace = field(
        default_factory=lambda: Pace(
            monotonic, WRONG_A_MINUTE, WRONG_A_MINUTE, "wrong tokens a minute are looked at"
        )
    )
    bodies: Crowd = field(default_factory=lambda: Crowd(BODIES_AT_ONCE))
    _known: OrderedDict[bytes, None] = field(default_factory=OrderedDict)
    """Digests of tokens that opened a book lately: wrong ones of others do not hold them up."""

    async def book_of(self, request: Request) -> Book:
        """Return the book that the request's token opens.

        Raises:
            Problem: there is no token, it opens nothing, or there were too many.
            StoreBusy: the database did not answer in time.
        """
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        token = token.strip()
        if scheme.casefold() != "bearer" or not token:
            self.refused("token_missing")
            raise _refused(
                "Send the header `Authorization: Bearer <token>`."
                " Your jefail administrator makes one with `jefail token new`.",
                _CHALLENGE,
            )
        book = await self._opened(token, caller_of(request))
        self.calls.take(book.id)
        return book

    async def _opened(self, token: str, address: str) -> Book:
        digest = hashlib.sha256(token.encode(errors="surrogateescape")).digest()
        is_known = digest in self._known
        if not is_known:
            self._count_wrong(address)
        try:
            async with self.database.store() as store:
                book = await store.desk.book_of_token(token)
        except NotFound as error:
            self._known.pop(digest, None)
            self.refused("token_wrong")
            raise _refused(error.advice, f'{_CHALLENGE}, error="invalid_token"') from error
        if not is_known:
            self.wrong.give_back(address)
        self._keep(digest)
        return book

    def _count_wrong(self, address: str) -> None:
        """Count a token that may be wrong. Raises Problem: too many were."""
        try:
            self.wrong.take(address)
        except Problem:
            self.refused("token_pace")
            raise

    def _keep(self, digest: bytes) -> None:
        self._known[digest] = None
        self._known.move_to_end(digest)
        if len(self._known) > _KNOWN:
            self._known.popitem(last=False)


def _refused(detail: str, challenge: str) -> Problem:
    return Problem(NOT_AUTHORISED, detail, headers={"WWW-Authenticate": challenge})
