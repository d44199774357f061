"""`/slack/events`: what Slack signed goes on to Bolt, once; all else ends here, unparsed.

Bolt parses a body before it looks at its signature, so anyone could have it parse anything.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

import structlog
from starlette.requests import Request
from starlette.responses import Response

from bot.web.pace import Crowd, caller_of
from bot.web.problems import FORGED, Problem
from bot.web.slack_body import is_readable
from journal.errors import StoreBusy
from journal.ports import Click, Clock, OpenStore
from storage.engine.clock import machine_now

WINDOW: Final = 300
"""Seconds that a request may be off our clock, as docs.slack.dev/authentication/
verifying-requests-from-slack has it."""
LARGE: Final = 64 * 1024
"""Bytes. Only larger ones are counted: a click is far smaller, and always finds room."""
MOST_LARGE: Final = 8
"""How many large bodies from one address are held before their signature is known."""
CLAIM_SECONDS: Final = 0.5
_STAMP: Final = re.compile(rb"[0-9]{1,12}")
_SIGNATURE: Final = re.compile(rb"v0=[0-9a-f]{64}")
log = structlog.get_logger()
Dispatch = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class SlackEvents:
    """The endpoint. `refused` counts what is turned away, by why."""

    dispatch: Dispatch
    secret: str = field(repr=False)
    open_store: OpenStore
    now: Clock
    refused: Callable[[str], None]
    machine: Clock = machine_now
    crowd: Crowd = field(default_factory=lambda: Crowd(MOST_LARGE))

    async def take(self, request: Request) -> Response:
        """Answer one request of Slack's. Raises Problem: 401, whatever is wrong with it."""
        stamp, signature = self._headers(request)
        body = await self._body(request)
        expected = hmac.digest(self.secret.encode(), b"v0:%b:%b" % (stamp, body), hashlib.sha256)
        if not hmac.compare_digest(b"v0=" + expected.hex().encode(), signature):
            raise self._forged("signature")
        if not is_readable(body, request.headers.get("Content-Type", "")):
            raise self._forged("unreadable")
        return await self._once(request, signature)

    def _headers(self, request: Request) -> tuple[bytes, bytes]:
        """Return the stamp and the signature, before anything of the body is read."""
        stamp = self._only(request, b"x-slack-request-timestamp", _STAMP)
        signature = self._only(request, b"x-slack-signature", _SIGNATURE)
        # The stamp is Slack's: one of our two clocks being wrong must not shut out all clicks.
        clocks = (self.now(), self.machine())
        if min(abs(clock.timestamp() - int(stamp)) for clock in clocks) > WINDOW:
            raise self._forged("stale")
        return stamp, signature

    def _only(self, request: Request, name: bytes, form: re.Pattern[bytes]) -> bytes:
        """Return the one header of a name. Two would be read differently by two readers."""
        found = [value for one, value in request.scope["headers"] if one == name]
        if len(found) != 1 or not form.fullmatch(found[0]):
            raise self._forged("headers")
        return bytes(found[0])

    async def _body(self, request: Request) -> bytes:
        announced = request.headers.get("Content-Length", "")
        if announced.isdecimal() and len(announced) < 9 and int(announced) <= LARGE:  # noqa: PLR2004  no more is taken
            return await request.body()
        with self.crowd.one(caller_of(request)):
            return await request.body()

    async def _once(self, request: Request, signature: bytes) -> Response:
        """Let a request through the first time, and again only if that did not end well.

        Slack signs each of its retries again, but one sent within the same second is the same
        request: it is answered, and nothing is done again.
        """
        key = Click(f"request/{hashlib.sha256(signature).hexdigest()}", "")
        if not await self._claim(key):
            if "X-Slack-Retry-Num" in request.headers:
                return Response(status_code=200)
            raise self._forged("replayed")
        is_done = False
        try:
            answer = await self.dispatch(request)
            is_done = answer.status_code < 300  # noqa: PLR2004  Slack takes only 2xx as an answer
            return answer
        finally:
            if not is_done:
                await self._release(key)

    async def _claim(self, key: Click) -> bool:
        """Whether nobody took this request, in any process.

        While the database is away nothing can be done twice: every move is one of its
        transactions. The person is told so by the listener.
        """
        try:
            async with asyncio.timeout(CLAIM_SECONDS), self.open_store() as store:
                return await store.clicks.remember(key)
        except (StoreBusy, TimeoutError):
            return True

    async def _release(self, key: Click) -> None:
        try:
            async with asyncio.timeout(CLAIM_SECONDS), self.open_store() as store:
                await store.clicks.forget(key)
        except (StoreBusy, TimeoutError):
            log.warning("request_not_released")

    def _forged(self, why: str) -> Problem:
        self.refused(f"slack_{why}")
        return Problem(FORGED, "Slack's signature is missing, too old or not of this request.")
