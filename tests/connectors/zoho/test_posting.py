"""Posting: what is sent, and how each answer ends."""

import asyncio
import json
from dataclasses import replace
from decimal import Decimal

import httpx
import pytest

from connectors.http import open_client
from journal.entries.failure import FailureReason
from journal.entries.posting import Posted, Refused, Uncertain
from tests.connectors.zoho.bodies import (
    HTML,
    accounts,
    currencies,
    journal,
    refused,
)
from tests.connectors.zoho.platform import (
    ENTRY,
    REALM,
    SETTINGS,
    Given,
    answering,
    posted_on,
)
from tests.fakes.ready import a_ready_entry
from tests.loopback import LOOPBACK

R = FailureReason


async def test_call_as_zoho_wants_it() -> None:
    """Host of the data centre, scheme, organisation and body; the answer is ours."""
    platform = answering((201, journal()))

    outcome = await posted_on(platform)

    (asked,) = platform.asked
    assert (asked.method, asked.url.host) == ("POST", "www.zohoapis.eu")
    assert asked.url.path == "/books/v3/journals"
    assert dict(asked.url.params) == {"organization_id": REALM}
    assert asked.headers["authorization"] == "Zoho-oauthtoken access-1"
    assert asked.headers["content-type"] == "application/json"
    assert json.loads(asked.content, parse_float=Decimal) == {
        "journal_date": "2026-07-07",
        "reference_number": "JF-1",
        "notes": "shopify S-JF-1 [JF-1]",
        "journal_type": "both",
        "status": "published",
        "line_items": [
            {
                "account_id": "35",
                "debit_or_credit": "debit",
                "amount": Decimal("250.00"),
                "description": "Daily sales",
            },
            {
                "account_id": "79",
                "debit_or_credit": "credit",
                "amount": Decimal("250.00"),
                "description": "Daily sales",
            },
        ],
    }
    assert outcome == Posted(ENTRY)


async def test_long_notes_keep_the_number() -> None:
    """What is cut off stands before it."""
    platform = answering((201, journal()))
    entry = replace(a_ready_entry(), note="x" * 600 + " [JF-1]")

    await platform.ledger().post(entry)

    notes = json.loads(platform.asked[0].content)["notes"]
    assert len(notes) == 500
    assert notes.endswith(" [JF-1]")


@pytest.mark.parametrize("body", [b"", HTML, b'{"code":0}', journal(journal_id="")])
async def test_success_without_the_journal_is_uncertain(body: bytes) -> None:
    """A 201 alone proves nothing: it may be there or not."""
    outcome = await posted_on(answering((201, body)))

    assert isinstance(outcome, Uncertain)
    assert outcome.failure.reason is R.UNCERTAIN


async def test_a_currency_that_is_not_kept_never_leaves() -> None:
    """Zoho would take the amount for one in its own currency."""
    platform = answering((200, currencies("EUR", "CAD")))

    outcome = await platform.ledger(currency="EUR").post(a_ready_entry())

    assert isinstance(outcome, Refused)
    assert (outcome.failure.reason, outcome.failure.subject) == (R.CURRENCY, "USD")
    assert platform.paths == ["settings/currencies"]


@pytest.mark.parametrize(("rate", "sent"), [(Decimal("0.7315"), 0.7315), (None, None)])
async def test_another_currency_is_named(rate: Decimal | None, sent: float | None) -> None:
    """By Zoho's id, with the rate that is given, else at Zoho's own; ids are read once."""
    platform = answering((200, currencies("USD", "CAD")), (201, journal()))
    ledger, entry = platform.ledger(), replace(a_ready_entry(currency="CAD"), rate=rate)

    for _ in range(2):
        assert isinstance(await ledger.post(entry), Posted)

    body = json.loads(platform.asked[1].content)
    assert body["currency_id"] == "id-CAD"
    assert body.get("exchange_rate") == sent
    assert platform.paths == ["settings/currencies", "journals", "journals"]


async def test_a_rate_of_the_own_currency_is_not_dropped() -> None:
    """Nothing is sent: the amounts would be booked as they stand."""
    platform = answering((201, journal()))

    outcome = await platform.ledger().post(replace(a_ready_entry(), rate=Decimal("1.2")))

    assert isinstance(outcome, Refused)
    assert (outcome.failure.reason, platform.asked) == (R.CURRENCY, [])


async def test_the_own_currency_is_not_named() -> None:
    """It is the organisation's own then, and costs no call."""
    platform = answering((201, journal()))

    await platform.ledger().post(a_ready_entry())

    assert not {"currency_id", "exchange_rate"} & json.loads(platform.asked[0].content).keys()
    assert platform.paths == ["journals"]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("The account Checking is inactive.", ("Assets:Checking",)),
        ("The account 79 does not exist.", ("Assets:Checking", "79")),
    ],
)
async def test_accounts_that_will_not_do_are_named(words: str, named: tuple[str, ...]) -> None:
    """By the chart: what is inactive by its whole name, what is not there by its id."""
    rows: list[dict[str, object]] = [
        {
            "account_id": "35",
            "account_name": "Checking",
            "parent_account_name": "Assets",
            "is_active": False,
        }
    ]
    if len(named) == 1:
        rows.append({"account_id": "79", "account_name": "Sales"})
    platform = answering((400, refused(words)), (200, accounts(*rows)))

    outcome = await posted_on(platform)

    assert isinstance(outcome, Refused)
    assert (outcome.failure.subject, *outcome.failure.details) == named
    assert outcome.failure.words == words


async def test_the_refusal_stands_where_the_chart_is_not_shown() -> None:
    """Without names, but told."""
    platform = answering((400, refused("The account X is inactive.")), httpx.ConnectError("gone"))

    outcome = await posted_on(platform)

    assert isinstance(outcome, Refused)
    assert (outcome.failure.reason, outcome.failure.subject) == (R.ACCOUNT_INVALID, "")


@pytest.mark.parametrize("given", [httpx.ReadTimeout("slow"), (504, HTML), (502, b"")])
async def test_silence_is_uncertain(given: Given) -> None:
    """It may be there, behind a gateway that gave up too: the caller has to look."""
    assert isinstance(await posted_on(answering(given)), Uncertain)


async def test_nothing_left_is_transient() -> None:
    """When no connection could be made the entry is certainly not there."""
    outcome = await posted_on(answering(httpx.ConnectError("refused")))

    assert isinstance(outcome, Refused)
    assert outcome.failure.reason is R.TRANSIENT


async def test_a_dropped_connection_is_not_sent_again_unasked() -> None:
    """Over the real transport a post arrives once, however the connection ends."""
    arrived: list[bytes] = []

    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        arrived.append(await reader.readuntil(b"\r\n\r\n"))
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    settings = replace(SETTINGS, api_url=f"http://{host}:{port}/zoho/")
    async with server, open_client(inner=LOOPBACK) as http:
        ledger = answering((201, journal())).ledger(settings=settings, http=http)
        outcome = await ledger.post(a_ready_entry())

    assert isinstance(outcome, Uncertain)
    assert [line.split(b"?")[0] for line in arrived] == [b"POST /zoho/books/v3/journals"]
