"""What lines choose beside their account: as it is sent, kept, and refused."""

import json
from dataclasses import replace
from typing import Any

import pytest

from connectors.zoho.bodies import entry_body, replacing_body
from connectors.zoho.journals import PUBLISHED, WireJournal
from journal.entries.coding import TaxOn
from journal.entries.failure import FailureReason
from journal.entries.posting import Posted, Refused
from tests.connectors.zoho.bodies import journal, refused
from tests.connectors.zoho.coded import ADA, LEEDS, NORTH, REFIT, VAT, WEB, a_coded_entry
from tests.connectors.zoho.platform import answering

R = FailureReason
WHOLE = (ADA, LEEDS, REFIT, VAT, WEB, NORTH)
SENT = {
    "customer_id": "7",
    "location_id": "2",
    "project_id": "3",
    "tax_id": "8",
    "tags": [
        {"tag_id": "901", "tag_option_id": "911"},
        {"tag_id": "902", "tag_option_id": "921"},
    ],
}


def lines_sent(body: bytes) -> list[dict[str, Any]]:
    """Return the lines of a body."""
    lines: list[dict[str, Any]] = json.loads(body)["line_items"]
    return lines


def a_journal(*chosen: dict[str, Any]) -> WireJournal:
    """Return a journal of the usual entry as Zoho shows it, whose lines choose so."""
    lines = lines_sent(entry_body(a_coded_entry(), PUBLISHED))
    shown = [{**line, **more} for line, more in zip(lines, chosen, strict=True)]
    return WireJournal.model_validate(json.loads(journal(line_items=shown))["journal"])


def test_each_choice_has_its_field() -> None:
    """By the platform's ids, on the line that makes it; the other line names none."""
    debit, credit = lines_sent(entry_body(a_coded_entry(*WHOLE), PUBLISHED))

    assert {name: credit[name] for name in SENT} == SENT
    assert not SENT.keys() & debit.keys()


@pytest.mark.parametrize("tax_on", TaxOn)
def test_no_amount_of_tax_is_sent(tax_on: TaxOn) -> None:
    """A journal has no field for it, nor for amounts that include the tax."""
    entry = replace(a_coded_entry(VAT), amounts=tax_on)

    body = json.loads(entry_body(entry, PUBLISHED))

    fields = {*body, *(name for line in body["line_items"] for name in line)}
    assert not {"tax_amount", "is_inclusive_tax"} & fields


def test_ours_is_written_over_theirs_and_the_rest_stays() -> None:
    """Of the same reporting tag ours counts; another tag, and a contact, stay as people chose."""
    theirs = {
        "customer_id": "9",
        "tags": [
            {"tag_id": "901", "tag_option_id": "912", "tag_name": "Channel"},
            {"tag_id": "902", "tag_option_id": "921", "tag_name": "Region"},
        ],
    }

    body = replacing_body(a_coded_entry(WEB), a_journal({}, theirs), "USD")

    _debit, credit = lines_sent(body)
    assert credit["customer_id"] == "9"
    assert credit["tags"] == SENT["tags"]


def test_our_tax_takes_the_place_of_an_exemption() -> None:
    """Zoho's fields of tax belong together: what was said of another one is not sent along."""
    theirs = {"tax_exemption_id": "5", "tax_authority_id": "6"}

    _debit, credit = lines_sent(replacing_body(a_coded_entry(VAT), a_journal({}, theirs), "USD"))

    assert (credit["tax_id"], theirs.keys() & credit.keys()) == ("8", set())


@pytest.mark.parametrize(
    "there",
    [{}, {"tags": [{"tag_id": "901", "tag_option_id": "912"}]}, {**SENT, "customer_id": "9"}],
)
def test_another_choice_says_something_else(there: dict[str, Any]) -> None:
    """Lines of the same amounts that choose otherwise are not what was sent."""
    sent = entry_body(a_coded_entry(*WHOLE), PUBLISHED)

    assert a_journal({}, SENT).says(sent)
    assert not a_journal({}, there).says(sent)


@pytest.mark.parametrize(("shown", "is_told"), [(SENT, False), ({"customer_id": "7"}, True)])
async def test_a_choice_that_zoho_drops_is_told(shown: dict[str, Any], *, is_told: bool) -> None:
    """The entry is in the books, and a person hears that it is not whole there."""
    lines = lines_sent(entry_body(a_coded_entry(), PUBLISHED))
    answer = journal(line_items=[lines[0], {**lines[1], **shown}])

    outcome = await answering((201, answer)).ledger().post(a_coded_entry(*WHOLE))

    assert isinstance(outcome, Posted)
    assert bool(outcome.remark) is is_told


@pytest.mark.parametrize(
    ("words", "reason", "subject", "details"),
    [
        ("The contact Ada is inactive.", R.NAME_MISSING, "name", ("Ada",)),
        ("Select a contact for the account Debtors.", R.NAME_MISSING, "name", ()),
        ("The tax 8 does not exist.", R.TAX_MISSING, "tax", ("VAT 20",)),
        ("Enter the tax of each line", R.TAX_MISSING, "tax", ()),
        (
            "The reporting tag option 911 does not exist.",
            R.DIMENSION_MISSING,
            "tracking:Channel",
            ("Web",),
        ),
        ("The location Leeds is inactive.", R.DIMENSION_MISSING, "location", ("Leeds",)),
        ("Specify the project of the line", R.DIMENSION_MISSING, "project", ()),
        ("The reporting tag Store is mandatory", R.DIMENSION_MISSING, "", ()),
        ("Enter a valid exchange rate.", R.RATE_MISSING, "USD", ()),
    ],
)
async def test_a_refused_choice_is_named(
    words: str, reason: FailureReason, subject: str, details: tuple[str, ...]
) -> None:
    """By the list it is of, and by its name where Zoho's words say which it is."""
    outcome = await answering((400, refused(words))).ledger().post(a_coded_entry(*WHOLE))

    assert isinstance(outcome, Refused)
    failure = outcome.failure
    assert (failure.reason, failure.subject, failure.details) == (reason, subject, details)


async def test_a_name_within_another_is_not_named() -> None:
    """Zoho speaks of the tax 88, which is not our tax 8."""
    answer = (400, refused("The tax 88 does not exist."))

    outcome = await answering(answer).ledger().post(a_coded_entry(VAT))

    assert isinstance(outcome, Refused)
    assert outcome.failure.details == ()
