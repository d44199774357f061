"""Files behind their fence: what is read, and what is made to hurt."""

from __future__ import annotations

import gc
import random
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from connectors.intake import fenced, files, handed_in
from connectors.intake.fenced import Fenced, Limits, end_readings
from connectors.intake.result import Fault, IntakeOptions, OptionNeeded, Span, Taken
from journal.errors import BadInput
from journal.offers.choices import Needed
from tests.connectors.intake.build import QUICKBOOKS_HEAD, USD, a_journal
from tests.connectors.intake.conftest import Write
from tests.connectors.intake.hostile import GOOD, HURTS

pytestmark = pytest.mark.large
ROOT = Path(__file__).parents[3]


def test_what_is_read_is_the_same_on_both_sides(write: Write) -> None:
    """Entries, faults, notes and the size come through as they were read."""
    path = write(QUICKBOOKS_HEAD + a_journal("Etsy 1") + a_journal("Etsy 2") + a_journal("Etsy 1"))
    options = IntakeOptions("USD", prepared_by="ana@firm.example")
    inside, outside = files.open_entries(path, options), handed_in.open_entries(path, options)

    assert list(outside) == list(inside)
    assert list(outside) == list(inside)  # as often as you like
    assert (outside.label, outside.size, outside.notes) == (
        inside.label,
        inside.size,
        inside.notes,
    )
    assert {type(one) for one in inside} == {Taken, Fault}


def test_what_is_left_open_is_asked(write: Write) -> None:
    """A question of the reader arrives as one, with what to type."""
    path = write("Sales channel,SKU,Cost\nShopify,MUG,1.230\n")
    with pytest.raises(OptionNeeded, match="--decimals") as asked:
        list(handed_in.read_costs(path, USD))
    assert asked.value.needed is Needed.DECIMALS


def test_rows_with_faults_come_back_as_csv(write: Write) -> None:
    """The rows that were not taken are written behind the fence too."""
    path = write(QUICKBOOKS_HEAD + a_journal("Etsy 1"))
    sent = handed_in.faulty_rows(path, "", [(Span(2, 2), "not this one")])
    assert sent.splitlines()[1].startswith('"not this one","2",')


@pytest.mark.parametrize("kind", HURTS)
def test_what_hurts_is_refused_in_a_sentence(kind: str, write: Write) -> None:
    """The process may die of it; the one who asked lives and reads why."""
    made, says = HURTS[kind]
    with pytest.raises(BadInput, match=rf"^x\.xlsx .*{says}"):
        handed_in.open_entries(write(made(), "x.xlsx"), USD)


def test_a_text_that_is_too_much_is_refused(write: Write) -> None:
    """Rows without end, and lines that are one, are bounded as workbooks are."""
    with pytest.raises(BadInput, match="split it"):
        list(handed_in.open_entries(write(QUICKBOOKS_HEAD + "\n" * 3_000_000), USD))
    with pytest.raises(BadInput):
        handed_in.open_entries(write('"' + "a" * 3_000_000), USD)


def test_reading_that_takes_too_long_is_ended(write: Write) -> None:
    """A process that computes too long, or says nothing for too long, ends as a sentence."""
    path = write(QUICKBOOKS_HEAD + "".join(a_journal(f"Etsy {n}") for n in range(60_000)))
    for limits in (Limits(cpu=1, waiting=90), Limits(cpu=90, waiting=0.2)):
        asked = {"options": USD}
        with pytest.raises(BadInput, match="takes too long"):
            list(Fenced("entries", path, asked, limits).messages())


def test_no_process_is_left(write: Write) -> None:
    """A reading that nobody goes on with is ended, and one that came to its end."""
    path = write(QUICKBOOKS_HEAD + "".join(a_journal(f"Etsy {n}") for n in range(5_000)))
    reading = iter(handed_in.open_entries(path, USD))
    next(reading)
    assert _children()
    del reading
    gc.collect()
    assert not _children()
    list(handed_in.open_entries(path, USD))
    assert not _children()


def test_a_program_that_ends_waits_for_no_file(write: Write) -> None:
    """What is read just then is ended, and its reader comes to an end too."""
    path = write(QUICKBOOKS_HEAD + "".join(a_journal(f"Etsy {n}") for n in range(5_000)))
    reading = iter(handed_in.open_entries(path, USD))
    next(reading)
    end_readings()
    with pytest.raises(BadInput):
        list(reading)
    assert not _children()


@pytest.mark.parametrize(
    "answer",
    [
        "nonsense",
        '["head"]',
        '["head", {"label": 1}]',
        '["head", ["a journal", 1, []]]\n["item", {"entry": null}]',
        '["head", ["a journal", 1, []]]\n["item", ' + "[" * 100_000,
        '["head", ["a journal", 1, []]]\n["fault", {"lines": {"first": "x"}}]',
        '["needed", ["no such need", "", "", ""]]',
        '["refused", {}]',
        '["other", 1]',
        "\udcff",
    ],
)
def test_whatever_the_process_says_is_a_sentence(
    answer: str, write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A parser that others have taken over can say what it likes, and no more than that."""
    child = tmp_path / "child.py"
    said = answer.encode(errors="surrogateescape") + b"\n"
    child.write_text(f"import sys; sys.stdout.buffer.write({said!r})")
    monkeypatch.setattr(fenced, "_CHILD", child)

    with pytest.raises(BadInput, match=r"^x\.csv cannot be read"):
        list(handed_in.open_entries(write(QUICKBOOKS_HEAD, "x.csv"), USD))


def test_nothing_of_the_program_goes_along(monkeypatch: pytest.MonkeyPatch, write: Write) -> None:
    """The process has neither its environment, which would stop a Python, nor its folder."""
    monkeypatch.setenv("PYTHONUTF8", "neither 0 nor 1")
    path = write(QUICKBOOKS_HEAD + a_journal("Etsy 1"))
    (path.parent / "json.py").write_text("raise SystemExit(1)")
    monkeypatch.chdir(path.parent)

    assert len(list(handed_in.open_entries(path, USD))) == 1


_TRIES = """
import os, socket, subprocess, sys
sys.path.insert(0, sys.argv[1])
from connectors.intake.cut_off import cut_off, limit
limit(30)
held = cut_off()
tries = {
    "connect": lambda: socket.socket(),
    "start": lambda: subprocess.run(["/bin/true"]),
    "become": lambda: os.execv("/bin/true", ["true"]),
    "write": lambda: open(sys.argv[2], "w").write("x" * 100_000) or open(sys.argv[2]).close(),
    "grow": lambda: bytearray(600_000_000),
}
for name, attempt in tries.items():
    try:
        attempt()
    except (OSError, MemoryError):
        print(name)
print(held)
"""


def test_it_connects_to_nothing_and_starts_nothing(tmp_path: Path) -> None:
    """What is run in there has no connection, no other program, no file to write, no memory."""
    command = [sys.executable, "-c", _TRIES, str(ROOT), str(tmp_path / "out")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    *refused, held = done.stdout.split()
    assert refused == ["connect", "start", "become", "write", "grow"], done.stderr
    assert held == str(sys.platform == "linux")


def test_changed_bytes_are_read_or_refused(write: Write) -> None:
    """Whatever is changed in a file, the answer is its entries or a sentence."""
    chance = random.Random(7)  # noqa: S311  the same changes each time
    for _ in range(8):
        content = bytearray(GOOD)
        for _ in range(3):
            content[chance.randrange(4, len(content))] = chance.randrange(256)
        with pytest.raises(BadInput, match=r"x\.xlsx"):
            list(handed_in.open_entries(write(bytes(content), "x.xlsx"), USD))


def test_only_the_process_behind_the_fence_reads() -> None:
    """What parses files is not loaded by what starts the process."""
    code = (
        "import sys, connectors.intake.handed_in;"
        "print({'python_calamine', 'connectors.intake.files'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "set()"


def _children() -> list[psutil.Process]:
    found = psutil.Process().children()
    return [one for one in found if "fence_child.py" in " ".join(one.cmdline())]
