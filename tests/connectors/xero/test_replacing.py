"""Putting a journal in place of another: looked at, changed by its id, and nothing else."""

import json
from dataclasses import replace
from typing import Any

import httpx
import pytest

from connectors.xero.journals import POSTED, entry_body
from journal.entries.failure import FailureReason
from journal.entries.posting import LedgerEntry, Outcome, Posted, Refused
from journal.errors import LedgerError
from tests.connectors.xero.bodies import (
    DISCONNECTED,
    JOURNAL_ID,
    UPDATED,
    account,
    accounts,
    journal,
    journals,
    refused,
    tax_rate,
    tax_rates,
)
from tests.connectors.xero.platform import TENANT, AnsweringPlatform, answering
from tests.connectors.xero.sdk import Sdk, modelled, told
from tests.connectors.xero.test_against_sdk import assert_same_call, assert_same_journal
from tests.fakes.ready import JULY_7, a_ready_entry

R = FailureReason
THERE = LedgerEntry(JOURNAL_ID, "JF-1", JULY_7, version=UPDATED)
SEEN = (200, journals(journal()))
LATER = "/Date(1783425660000+0000)/"
NOT_FOUND = (404, b'{"ErrorNumber":17,"Type":"ObjectNotFoundException","Message":"not found"}')


def ours(**changes: Any) -> tuple[int, bytes]:
    """Return the answer that shows what we sent, a minute later."""
    (sent,) = json.loads(entry_body(a_ready_entry(), POSTED, JOURNAL_ID))["ManualJournals"]
    lines = {"JournalLines": sent["JournalLines"]}
    return 200, journals(journal(UpdatedDateUTC=LATER, **lines) | changes)


async def replaced_on(platform: AnsweringPlatform, there: LedgerEntry = THERE) -> Outcome:
    """Put the usual entry in place of what is there."""
    return await platform.ledger().replace(a_ready_entry(), there)


async def test_call_as_xero_wants_it() -> None:
    """Looked at, then changed at its own address with a key for that state."""
    platform = answering(SEEN, ours())

    outcome = await replaced_on(platform)

    look, change = platform.asked
    path = f"/api.xro/2.0/ManualJournals/{JOURNAL_ID}"
    assert (look.method, look.url.path) == ("GET", path)
    assert (change.method, change.url.path) == ("POST", path)
    assert change.headers["idempotency-key"] == f"JF-1-key-1-{JOURNAL_ID}-{UPDATED}"
    assert isinstance(outcome, Posted)
    assert (outcome.entry.ledger_id, outcome.entry.version) == (JOURNAL_ID, "1783425660")


async def test_the_library_makes_the_same_call() -> None:
    """Xero's own library changes a journal so, in the same words and under the same key."""
    platform = answering(SEEN, ours())
    await replaced_on(platform)

    model = modelled(a_ready_entry(), "POSTED", manual_journal_id=JOURNAL_ID)
    key = f"JF-1-key-1-{JOURNAL_ID}-{UPDATED}"
    theirs = Sdk(TENANT, ours()[1]).change(JOURNAL_ID, model, key)

    assert_same_call(platform.asked[1], theirs)
    assert_same_journal(platform.asked[1], theirs)
    assert told(platform.asked[1])["ManualJournalID"] == JOURNAL_ID


@pytest.mark.parametrize(
    "now",
    [
        (200, journals(journal(UpdatedDateUTC=LATER))),
        (200, journals(journal(status="DRAFT"))),
        (200, journals(journal(UpdatedDateUTC=""))),
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
    assert (outcome.found, outcome.entry.version) == (True, "1783425660")
    assert len(platform.asked) == 1


@pytest.mark.parametrize("now", [NOT_FOUND, (200, journals(journal(status="VOIDED")))])
async def test_deleted(now: tuple[int, bytes]) -> None:
    """Deleted or voided, it is told as gone, and nothing is sent."""
    platform = answering(now)

    outcome = await replaced_on(platform)

    assert isinstance(outcome, Refused)
    assert outcome.failure.reason is R.MATCHED_OR_EDITED
    assert "not in Xero any more" in outcome.failure.words
    assert len(platform.asked) == 1


async def test_deleted_between_the_two_calls() -> None:
    """Its address is not there any more: so nothing was made instead."""
    outcome = await replaced_on(answering(SEEN, NOT_FOUND))

    assert isinstance(outcome, Refused)
    assert outcome.failure.reason is R.MATCHED_OR_EDITED


async def test_what_xero_holds_fast() -> None:
    """A journal that may not be modified is refused in Xero's words."""
    body = refused("Journal not of valid status for modification")

    outcome = await replaced_on(answering(SEEN, (400, body)))

    assert isinstance(outcome, Refused)
    assert (outcome.failure.reason, outcome.failure.subject) == (R.MATCHED_OR_EDITED, "JF-1")
    assert "valid status" in outcome.failure.words


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (httpx.ReadTimeout("slow"), R.TRANSIENT),
        ((500, b""), R.TRANSIENT),
        ((200, b"{}"), R.TRANSIENT),
        ((403, DISCONNECTED), R.CONNECTION_LOST),
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
    assert {one.method for one in platform.asked} == {"GET"}


async def test_another_currency_is_refused_before_anything() -> None:
    """As when it is posted."""
    platform = answering(SEEN)

    outcome = await platform.ledger().replace(a_ready_entry(currency="EUR"), THERE)

    assert isinstance(outcome, Refused)
    assert outcome.failure.reason is R.CURRENCY
    assert platform.asked == []


async def test_reading_names_the_accounts() -> None:
    """Lines carry codes, so the chart is read too; a code that is in none stays one."""
    platform = answering(ours(), (200, accounts(account("79", "Sales"))))

    entry = await platform.ledger().read(replace(THERE, version=""))

    told_lines = {(line.side.value, str(line.amount), line.account) for line in entry.lines}
    assert told_lines == {("debit", "250.00 USD", "35"), ("credit", "250.00 USD", "Sales")}
    assert entry.version == "1783425660"
    assert len(platform.asked) == 2


@pytest.mark.parametrize("lines", [None, [{}], [{"LineAmount": "x"}], [{"LineAmount": 0.001}]])
async def test_lines_that_cannot_be_read_hide_no_journal(lines: Any) -> None:
    """It is shown without them."""
    platform = answering(ours(JournalLines=lines), (200, accounts()))

    entry = await platform.ledger().read(THERE)

    assert (entry.ledger_id, entry.lines) == (JOURNAL_ID, ())


@pytest.mark.parametrize("answer", [NOT_FOUND, (200, journals(journal(status="DELETED")))])
async def test_what_is_gone_cannot_be_read(answer: tuple[int, bytes]) -> None:
    """The error says so."""
    with pytest.raises(LedgerError, match="not in Xero any more"):
        await answering(answer).ledger().read(THERE)


NORTH = {"Name": "Region", "Option": "North", "TrackingCategoryID": JOURNAL_ID}


def a_line(amount: float, code: str, **more: Any) -> dict[str, Any]:
    """Return a line as Xero shows it."""
    blank = {"TaxType": "NONE", "TaxAmount": 0.0, "IsBlank": False, "Description": ""}
    return {**blank, "LineAmount": amount, "AccountCode": code, "AccountID": JOURNAL_ID, **more}


async def sent_over(*lines: dict[str, Any], **head: Any) -> dict[str, Any]:
    """Return what is sent when ours is put over a journal of these lines."""
    platform = answering((200, journals(journal(JournalLines=lines, **head))), ours())
    assert isinstance(await replaced_on(platform), Posted)
    return dict(told(platform.asked[1]))


async def test_tracking_is_sent_along() -> None:
    """With its line, whatever its amount is; a line of ours that is new has none."""
    sent = await sent_over(a_line(100, "35", Tracking=[NORTH]), a_line(-100, "400"))

    first, second = sent["JournalLines"]
    assert first["Tracking"] == [NORTH]
    assert "Tracking" not in second
    assert "TaxType" not in first


@pytest.mark.parametrize(("amount", "stays"), [(250, True), (300, False)])
async def test_tax_stays_only_where_every_line_is_as_it_was(amount: int, *, stays: bool) -> None:
    """Xero works it out again from its type: on other amounts it would be another sum."""
    lines = a_line(amount, "35", TaxType="EXEMPTINPUT"), a_line(-amount, "79", TaxType="OUTPUT2")

    sent = await sent_over(*lines, LineAmountTypes="Inclusive")

    assert sent["LineAmountTypes"] == ("Inclusive" if stays else "NoTax")
    kinds = [line.get("TaxType") for line in sent["JournalLines"]]
    assert kinds == (["EXEMPTINPUT", "OUTPUT2"] if stays else [None, None])


async def test_what_the_head_has_is_sent_along() -> None:
    """A link of someone's, and that it is left out of reports on a cash basis."""
    lines = a_line(250, "35"), a_line(-250, "79")
    url = "https://shop.invalid/day"

    sent = await sent_over(*lines, ShowOnCashBasisReports=False, Url=url)

    assert (sent["ShowOnCashBasisReports"], sent["Url"]) == (False, url)


async def test_accounts_go_by_code_or_by_id() -> None:
    """A line is known by the one of the two that ours names."""
    other = "7b1f5ac0-9d4d-4f57-9a37-5f5d2ab3c111"
    lines = (
        a_line(250, "35", AccountID=other, Tracking=[NORTH]),
        a_line(-250, "", AccountID=JOURNAL_ID, Tracking=[NORTH]),
    )
    platform = answering((200, journals(journal(JournalLines=lines))), ours())
    entry = a_ready_entry(debit_account="35", credit_account=JOURNAL_ID)

    await platform.ledger().replace(entry, THERE)

    sent = told(platform.asked[1])["JournalLines"]
    assert [line["Tracking"] for line in sent] == [[NORTH], [NORTH]]


async def test_what_is_not_ours_is_shown_as_people_read_it() -> None:
    """Tracking, tax by the names of its rates, attachments; tax that someone set by its amount."""
    lines = (
        a_line(250, "35", Tracking=[NORTH, {}], Description="Till"),
        a_line(-250, "79", TaxType="OUTPUT2", TaxAmount=-41.67),
        a_line(-60, "79", TaxType="OUTPUT2", TaxAmount=-9.99),
        a_line(60, "79", TaxType="TAX007", TaxAmount=3),
    )
    head: dict[str, Any] = {"LineAmountTypes": "Inclusive", "HasAttachments": True}
    rates = tax_rates(tax_rate("NONE", "No VAT"), tax_rate("OUTPUT2", "20% (VAT on Income)", 20))
    shown = journals(journal(JournalLines=lines, **head))
    platform = answering((200, shown), (200, accounts()), (200, rates))

    entry = await platform.ledger().read(THERE)

    first, second, third, fourth = entry.lines
    vat = ("Tax code", "20% (VAT on Income)")
    assert (first.extras, first.description) == ((("Region", "North"),), "Till")
    assert (first.tax, second.tax) == ((("Tax code", "No VAT"),), (vat,))
    assert third.tax == (vat, ("Tax amount", "9.99"))
    assert fourth.tax == (("Tax code", "TAX007"), ("Tax amount", "3.00"))
    assert entry.extras == (("Attachments", "yes"),)
    assert entry.tax == (("Amounts are", "Tax inclusive"),)


async def test_a_journal_without_tax_shows_none() -> None:
    """Whatever types its lines have, and its rates are not asked for."""
    shown = journals(journal(JournalLines=[a_line(250, "35", TaxType="OUTPUT2")]))
    platform = answering((200, shown), (200, accounts()))

    entry = await platform.ledger().read(THERE)

    assert (entry.tax, entry.lines[0].tax) == ((), ())
    assert len(platform.asked) == 2
