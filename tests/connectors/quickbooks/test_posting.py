"""Posting on days that the imitation cannot have."""

import json
from dataclasses import replace

import httpx
import pytest

from connectors.quickbooks.replies import RATE_LIMITED_SECONDS
from journal.entries.failure import FailureReason
from journal.entries.posting import LedgerEntry, Outcome, Posted, Refused, Uncertain
from tests.connectors.quickbooks.bodies import (
    CLOSED,
    EMPTY_OBJECT,
    EMPTY_QUERY,
    HTML,
    INACTIVE,
    STORED,
    TOKEN_EXPIRED,
    fault,
    gateway,
)
from tests.connectors.quickbooks.platform import AnsweringPlatform, answering
from tests.fakes.ready import JULY_7, a_ready_entry


async def posted_on(platform: AnsweringPlatform) -> Outcome:
    """Post the usual entry."""
    return await platform.ledger().post(a_ready_entry())


async def test_call_as_quickbooks_wants_it() -> None:
    """Path, key, version and headers are as the accounting API asks."""
    platform = answering((200, STORED))

    outcome = await posted_on(platform)

    (asked,) = platform.asked
    assert asked.method == "POST"
    assert asked.url.path == "/v3/company/4620/journalentry"
    assert dict(asked.url.params) == {"requestid": "JF-1-key-1", "minorversion": "75"}
    assert asked.headers["authorization"] == "Bearer access-1"
    assert asked.headers["accept"] == "application/json"
    assert asked.headers["content-type"] == "application/json"
    url = "https://books.invalid/journal?txnId=227&companyId=4620"
    assert outcome == Posted(
        LedgerEntry("227", "JF-1", JULY_7, url, texts=("JF-1",), version="0"), trace="1-tid"
    )


@pytest.mark.parametrize(
    "body", [b"", HTML, STORED[:50], b"[]", EMPTY_OBJECT, b'{"JournalEntry":{"Id":""}}']
)
async def test_success_without_the_entry_is_uncertain(body: bytes) -> None:
    """A 200 alone proves nothing: without the entry in it, it may be there or not."""
    outcome = await posted_on(answering((200, body)))

    assert isinstance(outcome, Uncertain)
    assert outcome.failure.reason is FailureReason.UNCERTAIN
    assert outcome.failure.http_status == 200
    assert outcome.failure.trace == "1-tid"


async def test_fault_under_200_is_refused() -> None:
    """A fault under status 200 is a refusal like any other."""
    outcome = await posted_on(answering((200, fault("6210", "Account Period Closed", CLOSED))))

    assert isinstance(outcome, Refused)
    assert outcome.failure.reason is FailureReason.PERIOD_CLOSED
    assert outcome.failure.subject == "2026-07"


@pytest.mark.parametrize("answer", [(504, HTML), (502, b""), httpx.ReadTimeout("late")])
async def test_no_answer_is_uncertain(answer: tuple[int, bytes] | Exception) -> None:
    """Silence after sending, the gateway's too, leaves open whether it is there."""
    outcome = await posted_on(answering(answer))

    assert isinstance(outcome, Uncertain)
    assert outcome.failure.reason is FailureReason.UNCERTAIN


async def test_nothing_left_is_transient() -> None:
    """When no connection could be made the entry is certainly not there."""
    outcome = await posted_on(answering(httpx.ConnectError("refused")))

    assert isinstance(outcome, Refused)
    assert outcome.failure.reason is FailureReason.TRANSIENT
    assert outcome.failure.http_status is None


async def test_huge_refusal_is_cut() -> None:
    """Of a huge page that nobody knows, the beginning is kept as words."""
    outcome = await posted_on(answering((400, b"<html>" + b"y" * 3_000_000)))

    assert isinstance(outcome, Refused)
    assert outcome.failure.reason is FailureReason.UNKNOWN
    assert len(outcome.failure.words) == 2000


async def test_rate_limit_without_a_body() -> None:
    """A 429 says nothing more, so the wait is ours."""
    outcome = await posted_on(answering((429, b"")))

    assert isinstance(outcome, Refused)
    assert outcome.failure.reason is FailureReason.RATE_LIMITED
    assert outcome.retry_after == RATE_LIMITED_SECONDS


async def test_expired_token_sends_the_same_again() -> None:
    """After a renewal the same body goes out with the same key and the new token."""
    platform = answering((401, TOKEN_EXPIRED), (200, STORED))

    assert isinstance(await posted_on(platform), Posted)

    first, second = platform.asked
    assert second.headers["authorization"] == "Bearer access-2"
    assert (first.url, first.content) == (second.url, second.content)
    assert platform.sign_ins == 1


async def test_fresh_token_refused_is_a_lost_connection() -> None:
    """When the renewed token is refused too, only reconnecting helps; it is not tried for ever."""
    platform = answering((401, TOKEN_EXPIRED))

    outcome = await posted_on(platform)

    assert isinstance(outcome, Refused)
    assert outcome.failure.reason is FailureReason.CONNECTION_LOST
    assert outcome.failure.code == "3200"
    assert len(platform.asked) == 2


@pytest.mark.parametrize(
    ("sign_in", "reason"),
    [
        (httpx.Response(400, json={"error": "invalid_grant"}), FailureReason.CONNECTION_LOST),
        (httpx.Response(503), FailureReason.TRANSIENT),
    ],
)
async def test_sign_in_that_fails(sign_in: httpx.Response, reason: FailureReason) -> None:
    """Without a new token nothing is sent again: lost if refused, passing if out of order."""
    platform = answering((401, TOKEN_EXPIRED))
    platform.sign_in = sign_in

    outcome = await posted_on(platform)

    assert isinstance(outcome, Refused)
    assert outcome.failure.reason is reason
    assert len(platform.asked) == 1


async def test_wrong_environment_is_told_at_once() -> None:
    """Sandbox keys on a live company are a lost connection; renewing them is not tried."""
    platform = answering((401, gateway("130", "WrongClusterError", "-11017")))

    outcome = await posted_on(platform)

    assert isinstance(outcome, Refused)
    assert outcome.failure.reason is FailureReason.CONNECTION_LOST
    assert platform.sign_ins == 0


@pytest.mark.parametrize("second", [(500, b""), (200, EMPTY_QUERY), httpx.ReadTimeout("late")])
async def test_inactive_account_that_cannot_be_named(
    second: tuple[int, bytes] | Exception,
) -> None:
    """When the inactive accounts cannot be read the refusal stands without a name."""
    platform = answering((400, fault("610", "Object Not Found", INACTIVE)), second)

    outcome = await posted_on(platform)

    assert isinstance(outcome, Refused)
    assert outcome.failure.reason is FailureReason.ACCOUNT_INVALID
    assert outcome.failure.subject == ""


async def test_several_inactive_accounts_are_all_named() -> None:
    """All accounts of the entry that are inactive are named, others are not."""
    inactive = (
        b'{"QueryResponse":{"Account":['
        b'{"Id":"35","FullyQualifiedName":"Checking","Active":false},'
        b'{"Id":"79","FullyQualifiedName":"Sales","Active":false},'
        b'{"Id":"80","FullyQualifiedName":"Old","Active":false}]}}'
    )
    platform = answering((400, fault("610", "Object Not Found", INACTIVE)), (200, inactive))

    outcome = await posted_on(platform)

    assert isinstance(outcome, Refused)
    assert outcome.failure.subject == "Checking"
    assert outcome.failure.details == ("Sales",)


async def test_the_callers_number_is_the_documents() -> None:
    """Ours stands in the note; a number that is taken after all gives way to ours, once."""
    platform = answering((400, fault("6140", "Duplicate Document Number Error")), (200, STORED))
    entry = replace(a_ready_entry(), own_number="SJ-7")

    outcome = await platform.ledger().post(entry)

    assert isinstance(outcome, Posted)
    first, second = (json.loads(one.content) for one in platform.asked)
    assert (first["DocNumber"], second["DocNumber"]) == ("SJ-7", "JF-1")
    assert first["PrivateNote"] == second["PrivateNote"]
    keys = [one.url.params["requestid"] for one in platform.asked]
    assert keys == ["JF-1-key-1", "JF-1-key-1-n"]


async def test_where_ours_is_taken_too_it_is_a_duplicate() -> None:
    """As it is without a number of the caller's."""
    taken = (400, fault("6140", "Duplicate Document Number Error"))

    outcome = await answering(taken, taken).ledger().post(replace(a_ready_entry(), own_number="7"))

    assert isinstance(outcome, Refused)
    assert outcome.failure.reason is FailureReason.DUPLICATE
