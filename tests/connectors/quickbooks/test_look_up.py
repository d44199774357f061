"""What is asked when entries are looked for, and what counts as found."""

from datetime import date

from connectors.quickbooks.entries import WireEntry
from connectors.quickbooks.look_up import CHUNK, day_queries, matches, number_queries
from connectors.quickbooks.query import quoted
from journal.ports import Wanted
from tests.fakes.ready import JULY_7


def wanted(number: str = "JF-1", reference: str = "", on: date = JULY_7) -> Wanted:
    """Look for an entry."""
    return Wanted(number, reference, on)


def shown(ledger_id: str, number: str = "", note: str = "") -> WireEntry:
    """Return an entry that the ledger shows."""
    return WireEntry(Id=ledger_id, TxnDate=JULY_7, DocNumber=number, PrivateNote=note)


def test_numbers_and_references_in_one_question() -> None:
    """Both names of an entry are asked for together; one too long to be a number is not."""
    queries = [*number_queries([wanted("JF-1", "SHOP-1"), wanted("JF-2", "x" * 22)])]

    assert queries == ["select * from JournalEntry where DocNumber in ('JF-1', 'SHOP-1', 'JF-2')"]


def test_many_numbers_in_few_questions() -> None:
    """A hundred entries are asked for in chunks, each name once."""
    queries = [*number_queries([wanted(f"JF-{n}", "SAME") for n in range(100)])]

    assert len(queries) == -(-101 // CHUNK)
    assert sum(query.count("'SAME'") for query in queries) == 1
    assert [*number_queries([])] == []


def test_near_days_are_one_range() -> None:
    """Days of one week are asked for together, far ones apart."""
    days = [date(2026, 7, 7), date(2026, 3, 1), date(2026, 7, 10), date(2026, 7, 7)]

    assert [*day_queries([wanted(on=day) for day in days])] == [
        "select * from JournalEntry where TxnDate >= '2026-03-01' and TxnDate <= '2026-03-01'",
        "select * from JournalEntry where TxnDate >= '2026-07-07' and TxnDate <= '2026-07-10'",
    ]
    assert [*day_queries([])] == []


def test_quotes_do_not_end_a_value() -> None:
    """A reference with quotes stays one value."""
    assert quoted("O'Neil\\") == "'O\\'Neil\\\\'"


def test_our_number_wins() -> None:
    """Our number as theirs beats a note that names it, and that beats the caller's reference."""
    by_reference = shown("1", "SHOP-1")
    by_note = shown("2", "77", "see (jf-1)")
    by_number = shown("3", "jf-1")

    one = [wanted("JF-1", "shop-1")]

    assert matches(one, [by_reference, by_note, by_number]) == {"JF-1": by_number}
    assert matches(one, [by_reference, by_note]) == {"JF-1": by_note}
    assert matches(one, [by_reference]) == {"JF-1": by_reference}


def test_longer_number_is_another_entry() -> None:
    """JF-104 is neither JF-1042 nor JF-10."""
    entries = [shown("1", "JF-1042"), shown("2", "", "JF-1042 [JF-10]")]

    assert matches([wanted("JF-104")], entries) == {}


def test_nothing_matches_an_empty_name() -> None:
    """Entries without a number are not taken for one without a reference."""
    assert matches([wanted("JF-1", " ")], [shown("1", ""), shown("2", " ")]) == {}


def test_first_shown_of_several() -> None:
    """Of two with the same number the first shown is told."""
    first, second = shown("1", "JF-1"), shown("2", "JF-1")

    assert matches([wanted()], [first, second]) == {"JF-1": first}
