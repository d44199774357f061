"""What is asked when entries are looked for."""

from datetime import date

from connectors.quickbooks.look_up import CHUNK, day_queries, number_queries
from connectors.quickbooks.query import quoted
from journal.ports import Wanted
from tests.fakes.ready import JULY_7


def wanted(number: str = "JF-1", reference: str = "", on: date = JULY_7) -> Wanted:
    """Look for an entry."""
    return Wanted(number, reference, on)


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
