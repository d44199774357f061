"""Opens a file of entries, whatever its format, and reads it entry by entry in bounded memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from connectors.intake import journal_columns as known
from connectors.intake.conventions import Conventions, Survey
from connectors.intake.detect import Found, find_table, open_file
from connectors.intake.drafts import Draft, Reading, Template, drafts_of
from connectors.intake.journal_form import (
    GENERIC,
    Amounts,
    check_currency,
    form_of,
    match_journal,
    used_headings,
)
from connectors.intake.journal_template import says_something, template_of
from connectors.intake.losses import losses
from connectors.intake.restarting import number_of, within_days
from connectors.intake.result import EntryFile, Fault, IntakeOptions, NumberBy, OptionNeeded, Taken
from connectors.intake.rows import Row, Table
from connectors.intake.sums import Sums, doubtful_totals
from connectors.intake.totals import is_total
from journal.errors import BadInput
from journal.quoting import quoted


def open_entries(path: Path, options: IntakeOptions) -> EntryFile:
    """Find out what `path` is and how it writes dates and amounts.

    A CSV file is gone through once here, so that one telling date settles all of them and no
    entry is given out that later rows continue.

    Raises:
        BadInput: the file as a whole cannot be read, or leaves something open that `options`
            must settle; the text says what to do.
    """
    opened = open_file(path, options.sheet)
    if opened.source and opened.first_line.lstrip("\ufeff \t").startswith(("{", "[")):
        from connectors.intake.jsonl import open_jsonl  # a third of a second, for these alone

        label, notes, read = open_jsonl(opened.source, opened.first_line, options)
        return EntryFile(label, opened.size, notes, _as_asked(read, options))
    found = find_table(opened, match_journal)
    template, table = _understood(found, path.name, options)
    if options.by_day:
        template = within_days(template)
    survey = _survey(template, table, options)
    reading = Reading(survey.conventions, options)

    def read_table() -> Iterator[Taken | Fault]:
        sums = Sums(options.currency, survey.conventions.decimals) if survey.has_totals else None
        for draft in drafts_of(_telling(table.rows()), template):
            if draft.rows:
                yield _finished(draft, template, reading, survey.torn)
            yield from doubtful_totals(draft, sums)

    told = (*found.notes, *_assumed(found), *survey.notes)
    return EntryFile(template.label, opened.size, told, _as_asked(read_table, options))


def _as_asked(
    read: Callable[[], Iterator[Taken | Fault]], options: IntakeOptions
) -> Callable[[], Iterator[Taken | Fault]]:
    """Return what reads the items, each reference once, with who prepared them."""
    return lambda: (
        _signed(one, options.prepared_by) for one in _unrepeated(read(), by_day=options.by_day)
    )


def _understood(found: Found, name: str, options: IntakeOptions) -> tuple[Template, Table]:
    try:
        form = form_of(found.match, options.number_by)
        check_currency(found.match, options.currency)
    except OptionNeeded as error:
        raise OptionNeeded(error.needed, error.says, error.typed, named=name) from error
    except BadInput as error:
        raise BadInput(f"{name} cannot be read: {error}") from error
    table = replace(found.table, headings=used_headings(found.match, form))
    return template_of(form), table


def _assumed(found: Found) -> Iterator[str]:
    """Yield what the form of the file leaves open."""
    form = form_of(found.match, NumberBy.DATE)
    if form.amounts is Amounts.SIGNED and form.label == GENERIC:
        yield "Amounts without a sign were taken as debits, negative ones as credits."
    if found.match.has(known.PREFIX) and found.match.has(known.REFERENCE):
        yield (
            "The entries are known by their Reference Number; the ledger gives them a new "
            "Journal Number."
        )


def _telling(rows: Iterator[Row]) -> Iterator[Row]:
    return (row for row in rows if says_something(row))


def _signed(item: Taken | Fault, prepared_by: str) -> Taken | Fault:
    if isinstance(item, Fault) or not prepared_by or item.entry.prepared_by:
        return item
    return replace(item, entry=replace(item.entry, prepared_by=prepared_by))


@dataclass(slots=True)
class _Surveyed:
    """What all rows of a file show together."""

    conventions: Conventions
    torn: dict[str, int]  # keys that come back later, and on which line
    notes: list[str]
    has_totals: bool


def _survey(template: Template, table: Table, options: IntakeOptions) -> _Surveyed:
    survey = Survey(options.currency)
    left_out: Counter[str] = Counter()
    seen: set[str] = set()
    torn: dict[str, int] = {}
    now, has_totals = "", False
    for row in _telling(table.rows()):
        if is_total(row):
            has_totals = True
            continue
        survey.see(row, template.dates, template.amounts)
        left_out.update(row.left_out)
        key = template.key_of(row)
        if key and key != now:
            if key in seen:
                torn.setdefault(key, row.lines.first)
            seen.add(key)
            now = key
    conventions, notes = survey.settle(options)
    notes += losses(left_out, "row", leave_out=options.leave_out)
    return _Surveyed(conventions, torn, notes, has_totals)


def _finished(
    draft: Draft, template: Template, reading: Reading, torn: dict[str, int]
) -> Taken | Fault:
    try:
        if draft.key in torn:
            raise BadInput(  # noqa: TRY301  told like all that is wrong with a draft
                f"the rows of journal {quoted(number_of(draft.key))} do not stand together (it "
                f"begins again on {draft.what} {torn[draft.key]}); put them together, or make two"
                " journals of them"
            )
        entry = template.read(draft, reading).checked()
    except OptionNeeded as error:
        number = number_of(draft.key)
        return Fault(draft.lines, str(error), number, draft.bytes_read, error.needed, error.says)
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
                    f"the reference {quoted(key[0])} stands on {item.lines.what} {first} already; "
                    "give this entry its own, or a higher revision"
                )
                yield Fault(item.lines, cause, key[0], item.bytes_read)
                continue
        yield item
