"""A connection tried before anything of it is kept."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.compose import Program
from bot.ledgers import ledgers_of
from journal.books.book import Connection
from journal.books.company import Company
from journal.entries.failure import FailureReason, ReadingRefused
from journal.errors import AuthorisationLost, BadInput, LedgerError
from journal.ports import Ledger, Tokens, tokens_of_key
from journal.posting.read_books import read_company

PAUSES = (1.0, 2.0)
"""Seconds before a platform is asked again that has just been asked too often."""


@dataclass(slots=True)
class TrialTokens:
    """Tokens held in memory while they are tried: the safe and its slot in one."""

    tokens: Tokens

    async def read(self, _consent_id: int) -> Tokens:
        """Return the newest tokens."""
        return self.tokens

    async def save(self, tokens: Tokens) -> None:
        """Keep `tokens` for as long as the trial lasts."""
        self.tokens = tokens

    @asynccontextmanager
    async def alone(self, _consent_id: int) -> AsyncIterator[TrialTokens]:
        """Yield the slot; nobody else knows of these tokens."""
        yield self


async def proven(program: Program, connection: Connection, secret: str) -> tuple[Tokens, Company]:
    """Come in with `secret`: a refresh token, which is exchanged first, or a server's key.

    Returns the tokens to keep (the one given may be spent now) and what was read of the company.

    Raises:
        BadInput: the platform refused, or could not be asked; nothing was kept.
    """
    now = program.services.now()
    keyed = connection.platform.is_keyed
    renewed = Tokens(access="", refresh=secret, access_expires_at=now)
    trial = TrialTokens(tokens_of_key(secret) if keyed else renewed)
    what = "key" if keyed else "refresh token"
    ledger = ledgers_of(program.settings, program.http, trial, program.services.now).open(
        connection
    )
    platform = connection.platform.label
    try:
        company = await _read(ledger)
    except AuthorisationLost as error:
        raise BadInput(
            f"{platform} did not let us in, and nothing was kept: {error}. Check that the"
            f" {what} is new, and that it belongs to company {connection.realm}."
        ) from error
    except LedgerError as error:
        raise BadInput(
            f"{platform} could not be asked, and nothing was kept: {error}. Try again; if the"
            f" {what} is refused then, take a new one, since this one may be spent."
        ) from error
    return trial.tokens, company


async def _read(ledger: Ledger) -> Company:
    """Return the company as soon as its platform answers. Raises as `Ledger.find`.

    Chart and lists are several calls at once, and another process may ask just now.
    """
    for pause in PAUSES:
        try:
            await ledger.check()
            return await read_company(ledger)
        except ReadingRefused as refusal:
            if refusal.failure.reason is not FailureReason.RATE_LIMITED:
                raise
            await asyncio.sleep(pause)
    await ledger.check()
    return await read_company(ledger)
