"""Tax and tracking of lines: as they are sent, and why some are not."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from connectors.xero.client import XeroLedger
from connectors.xero.coding_told import remark_on
from connectors.xero.journals import POSTED, WireJournal, entry_body
from journal.books.lists import TAX, ListItem
from journal.entries.carried import TAX_UNSAID
from journal.entries.coding import Coded, TaxOn
from journal.entries.failure import Failure, FailureReason
from journal.entries.posting import LedgerEntry, Outcome, Posted, ReadyEntry, Refused
from tests.connectors.xero.bodies import (
    JOURNAL_ID,
    STORED,
    UPDATED,
    journal,
    journals,
    refused,
    tax_rate,
    tax_rates,
)
from tests.connectors.xero.coded import NO_VAT, ONLINE, SOUTH, SOUTH_ID, VAT, ZERO, a_coded_entry
from tests.connectors.xero.platform import answering
from tests.fakes.ready import JULY_7, a_ready_entry

R = FailureReason


def drawn(entry: ReadyEntry) -> dict[str, Any]:
    """Return the one journal of the body that creates `entry`."""
    (only,) = json.loads(entry_body(entry, POSTED), parse_float=Decimal)["ManualJournals"]
    return dict(only)


RATES = 200, tax_rates(tax_rate("OUTPUT2", "20% (VAT on Income)", 20), tax_rate("NONE", "No VAT"))


async def outcome_of(
    entry: ReadyEntry, *answers: tuple[int, bytes], rates: tuple[int, bytes] = RATES
) -> Outcome:
    """Post an entry with tax where Xero gives these answers, once it is asked for its rates."""
    return await answering(rates, *(answers or ((200, STORED),))).ledger().post(entry)


async def failure_of(
    entry: ReadyEntry, *answers: tuple[int, bytes], rates: tuple[int, bytes] = RATES
) -> Failure:
    """Return why Xero, which gives these answers, has not got an entry."""
    outcome = await outcome_of(entry, *answers, rates=rates)
    assert isinstance(outcome, Refused), outcome
    return outcome.failure


@pytest.mark.parametrize(
    ("amounts", "called"), [(TaxOn.EXCLUSIVE, "Exclusive"), (TaxOn.INCLUSIVE, "Inclusive")]
)
def test_tax_is_sent(amounts: TaxOn, called: str) -> None:
    """What the amounts are, and on each line the type of its rate; its sum is left to Xero."""
    body = drawn(a_coded_entry(amounts))

    assert body["LineAmountTypes"] == called
    assert [one["TaxType"] for one in body["JournalLines"]] == ["NONE", "OUTPUT2"]
    assert not any("TaxAmount" in one for one in body["JournalLines"])


def test_an_amount_of_tax_is_sent_where_it_is_given() -> None:
    """On the side of its line."""
    body = drawn(a_coded_entry(tax_amount="49.99"))

    assert body["JournalLines"][1]["TaxAmount"] == Decimal("-49.99")
    assert "TaxAmount" not in body["JournalLines"][0]


def test_without_tax_no_type_is_sent() -> None:
    """There is one only then, and it has another name in some countries."""
    body = drawn(a_ready_entry())

    assert body["LineAmountTypes"] == "NoTax"
    assert not any("TaxType" in one for one in body["JournalLines"])


def test_rates_of_nought_are_kept_on_amounts_without_tax() -> None:
    """Xero puts types aside with NoTax, so they go out as exclusive: the amounts stay the same."""
    body = drawn(a_coded_entry(TaxOn.NO_TAX, tax=ZERO, debit="250.00"))

    assert body["LineAmountTypes"] == "Exclusive"
    assert [one["TaxType"] for one in body["JournalLines"]] == ["NONE", "ZERORATEDOUTPUT"]


def test_tracking_is_sent_by_name_with_the_option() -> None:
    """Two categories at most; a line without has no word of it."""
    paid, sale = drawn(a_coded_entry())["JournalLines"]

    assert "Tracking" not in paid
    assert sale["Tracking"] == [
        {"Name": "Region", "Option": "South", "TrackingOptionID": SOUTH_ID},
        {"Name": "Channel", "Option": "Online", "TrackingOptionID": ONLINE.item.external_id},
    ]


async def test_what_would_be_dropped_or_made_up_is_not_sent() -> None:
    """A rate on amounts without tax; a tax of no type."""
    typeless = a_coded_entry(TaxOn.NO_TAX, tax=None, tax_amount="5.00")
    unsaid = Failure(R.NOT_CARRIED, subject=TAX_UNSAID)
    no_code = Failure(R.TAX_MISSING, subject="tax", details=("",))
    for entry, failure in ((a_coded_entry(TaxOn.NO_TAX), unsaid), (typeless, no_code)):
        platform = answering((200, STORED))

        posted = await platform.ledger().post(entry)
        there = LedgerEntry(JOURNAL_ID, "JF-1", JULY_7, version=UPDATED)
        placed = await platform.ledger().replace(entry, there)
        left = await platform.ledger().save_draft(entry)

        assert posted == placed == left == Refused(failure)
        assert platform.asked == []


async def test_a_line_that_says_nothing_of_tax_is_without() -> None:
    """Xero would give it the rate of its account, so the company's own word for none is sent."""
    bare = replace(a_coded_entry(), lines=(a_ready_entry().lines[0], a_coded_entry().lines[1]))
    rates = tax_rates(tax_rate("BASEXCLUDED", "BAS Excluded"), tax_rate("OUTPUT2", "GST", 20))
    platform = answering((200, rates), (200, STORED))
    ledger = platform.ledger()

    await ledger.post(bare)
    await ledger.post(bare)

    bodies = [json.loads(one.content) for one in platform.asked[1:]]
    for body in bodies:
        (sent,) = body["ManualJournals"]
        assert [one["TaxType"] for one in sent["JournalLines"]] == ["BASEXCLUDED", "OUTPUT2"]
    assert len(bodies) == 2


async def test_a_line_of_unsaid_tax_is_not_sent() -> None:
    """The organization has no code for it, or its codes cannot be read."""
    bare = replace(a_coded_entry(), lines=(a_ready_entry().lines[0], a_coded_entry().lines[1]))
    none = await failure_of(bare, rates=(200, tax_rates(tax_rate("OUTPUT2", "GST", 20))))
    unread = await failure_of(bare, rates=(500, b""))

    assert none == Failure(R.TAX_MISSING, subject="tax", details=("",))
    assert unread.reason is R.TRANSIENT


@pytest.mark.parametrize(
    ("words", "reason", "subject", "details"),
    [
        (
            "The TaxType code OUTPUT2 does not exist or cannot be used for this type of "
            "transaction.",
            R.TAX_MISSING,
            "tax",
            (VAT.name,),
        ),
        (
            "The TaxType code OUTPUT22 does not exist or cannot be used for this type of "
            "transaction.",
            R.TAX_OR_DIMENSION,
            "",
            (),
        ),
        (
            "The TaxType code 'OUTPUT2' cannot be used with account code '79'.",
            R.TAX_OR_DIMENSION,
            "79",
            (),
        ),
        (
            "The tracking option 'South' of category 'Region' does not exist or is archived.",
            R.DIMENSION_MISSING,
            "tracking:Region",
            ("South",),
        ),
        (
            "The tracking category 'Channel' does not exist or is archived.",
            R.DIMENSION_MISSING,
            "tracking:Channel",
            ("Online",),
        ),
        ("The tracking option 'East' does not exist.", R.TAX_OR_DIMENSION, "", ()),
    ],
)
async def test_a_refusal_says_which_choice_it_is_about(
    words: str, reason: FailureReason, subject: str, details: tuple[str, ...]
) -> None:
    """By the names of the entry's own; what it names none of stays in Xero's words."""
    failure = await failure_of(a_coded_entry(), (400, refused(words)))

    assert (failure.reason, failure.subject, failure.details) == (reason, subject, details)
    assert failure.words == words


def kept(**sale: Any) -> tuple[int, bytes]:
    """Return the answer that shows what was kept, the sale with these fields."""
    lines = [
        {"LineAmount": 300, "AccountCode": "35"},
        {"LineAmount": -250, "AccountCode": "79", **sale},
    ]
    return 200, journals(journal(JournalLines=lines))


SENT = [{"Name": "Region", "Option": "South"}, {"Name": "Channel", "Option": "Online"}]


@pytest.mark.parametrize(
    ("tracking", "said"),
    [(SENT, ""), (SENT[:1], "Channel Online"), ([], "Region South, Channel Online")],
)
async def test_tracking_that_was_left_out_is_told(tracking: list[Any], said: str) -> None:
    """Xero may keep a journal without it and say nothing: then it is posted, with a remark."""
    outcome = await outcome_of(a_coded_entry(), kept(Tracking=tracking))

    assert isinstance(outcome, Posted)
    assert said in outcome.remark
    assert bool(outcome.remark) is bool(said)


def test_nothing_is_said_of_lines_that_are_not_shown() -> None:
    """An answer without lines tells nothing about them."""
    assert remark_on(a_coded_entry(), ()) == ""


@pytest.mark.parametrize(
    ("changed", "is_same"),
    [
        ({}, True),
        ({"Tracking": SENT[::-1]}, True),
        ({"Tracking": SENT[:1]}, False),
        ({"TaxType": "ZERORATEDOUTPUT"}, False),
    ],
)
def test_a_journal_says_the_same_with_tax_and_tracking(
    changed: dict[str, Any], *, is_same: bool
) -> None:
    """So a correction of a class or a rate alone is not taken for done before it is."""
    sent = entry_body(a_coded_entry(), POSTED, JOURNAL_ID)
    (body,) = json.loads(sent)["ManualJournals"]
    body["JournalLines"][1] |= changed

    assert WireJournal.model_validate(journal() | body).says(sent) is is_same


def test_another_kind_of_amounts_is_another_journal() -> None:
    """The same lines with their tax inside are other sums."""
    sent = entry_body(a_coded_entry(), POSTED, JOURNAL_ID)
    (body,) = json.loads(sent)["ManualJournals"]

    shown = journal() | body | {"LineAmountTypes": "Inclusive"}

    assert not WireJournal.model_validate(shown).says(sent)


def a_shown_line(amount: float, code: str, **more: Any) -> dict[str, Any]:
    """Return a line as Xero shows it."""
    blank = {"TaxType": "NONE", "TaxAmount": 0.0, "IsBlank": False, "Description": ""}
    return {**blank, "LineAmount": amount, "AccountCode": code, "AccountID": JOURNAL_ID, **more}


async def sent_over(ledger: XeroLedger, entry: ReadyEntry) -> Outcome:
    """Put an entry in place of the journal that is there."""
    return await ledger.replace(entry, LedgerEntry(JOURNAL_ID, "JF-1", JULY_7, version=UPDATED))


async def test_ours_wins_and_what_people_added_stays() -> None:
    """Our option takes the place of theirs in its category; another category of theirs stays."""
    north = {"Name": "region", "Option": "North", "TrackingOptionID": "1"}
    season = {"Name": "Season", "Option": "Summer", "TrackingOptionID": "2"}
    there = [
        a_shown_line(300, "35", Tracking=[season]),
        a_shown_line(-250, "79", TaxType="RROUTPUT", TaxAmount=-12.5, Tracking=[north, season]),
    ]
    shown = journals(journal(JournalLines=there, LineAmountTypes="Exclusive"))
    platform = answering(RATES, (200, shown), kept(Tracking=[SENT[0], season]))

    outcome = await sent_over(platform.ledger(), a_coded_entry(tracking=(SOUTH,)))

    assert isinstance(outcome, Posted)
    (body,) = json.loads(platform.asked[2].content)["ManualJournals"]
    paid, sale = body["JournalLines"]
    assert body["LineAmountTypes"] == "Exclusive"
    assert [one["Option"] for one in sale["Tracking"]] == ["South", "Summer"]
    assert [one["Option"] for one in paid["Tracking"]] == ["Summer"]
    assert (paid["TaxType"], sale["TaxType"]) == ("NONE", "OUTPUT2")


async def test_a_line_never_has_more_than_two_categories() -> None:
    """Ours come first."""
    season = {"Name": "Season", "Option": "Summer", "TrackingOptionID": "2"}
    there = [a_shown_line(300, "35"), a_shown_line(-250, "79", Tracking=[season])]
    shown = journals(journal(JournalLines=there))
    platform = answering(RATES, (200, shown), kept(Tracking=SENT))

    await sent_over(platform.ledger(), a_coded_entry())

    (body,) = json.loads(platform.asked[2].content)["ManualJournals"]
    assert [one["Option"] for one in body["JournalLines"][1]["Tracking"]] == ["South", "Online"]


async def test_our_own_tax_is_no_loss() -> None:
    """An entry that spares what is theirs may change its own tax, which is not theirs."""
    there = [
        a_shown_line(360, "35"),
        a_shown_line(-300, "79", TaxType="OUTPUT2", TaxAmount=-60),
    ]
    shown = journals(journal(JournalLines=there, LineAmountTypes="Exclusive"))
    entry = replace(a_coded_entry(tracking=()), spares=True)

    xero = answering(RATES, (200, shown), kept())
    assert isinstance(await sent_over(xero.ledger(), entry), Posted)
    bare = replace(a_ready_entry(), spares=True)
    outcome = await sent_over(answering((200, shown), kept()).ledger(), bare)
    assert isinstance(outcome, Refused)
    assert outcome.failure.reason is R.MATCHED_OR_EDITED


def test_a_code_that_is_there_twice_is_one() -> None:
    """A code of nought on every line is sent as it is said, not as the account's own."""
    item = ListItem(TAX, "BASEXCLUDED", "BAS Excluded", rate=Decimal(0))
    entry = a_coded_entry(TaxOn.INCLUSIVE, tax=item, debit="250.00")
    lines = tuple(replace(line, coded=(Coded(TAX, item),)) for line in entry.lines)

    body = drawn(replace(entry, lines=lines))

    assert {one["TaxType"] for one in body["JournalLines"]} == {"BASEXCLUDED"}
    assert NO_VAT.external_id not in str(body)
