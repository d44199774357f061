"""Opens a file of entries, whatever its format, and reads it entry by entry in bounded memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from connectors.intake.conventions import Conventions, Survey
from connectors.intake.csv_rows import CsvFile
from connectors.intake.detect import find_table, first_line
from connectors.intake.drafts import Draft, Reading, Template, drafts_of
from connectors.intake.jsonl import LABEL, check_jsonl, read_jsonl
from connectors.intake.quickbooks_csv import QUICKBOOKS
from connectors.intake.restarting import number_of, within_days
from connectors.intake.result import Fault, IntakeOptions, Taken
from connectors.intake.source import Source, find_source
from connectors.intake.xero_csv import XERO
from journal.errors import BadInput
from journal.quoting import quoted

TEMPLATES = tuple((one.label, one.columns, one) for one in (QUICKBOOKS, XERO))


@dataclass(frozen=True, slots=True)
class EntryFile:
    """A file of entries, understood but not yet read. Iterate over it as often as you like.

    The only thing kept while reading is the reference of each entry and where it stood.
    """

    label: str  # the format, as people call it
    size: int  # bytes, for a progress bar
    notes: tuple[str, ...]  # what had to be assumed; to be shown once, before anything else
    _read: Callable[[], Iterator[Taken | Fault]] = field(repr=False)
    _prepared_by: str = ""  # for entries that do not say it themselves
    _by_day: bool = False  # a reference that comes again on another day is no repetition

    def __iter__(self) -> Iterator[Taken | Fault]:
        items = _unrepeated(self._read(), by_day=self._by_day)
        return (_signed(one, self._prepared_by) for one in items)


def open_entries(path: Path, options: IntakeOptions) -> EntryFile:
    """Find out what `path` is and how it writes dates and amounts.

    A CSV file is gone through once here, so that one telling date settles all of them and no
    entry is given out that later rows continue.

    Raises:
        BadInput: the file as a whole cannot be read, or leaves something open that `options`
            must settle; the text says what to do.
    """
    source = find_source(path)
    line = first_line(source)
    if line.lstrip().startswith(("{", "[")):
        check_jsonl(line, path.name)
        return EntryFile(
            LABEL,
            source.size,
            _noted(source),
            lambda: read_jsonl(source, options.currency),
            options.prepared_by,
            options.by_day,
        )
    template, table = find_table(source, line, TEMPLATES)
    if options.by_day:
        template = within_days(template)
    conventions, torn, notes = _survey(template, table, options)
    reading = Reading(conventions, options)

    def read() -> Iterator[Taken | Fault]:
        for draft in drafts_of(table.rows(), template):
            yield _finished(draft, template, reading, torn)

    told = (*_noted(source), *notes)
    return EntryFile(template.label, source.size, told, read, options.prepared_by, options.by_day)


def _signed(item: Taken | Fault, prepared_by: str) -> Taken | Fault:
    if isinstance(item, Fault) or not prepared_by or item.entry.prepared_by:
        return item
    return replace(item, entry=replace(item.entry, prepared_by=prepared_by))


def _noted(source: Source) -> tuple[str, ...]:
    return (source.note,) if source.note else ()


def _survey(
    template: Template, table: CsvFile, options: IntakeOptions
) -> tuple[Conventions, dict[str, int], list[str]]:
    """Return how the file is written, the keys that come back later (and where), and notes."""
    survey = Survey(options.currency)
    left_out: Counter[str] = Counter()
    seen: set[str] = set()
    torn: dict[str, int] = {}
    now = ""
    for row in table.rows():
        survey.see(row, template.dates, template.amounts)
        left_out.update(row.left_out)
        key = template.key_of(row)
        if key and key != now:
            if key in seen:
                torn.setdefault(key, row.lines.first)
            seen.add(key)
            now = key
    conventions, notes = survey.settle(options)
    return conventions, torn, [*notes, *_losses(left_out, options)]


def _losses(left_out: Counter[str], options: IntakeOptions) -> list[str]:
    if not left_out:
        return []
    named = ", ".join(
        f"{heading} ({count} row{'s' if count > 1 else ''})" for heading, count in left_out.items()
    )
    if not options.leave_out:
        raise BadInput(
            f"the file says more than jefail can post: {named}. Empty these columns, or leave them "
            "out on purpose with --leave-out"
        )
    return [f"Left out, as asked: {named}. Entries are posted without them."]


def _finished(
    draft: Draft, template: Template, reading: Reading, torn: dict[str, int]
) -> Taken | Fault:
    try:
        if draft.key in torn:
            raise BadInput(  # noqa: TRY301  told like all that is wrong with a draft
                f"the rows of journal {quoted(number_of(draft.key))} do not stand together (it "
                f"begins again on line {torn[draft.key]}); put them together, or make two journals"
                " of them"
            )
        entry = template.read(draft, reading).checked()
    except BadInput as error:
        return Fault(draft.lines, str(error), number_of(draft.key), draft.bytes_read)
    return Taken(entry, draft.lines, draft.bytes_read)


def _unrepeated(items: Iterator[Taken | Fault], *, by_day: bool) -> Iterator[Taken | Fault]:
    """Let an entry through once: taking a second one for the first would lose it unseen."""
    seen: dict[tuple[str, int, date | None], int] = {}
    for item in items:
        if isinstance(item, Taken):
            day = item.entry.date if by_day else None
            key = item.entry.reference, item.entry.revision, day
            first = seen.setdefault(key, item.lines.first)
            if first != item.lines.first:
                cause = (
                    f"the reference {quoted(key[0])} stands on line {first} already; "
                    "give this entry its own, or a higher revision"
                )
                yield Fault(item.lines, cause, key[0], item.bytes_read)
                continue
        yield item
