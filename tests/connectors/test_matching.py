"""Which of the entries that a platform shows may be those that are looked for."""

from datetime import date

from connectors.matching import ids_unseen, might_be, unseen
from journal.amounts.money import Money
from journal.entries.entry import Side
from journal.entries.posting import LedgerEntry, LedgerLine
from journal.ports import Wanted
from tests.fakes.ready import JULY_7

JULY_8 = date(2026, 7, 8)
TEN, FIVE = Money(1000, "USD"), Money(500, "USD")


def wanted(
    number: str = "JF-1", reference: str = "", on: date = JULY_7, total: Money | None = None
) -> Wanted:
    """Look for an entry."""
    return Wanted(number, reference, on, total)


def shown(
    narration: str, *, on: date = JULY_7, is_draft: bool = False, total: Money | None = None
) -> LedgerEntry:
    """Return a journal that the ledger shows; its id is its narration."""
    lines = (LedgerLine(Side.DEBIT, total, "Sales"),) if total else ()
    return LedgerEntry(narration, "", on, is_draft=is_draft, texts=(narration,), lines=lines)


def picked(one: Wanted, *entries: LedgerEntry) -> list[str]:
    """Return which of `entries` may be the wanted one."""
    return [entry.ledger_id for entry in might_be([one], entries)]


def test_whatever_names_it_may_be_it() -> None:
    """Our number on any day, in brackets or as a word; the reference on its day."""
    named = [
        shown("shopify Shop-17 [jf-1]", on=JULY_8),
        shown("see (jf-1).", on=JULY_8),
        shown("Shop-17 of Tuesday"),
    ]

    assert picked(wanted("JF-1", "SHOP-17"), *named) == [one.ledger_id for one in named]


def test_longer_number_is_another_entry() -> None:
    """JF-10 is neither JF-1 nor JF-104, in brackets or not; nor is X-JF-1."""
    others = [shown("x [JF-10]"), shown("JF-10 by hand"), shown("X-JF-1"), shown("JF-1-2")]

    assert picked(wanted("JF-1"), *others) == []
    assert picked(wanted("JF-104"), *others) == []
    assert picked(wanted("JF-10"), *others) == ["x [JF-10]", "JF-10 by hand"]


def test_reference_counts_on_its_day_and_apart() -> None:
    """The caller's reference is free text: another day, or inside another word, is chance."""
    assert picked(wanted("JF-1", "SHOP-17"), shown("SHOP-17", on=JULY_8)) == []
    assert picked(wanted("JF-1", "SHOP-17"), shown("SHOP-170")) == []
    assert picked(wanted("JF-1", "707"), shown("Rent 707")) == []
    assert picked(wanted("JF-1", " S#7/a (b) "), shown("Sales S#7/a (b)")) == ["Sales S#7/a (b)"]


def test_same_day_and_total_may_be_it() -> None:
    """Someone may have typed it without any number; another day or total is silence."""
    one = wanted(total=TEN)

    assert picked(one, shown("by hand", total=TEN)) == ["by hand"]
    assert picked(one, shown("by hand", total=FIVE), shown("later", on=JULY_8, total=TEN)) == []
    assert picked(wanted(), shown("by hand", total=TEN)) == []


def test_nothing_matches_an_empty_name() -> None:
    """A journal without a narration is not taken for an entry without a reference."""
    assert picked(wanted("JF-1", " "), shown(""), shown(" ")) == []


def test_an_id_is_looked_for_whatever_it_says() -> None:
    """What is known by its id is shown though nothing else ties it; what is missing is told."""
    one = Wanted("JF-1", "", JULY_7, ids=("by hand", "gone"))

    assert picked(one, shown("by hand", on=JULY_8)) == ["by hand"]
    assert ids_unseen([one], [shown("by hand")]) == ["gone"]


def test_each_is_shown_once() -> None:
    """Found by number and again by day, it is one entry."""
    assert picked(wanted(), shown("x [JF-1]"), shown("x [JF-1]")) == ["x [JF-1]"]


def test_days_are_looked_through_while_more_can_be_there() -> None:
    """Our number on the day with the total settles it; a draft, another day or total do not."""
    one = wanted(total=TEN)

    assert unseen([one], [shown("x [JF-1]", total=TEN)]) == []
    for other in (
        shown("x [JF-1]", total=FIVE),
        shown("x [JF-1]", total=TEN, on=JULY_8),
        shown("x [JF-1]", total=TEN, is_draft=True),
        shown("x [JF-1]"),
        shown("see JF-1", total=TEN),
    ):
        assert unseen([one], [other]) == [one]


def test_found_on_one_of_its_days_the_others_are_left() -> None:
    """An entry that was dated again is looked for on each of its days."""
    days = [wanted(total=TEN), wanted(on=JULY_8, total=TEN)]

    assert unseen(days, [shown("x [JF-1]", on=JULY_8, total=TEN)]) == []
    assert unseen(days, []) == days
