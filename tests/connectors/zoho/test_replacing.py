"""Putting a journal in place of another: looked at, then changed, and looked at again."""

import json
from dataclasses import replace
from typing import Any

import httpx
import pytest

from connectors.zoho.bodies import entry_body
from connectors.zoho.journals import PUBLISHED
from journal.entries.failure import FailureReason
from journal.entries.posting import Outcome, Posted, Refused, Uncertain
from journal.errors import LedgerError
from tests.connectors.zoho.bodies import JOURNAL_ID, currencies, journal, refused
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
    """Put the usual entry in place of what is there."""
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


async def test_another_currency_is_refused_before_anything() -> None:
    """As when it is posted."""
    platform = answering((200, currencies("USD")))

    outcome = await platform.ledger().replace(a_ready_entry(currency="EUR"), THERE)

    assert isinstance(outcome, Refused)
    assert outcome.failure.reason is R.CURRENCY
    assert platform.paths == ["settings/currencies"]


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


WEB = {"tag_id": "901", "tag_option_id": "911", "tag_name": "Channel", "tag_option_name": "Web"}


def a_line(side: str, amount: float, account: str, **more: Any) -> dict[str, Any]:
    """Return a line as Zoho shows it."""
    named = {"line_id": f"46{account}", "account_id": account, "account_name": f"Account {account}"}
    return {**named, "debit_or_credit": side, "amount": amount, **more}


async def sent_over(*lines: dict[str, Any], **head: Any) -> dict[str, Any]:
    """Return what is sent when ours is put over a journal of these lines."""
    seen = journal(last_modified_time=BEFORE, line_items=lines, **head)
    platform = answering((200, seen), ours())
    assert isinstance(await replaced_on(platform), Posted)
    return dict(json.loads(platform.asked[1].content))


async def test_what_people_chose_there_is_sent_along() -> None:
    """Contact, tag, location and project with their line; custom fields and flags of the head."""
    chosen = {"customer_id": "7", "customer_name": "Ada", "location_id": "2", "project_id": "3"}
    field = {"customfield_id": "5", "label": "Desk", "value": "B", "data_type": "string"}

    sent = await sent_over(
        a_line("debit", 100, "35", **chosen),
        a_line("credit", 100, "79", tags=[WEB]),
        custom_fields=[field],
        include_in_vat_return=True,
        vat_treatment="",
    )

    debit, credit = sent["line_items"]
    assert {name: debit.get(name) for name in ("customer_id", "location_id", "project_id")} == {
        "customer_id": "7",
        "location_id": "2",
        "project_id": "3",
    }
    assert credit["tags"] == [{"tag_id": "901", "tag_option_id": "911"}]
    assert [debit["line_id"], credit["line_id"]] == ["4635", "4679"]
    assert sent["custom_fields"] == [{"customfield_id": "5", "value": "B"}]
    assert sent["include_in_vat_return"] is True
    assert not {"vat_treatment", "customer_name"} & {*sent, *debit}


@pytest.mark.parametrize(("amount", "stays"), [(250, True), (300, False)])
async def test_tax_stays_only_where_every_line_is_as_it_was(amount: int, *, stays: bool) -> None:
    """On other amounts it would be another sum."""
    sent = await sent_over(
        a_line("debit", amount, "35"),
        a_line("credit", amount, "79", tax_id="8", tax_amount=20, reverse_charge_vat_id="9"),
    )

    for name, its_id in (("tax_id", "8"), ("reverse_charge_vat_id", "9")):
        assert [line.get(name) for line in sent["line_items"]] == [None, its_id if stays else None]
    assert not any("tax_amount" in line for line in sent["line_items"])


async def test_another_currency_is_not_sent_along() -> None:
    """Ours is in the organisation's own, and lines of another come to something else."""
    lines = a_line("debit", 250, "35"), a_line("credit", 250, "79", tax_id="8")

    sent = await sent_over(*lines, currency_id="4", currency_code="CAD", exchange_rate=0.73)

    assert not {"currency_id", "exchange_rate"} & sent.keys()
    assert not any("tax_id" in line for line in sent["line_items"])


async def test_what_is_not_ours_is_shown_as_people_read_it() -> None:
    """Contact, tags, tax, custom fields, a rate, attachments; what is empty is not told."""
    lines = (
        a_line("debit", 250, "35", customer_name="Ada", location_id="2", project_name=""),
        a_line(
            "credit",
            250,
            "79",
            tags=[WEB],
            tax_name="GST",
            tax_amount=20.25,
            acquisition_vat_name="EU goods",
        ),
    )
    head: dict[str, Any] = {
        "custom_fields": [{"label": "Desk", "value": "B"}, {"label": "Empty", "value": ""}],
        "exchange_rate": 0.73,
        "currency_code": "CAD",
        "documents": [{"document_id": "1"}, {"document_id": "2"}],
        "is_bas_adjustment": True,
    }
    platform = answering((200, journal(last_modified_time=BEFORE, line_items=lines, **head)))

    entry = await platform.ledger().read(THERE)

    debit, credit = entry.lines
    assert (debit.account_id, str(debit.amount)) == ("35", "250.00 CAD")
    assert debit.extras == (("Contact", "Ada"), ("Location", "2"))
    assert credit.extras == (("Channel", "Web"),)
    assert credit.tax == (
        ("Tax code", "GST"),
        ("Acquisition VAT", "EU goods"),
        ("Tax amount", "20.25"),
    )
    assert entry.extras == (
        ("BAS adjustment", "yes"),
        ("Exchange rate", "0.73"),
        ("Desk", "B"),
        ("Attachments", "2"),
    )


async def test_the_callers_number_is_the_reference() -> None:
    """Ours stands in the notes, and both are asked for when the day does not show it."""
    platform = answering((200, journal(status="published")))
    entry = replace(a_ready_entry(), own_number="SJ-7")

    await platform.ledger().post(entry)

    sent = json.loads(platform.asked[0].content)
    assert (sent["reference_number"], sent["notes"]) == ("SJ-7", entry.note)
