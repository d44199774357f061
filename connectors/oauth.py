"""OAuth 2 tokens of one consent: read, renewed in time, and never renewed by two at once."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar

import httpx
import structlog
from authlib.oauth2.rfc6749.parameters import (
    prepare_token_request,
)

from connectors.grant import Grant, read_grant
from connectors.http import NoAnswer, call
from journal.errors import AuthorisationLost, LedgerError, NotAnswered, NotFound, StoreBusy
from journal.ports import Clock, Tokens, TokenSafe, TokenSlot

log = structlog.get_logger(__name__)
T = TypeVar("T")

LEEWAY = timedelta(minutes=1)
"""A token that ends within this is renewed before it is used."""
KEEP_AGAIN_AFTER = (0.2, 1.0, 3.0, 10.0)
"""Seconds. New tokens the database will not take at once are offered again: the old are dead."""


@dataclass(frozen=True, slots=True)
class App:
    """The program as the platform's token endpoint knows it."""

    token_url: str
    client_id: str
    client_secret: str = field(repr=False)
    secret_in_body: bool = False  # Zoho wants it there; the others as Basic authorisation
    timeout: float = 30.0  # seconds; others wait for the tokens meanwhile
    idle: timedelta | None = None  # a refresh token's life unused, where no answer tells it
    headers: Mapping[str, str] = field(default_factory=dict)  # what else a platform wants to see

    def request(self, http: httpx.AsyncClient, grant_type: str, **what: str) -> httpx.Request:
        """Return the call that trades `what`, a code or a refresh token, for tokens."""
        ours = {"client_id": self.client_id, "client_secret": self.client_secret}
        sent = {**what, **ours} if self.secret_in_body else what
        request = http.build_request(
            "POST",
            self.token_url,
            content=str(prepare_token_request(grant_type, **sent)),
            headers={
                **self.headers,
                "Accept": "application/json",
                "Content-Type": "application/x-www-form-urlencoded",
            },
        )
        if self.secret_in_body:
            return request
        return next(httpx.BasicAuth(self.client_id, self.client_secret).auth_flow(request))

    async def trade(self, http: httpx.AsyncClient, grant_type: str, **what: str) -> Grant:
        """Trade `what` for tokens.

        Raises:
            AuthorisationLost: it is refused for good. LedgerError: there was no answer, or
            none that settles it; what was sent may still be good.
        """
        request = self.request(http, grant_type, **what)
        try:
            answer = await call(http, request, within=self.timeout)
        except NoAnswer as error:
            # Another kind of error, lest a posting that never left be taken for uncertain.
            raise NotAnswered("the platform's sign-in did not answer") from error
        log.info("sign_in_answered", grant_type=grant_type, status=answer.status)
        return read_grant(answer)


class Authorisation:
    """What we come in with by one consent. Both calls raise:

    AuthorisationLost: only reconnecting helps.
    LedgerError: the tokens could not be had just now.
    """

    def __init__(
        self, http: httpx.AsyncClient, app: App, safe: TokenSafe, consent_id: int, now: Clock
    ) -> None:
        self._http = http
        self._app = app
        self._safe = safe
        self._consent_id = consent_id
        self._now = now
        self._known: Tokens | None = None

    async def access_token(self) -> str:
        """Return a token that has not run out, as far as the clock knows."""
        tokens = self._known or await self._read()
        if tokens.access_expires_at - LEEWAY <= self._now():
            return await self.renew(tokens.access)
        self._known = tokens
        return tokens.access

    async def renew(self, refused: str) -> str:
        """Return another token than `refused`: renewed once, no matter by whom.

        A caller that is stopped meanwhile waits for the end of it: an answer that came and was
        not kept would take the connection along, since the token that was sent is dead then.
        """
        return await _to_its_end(self._renewed(refused))

    async def _renewed(self, refused: str) -> str:
        try:
            async with self._safe.alone(self._consent_id) as slot:
                tokens = slot.tokens
                if tokens.access == refused:
                    tokens = await self._traded(tokens)
                    await _kept(slot, tokens)
        except NotFound as error:
            raise AuthorisationLost("this connection has no authorisation") from error
        except StoreBusy as error:
            raise LedgerError(error.advice) from error
        self._known = tokens
        return tokens.access

    async def _read(self) -> Tokens:
        try:
            return await self._safe.read(self._consent_id)
        except NotFound as error:
            raise AuthorisationLost("this connection has no authorisation") from error
        except StoreBusy as error:
            raise LedgerError(error.advice) from error

    async def _traded(self, old: Tokens) -> Tokens:
        if not old.refresh:
            raise AuthorisationLost("this consent cannot be renewed")
        # Where no answer comes the old token is kept and sent again: Xero takes it for half an
        # hour more; where it is dead by then, that is said and only reconnecting helps.
        grant = await self._app.trade(self._http, "refresh_token", refresh_token=old.refresh)
        return grant.tokens(old, self._now(), self._app.idle)


async def _kept(slot: TokenSlot, tokens: Tokens) -> None:
    """Save `tokens`, over a short absence of the database. Raises StoreBusy."""
    for pause in KEEP_AGAIN_AFTER:
        try:
            await slot.save(tokens)
        except StoreBusy:
            log.warning("tokens_not_kept_yet", seconds=pause)
            await asyncio.sleep(pause)
        else:
            return
    await slot.save(tokens)


async def _to_its_end(work: Coroutine[Any, Any, T]) -> T:
    """Return what `work` gives; cancelling the caller does not stop it half-way."""
    task = asyncio.create_task(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.gather(task, return_exceptions=True)
        raise
