"""Putting an entry in place of another: the call, and what its refusals mean."""

import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import httpx
import pytest

from connectors.quickbooks.entries import entry_body
from journal.entries.failure import FailureReason
from journal.entries.posting import LedgerEntry, Outcome, Posted, Refused
from journal.errors import LedgerError
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
    ours = json.loads(entry_body(a_ready_entry(), "USD"))
    named = {"Id": "227", "SyncToken": "4"}
    return json.dumps({"JournalEntry": {**ours, **named, **changes}}).encode()


SEEN = (200, shown(SyncToken="3", PrivateNote="before"))
"""The entry as it was seen, which is read before it is written over."""


async def replaced_on(platform: AnsweringPlatform) -> Outcome:
    """Put the usual entry in place of what is there."""
    return await platform.ledger().replace(a_ready_entry(), THERE)


async def test_call_as_quickbooks_wants_it() -> None:
    """Read, then a full update of the state that was seen, with a key for it."""
    platform = answering(SEEN, (200, shown()))

    outcome = await replaced_on(platform)

    look, asked = platform.asked
    assert (look.method, look.url.path) == ("GET", "/v3/company/4620/journalentry/227")
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
    platform = answering((200, shown(SyncToken="12345678")), (200, shown()))
    entry = a_ready_entry(key="k" * 40)

    await platform.ledger().replace(entry, replace(THERE, version="12345678"))

    assert len(platform.asked[1].url.params["requestid"]) == 50


async def test_the_library_makes_the_same_call() -> None:
    """A library that we did not write changes an entry so, and knows every field that we send."""
    platform = answering(SEEN, (200, shown()))
    await replaced_on(platform)

    theirs = Sdk("4620", STORED).store(
        a_ready_entry(), "JF-1-key-1-v3", Id=THERE.ledger_id, SyncToken=THERE.version
    )

    assert as_called(platform.asked[1]) == as_called(theirs)
    assert holds(told(theirs), told(platform.asked[1]))
    assert unknown(read(told(platform.asked[1]))) == []


async def test_changed_meanwhile() -> None:
    """A state that is not the newest is refused in QuickBooks' words, and never written over."""
    platform = answering(SEEN, (400, STALE), (200, shown(PrivateNote="theirs")))

    outcome = await replaced_on(platform)

    assert isinstance(outcome, Refused)
    assert (outcome.failure.reason, outcome.failure.subject) == (R.MATCHED_OR_EDITED, "JF-1")
    assert "at the same time" in outcome.failure.words
    assert [one.method for one in platform.asked] == ["GET", "POST", "GET"]


async def test_changed_before_it_was_read() -> None:
    """Nothing is sent; what another try of ours left there already is found."""
    theirs, ours = answering((200, shown(PrivateNote="theirs"))), answering((200, shown()))

    refused, found = await replaced_on(theirs), await replaced_on(ours)

    assert isinstance(refused, Refused)
    assert refused.failure.reason is R.MATCHED_OR_EDITED
    assert isinstance(found, Posted)
    assert (found.found, found.entry.version) == (True, "4")
    assert [one.method for one in (*theirs.asked, *ours.asked)] == ["GET", "GET"]


async def test_changed_by_ourselves() -> None:
    """Stale, since an earlier try of ours landed whose key is forgotten: it is there."""
    outcome = await replaced_on(answering(SEEN, (400, STALE), (200, shown())))

    assert isinstance(outcome, Posted)
    assert (outcome.found, outcome.entry.version) == (True, "4")


@pytest.mark.parametrize("first", [STALE, MISSING])
async def test_deleted(first: bytes) -> None:
    """What cannot be shown any more was deleted, in whatever words the change was refused."""
    outcome = await replaced_on(answering(SEEN, (400, first), (400, MISSING)))

    assert isinstance(outcome, Refused)
    assert (outcome.failure.reason, outcome.failure.subject) == (R.MATCHED_OR_EDITED, "JF-1")


async def test_an_inactive_account_is_not_taken_for_a_deleted_entry() -> None:
    """610 has one wording for both; the entry that is there tells them apart."""
    inactive = b'{"QueryResponse":{"Account":[{"Id":"79","FullyQualifiedName":"Sales"}]}}'
    again = (200, shown(PrivateNote="before"))
    platform = answering(SEEN, (400, MISSING), again, (200, inactive))

    outcome = await replaced_on(platform)

    assert isinstance(outcome, Refused)
    assert (outcome.failure.reason, outcome.failure.subject) == (R.ACCOUNT_INVALID, "Sales")


@pytest.mark.parametrize("second", [(500, b""), (200, EMPTY_QUERY), httpx.ReadTimeout("late")])
async def test_where_it_cannot_be_looked_at_the_refusal_stands(
    second: tuple[int, bytes] | Exception,
) -> None:
    """Nothing was changed, whatever came of looking."""
    outcome = await replaced_on(answering(SEEN, (400, STALE), second))

    assert isinstance(outcome, Refused)
    assert outcome.failure.reason is R.MATCHED_OR_EDITED


async def test_closed_books_are_no_edit() -> None:
    """Stale is said beside a closed period too: the words decide, and nothing is looked at."""
    platform = answering(SEEN, (400, fault("5010", "Stale Object Error", CLOSED)))

    outcome = await replaced_on(platform)

    assert isinstance(outcome, Refused)
    assert outcome.failure.reason is R.PERIOD_CLOSED
    assert len(platform.asked) == 2


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


CLASS = {"ClassRef": {"value": "5000000000000135", "name": "Retail"}}
CHECKING, SALES = {"value": "35", "name": "Checking"}, {"value": "79", "name": "Sales"}


def a_line(side: str, amount: str, account: dict[str, str], **detail: object) -> dict[str, object]:
    """Return a line as QuickBooks shows it."""
    told = {"PostingType": side, "AccountRef": account, **detail}
    kind = "JournalEntryLineDetail"
    return {"Id": side[0], "Amount": float(amount), "DetailType": kind, kind: told}


async def sent_over(*lines: dict[str, object], **head: object) -> dict[str, Any]:
    """Return what is sent when ours is put over an entry of these lines."""
    seen = shown(SyncToken="3", Line=lines, **head)
    platform = answering((200, seen), (200, shown()))
    assert isinstance(await replaced_on(platform), Posted)
    sent = told(platform.asked[1])
    # Intuit has these on all that books; the library not on journal entries.
    known = ("CustomField", "PrintStatus", "GlobalTaxCalculation")
    assert {*unknown(read(sent))} <= {f"JournalEntry.{one}" for one in known}
    return dict(sent)


def details(sent: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what stands on each line that was sent."""
    return [line["JournalEntryLineDetail"] for line in sent["Line"] if line.get("Amount")]


async def test_what_people_chose_there_is_sent_along() -> None:
    """On lines of the same account and side, whatever their amount is; of the head too."""
    location = {"DepartmentRef": {"value": "2", "name": "North"}}
    party = {"Entity": {"Type": "Customer", "EntityRef": {"value": "9", "name": "Ada"}}}
    field = [{"DefinitionId": "1", "Name": "Desk", "Type": "StringType", "StringValue": "B"}]

    sent = await sent_over(
        a_line("Debit", "100", CHECKING, **location, **party),
        a_line("Credit", "100", SALES, **CLASS),
        Adjustment=True,
        CustomField=field,
        PrintStatus="NeedToPrint",
        GlobalTaxCalculation="TaxExcluded",
        PrivateNote="typed over ours",
    )

    debit, credit = details(sent)
    assert debit["DepartmentRef"] == location["DepartmentRef"]
    assert debit["Entity"] == party["Entity"]
    assert credit["ClassRef"] == CLASS["ClassRef"]
    assert [line["Id"] for line in sent["Line"]] == ["D", "C"]
    assert [line["Amount"] for line in sent["Line"]] == [Decimal("250.00")] * 2
    assert (sent["Adjustment"], sent["CustomField"]) == (True, field)
    assert (sent["PrintStatus"], sent["GlobalTaxCalculation"]) == ("NeedToPrint", "TaxExcluded")
    assert sent["PrivateNote"] == a_ready_entry().note
    assert "MetaData" not in sent


async def test_a_line_of_ours_that_is_new_has_nothing_of_theirs() -> None:
    """What stood on a line that ours has not is not put on another one."""
    sent = await sent_over(
        a_line("Credit", "250", CHECKING, **CLASS), a_line("Debit", "250", SALES, **CLASS)
    )

    assert [one.keys() for one in details(sent)] == [{"PostingType", "AccountRef"}] * 2
    assert not any("Id" in line for line in sent["Line"])


@pytest.mark.parametrize(("amount", "stays"), [("250", True), ("260", False)])
async def test_amounts_of_tax_stay_only_with_the_amounts_they_fit(
    amount: str, *, stays: bool
) -> None:
    """A code alone is worked out again by QuickBooks; an amount of tax would be another sum."""
    code = {"TaxCodeRef": {"value": "5"}, "TaxApplicableOn": "Sales"}
    detail = {"TotalTax": 20.25}

    sent = await sent_over(
        a_line("Debit", amount, CHECKING),
        a_line("Credit", amount, SALES, **code, TaxAmount=20.25),
        TxnTaxDetail=detail,
    )

    assert ("TxnTaxDetail" in sent) is stays
    assert ("TaxAmount" in details(sent)[1]) is stays
    assert details(sent)[1]["TaxCodeRef"] == code["TaxCodeRef"]


async def test_a_rate_stays_with_its_currency() -> None:
    """Ours is in the company's own: the rate of another is not sent along."""
    lines = (a_line("Debit", "250", CHECKING), a_line("Credit", "250", SALES))

    sent = await sent_over(*lines, CurrencyRef={"value": "CAD"}, ExchangeRate=0.73)

    assert not {"CurrencyRef", "ExchangeRate"} & sent.keys()


async def test_lines_of_text_are_kept() -> None:
    """They book nothing, and stand behind ours."""
    words = "See the till roll"
    text: dict[str, object] = {"Id": "9", "Description": words, "DetailType": "DescriptionOnly"}

    sent = await sent_over(
        a_line("Debit", "250", CHECKING), text, a_line("Credit", "250", SALES, **CLASS)
    )

    assert sent["Line"][-1] == text
    assert details(sent)[1]["ClassRef"] == CLASS["ClassRef"]


async def test_what_cannot_be_read_is_not_written_over() -> None:
    """Nobody could say what would be lost."""
    platform = answering((200, shown(SyncToken="3", Line=[{"Amount": 5}])))

    outcome = await replaced_on(platform)

    assert isinstance(outcome, Refused)
    assert "in a way that jefail does not know" in outcome.failure.words
    assert [one.method for one in platform.asked] == ["GET"]


async def test_what_is_not_ours_is_shown_as_people_read_it() -> None:
    """Class, location, name, tax, custom fields and links, with the account's id."""
    party = {"Entity": {"Type": "Vendor", "EntityRef": {"value": "9", "name": "Paper Co"}}}
    tax = {"TaxCodeRef": {"value": "5", "name": "GST"}, "TaxApplicableOn": "Sales"}
    credit = a_line("Credit", "250", SALES, **CLASS, **party, **tax, TaxAmount=20.25)
    head = {
        "Adjustment": True,
        "ExchangeRate": 0.73,
        "CustomField": [{"Name": "Desk", "StringValue": "B"}, {"Name": "Empty"}],
        "LinkedTxn": [{"TxnId": "12", "TxnType": "ReimburseCharge"}],
        "TxnTaxDetail": {"TotalTax": 20.25},
    }
    platform = answering((200, shown(Line=[a_line("Debit", "250", CHECKING), credit], **head)))

    entry = await platform.ledger().read(THERE)

    assert entry.lines[1].account_id == "79"
    assert entry.lines[1].extras == (
        ("Class", "Retail"),
        ("Vendor", "Paper Co"),
        ("Tax code", "GST"),
    )
    assert entry.lines[1].tax == (("Tax", "20.25"),)
    assert entry.extras == (
        ("Adjusting entry", "yes"),
        ("Exchange rate", "0.73"),
        ("Desk", "B"),
        ("Linked to", "ReimburseCharge 12"),
    )
    assert entry.tax == (("Tax in all", "20.25"),)
