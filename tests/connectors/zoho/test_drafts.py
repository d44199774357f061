"""Drafts: published in place, never left, and never taken for the books."""

import json
from dataclasses import replace
from typing import Any

import httpx
import pytest

from connectors.zoho.bodies import entry_body
from connectors.zoho.journals import PUBLISHED
from journal.amounts.money import Money
from journal.entries.failure import FailureReason
from journal.entries.posting import Posted, Refused, Unbooked, Uncertain
from journal.ports import Wanted
from tests.connectors.zoho.bodies import (
    JOURNAL_ID,
    accounts,
    journal,
    journals,
    listed,
    refused,
)
from tests.connectors.zoho.coded import VAT, WEB, a_coded_entry
from tests.connectors.zoho.platform import (
    ENTRY,
    answering,
    posted_on,
)
from tests.fakes.ready import JULY_7, a_ready_entry

R = FailureReason
ONE = [Wanted("JF-1", "S-JF-1", JULY_7, Money(25000, "USD"))]
DONE = b'{"code":0,"message":"The journal has been published."}'


async def test_a_draft_is_not_posted() -> None:
    """When Zoho kept as a draft what was to be published, it is not in the books."""
    outcome = await posted_on(answering((201, journal("draft"))))

    assert isinstance(outcome, Posted)
    assert outcome.entry.is_draft


@pytest.mark.parametrize(
    ("state", "unbooked"),
    [
        ("draft", Unbooked.DRAFT),
        ("submitted", Unbooked.SUBMITTED),
        ("Pending Approval", Unbooked.SUBMITTED),
        ("approved", Unbooked.APPROVED),
        ("rejected", Unbooked.REJECTED),
        ("void", Unbooked.OTHER),
    ],
)
async def test_only_what_is_published_is_in_the_books(state: str, unbooked: Unbooked) -> None:
    """Posted, published from a draft, found and read: every other state is told as itself."""
    draft = replace(ENTRY, is_draft=True)
    created = await posted_on(answering((201, journal(state))))
    publishing = answering((200, journal("draft")), (201, DONE), (200, journal(state)))
    published = await publishing.ledger().post(a_ready_entry(), draft)
    finding = answering((200, journals(listed())), (200, journal(state)))
    (found,) = await finding.ledger().find(ONE)

    assert isinstance(created, Posted)
    assert isinstance(published, Posted)
    seen = [created.entry, published.entry, found]
    assert [(one.is_draft, one.unbooked) for one in seen] == [(True, unbooked)] * 3


async def test_an_answer_without_a_state_leaves_it_open() -> None:
    """Created, but not shown to be in the books: it is looked up before anything else."""
    assert isinstance(await posted_on(answering((201, journal(None)))), Uncertain)


async def test_a_draft_is_published_in_place() -> None:
    """Nothing is created beside it."""
    platform = answering((200, journal("draft")), (201, DONE), (200, journal("published")))
    draft = replace(ENTRY, is_draft=True)

    outcome = await platform.ledger().post(a_ready_entry(), draft)

    whole = f"journals/{JOURNAL_ID}"
    assert platform.paths == [whole, f"{whole}/status/publish", whole]
    assert platform.asked[1].method == "POST"
    assert outcome == Posted(ENTRY)


async def test_a_draft_that_may_not_be_published_says_why() -> None:
    """The refusal is about the entry, as any other."""
    platform = answering((200, journal("draft")), (400, refused("Transactions have been locked.")))

    outcome = await platform.ledger().post(a_ready_entry(), replace(ENTRY, is_draft=True))

    assert isinstance(outcome, Refused)
    assert (outcome.failure.reason, outcome.failure.subject) == (R.PERIOD_CLOSED, "2026-07")


async def test_a_draft_that_was_deleted_is_no_wrong_account() -> None:
    """Zoho's one code for whatever does not exist is about the journal here."""
    platform = answering((200, journal("draft")), (404, refused("Journal does not exist.", 1002)))

    outcome = await platform.ledger().post(a_ready_entry(), replace(ENTRY, is_draft=True))

    assert isinstance(outcome, Refused)
    assert outcome.failure.reason is R.MATCHED_OR_EDITED
    assert len(platform.asked) == 2


async def test_a_draft_on_an_inactive_account_names_it() -> None:
    """As when it is created."""
    chart = accounts({"account_id": "79", "account_name": "Sales", "is_active": False})
    inactive = refused("The account Sales is inactive.")
    platform = answering((200, journal("draft")), (400, inactive), (200, chart))

    outcome = await platform.ledger().post(a_ready_entry(), replace(ENTRY, is_draft=True))

    assert isinstance(outcome, Refused)
    assert "Sales" in (outcome.failure.subject, *outcome.failure.details)


async def test_nothing_is_left_as_a_draft() -> None:
    """A locked day takes no drafts either, so the way out is not offered."""
    platform = answering((500, b""))
    outcome = await platform.ledger().save_draft(a_ready_entry())

    assert isinstance(outcome, Refused)
    assert platform.asked == []


@pytest.mark.parametrize("other", [{"total": 5}, {"journal_date": "2026-07-08"}])
async def test_a_draft_that_says_something_else_is_left_alone(other: dict[str, Any]) -> None:
    """Someone typed it: to publish it would book their amounts as ours."""
    platform = answering((200, journal("draft", **other)))

    outcome = await platform.ledger().post(a_ready_entry(), replace(ENTRY, is_draft=True))

    assert isinstance(outcome, Refused)
    assert (outcome.failure.reason, outcome.failure.subject) == (R.MATCHED_OR_EDITED, "JF-1")
    assert "Publish it there" in outcome.failure.words
    assert len(platform.asked) == 1


async def test_a_draft_that_cannot_be_read_waits() -> None:
    """Nothing was sent, so nothing is uncertain."""
    platform = answering(httpx.ReadTimeout("slow"))

    outcome = await platform.ledger().post(a_ready_entry(), replace(ENTRY, is_draft=True))

    assert isinstance(outcome, Refused)
    assert outcome.failure.reason is R.TRANSIENT


async def test_a_draft_that_chooses_otherwise_is_told() -> None:
    """It is published, being of the same day and sum, and a person hears that it is not whole."""
    lines = json.loads(entry_body(a_coded_entry(), PUBLISHED))["line_items"]
    bare = journal("published", line_items=lines)
    platform = answering((200, journal("draft", line_items=lines)), (201, DONE), (200, bare))

    outcome = await platform.ledger().post(a_coded_entry(WEB), replace(ENTRY, is_draft=True))

    assert isinstance(outcome, Posted)
    assert outcome.remark


async def test_a_draft_is_compared_without_the_tax_that_zoho_adds() -> None:
    """Its total has the tax in it, its lines have not: it says what ours does."""
    lines = json.loads(entry_body(a_coded_entry(VAT), PUBLISHED))["line_items"]
    draft = journal("draft", line_items=lines, total=300)
    done = journal("published", line_items=lines, total=300)
    platform = answering((200, draft), (201, DONE), (200, done))

    outcome = await platform.ledger().post(a_coded_entry(VAT), replace(ENTRY, is_draft=True))

    assert isinstance(outcome, Posted)
    assert (outcome.remark, outcome.entry.is_draft) == ("", False)
