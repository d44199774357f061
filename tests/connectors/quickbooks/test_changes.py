"""Change data capture: what is asked, and what is made of the answer."""

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from journal.errors import LedgerError
from tests.connectors.quickbooks.platform import answering

SINCE = datetime(2026, 7, 7, 12, tzinfo=UTC)
ENTRY = {"Id": "9", "TxnDate": "2026-07-07", "DocNumber": "JF-1", "PrivateNote": "note [JF-1]"}
GONE = {"Id": "8", "status": "Deleted", "MetaData": {}}


def changed(*entries: dict[str, Any]) -> bytes:
    """Return an answer."""
    page = {"JournalEntry": entries, "startPosition": 1} if entries else {}
    return json.dumps({"CDCResponse": [{"QueryResponse": [page]}], "time": "now"}).encode()


async def test_one_call_tells_all() -> None:
    """By the company's path, the kind, and the moment with its zone."""
    platform = answering((200, changed(ENTRY, GONE)))

    since = SINCE.astimezone(timezone(timedelta(hours=2)))
    change, gone = await platform.ledger().changes(since)
    entry = change.there

    (asked,) = platform.asked
    assert asked.url.path.endswith("/cdc")
    assert asked.url.params["entities"] == "JournalEntry"
    assert asked.url.params["changedSince"] == "2026-07-07T12:00:00+00:00"
    assert entry is not None
    assert (entry.ledger_id, entry.number, entry.texts) == ("9", "JF-1", ("JF-1", "note [JF-1]"))
    assert gone.there is None


async def test_nothing_changed() -> None:
    """An empty answer is an empty list."""
    assert await answering((200, changed())).ledger().changes(SINCE) == []


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b'{"CDCResponse":null}',
        b'{"CDCResponse":[{}]}',
        b'{"CDCResponse":[{"QueryResponse":[7]}]}',
        b'{"CDCResponse":[{"QueryResponse":[{"JournalEntry":[7]}]}]}',
        b'{"CDCResponse":[{"QueryResponse":[{"JournalEntry":[{"Id":"9"}]}]}]}',
    ],
)
async def test_what_is_not_as_we_know_is_no_silence(body: bytes) -> None:
    """Else what changed would be missed."""
    with pytest.raises(LedgerError):
        await answering((200, body)).ledger().changes(SINCE)
