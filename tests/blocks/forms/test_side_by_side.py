"""Our entry beside the ledger's: the person who looks sees at once what differs."""

from dataclasses import replace
from datetime import date

from blocks.forms.duplicate import compare_form
from blocks.forms.side_by_side import side_by_side
from blocks.kit.validate import checked_view
from journal.amounts.money import Money
from journal.books.book import Platform
from journal.entries.entry import Side
from journal.entries.posting import LedgerEntry, LedgerLine
from journal.matching.heads import Head
from journal.moves.duplicate import Twins
from tests.build import a_case, an_entry, some_content

CLEARING = LedgerLine(Side.DEBIT, Money(160413, "USD"), "Clearing")
GIFTS = LedgerLine(Side.CREDIT, Money(160413, "USD"), "Gift cards")
THERE = LedgerEntry("227", "JF-1042", date(2026, 7, 7), lines=(CLEARING, GIFTS))
TWINS = Twins(a_case(), an_entry(content=some_content()), THERE, (CLEARING, GIFTS))


def fields(twins: Twins) -> list[list[str]]:
    """Return the lines of each column."""
    (section, *_) = side_by_side(twins)
    return [field["text"].splitlines() for field in section.to_dict()["fields"]]


def test_what_is_the_same_is_not_in_bold() -> None:
    """Only the headings are."""
    for column in fields(TWINS):
        assert column[0].startswith("*")
        assert not any(line.startswith("*") for line in column[1:])


def test_what_differs_is_in_bold_on_both_sides() -> None:
    """Day, sum and each line of its own."""
    sales = LedgerLine(Side.CREDIT, Money(160000, "USD"), "Sales")
    other = LedgerLine(Side.DEBIT, Money(160000, "USD"), "Clearing")
    there = replace(THERE, date=date(2026, 7, 8), lines=(other, sales))

    ours, theirs = fields(replace(TWINS, there=there))

    assert [line for line in ours[1:] if line.startswith("*")] == [
        "*Jul 7, 2026*",
        "*$1,604.13*",
        "*debit $1,604.13 Clearing*",
        "*credit $1,604.13 Gift cards*",
    ]
    assert "*Jul 8, 2026*" in theirs
    assert "*credit $1,600.00 Sales*" in theirs
    assert "What differs is in bold." in str([one.to_dict() for one in side_by_side(TWINS)])


def test_where_the_ledger_shows_no_lines_none_of_ours_differs() -> None:
    """Nothing can be said of them, so nothing is."""
    ours, _theirs = fields(replace(TWINS, there=replace(THERE, lines=())))

    assert "debit $1,604.13 Clearing" in ours


def test_ours_stands_alone_where_theirs_was_deleted() -> None:
    """There is nothing to lay beside it."""
    assert len(fields(replace(TWINS, there=None))) == 1


def test_the_question_has_two_answers_in_words() -> None:
    """What comes of each is said; one that the person may not give is left out."""
    blocks = checked_view(compare_form(TWINS, THERE))["blocks"]
    left = checked_view(compare_form(TWINS, THERE, left_out=("post_anyway",)))["blocks"]

    assert "*Ours: JF-1042*" in str(blocks)
    assert all(one in str(blocks) for one in ("Yes, this is it", "No, post ours"))
    assert "Yes, this is it" in str(left)
    assert "No, post ours" not in str(left)


def test_a_thousand_long_lines_fit_into_the_form() -> None:
    """The first of each, and how many more there are."""
    long = LedgerLine(Side.DEBIT, Money(100000000, "USD"), "A" * 90)
    there = replace(THERE, lines=(long,) * 1000, url=f"https://books.example/{'x' * 500}")

    view = compare_form(replace(TWINS, there=there, lines=(long,) * 1000), there)

    checked_view(view)
    assert "988 more lines" in str(view.to_dict())


def test_heads_are_told_and_what_differs_is_in_bold() -> None:
    """The rate that is another, what only they have; the day of a reversal never differs."""
    rate, near = ("Exchange rate", "0.7315"), ("Exchange rate", "0.73150001")
    told = (rate, ("Amounts are", "Tax exclusive"), ("Reversed on", "2026-08-01"))
    head = Head(told, platform=Platform.QUICKBOOKS)
    there = replace(THERE, extras=(("Exchange rate", "0.74"), ("Desk", "B")))

    ours, theirs = fields(replace(TWINS, there=there, head=head))
    same, _theirs = fields(replace(TWINS, there=replace(THERE, extras=(near,)), head=head))

    assert "*Exchange rate 0.7315* · Amounts are Tax exclusive · Reversed on Aug 1, 2026" in ours
    assert "*Exchange rate 0.74* · *Desk B*" in theirs
    assert "Exchange rate 0.7315 · Amounts are Tax exclusive · Reversed on Aug 1, 2026" in same
