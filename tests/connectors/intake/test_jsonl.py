"""Files of JSON lines."""

from dataclasses import replace

import pytest

from connectors.intake import jsonl
from connectors.intake.files import open_entries
from connectors.intake.result import Fault, Span, Taken
from journal.errors import BadInput
from tests.connectors.intake.build import USD, entries, entry_json, faults, results
from tests.connectors.intake.conftest import Write


def test_each_line_is_an_entry(write: Write) -> None:
    """Lines are read in order, empty ones are passed over and counted."""
    path = write(entry_json(reference="A") + "\n" + entry_json(reference="B"), "day.jsonl")

    first, second = results(path)

    assert isinstance(first, Taken)
    assert isinstance(second, Taken)
    assert (first.entry.reference, first.lines) == ("A", Span(1, 1))
    assert (second.entry.reference, second.lines) == ("B", Span(3, 3))
    assert second.bytes_read == path.stat().st_size


def test_a_bad_line_does_not_stop_the_others(write: Write) -> None:
    """What is wrong is told with its line and, as far as it can be read, its reference."""
    path = write(entry_json(reference="A", kind="x") + "{broken\n" + entry_json(reference="C"))

    wrong, broken, good = results(path)

    assert isinstance(wrong, Fault)
    assert isinstance(broken, Fault)
    assert isinstance(good, Taken)
    assert wrong.reference == "A"
    assert str(broken).startswith("line 2: it is not JSON")
    assert broken.reference == ""


def test_a_line_of_the_entry_is_not_taken_for_one_of_the_file(write: Write) -> None:
    """Both are counted from one, so a fault says which of the two it means."""
    bad = entry_json(reference="B").replace('"amount": "', '"amount": "x')

    (told,) = faults(write(entry_json(reference="A") + bad))

    assert told.startswith('line 2: line 1 of the entry: "amount" must be')
    assert '; line 2 of the entry: "amount" must be' in told


def test_a_repeated_reference_is_told(write: Write) -> None:
    """The second of two is a fault, and a higher revision is not a repetition."""
    path = write(
        entry_json(reference="A")
        + entry_json(reference="A")
        + entry_json(reference="A", revision=2)
    )
    assert [item.entry.revision for item in _taken(results(path))] == [1, 2]
    assert faults(path) == [
        'line 2: the reference "A" stands on line 1 already; '
        "give this entry its own, or a higher revision"
    ]


def _taken(items: list[Taken | Fault]) -> list[Taken]:
    return [item for item in items if isinstance(item, Taken)]


def test_one_list_is_refused_with_advice(write: Write) -> None:
    """A file that is one JSON list is not read as one bad line."""
    with pytest.raises(BadInput, match=r"is one JSON list; .*jq -c '\.\[\]' day\.json"):
        open_entries(write("[" + entry_json() + "]", "day.json"), USD)


@pytest.mark.parametrize("start", ["{\n", '{"reference": "A",\n', '{"lines": [\n'])
def test_entries_over_several_lines_are_refused_with_advice(write: Write, start: str) -> None:
    """A file of indented objects is not read as hundreds of bad lines."""
    with pytest.raises(BadInput, match=r"over several lines; .*jq -c \. day\.json"):
        open_entries(write(start + '"date": "2026-07-13"}\n', "day.json"), USD)


def test_a_line_without_end_is_not_held(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line above the limit is a fault, and reading goes on behind it."""
    monkeypatch.setattr(jsonl, "LONGEST_LINE", 1000)
    path = write(entry_json(description="x" * 3500) + entry_json(reference="B"))
    assert faults(path) == ["line 1: the line has more than 1000 characters"]
    assert len(results(path)) == 2


def test_the_book_lends_its_currency(write: Write) -> None:
    """Entries without a currency are in the book's; others keep theirs."""
    path = write(entry_json(reference="A") + entry_json(reference="B", currency="EUR"))
    assert [entry.currency for entry in entries(path)] == ["USD", "EUR"]


def test_windows_line_ends_and_byte_marks(write: Write) -> None:
    """How the lines end and whether the file carries a mark makes no difference."""
    text = entry_json(reference="A", description="Café").replace("\n", "\r\n")
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        path = write(text, encoding=encoding)
        assert [entry.reference for entry in entries(path)] == ["A"]


def test_fields_that_are_not_carried_are_named_once(write: Write) -> None:
    """A month of entries with tags is one sentence, not one for each line."""
    path = write(entry_json(tags="Web") + entry_json(reference="SHOP-2", tags="Web"))
    with pytest.raises(BadInput, match=r"tags \(2 lines\); empty these, or leave them out"):
        open_entries(path, USD)
    assert len(entries(path, replace(USD, leave_out=True))) == 2


def test_fields_that_are_empty_lose_nothing(write: Write) -> None:
    """What other software writes out and leaves empty is no reason to refuse."""
    path = write(entry_json(location="", tracking=[], tags=[]))
    assert open_entries(path, USD).notes == ()
    assert len(entries(path)) == 1
