"""Putting a journal in the place of another: looked at, then changed, and looked at again."""

import json
from dataclasses import replace
from typing import Any

import httpx
import pytest

from connectors.zoho.journals import PUBLISHED, entry_body
from journal.errors import LedgerError
from journal.failure import FailureReason
from journal.posting import Outcome, Posted, Refused, Uncertain
from tests.connectors.zoho.bodies import JOURNAL_ID, journal, refused
from tests.connectors.zoho.platform import ENTRY, AnsweringPlatform, answering
from tests.fakes.ready import a_ready_entry

R = FailureReason
BEFORE, AFTER = "2026-07-07T12:00:00+0000", "2026-07-07T12:01:00+0000"
THERE = replace(ENTRY, version=BEFORE)
SEEN = (200, journal(last_modified_time=BEFORE))
NOT_FOUND = (404, refused("Journal does not exist.", 1002))


def ours(**changes: Any) -> tuple[int, bytes]:
    """Return the answer that shows what we sent, a minute later."""
    lines = json.loads(entry_body(a_ready_entry(), PUBLISHED))["line_items"]
    return 200, journal(**{"line_items": lines, "last_modified_time": AFTER, **changes})


async def replaced_on(platform: AnsweringPlatform) -> Outcome:
    """Put the usual entry in the place of what is there."""
    return await platform.ledger().replace(a_ready_entry(), THERE)


async def test_call_as_zoho_wants_it() -> None:
    """Looked at, then put in its place, published; the answer is the next state."""
    platform = answering(SEEN, ours())

    outcome = await replaced_on(platform)

    look, change = platform.asked
    assert (look.method, change.method) == ("GET", "PUT")
    assert platform.paths == [f"journals/{JOURNAL_ID}"] * 2
    assert dict(change.url.params) == {"organization_id": "10234695"}
    body = json.loads(change.content)
    assert (body["status"], len(body["line_items"])) == ("published", 2)
    assert isinstance(outcome, Posted)
    assert outcome.entry == replace(ENTRY, version=AFTER, lines=outcome.entry.lines)
    assert [line.account_id for line in outcome.entry.lines] == ["35", "79"]


@pytest.mark.parametrize(
    "now",
    [
        (200, journal(last_modified_time=AFTER)),
        (200, journal("draft", last_modified_time=BEFORE)),
        (200, journal()),
    ],
)
async def test_changed_meanwhile(now: tuple[int, bytes]) -> None:
    """Another state, a draft again, or one that cannot be told: it is not written over."""
    platform = answering(now)

    outcome = await replaced_on(platform)

    assert isinstance(outcome, Refused)
    assert (outcome.failure.reason, outcome.failure.subject) == (R.MATCHED_OR_EDITED, "JF-1")
    assert len(platform.asked) == 1


async def test_changed_by_ourselves() -> None:
    """When it says already what it should, an earlier try landed: nothing is sent."""
    platform = answering(ours())

    outcome = await replaced_on(platform)

    assert isinstance(outcome, Posted)
    assert (outcome.found, outcome.entry.version) == (True, AFTER)
    assert len(platform.asked) == 1


@pytest.mark.parametrize("answers", [(NOT_FOUND,), (SEEN, NOT_FOUND)])
async def test_deleted(answers: tuple[tuple[int, bytes], ...]) -> None:
    """Before or after it was looked at: about the journal, and no account is to blame."""
    platform = answering(*answers)

    outcome = await replaced_on(platform)

    assert isinstance(outcome, Refused)
    assert (outcome.failure.reason, outcome.failure.subject) == (R.MATCHED_OR_EDITED, "JF-1")
    assert len(platform.asked) == len(answers)


async def test_other_lines_than_were_sent_are_not_taken_for_ours() -> None:
    """That Zoho lets go of the lines that are not sent is not documented, so it is looked at."""
    both = json.loads(ours()[1])["journal"]["line_items"]

    outcome = await replaced_on(answering(SEEN, ours(line_items=both + both)))

    assert isinstance(outcome, Uncertain)
    assert "other lines" in outcome.failure.words


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (httpx.ReadTimeout("slow"), R.TRANSIENT),
        ((500, b""), R.TRANSIENT),
        ((200, b"{}"), R.TRANSIENT),
    ],
)
async def test_what_cannot_be_looked_at_is_not_changed(
    answer: tuple[int, bytes] | Exception, reason: FailureReason
) -> None:
    """Nothing was sent, so nothing is uncertain."""
    platform = answering(answer)

    outcome = await replaced_on(platform)

    assert isinstance(outcome, Refused)
    assert outcome.failure.reason is reason
    assert len(platform.asked) == 1


async def test_silence_after_the_change_is_uncertain() -> None:
    """It may have been made."""
    assert isinstance(await replaced_on(answering(SEEN, httpx.ReadTimeout("late"))), Uncertain)


async def test_another_currency_is_refused_before_anything() -> None:
    """As when it is posted."""
    platform = answering(SEEN)

    outcome = await platform.ledger().replace(a_ready_entry(currency="EUR"), THERE)

    assert isinstance(outcome, Refused)
    assert outcome.failure.reason is R.CURRENCY
    assert platform.asked == []


async def test_reading_shows_the_lines() -> None:
    """One call, and accounts by name where Zoho names them."""
    lines = json.loads(ours()[1])["journal"]["line_items"]
    lines[1]["account_name"] = "Sales"
    platform = answering(ours(line_items=lines))

    entry = await platform.ledger().read(ENTRY)

    told = [(line.side.value, str(line.amount), line.account) for line in entry.lines]
    assert told == [("debit", "250.00 USD", "35"), ("credit", "250.00 USD", "Sales")]
    assert platform.paths == [f"journals/{JOURNAL_ID}"]


async def test_what_is_gone_cannot_be_read() -> None:
    """The error says so."""
    with pytest.raises(LedgerError, match="not in Zoho Books any more"):
        await answering(NOT_FOUND).ledger().read(ENTRY)
