"""Putting an entry in the place of another: the call, and what its refusals mean."""

import json
from dataclasses import replace

import httpx
import pytest

from connectors.quickbooks.entries import entry_body
from journal.errors import LedgerError
from journal.failure import FailureReason
from journal.posting import LedgerEntry, Outcome, Posted, Refused
from tests.connectors.quickbooks.bodies import (
    CLOSED,
    EMPTY_QUERY,
    INACTIVE,
    STORED,
    TOKEN_EXPIRED,
    fault,
)
from tests.connectors.quickbooks.platform import AnsweringPlatform, answering
from tests.connectors.quickbooks.sdk import Sdk, read, told, unknown
from tests.connectors.quickbooks.test_against_sdk import as_called, holds
from tests.fakes.ready import JULY_7, a_ready_entry

R = FailureReason
THERE = LedgerEntry("227", "JF-1", JULY_7, version="3")
STALE = fault("5010", "Stale Object Error", "You and root were working on this at the same time.")
MISSING = fault("610", "Object Not Found", INACTIVE)


def shown(**changes: object) -> bytes:
    """Return the entry as QuickBooks shows it once ours is in its place."""
    ours = json.loads(entry_body(a_ready_entry(), "USD", THERE))
    return json.dumps({"JournalEntry": {**ours, "SyncToken": "4", **changes}}).encode()


async def replaced_on(platform: AnsweringPlatform) -> Outcome:
    """Put the usual entry in the place of what is there."""
    return await platform.ledger().replace(a_ready_entry(), THERE)


async def test_call_as_quickbooks_wants_it() -> None:
    """A full update of the state that was seen, with a key for it; the answer is the next state."""
    platform = answering((200, shown()))

    outcome = await replaced_on(platform)

    (asked,) = platform.asked
    assert (asked.method, asked.url.path) == ("POST", "/v3/company/4620/journalentry")
    assert asked.url.params["requestid"] == "JF-1-key-1-v3"
    body = json.loads(asked.content)
    assert (body["Id"], body["SyncToken"], body["sparse"]) == ("227", "3", False)
    assert len(body["Line"]) == 2
    assert isinstance(outcome, Posted)
    assert (outcome.entry.ledger_id, outcome.entry.version) == ("227", "4")
    assert not outcome.found


async def test_the_longest_key_is_taken() -> None:
    """An entry's key has 40 characters at most, and Intuit takes 50."""
    platform = answering((200, shown()))
    entry = a_ready_entry(key="k" * 40)

    await platform.ledger().replace(entry, replace(THERE, version="12345678"))

    assert len(platform.asked[0].url.params["requestid"]) == 50


async def test_the_library_makes_the_same_call() -> None:
    """A library that we did not write changes an entry so, and knows every field that we send."""
    platform = answering((200, shown()))
    await replaced_on(platform)

    theirs = Sdk("4620", STORED).store(
        a_ready_entry(), "JF-1-key-1-v3", Id=THERE.ledger_id, SyncToken=THERE.version
    )

    assert as_called(platform.asked[0]) == as_called(theirs)
    assert holds(told(theirs), told(platform.asked[0]))
    assert unknown(read(told(platform.asked[0]))) == []


async def test_changed_meanwhile() -> None:
    """A state that is not the newest is refused in QuickBooks' words, and never written over."""
    platform = answering((400, STALE), (200, shown(PrivateNote="theirs")))

    outcome = await replaced_on(platform)

    assert isinstance(outcome, Refused)
    assert (outcome.failure.reason, outcome.failure.subject) == (R.MATCHED_OR_EDITED, "JF-1")
    assert "at the same time" in outcome.failure.words
    assert [one.method for one in platform.asked] == ["POST", "GET"]


async def test_changed_by_ourselves() -> None:
    """Stale, since an earlier try of ours landed whose key is forgotten: it is there."""
    outcome = await replaced_on(answering((400, STALE), (200, shown())))

    assert isinstance(outcome, Posted)
    assert (outcome.found, outcome.entry.version) == (True, "4")


@pytest.mark.parametrize("first", [STALE, MISSING])
async def test_deleted(first: bytes) -> None:
    """What cannot be shown any more was deleted, in whatever words the change was refused."""
    outcome = await replaced_on(answering((400, first), (400, MISSING)))

    assert isinstance(outcome, Refused)
    assert (outcome.failure.reason, outcome.failure.subject) == (R.MATCHED_OR_EDITED, "JF-1")


async def test_an_inactive_account_is_not_taken_for_a_deleted_entry() -> None:
    """610 has one wording for both; the entry that is there tells them apart."""
    inactive = b'{"QueryResponse":{"Account":[{"Id":"79","FullyQualifiedName":"Sales"}]}}'
    platform = answering((400, MISSING), (200, shown(PrivateNote="before")), (200, inactive))

    outcome = await replaced_on(platform)

    assert isinstance(outcome, Refused)
    assert (outcome.failure.reason, outcome.failure.subject) == (R.ACCOUNT_INVALID, "Sales")


@pytest.mark.parametrize("second", [(500, b""), (200, EMPTY_QUERY), httpx.ReadTimeout("late")])
async def test_where_it_cannot_be_looked_at_the_refusal_stands(
    second: tuple[int, bytes] | Exception,
) -> None:
    """Nothing was changed, whatever came of looking."""
    outcome = await replaced_on(answering((400, STALE), second))

    assert isinstance(outcome, Refused)
    assert outcome.failure.reason is R.MATCHED_OR_EDITED


async def test_closed_books_are_no_edit() -> None:
    """Stale is said beside a closed period too: the words decide, and nothing is looked at."""
    platform = answering((400, fault("5010", "Stale Object Error", CLOSED)))

    outcome = await replaced_on(platform)

    assert isinstance(outcome, Refused)
    assert outcome.failure.reason is R.PERIOD_CLOSED
    assert len(platform.asked) == 1


async def test_nothing_is_sent_without_a_state() -> None:
    """An update without a SyncToken would be refused as our mistake."""
    platform = answering((200, shown()))

    outcome = await platform.ledger().replace(a_ready_entry(), replace(THERE, version=""))

    assert isinstance(outcome, Refused)
    assert outcome.failure.reason is R.MATCHED_OR_EDITED
    assert platform.asked == []


async def test_reading_asks_for_the_one_entry() -> None:
    """One call; a token that ran out is renewed; what is gone is an error."""
    platform = answering((401, TOKEN_EXPIRED), (200, shown()))

    entry = await platform.ledger().read(THERE)

    assert platform.asked[1].url.path == "/v3/company/4620/journalentry/227"
    assert (entry.version, str(entry.total)) == ("4", "250.00 USD")
    with pytest.raises(LedgerError):
        await answering((400, MISSING)).ledger().read(THERE)
