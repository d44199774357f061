"""Test connection says what really happened: each way in which asking can end."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest

from blocks.answers import owner
from connectors.http import NoAnswer
from journal.books.book import Connection
from journal.connecting import try_connection
from journal.connecting.try_connection import TryConnection
from journal.entries.failure import FailureReason, ReadingRefused
from journal.errors import AuthorisationLost, LedgerError, WrongBooks
from tests.build import a_failure
from tests.fakes.ledger import FakeLedger
from tests.journal.bench import Bench
from tests.storage.stage import some_entries

R = FailureReason
LOST, REFUSED, WRONG, SILENT, UNREADABLE = (
    "does not let us in",
    "answered, and rejected the test",
    "Reconnect on the card and choose",
    "did not answer just now",
    "could not be asked",
)


def answered(
    reason: FailureReason, status: int = 400, words: str = "Company is not here"
) -> LedgerError:
    """Return the refusal of a platform that did answer."""
    failure = a_failure(reason, words="Company is not here", http_status=status)
    return ReadingRefused("Zoho Books", failure)


@dataclass(slots=True)
class AskedLedger(FakeLedger):
    """Ends the question in one way."""

    error: BaseException | None = None

    async def check(self) -> None:
        """End as told; a TimeoutError: hang."""
        if isinstance(self.error, TimeoutError):
            await asyncio.Event().wait()
        if self.error is not None:
            raise self.error


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (AuthorisationLost("no", words="invalid_grant"), LOST),
        (answered(R.VALIDATION_OTHER), REFUSED),
        (answered(R.UNKNOWN, 404), REFUSED),
        (answered(R.PERMISSION, 401), "the connected user may not read its books"),
        (answered(R.PLAN_OR_SUBSCRIPTION), "its subscription for Northwind Retail does not cover"),
        (answered(R.RATE_LIMITED, 429), "too much is asked of it just now"),
        (answered(R.TRANSIENT, 503), "it is not working just now"),
        (answered(R.UNCERTAIN, 504), "could not be reached behind its gateway"),
        (WrongBooks("QuickBooks keeps the books of this company in EUR, not USD"), WRONG),
        (NoAnswer("no answer within 5 seconds", may_have_arrived=True), SILENT),
        (TimeoutError(), SILENT),
        (LedgerError("jefail is busy just now and changed nothing."), UNREADABLE),
    ],
)
async def test_the_answer_names_what_happened(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, error: BaseException, told: str
) -> None:
    """Only silence is called silence, and a platform's own words stand beneath."""
    monkeypatch.setattr(try_connection, "SECONDS", 0.01 if told == SILENT else 60)
    connection = await bench.book()
    await bench.take(connection, some_entries(1))
    bench.ledger.connected = False
    await bench.post(connection)
    incident_id = (await bench.case()).incident.id

    def opened(_connection: Connection) -> FakeLedger:
        return AskedLedger(error=error)

    tested = await TryConnection(bench.database.store, opened)(incident_id, bench.click())

    text = owner.tested_text(tested)
    assert told in text
    assert (SILENT in text) is (told == SILENT)
    if isinstance(error, ReadingRefused):
        assert "Company is not here" in text
