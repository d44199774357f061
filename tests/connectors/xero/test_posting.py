"""Posting: what is sent, and how each answer ends."""

import asyncio
from dataclasses import replace

import httpx
import pytest

from connectors.http import open_client
from journal.entries.failure import FailureReason
from journal.entries.posting import LedgerEntry, Outcome, Posted, Refused, Uncertain
from tests.connectors.xero.bodies import (
    BAD_ACCOUNT,
    DISCONNECTED,
    HTML,
    JOURNAL_ID,
    LOCKED,
    NIL,
    NONE,
    STORED,
    TOKEN_EXPIRED,
    UPDATED,
    account,
    accounts,
    journal,
    journals,
    refused,
    refused_under_200,
)
from tests.connectors.xero.platform import SETTINGS, TENANT, AnsweringPlatform, answering
from tests.fakes.ready import JULY_7, a_ready_entry
from tests.loopback import LOOPBACK

R = FailureReason
URL = f"https://books.invalid/journal?id={JOURNAL_ID}&org={TENANT}"


async def posted_on(platform: AnsweringPlatform) -> Outcome:
    """Post the usual entry."""
    return await platform.ledger().post(a_ready_entry())


async def test_call_as_xero_wants_it() -> None:
    """Method, path, key and headers are as the Accounting API asks; the answer is ours."""
    platform = answering((200, STORED))

    outcome = await posted_on(platform)

    (asked,) = platform.asked
    assert asked.method == "POST"
    assert asked.url.path == "/api.xro/2.0/ManualJournals"
    assert dict(asked.url.params) == {"summarizeErrors": "true"}
    assert asked.headers["authorization"] == "Bearer access-1"
    assert asked.headers["xero-tenant-id"] == TENANT
    assert asked.headers["idempotency-key"] == "JF-1-key-1"
    assert asked.headers["accept"] == "application/json"
    assert asked.headers["content-type"] == "application/json"
    text = "shopify S-JF-1 [JF-1]"
    entry = LedgerEntry(JOURNAL_ID, "JF-1", JULY_7, URL, texts=(text,), version=UPDATED)
    assert outcome == Posted(entry, trace="1-correlation")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        HTML,
        STORED[:50],
        b"[]",
        b"{}",
        NONE,
        journals(journal(), journal()),
        journals(journal(journal_id=NIL)),
        journals(journal(journal_id="")),
        journals(journal() | {"Status": None}),
        journals(journal(status="VOIDED")),
    ],
)
async def test_success_without_the_posted_entry_is_uncertain(body: bytes) -> None:
    """A 200 alone proves nothing: without id and status in it, it may be there or not."""
    outcome = await posted_on(answering((200, body)))

    assert isinstance(outcome, Uncertain)
    assert outcome.failure.reason is R.UNCERTAIN
    assert outcome.failure.http_status == 200
    assert outcome.failure.trace == "1-correlation"


async def test_draft_is_not_posted() -> None:
    """When Xero kept as a draft what was to be posted, it is not in the books."""
    outcome = await posted_on(answering((200, journals(journal(status="DRAFT")))))

    assert isinstance(outcome, Posted)
    assert outcome.entry.is_draft


@pytest.mark.parametrize("answer", [(400, refused(LOCKED)), (200, refused_under_200(LOCKED))])
async def test_closed_period_names_the_month(answer: tuple[int, bytes]) -> None:
    """A lock date refuses the month of the entry, under either status."""
    outcome = await posted_on(answering(answer))

    assert isinstance(outcome, Refused)
    assert outcome.failure.reason is R.PERIOD_CLOSED
    assert outcome.failure.subject == "2026-07"
    assert outcome.failure.words == LOCKED


@pytest.mark.parametrize("answer", [(504, HTML), (502, b""), httpx.ReadTimeout("late")])
async def test_no_answer_is_uncertain(answer: tuple[int, bytes] | Exception) -> None:
    """Silence after sending, the gateway's too, leaves open whether it is there."""
    outcome = await posted_on(answering(answer))

    assert isinstance(outcome, Uncertain)
    assert outcome.failure.reason is R.UNCERTAIN


async def test_nothing_left_is_transient() -> None:
    """When no connection could be made the entry is certainly not there."""
    outcome = await posted_on(answering(httpx.ConnectError("refused")))

    assert isinstance(outcome, Refused)
    assert outcome.failure.reason is R.TRANSIENT
    assert outcome.failure.http_status is None


async def test_expired_token_sends_the_same_again() -> None:
    """After a renewal the same body goes out with the same key and the new token."""
    platform = answering((401, TOKEN_EXPIRED), (200, STORED))

    assert isinstance(await posted_on(platform), Posted)

    first, second = platform.asked
    assert second.headers["authorization"] == "Bearer access-2"
    assert first.headers["idempotency-key"] == second.headers["idempotency-key"]
    assert (first.url, first.content) == (second.url, second.content)
    assert platform.sign_ins == 1


async def test_renewed_tokens_live_for_sixty_days() -> None:
    """Xero does not tell how long a refresh token lives unused: it is kept with its end."""
    platform = answering((401, TOKEN_EXPIRED), (200, STORED))

    await posted_on(platform)

    (saved,) = platform.safe.saved
    assert saved.refresh == "refresh-2"
    assert f"{saved.refresh_expires_at:%Y-%m-%d %H:%M}" == "2026-09-05 12:00"


@pytest.mark.parametrize(("answer", "calls"), [((401, TOKEN_EXPIRED), 2), ((403, DISCONNECTED), 1)])
async def test_lost_connection(answer: tuple[int, bytes], calls: int) -> None:
    """A renewed token that is refused, or an organisation that left, is a lost connection."""
    platform = answering(answer)

    outcome = await posted_on(platform)

    assert isinstance(outcome, Refused)
    assert outcome.failure.reason is R.CONNECTION_LOST
    assert len(platform.asked) == calls


@pytest.mark.parametrize(
    ("sign_in", "reason"),
    [
        (httpx.Response(400, json={"error": "invalid_grant"}), R.CONNECTION_LOST),
        (httpx.Response(503), R.TRANSIENT),
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


async def test_foreign_currency_never_leaves() -> None:
    """A manual journal has no currency of its own: euros would be booked as so many dollars."""
    platform = answering((200, STORED))
    ledger = platform.ledger(currency="USD")

    for outcome in (
        await ledger.post(a_ready_entry(currency="EUR")),
        await ledger.save_draft(a_ready_entry(currency="EUR")),
    ):
        assert isinstance(outcome, Refused)
        assert outcome.failure.reason is R.CURRENCY
        assert outcome.failure.subject == "EUR"
    assert platform.asked == []


async def test_refused_account_is_named() -> None:
    """Xero tells the code; people are told the name, in one more call."""
    chart = accounts(account("35", "Clearing"), account("79", "Sales"))
    platform = answering((400, refused(BAD_ACCOUNT)), (200, chart))

    outcome = await posted_on(platform)

    assert isinstance(outcome, Refused)
    assert outcome.failure.reason is R.ACCOUNT_INVALID
    assert outcome.failure.subject == "Sales"
    assert outcome.failure.details == ()
    assert [request.url.path[-8:] for request in platform.asked] == ["Journals", "Accounts"]


async def test_all_refused_accounts_are_named() -> None:
    """Several are all named, one that is not in the chart by its code."""
    texts = (BAD_ACCOUNT, BAD_ACCOUNT.replace("79", "35"))
    chart = accounts(account("35", "Clearing"))

    outcome = await posted_on(answering((400, refused(*texts)), (200, chart)))

    assert isinstance(outcome, Refused)
    assert outcome.failure.subject == "79"
    assert outcome.failure.details == ("Clearing",)


async def test_account_that_xero_does_not_name() -> None:
    """When no code is told, it is what the chart has archived, keeps to itself or lacks."""
    chart = accounts(account("79", "Sales"), account("35", "Checking", "BANK"))

    outcome = await posted_on(
        answering((400, refused(on_line="Account must be valid")), (200, chart))
    )

    assert isinstance(outcome, Refused)
    assert outcome.failure.subject == "Checking"


@pytest.mark.parametrize("second", [(500, b""), (200, b"{}"), httpx.ReadTimeout("late")])
async def test_chart_that_cannot_be_read(second: tuple[int, bytes] | Exception) -> None:
    """When the chart cannot be read the refusal stands with the code."""
    outcome = await posted_on(answering((400, refused(BAD_ACCOUNT)), second))

    assert isinstance(outcome, Refused)
    assert outcome.failure.subject == "79"


async def test_dropped_connection_is_not_sent_again_unasked() -> None:
    """Over the real transport a connection that drops after sending has been sent to once."""
    arrived: list[bytes] = []

    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        arrived.append(await reader.readuntil(b"\r\n\r\n"))
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    settings = replace(SETTINGS, api_url=f"http://{host}:{port}/api.xro/2.0")
    async with server, open_client(inner=LOOPBACK) as http:
        ledger = answering((200, STORED)).ledger(settings, http=http)
        outcomes = [await ledger.post(a_ready_entry()), await ledger.save_draft(a_ready_entry())]

    assert [type(outcome) for outcome in outcomes] == [Uncertain, Uncertain]
    assert len(arrived) == 2
