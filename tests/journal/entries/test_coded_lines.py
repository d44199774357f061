"""What a line carries beside its account: its own word, a rule's, or what is lacking."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from journal.amounts.money import Money
from journal.books.book import Account, Platform
from journal.books.chart import Chart
from journal.books.lists import (
    CLASS,
    LOCATION,
    NAME,
    TAX,
    CompanyRules,
    Dimension,
    Field,
    ListItem,
    Lists,
    NameKind,
)
from journal.entries.coded_lines import CodeLack, coded_line, failure_of
from journal.entries.coding import Coding, TaxOn
from journal.entries.coding_rules import CodingRule, CodingRules, Scope
from journal.entries.entry import EntryKind, Line, NewEntry, Side
from journal.entries.failure import AccountCause, Failure, FailureReason
from journal.entries.placing import Known

R = FailureReason
SALES = Account("79", "Sales")
RECEIVABLE = Account("84", "Accounts Receivable (A/R)", wants_name="customer")
REGION = Dimension(Field.TRACKING, "Region")
CHANNEL = Dimension(Field.TRACKING, "Channel")
LISTS = Lists(
    (
        ListItem(CLASS, "c1", "Online"),
        ListItem(CLASS, "c2", "Stores"),
        ListItem(CLASS, "c3", "Closed shop", active=False),
        ListItem(LOCATION, "l1", "Web warehouse"),
        ListItem(NAME, "n1", "Faire", kind="customer"),
        ListItem(NAME, "n2", "Faire", kind="vendor"),
        ListItem(TAX, "t1", "NON"),
    )
)
KNOWN = Known(Platform.QUICKBOOKS, Chart((SALES, RECEIVABLE)), {}, {}, lists=LISTS)
CONTENT = NewEntry("S-1", date(2026, 7, 1), "Shopify", EntryKind.SALES_SUMMARY, "USD", lines=())


def a_line(**coding: object) -> Line:
    """Return a line of ten dollars, coded so."""
    return Line(Side.CREDIT, Money(1000, "USD"), account="Sales", coding=Coding(**coding))  # type: ignore[arg-type]


def told(
    line: Line, known: Known = KNOWN, account: Account = SALES
) -> tuple[list[str], list[CodeLack]]:
    """Return the ids of what the line carries, and what it lacks."""
    coded, lacks = coded_line(line, account, CONTENT, known)
    return [one.item.external_id for one in coded], [*lacks]


def test_a_line_carries_what_it_says() -> None:
    """Class, location and tax code by name, each with the platform's id."""
    carried = a_line(class_name="online", location="Web warehouse", tax="NON")

    assert told(carried) == (["c1", "l1", "t1"], [])


@pytest.mark.parametrize(
    ("word", "cause"),
    [("Onlin", None), ("Closed shop", AccountCause.INACTIVE), ("Two", AccountCause.AMBIGUOUS)],
)
def test_a_word_that_names_nothing_in_use_is_lacking(word: str, cause: AccountCause | None) -> None:
    """Unknown, inactive, or fit for two: told by its name and why, never left out."""
    two = (ListItem(CLASS, "c4", "Retail:Two"), ListItem(CLASS, "c5", "Stores:Two"))
    known = replace(KNOWN, lists=Lists((*LISTS.items, *two)))
    lack = CodeLack(R.DIMENSION_MISSING, CLASS, word, cause=cause)

    assert told(a_line(class_name=word), known) == ([], [lack])
    failure = failure_of([lack])
    assert failure is not None
    assert failure.cause is cause


def test_what_people_said_of_a_word_counts_first() -> None:
    """An alias, kept by id, is meant wherever the word stands, however it is spelled."""
    known = replace(KNOWN, item_aliases={(CLASS, "onlin"): "c2"})

    assert told(a_line(class_name="ONLIN"), known) == (["c2"], [])


def test_a_rule_fills_the_gap_and_the_line_wins() -> None:
    """A default by book gives a line its class, unless it has one of its own."""
    known = replace(KNOWN, coding_rules=CodingRules([CodingRule(Scope(), CLASS, "c2")]))

    assert told(a_line(), known) == (["c2"], [])
    assert told(a_line(class_name="Online"), known) == (["c1"], [])


def test_a_rule_of_what_is_inactive_now_gives_nothing() -> None:
    """Where the class is required it is asked for again, rather than refused by the platform."""
    known = replace(
        KNOWN,
        coding_rules=CodingRules([CodingRule(Scope(), CLASS, "c3")]),
        company_rules=CompanyRules(requires=(CLASS,)),
    )

    assert told(a_line(), known) == ([], [CodeLack(R.DIMENSION_MISSING, CLASS)])


def test_what_the_company_wants_is_asked_for_before_it_is_sent() -> None:
    """A required class, a tax code on each line, a customer on receivables."""
    wants = replace(KNOWN, company_rules=CompanyRules(requires=(CLASS,), wants_tax=True))

    assert told(a_line(), wants)[1] == [
        CodeLack(R.DIMENSION_MISSING, CLASS),
        CodeLack(R.TAX_MISSING, TAX),
    ]
    nobody = CodeLack(R.NAME_MISSING, NAME, kind="customer")
    assert told(a_line(), account=RECEIVABLE)[1] == [nobody]


def test_an_amount_of_tax_wants_a_code() -> None:
    """Without one it would be lost; amounts that are said to be without tax need none."""
    line = replace(a_line(), tax_amount=Money(200, "USD"))
    taxed = replace(CONTENT, amounts=TaxOn.INCLUSIVE)

    assert coded_line(line, SALES, taxed, KNOWN)[1] == [CodeLack(R.TAX_MISSING, TAX)]
    assert told(line)[1] == []


def test_the_account_says_whose_name_is_meant() -> None:
    """Receivables want the customer of that name; elsewhere the line may say which it means."""
    assert told(a_line(name="Faire"), account=RECEIVABLE) == (["n1"], [])
    either = CodeLack(R.NAME_MISSING, NAME, "Faire", cause=AccountCause.AMBIGUOUS)
    assert told(a_line(name="Faire"))[1] == [either]
    assert told(a_line(name="Faire", name_kind=NameKind.VENDOR)) == (["n2"], [])


def test_no_rule_puts_a_name_on_an_account_that_wants_none() -> None:
    """A default customer goes to receivables alone."""
    known = replace(KNOWN, coding_rules=CodingRules([CodingRule(Scope(), NAME, "n1")]))

    assert told(a_line(), known) == ([], [])
    assert told(a_line(), known, RECEIVABLE) == (["n1"], [])


def test_what_the_platform_cannot_hold_is_named() -> None:
    """A customer in Xero, a project in QuickBooks: lacking by name, never dropped."""
    xero = replace(KNOWN, platform=Platform.XERO)

    assert told(a_line(name="Faire"), xero)[1] == [CodeLack(R.NOT_CARRIED, NAME, "Faire")]
    assert told(a_line(project="Fair"))[1][0].reason is R.NOT_CARRIED


TRYTON = replace(
    KNOWN,
    platform=Platform.TRYTON,
    lists=Lists((ListItem(CHANNEL, "a1", "Shop"), ListItem(NAME, "p1", "Faire"))),
    company_rules=CompanyRules(requires=(CHANNEL,), tracks_on=("79",), requires_on=()),
    coding_rules=CodingRules([CodingRule(Scope(), CHANNEL, "a1")]),
)
CLEARING = Account("35", "Clearing")


def test_what_only_some_accounts_carry_is_named() -> None:
    """Tryton's analytic accounts are on income and expense, its parties where they are wanted."""
    tracked, named = a_line(tracking=(("Channel", "Shop"),)), a_line(name="Faire")

    assert told(tracked, TRYTON) == (["a1"], [])
    assert told(tracked, TRYTON, CLEARING)[1] == [
        CodeLack(R.NOT_CARRIED, CHANNEL, "Shop", on="Clearing")
    ]
    assert told(named, TRYTON, RECEIVABLE)[0] == ["p1"]
    (lack,) = told(named, TRYTON, CLEARING)[1]
    assert failure_of([lack]) == Failure(R.NOT_CARRIED, subject="name", details=("Clearing",))


def test_no_rule_tracks_an_account_that_carries_none() -> None:
    """A channel for the whole book goes to income and expense, and to nothing else."""
    assert told(a_line(), TRYTON) == (["a1"], [])
    assert told(a_line(), TRYTON, CLEARING) == ([], [])


@pytest.mark.parametrize(("requires_on", "lacks"), [((), 0), (("79",), 1), (None, 1)])
def test_tracking_is_required_where_the_company_says(
    requires_on: tuple[str, ...] | None, lacks: int
) -> None:
    """On some accounts alone, or on all, as Tryton's own rules complete the others."""
    rules = replace(TRYTON.company_rules, requires_on=requires_on)
    known = replace(TRYTON, company_rules=rules, coding_rules=CodingRules())

    assert len(told(a_line(), known)[1]) == lacks


def test_more_tracking_than_fits_is_named() -> None:
    """Xero's lines hold two categories; the third is refused by its name."""
    options = [
        ListItem(Dimension(Field.TRACKING, name), f"o{at}", "x")
        for at, name in enumerate(("A", "B", "C"))
    ]
    xero = replace(KNOWN, platform=Platform.XERO, lists=Lists(tuple(options)))

    coded, lacks = told(a_line(tracking=(("A", "x"), ("B", "x"), ("C", "x"))), xero)

    assert coded[:2] == ["o0", "o1"]
    assert lacks == [CodeLack(R.NOT_CARRIED, Dimension(Field.TRACKING, "C"), "x")]


def test_a_tracking_category_called_class_takes_classes() -> None:
    """Where a platform has no classes and the company tracks by "Class", that is meant."""
    option = ListItem(Dimension(Field.TRACKING, "Class"), "o1", "Online")
    xero = replace(KNOWN, platform=Platform.XERO, lists=Lists((option,)))

    assert told(a_line(class_name="Online"), xero) == (["o1"], [])


def test_a_location_is_a_category_where_there_are_no_locations() -> None:
    """A company without locations may track by a tag of that name; one with both has its own."""
    tag = ListItem(Dimension(Field.TRACKING, "Location"), "o1", "Web warehouse")
    zoho = replace(KNOWN, platform=Platform.ZOHO, lists=Lists((tag,)))
    both = replace(zoho, lists=Lists((tag, *LISTS.items)))

    assert told(a_line(location="Web warehouse"), zoho) == (["o1"], [])
    assert told(a_line(location="Web warehouse"), both) == (["l1"], [])


def test_one_failure_tells_all_of_its_kind() -> None:
    """The first kind of lack, its dimension as the subject, each word once; "" for each without."""
    lacks = [
        CodeLack(R.TAX_MISSING, TAX),
        CodeLack(R.DIMENSION_MISSING, CLASS, "Onlin"),
        CodeLack(R.DIMENSION_MISSING, CLASS),
        CodeLack(R.DIMENSION_MISSING, CLASS, "Onlin"),
        CodeLack(R.DIMENSION_MISSING, LOCATION, "Moon"),
    ]

    assert failure_of(lacks) == Failure(R.DIMENSION_MISSING, subject="class", details=("", "Onlin"))
    twice = [*lacks, CodeLack(R.DIMENSION_MISSING, CLASS)]
    assert failure_of(twice) == Failure(R.DIMENSION_MISSING, "class", ("", "", "Onlin"))
    assert failure_of([]) is None


def test_the_head_is_looked_at_too() -> None:
    """Xero holds no rate and Tryton no tax inside the amounts; both say so before a call."""
    from journal.entries.mapping import _not_held

    rated = replace(CONTENT, exchange_rate=Decimal("0.7315"))
    inclusive = replace(CONTENT, amounts=TaxOn.INCLUSIVE)

    held = _not_held(rated, replace(KNOWN, platform=Platform.XERO))
    assert held == Failure(R.NOT_CARRIED, subject="exchange_rate")
    assert _not_held(rated, KNOWN) is None
    assert _not_held(inclusive, KNOWN) is None
    held = _not_held(inclusive, replace(KNOWN, platform=Platform.TRYTON))
    assert held == Failure(R.NOT_CARRIED, subject="amounts")
    united_states = replace(KNOWN, company_rules=CompanyRules(reckons_tax=False))
    assert _not_held(inclusive, united_states) == held


@pytest.mark.parametrize("word", ["\xad", "\r", "\u200b\u200b", " "])
def test_a_word_that_nobody_sees_is_none(word: str) -> None:
    """Nobody can be asked what it means, nor find it in a list."""
    coding = Coding(class_name=word, tracking=(("Region", word),), name="Faire")

    assert [*coding.words()] == [(NAME, "Faire")]
