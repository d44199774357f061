"""What counts as found among the journals that Xero shows."""

from datetime import date

from connectors.matching import matches
from journal.ports import Wanted
from journal.posting import LedgerEntry
from tests.fakes.ready import JULY_7

JULY_8 = date(2026, 7, 8)


def wanted(number: str = "JF-1", reference: str = "", on: date = JULY_7) -> Wanted:
    """Look for an entry."""
    return Wanted(number, reference, on)


def shown(narration: str, *, on: date = JULY_7, is_draft: bool = False) -> LedgerEntry:
    """Return a journal that the ledger shows; its id is its narration."""
    return LedgerEntry(narration, "", on, is_draft=is_draft, texts=(narration,))


def found(one: Wanted, *entries: LedgerEntry) -> tuple[str, str] | None:
    """Return which of `entries` is the wanted one, and by what name."""
    match = matches([one], entries).get(one.number)
    return (match.ledger_id, match.number) if match else None


def test_our_number_wins() -> None:
    """Our number in brackets beats our number as a word, and that beats the reference."""
    by_reference = shown("Shop-17 of Tuesday")
    by_word = shown("see (jf-1).")
    in_brackets = shown("shopify Shop-17 [jf-1]")

    one = wanted("JF-1", "SHOP-17")

    assert found(one, by_reference, by_word, in_brackets) == ("shopify Shop-17 [jf-1]", "JF-1")
    assert found(one, by_reference, by_word) == ("see (jf-1).", "JF-1")
    assert found(one, by_reference) == ("Shop-17 of Tuesday", "SHOP-17")


def test_longer_number_is_another_entry() -> None:
    """JF-10 is neither JF-1 nor JF-104, in brackets or not; nor is X-JF-1."""
    others = [shown("x [JF-10]"), shown("JF-10 by hand"), shown("X-JF-1"), shown("JF-1-2")]

    assert found(wanted("JF-1"), *others) is None
    assert found(wanted("JF-104"), *others) is None
    assert found(wanted("JF-10"), *others) == ("x [JF-10]", "JF-10")


def test_what_bears_another_number_is_another_entry() -> None:
    """A journal of ours that mentions another entry, or its reference, is not that one."""
    correction = shown("corrects JF-1 of SHOP-17 [JF-2]")

    assert found(wanted("JF-1", "SHOP-17"), correction) is None
    assert found(wanted("JF-2"), correction) == ("corrects JF-1 of SHOP-17 [JF-2]", "JF-2")


def test_reference_counts_on_its_day_and_when_it_is_telling() -> None:
    """The caller's reference is free text: another day, or three characters, is chance."""
    assert found(wanted("JF-1", "SHOP-17"), shown("SHOP-17", on=JULY_8)) is None
    assert found(wanted("JF-1", "SHOP-17"), shown("SHOP-170")) is None
    assert found(wanted("JF-1", "707"), shown("Rent 707")) is None
    assert found(wanted("JF-1", " S#7/a (b) "), shown("Sales S#7/a (b)")) is not None


def test_nothing_matches_an_empty_name() -> None:
    """A journal without a narration is not taken for an entry without a reference."""
    assert found(wanted("JF-1", " "), shown(""), shown(" ")) is None


def test_books_win_over_drafts() -> None:
    """What is posted beats any draft, though the draft names it better."""
    draft, typed = shown("shopify [JF-1]", is_draft=True), shown("JF-1 by hand")

    assert found(wanted("JF-1"), draft, typed) == ("JF-1 by hand", "JF-1")
    assert matches([wanted("JF-1")], [draft])["JF-1"].is_draft


def test_first_shown_of_several() -> None:
    """Of two with the same number the first shown is told."""
    assert found(wanted(), shown("a [JF-1]"), shown("b [JF-1]")) == ("a [JF-1]", "JF-1")
