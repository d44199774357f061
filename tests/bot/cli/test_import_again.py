"""`jefail import` of numbers that are known: corrections, other days, and what would be done."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from typer.testing import Result

from tests.bot.cli.files import entries_file
from tests.bot.cli.person import Person, counts, unwrapped
from tests.storage.stage import rows

FILES = Path(__file__).parents[2] / "stories" / "files"
DAY_1, DAY_2 = (FILES / f"numbers-from-one-day{n}.csv" for n in (1, 2))
HEADINGS = ("Journal No", "Journal Date", "Account", "Debits", "Credits", "Description")


async def imports(person: Person, file: Path, *options: str) -> Result:
    """Import a file into Northwind."""
    return await person.types("import", str(file), "--book", "northwind", *options)


async def days(person: Person) -> dict[str, str]:
    """Return the day of each reference."""
    found = await rows(person.database, "SELECT reference, date FROM entry ORDER BY id")
    return {row.reference: row.date.isoformat() for row in found}


BOTH_OF_DAY_1 = {"1": "2026-07-14", "2": "2026-07-14"}
BOTH_OF_DAY_2 = {"2026-07-15 1": "2026-07-15", "2026-07-15 2": "2026-07-15"}


@pytest.mark.parametrize("options", [(), ("--corrected",)])
async def test_another_day_is_not_taken_under_a_known_number(
    person: Person, options: tuple[str, ...]
) -> None:
    """Both days and sums are told, and what to type for either meaning."""
    await person.connects()
    await imports(person, DAY_1)

    result = await imports(person, DAY_2, *options)

    assert counts(result) == (1, 0, 2)
    (told,) = [line for line in result.stderr.splitlines() if "lines 2-3:" in line]
    assert "JF-" in told
    for words in (
        *("2026-07-14 (350.58 USD)", "2026-07-15 (411.00 USD)", "--numbers-restart date"),
        *("--corrected-all", "--ask"),
    ):
        assert words in result.stderr
    assert await days(person) == BOTH_OF_DAY_1


async def test_numbers_that_start_again(person: Person) -> None:
    """The day becomes part of the reference; whatever is imported again, and how, is known."""
    await person.connects()
    await imports(person, DAY_1)

    second = await imports(person, DAY_2, "--corrected", "--numbers-restart", "date")
    again = [
        await imports(person, file, *options)
        for file in (DAY_1, DAY_2)
        for options in ((), ("--numbers-restart", "date"), ("--numbers-restart", "file"))
    ]

    assert counts(second) == (0, 2)
    assert {counts(one) for one in again} == {(0, 0, 2)}
    assert await days(person) == BOTH_OF_DAY_1 | BOTH_OF_DAY_2


async def test_what_really_is_a_correction(person: Person) -> None:
    """It takes the other day's place when that is said."""
    await person.connects()
    await imports(person, DAY_1)

    both = await imports(person, DAY_2, "--corrected-all", "--ask")
    taken = await imports(person, DAY_2, "--corrected-all")

    assert (both.exit_code, "either --corrected-all or --ask" in both.stderr) == (1, True)
    assert counts(taken) == (0, 2)
    assert await days(person) == {"1": "2026-07-15", "2": "2026-07-15"}


async def test_what_is_to_be_asked_is_counted(person: Person) -> None:
    """It is taken in, and waits for an answer in Slack."""
    await person.connects()
    await imports(person, DAY_1)

    result = await imports(person, DAY_2, "--ask")

    assert (result.exit_code, result.stdout) == (
        *(0, "2 entries taken, 2 of them asked about in Slack.\n"),
    )


async def test_numbers_that_start_again_within_a_file(person: Person, tmp_path: Path) -> None:
    """A month in one file: each day's number 1 is an entry, and so in JSON lines."""
    await person.connects()
    month = tmp_path / "july.csv"
    rows_of_both = [
        row for file in (DAY_1, DAY_2) for row in file.read_text().splitlines()[1:] if row
    ]
    month.write_text("\n".join([",".join(HEADINGS), *rows_of_both]) + "\n")
    lines = entries_file(tmp_path / "days.jsonl", ("A", "A"))
    first, second = lines.read_text().splitlines()
    lines.write_text(f"{first}\n{second.replace('2026-07-07', '2026-07-08')}\n")

    refused = [await imports(person, file) for file in (month, lines)]
    taken = [await imports(person, file, "--numbers-restart", "date") for file in (month, lines)]

    assert [one.exit_code for one in refused] == [1, 1]
    assert '"A"' in refused[1].stderr
    assert [counts(one) for one in taken] == [(0, 4), (0, 1, 1)]
    assert set(await days(person)) == {
        *("2026-07-14 1", "2026-07-14 2", "2026-07-15 1", "2026-07-15 2"),
        *("A", "2026-07-08 A"),
    }


# --- --dry-run


async def everything(person: Person) -> list[object]:
    """Return what the tables hold, and the number that the next entry gets."""
    tables = ("entry", "procrastinate_jobs", "incident", "message", "attempt")
    counts = [await rows(person.database, f"SELECT count(*) FROM {name}") for name in tables]  # noqa: S608  names written here
    sequence = "SELECT last_value FROM pg_sequences WHERE sequencename = 'entry_id_seq'"
    return [*counts, await rows(person.database, sequence)]


async def test_a_dry_run_shows_all_and_writes_nothing(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How many entries and lines, which days, and the sums of each account, in 80 columns."""
    await person.connects()
    before = await everything(person)
    monkeypatch.setenv("COLUMNS", "80")

    result = await imports(person, DAY_1, "--dry-run")

    assert result.exit_code == 0
    told = [unwrapped(line) for line in result.stdout.splitlines()]
    for line in (
        *("New 2", "Not taken 0", "Would be taken 2 4 2026-07-14"),
        *("Clearing:PayPal clearing 100.00", "Clearing:Shopify clearing 350.58 100.00"),
        *("Sales 350.58", "Total 450.58 USD 450.58 USD"),
    ):
        assert line in told, result.stdout
    assert all(len(line) <= 80 for line in result.stdout.splitlines())
    assert await everything(person) == before


async def test_a_dry_run_tells_known_corrected_and_refused_ones(
    person: Person, tmp_path: Path
) -> None:
    """As the import itself would have it, with the same options and the same advice."""
    await person.connects()
    file = entries_file(tmp_path / "day.jsonl", ("A", "B"))
    await imports(person, file)
    entries_file(file, ("A", "B", "C", "D"), unbalanced="D")
    file.write_text(file.read_text().replace("10.00", "12.00", 2))
    before = await everything(person)

    plain = await imports(person, file, "--dry-run")
    corrected = await imports(person, file, "--dry-run", "--corrected")

    assert (plain.exit_code, corrected.exit_code) == (1, 1)
    assert "--corrected" in plain.stderr
    for result, told in ((plain, "Not taken 2"), (corrected, "Corrections 1")):
        assert told in unwrapped(result.stdout)
        assert "Known already 1" in unwrapped(result.stdout)
        assert "line 4:" in result.stderr
    assert await everything(person) == before
    taken = await imports(person, file, "--corrected")
    assert counts(taken) == (1, 2, 1, 1)


async def test_a_dry_run_of_numbers_that_start_again(person: Person) -> None:
    """What reads as another entry is told, and goes away with the option."""
    await person.connects()
    await imports(person, DAY_1)

    plain = await imports(person, DAY_2, "--dry-run", "--corrected")
    restarted = await imports(person, DAY_2, "--dry-run", "--numbers-restart", "date")

    assert (plain.exit_code, restarted.exit_code) == (1, 0)
    assert "2026-07-14 (350.58 USD)" in plain.stderr
    assert "--numbers-restart date" in plain.stderr
    assert "New 2" in unwrapped(restarted.stdout)


async def test_a_dry_run_names_what_is_not_carried(person: Person, tmp_path: Path) -> None:
    """The import would refuse the file for it; the rest is shown all the same."""
    await person.connects()
    file = tmp_path / "class.csv"
    with file.open("w", newline="") as text:
        table = csv.writer(text)
        table.writerow([*HEADINGS, "Cost object"])
        table.writerow(["S-1", "2026-07-14", "Clearing", "5.00", "", "Shopify sales", "Retail"])
        table.writerow(["S-1", "2026-07-14", "Sales", "", "5.00", "Shopify sales", "Retail"])

    refused = await imports(person, file, "--dry-run")
    without = await imports(person, file, "--dry-run", "--leave-out")

    assert (refused.exit_code, without.exit_code) == (1, 0)
    assert "Cost object (2 rows)" in refused.stderr
    assert "--leave-out" in refused.stderr
    for result in (refused, without):
        assert " 1 2 2026-07-14" in unwrapped(result.stdout)
    nothing = tmp_path / "nothing.csv"
    nothing.write_text("a,b\n1,2\n")
    assert (await imports(person, nothing, "--dry-run")).exit_code == 1


async def test_a_dry_run_says_what_would_wait_on_a_card(person: Person, tmp_path: Path) -> None:
    """Gaps that are known here are counted by their cause, where the chart was read."""
    await person.connects()
    file = entries_file(tmp_path / "day.jsonl", ("A", "B"))

    read = await imports(person, file, "--dry-run")
    async with person.database.engine.begin() as sql:
        await sql.exec_driver_sql("DELETE FROM account")
    unread = await imports(person, file, "--dry-run")

    assert "2 entries would wait on a card" in read.stdout
    assert 'no account for the category "Gift cards" of Shopify: 2 entries' in read.stdout
    assert "accounts were not checked" in unread.stdout
    assert (read.exit_code, unread.exit_code) == (0, 0)


async def test_long_dry_runs_are_cut(person: Person, tmp_path: Path) -> None:
    """Thirty accounts are shown; the rest are counted, and stand in the total."""
    await person.connects()
    file = tmp_path / "many.csv"
    with file.open("w", newline="") as text:
        table = csv.writer(text)
        table.writerow(HEADINGS)
        for n in range(50):
            table.writerow([n, "2026-07-14", f"Income {n:02}", "", "5.00", "Shopify sales"])
            table.writerow([n, "2026-07-14", "Clearing", "5.00", "", "Shopify sales"])

    result = await imports(person, file, "--dry-run")

    assert "… and 21 more" in result.stdout
    assert "Total 250.00 USD 250.00 USD" in unwrapped(result.stdout)


async def test_a_dry_run_says_what_would_be_cut(person: Person, tmp_path: Path) -> None:
    """How much of a long memo the platform takes, before anything is handed in."""
    await person.connects()
    file = entries_file(tmp_path / "day.jsonl", ("A", "B"))
    long = f'"description": "{"m" * 3999}", "reference"'
    file.write_text(file.read_text().replace('"reference"', long))

    result = await imports(person, file, "--dry-run")

    told = unwrapped(result.stderr)
    assert told.count("3,999") == 1
    assert told.startswith("A and 1 more ")
    assert await days(person) == {}
