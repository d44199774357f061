"""Drafts: left where the books are locked, posted later, and never taken for the books."""

import json
from typing import Any

import httpx
import pytest

from journal.entries.failure import FailureReason
from journal.entries.posting import LedgerEntry, Posted, Refused, Uncertain
from tests.connectors.xero.bodies import (
    JOURNAL_ID,
    REMOVED,
    STORED,
    account,
    accounts,
    journal,
    journals,
    refused,
    warned,
)
from tests.connectors.xero.platform import answering
from tests.fakes.ready import JULY_7, a_ready_entry

R = FailureReason
DRAFT = journals(journal(status="DRAFT"))
OURS = LedgerEntry(JOURNAL_ID, "JF-1", JULY_7, is_draft=True)


def sent(request: httpx.Request) -> dict[str, Any]:
    """Return the one journal that was sent."""
    (only,) = json.loads(request.content)["ManualJournals"]
    assert isinstance(only, dict)
    return only


async def test_draft_is_left() -> None:
    """A draft is created with a key of its own and told as one."""
    platform = answering((200, DRAFT))

    outcome = await platform.ledger().save_draft(a_ready_entry())

    assert isinstance(outcome, Posted)
    assert outcome.entry.is_draft
    assert outcome.entry.number == "JF-1"
    (asked,) = platform.asked
    assert sent(asked)["Status"] == "DRAFT"
    assert "ManualJournalID" not in sent(asked)
    assert asked.headers["idempotency-key"] == "JF-1-key-1-draft"


async def test_draft_is_posted_in_place() -> None:
    """Posting names the draft, so that nothing new is made, and has a key of its own."""
    platform = answering((200, STORED))

    outcome = await platform.ledger().post(a_ready_entry(), OURS)

    assert isinstance(outcome, Posted)
    assert not outcome.entry.is_draft
    assert outcome.entry.ledger_id == JOURNAL_ID
    (asked,) = platform.asked
    assert asked.method == "POST"
    assert asked.url.path == "/api.xro/2.0/ManualJournals"
    assert sent(asked)["ManualJournalID"] == JOURNAL_ID
    assert sent(asked)["Status"] == "POSTED"
    assert asked.headers["idempotency-key"] == f"JF-1-key-1-{JOURNAL_ID}"


async def test_draft_that_stays_one_is_not_posted() -> None:
    """When the draft is a draft still, the entry is not in the books."""
    outcome = await answering((200, DRAFT)).ledger().post(a_ready_entry(), OURS)

    assert isinstance(outcome, Posted)
    assert outcome.entry.is_draft


async def test_draft_that_was_edited_away() -> None:
    """A draft that someone posted or deleted meanwhile cannot become the entry."""
    body = refused("Journal not of valid status for modification")

    outcome = await answering((400, body)).ledger().post(a_ready_entry(), OURS)

    assert isinstance(outcome, Refused)
    assert outcome.failure.reason is R.MATCHED_OR_EDITED


async def test_draft_that_is_in_the_books_is_looked_up() -> None:
    """What was to be a draft and is shown as posted is settled by looking, not by believing."""
    outcome = await answering((200, STORED)).ledger().save_draft(a_ready_entry())

    assert isinstance(outcome, Uncertain)
    assert "POSTED" in outcome.failure.words


@pytest.mark.parametrize("drafting", [False, True])
async def test_removed_account_is_a_refusal_though_a_draft_is_kept(drafting: bool) -> None:
    """Xero keeps the journal without the account, as a draft: not in the books, and it says so."""
    platform = answering((200, warned(REMOVED)), (200, accounts(account("79", "Sales"))))
    ledger = platform.ledger()

    outcome = await (
        ledger.save_draft(a_ready_entry()) if drafting else ledger.post(a_ready_entry())
    )

    assert isinstance(outcome, Refused)
    assert outcome.failure.reason is R.ACCOUNT_INVALID
    assert outcome.failure.subject == "Sales"
    assert outcome.failure.words == f"{REMOVED}; Xero kept it as a draft, which is not in the books"


async def test_removed_account_and_nothing_kept() -> None:
    """Where nothing was kept no draft is spoken of."""
    warnings = [{"Message": REMOVED}]
    body = journals({"Warnings": warnings, "ValidationErrors": [{"Message": "No"}]})

    outcome = await answering((200, body), (500, b"")).ledger().post(a_ready_entry())

    assert isinstance(outcome, Refused)
    assert "draft" not in outcome.failure.words


async def test_long_words_leave_room_for_the_draft() -> None:
    """However long the warning, that a draft is there is told within what is kept."""
    body = warned(f"{REMOVED} {'x' * 3000}")

    outcome = await answering((200, body), (500, b"")).ledger().post(a_ready_entry())

    assert isinstance(outcome, Refused)
    assert len(outcome.failure.words) <= 2000
    assert outcome.failure.words.endswith("not in the books")
