"""Test connection finds what really happened: each way in which asking can end."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import pytest

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
LOST, REFUSED, WRONG, SILENT, UNREADABLE = "lost", "refused", "wrong", "silent", "unreadable"
GONE = "Company is not here"


def ending(tested: try_connection.Tested) -> str:
    """Return which of the ends it was."""
    found = {
        LOST: tested.is_lost,
        REFUSED: tested.refusal is not None,
        WRONG: tested.is_wrong,
        SILENT: tested.is_silent,
        "works": tested.works,
    }
    (end,) = [one for one, is_so in found.items() if is_so] or [UNREADABLE]
    return end


def answered(reason: FailureReason, status: int = 400) -> LedgerError:
    """Return the refusal of a platform that did answer."""
    failure = a_failure(reason, words=GONE, http_status=status)
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
    ("error", "end"),
    [
        (AuthorisationLost("no", words="invalid_grant"), LOST),
        (answered(R.VALIDATION_OTHER), REFUSED),
        (answered(R.UNKNOWN, 404), REFUSED),
        (answered(R.PERMISSION, 401), REFUSED),
        (answered(R.PLAN_OR_SUBSCRIPTION), REFUSED),
        (answered(R.RATE_LIMITED, 429), REFUSED),
        (answered(R.TRANSIENT, 503), REFUSED),
        (answered(R.UNCERTAIN, 504), REFUSED),
        (WrongBooks("QuickBooks keeps the books of this company in EUR, not USD"), WRONG),
        (NoAnswer("no answer within 5 seconds", may_have_arrived=True), SILENT),
        (TimeoutError(), SILENT),
        (LedgerError("jefail is busy just now and changed nothing."), UNREADABLE),
    ],
)
async def test_the_answer_tells_what_happened(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, error: BaseException, end: str
) -> None:
    """Only silence is called silence, and a refusal is kept with the platform's own words."""
    monkeypatch.setattr(try_connection, "SECONDS", 0.01 if end == SILENT else 60)
    connection = await bench.book()
    await bench.take(connection, some_entries(1))
    bench.ledger.connected = False
    await bench.post(connection)
    incident_id = (await bench.case()).incident.id

    def opened(_connection: Connection) -> FakeLedger:
        return AskedLedger(error=error)

    tested = await TryConnection(bench.database.seen_by, opened)(incident_id, bench.click())

    assert ending(tested) == end
    if isinstance(error, ReadingRefused):
        assert (tested.refusal, tested.words) == (error.failure, GONE)
