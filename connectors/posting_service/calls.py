"""Calls to one posting service: signed with the key, and refusals read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

import httpx
from pydantic import BaseModel, ValidationError

from connectors.http import Answer, call
from connectors.key import Key
from connectors.reasons import SERVER_ERROR, TOO_MANY, Row, Told, reason_of
from journal.entries.failure import Failure, FailureReason, ReadingRefused
from journal.errors import AuthorisationLost
from journal.posting_service.reports import CursorGone

SECONDS: Final = 30.0
NOT_MODIFIED, UNAUTHORISED, FORBIDDEN, NOT_FOUND = 304, 401, 403, 404
GONE, CHANGED = 410, 412
MAX_WORDS: Final = 2000
JSON: Final = {"Content-Type": "application/json"}
_R = FailureReason
ROWS: Final = (
    SERVER_ERROR,
    Row(_R.CONNECTION_LOST, status=(UNAUTHORISED,)),
    Row(_R.PERMISSION, status=(FORBIDDEN,)),
    TOO_MANY,
    Row(_R.VALIDATION_OTHER),
)
"""What the contract says by the status alone."""
_SHORTEST_KEY: Final = 8
"""A shorter one may stand in any text by chance, so it is not looked for in words."""


class _Problem(BaseModel):
    title: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer, and the failure it tells of unless it is a success."""

    answer: Answer
    failure: Failure | None = None
    retry_after: float | None = None  # seconds


@dataclass(frozen=True, slots=True)
class Calls:
    """The calls of one book (`realm`) at one service (`site`, its base URL)."""

    http: httpx.AsyncClient
    key: Key
    site: str
    realm: str
    timeout: float = SECONDS

    async def send(
        self,
        method: str,
        path: str = "",
        query: Sequence[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> Reply:
        """Send one call on the book; `path` begins with a slash and is encoded already.

        Raises:
            NoAnswer: none came. AuthorisationLost, LedgerError: there is no key to sign with.
        """
        key = await self.key.read()
        address = f"{self.site.rstrip('/')}/v1/books/{quote(self.realm, safe='')}{path}"
        request = self.http.build_request(
            method,
            f"{address}?{urlencode(query)}" if query else address,
            headers={
                "Authorization": f"Bearer {key}",
                "Accept": "application/json, application/problem+json",
                **(headers or {}),
            },
            content=body,
        )
        return read_reply(await call(self.http, request, within=self.timeout), key)

    async def get(
        self,
        path: str = "",
        query: Sequence[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Return the answer to a reading call: a success, or 304. Raises as `shown`."""
        return shown(await self.send("GET", path, query, headers))


def shown(reply: Reply) -> Answer:
    """Return the answer of a success.

    Raises:
        AuthorisationLost: the key is refused. CursorGone: it does not know the cursor any more.
        ReadingRefused: it refuses for another reason.
    """
    if reply.failure is None:
        return reply.answer
    if reply.answer.status == UNAUTHORISED:
        raise AuthorisationLost("the posting service refuses the key", words=reply.failure.words)
    if reply.answer.status == GONE:
        raise CursorGone("the posting service does not know the cursor any more")
    raise ReadingRefused("the service", reply.failure, reply.retry_after)


def read_reply(answer: Answer, key: str) -> Reply:
    """Return what `answer` says; the key is taken out of the words wherever it stands."""
    if answer.is_success or answer.status == NOT_MODIFIED:
        return Reply(answer)
    words = _words(answer)
    if len(key) >= _SHORTEST_KEY:
        words = words.replace(key, "[hidden]")
    reason = reason_of(ROWS, Told(answer.status, words))
    failure = Failure(reason, words=words[:MAX_WORDS], http_status=answer.status)
    return Reply(answer, failure, _seconds(answer.headers.get("Retry-After", "")))


def _words(answer: Answer) -> str:
    try:
        problem = _Problem.model_validate_json(answer.body)
    except ValidationError:
        problem = _Problem()
    text = problem.detail or problem.title or answer.body.decode("utf-8", "replace").strip()
    return text.replace("\0", "") or f"status {answer.status}, without a word"


def _seconds(told: str) -> float | None:
    return float(told) if told.isdecimal() and len(told) < 7 else None  # noqa: PLR2004  11 days
