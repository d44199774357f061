"""Entries read from a journal file of any form: what each says of itself, and its lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from connectors.intake.dates import read_date
from connectors.intake.drafts import Draft, Reading, Template, read_lines, same_in_all
from connectors.intake.journal_coding import head_of
from connectors.intake.journal_form import Amounts, Form
from connectors.intake.journal_lines import line_of, without_repeated_signs
from connectors.intake.references import dated_reference
from connectors.intake.result import NumberBy
from connectors.intake.rows import Row
from connectors.intake.words import channel_of, kind_of
from journal.amounts.money import currency_code
from journal.books.sales_channels import proper_name
from journal.entries.entry import Line, NewEntry
from journal.errors import BadInput

_BETWEEN: Final = "; "
ADJUSTMENTS: Final = "Adjustments"
"""The channel of an adjusting entry that names none: no sales stand behind it."""


@dataclass(frozen=True, slots=True)
class _Words:
    """What a draft says besides its amounts."""

    shared: tuple[str, ...]  # of the entry
    of_rows: tuple[str, ...]  # our names of columns that say something else in each row


def template_of(form: Form) -> Template:
    """Return how files of `form` are read."""
    columns = form.amounts is Amounts.COLUMNS
    return Template(
        label=form.label,
        dates=("date", "reverse_on"),
        amounts=("debit", "credit") if columns else ("amount",),
        key_of=lambda row: _key(row, form),
        read=lambda draft, reading: _read(draft, reading, form),
    )


def says_something(row: Row) -> bool:
    """Whether a row has an account, words of its own, or an amount that is not zero."""
    if row["account"] or row["code"] or row["description"] or row.problem:
        return True
    return any(row[column].strip(" 0.,-$€£") for column in ("debit", "credit", "amount"))


def _key(row: Row, form: Form) -> str:
    if form.number:
        return _number(row, form)
    narration = " ".join(_words_of_key(row, form).split())
    if form.number_by is not None and not row["date"]:
        return ""
    if form.number_by is NumberBy.CHANNEL and not narration:
        return ""
    # A row with only one of both is an entry of its own, so that the gap is told, not filled.
    return f"{row['date']} {narration}".strip() if narration or row["date"] else ""


def _number(row: Row, form: Form) -> str:
    first, *rest = form.number
    return row[first] or "".join(row[column] for column in rest)


def _words_of_key(row: Row, form: Form) -> str:
    if form.number_by is NumberBy.DATE:
        return ""
    if form.number_by is NumberBy.DESCRIPTION:
        return row["description"] or row["memo"]
    if form.number_by is NumberBy.CHANNEL:
        return _channel(row)
    return row["narration"]


def _channel(row: Row) -> str:
    try:
        words = [row[column] for column in ("narration", "memo", "description", "account")]
        return row["channel"] or channel_of(words, "")
    except BadInput:
        return ""


def _read(draft: Draft, reading: Reading, form: Form) -> NewEntry:
    _check_key(draft, form)
    rows, options = draft.rows, reading.options
    said = same_in_all(rows, "currency", "currencies")
    currency = currency_code(said or options.currency)
    words = _words(rows, form)
    lines = _lines(draft, reading, form, currency, words)
    day = _day_of(rows, reading)
    own = [*([draft.key] if form.number else []), *words.shared]
    of_lines = [line.description for line in lines]
    head = head_of(rows, lines, reading, currency)
    otherwise = options.sales_channel or (ADJUSTMENTS if head["adjusting"] else "")
    channel = _channel_of(rows, [*own, *of_lines], otherwise)
    return NewEntry(
        reference=_reference(draft, form, channel, reading),
        date=day,
        sales_channel=channel,
        kind=options.kind or kind_of(own, of_lines),
        currency=currency,
        lines=lines,
        description=_BETWEEN.join(words.shared),
        number=draft.key if form.has_journal_numbers else "",
        **head,
    )


def _day_of(rows: Sequence[Row], reading: Reading) -> date:
    def day_of(text: str) -> date:
        return read_date(text, reading.conventions.dates, reading.options.locale)

    return day_of(same_in_all(rows, "date", "dates", day_of))


def _check_key(draft: Draft, form: Form) -> None:
    if form.number:
        if not draft.key:
            raise BadInput("the journal number is missing")
        return
    first = draft.rows[0]
    if form.number_by is None and not first["narration"]:
        raise BadInput("the narration is missing")
    if form.number_by is NumberBy.CHANNEL and not draft.key:
        raise BadInput("it names no sales channel, or two; --number-by channel needs one in a row")
    if form.number_by is NumberBy.DESCRIPTION and not _words_of_key(first, form):
        raise BadInput("the description is missing; --number-by description needs one")
    if not first["date"]:
        raise BadInput("the date is missing")


def _words(rows: Sequence[Row], form: Form) -> _Words:
    """Part what the rows say in common from what each says for itself."""
    shared: list[str] = []
    of_rows: list[str] = []
    for column in form.words:
        said = dict.fromkeys(text for row in rows if (text := row[column]))
        if len(said) > 1 and column != "narration":
            of_rows.append(column)
        elif said and not any(next(iter(said)) in text for text in shared):
            shared.append(next(iter(said)))
    return _Words(tuple(shared), tuple(of_rows))


def _lines(
    draft: Draft, reading: Reading, form: Form, currency: str, words: _Words
) -> tuple[Line, ...]:
    if form.amounts is Amounts.SIDE:
        draft = replace(draft, rows=list(without_repeated_signs(draft.rows)))
    lines = read_lines(draft, lambda row: line_of(row, form.amounts, reading, currency))
    if not words.of_rows:
        return lines
    return tuple(
        replace(line, description=_described(line.description, row, words.of_rows))
        for line, row in zip(lines, draft.rows, strict=True)
    )


def _described(description: str, row: Row, columns: Sequence[str]) -> str:
    parts = dict.fromkeys([description, *(row[column] for column in columns)])
    return _BETWEEN.join(part for part in parts if part)


def _channel_of(rows: Sequence[Row], texts: Sequence[str], otherwise: str) -> str:
    if named := same_in_all(rows, "channel", "sales channels"):
        return proper_name(named)
    # Last of all: an account such as "Clearing:Shopify clearing" tells the channel too.
    return channel_of([*texts, " ".join(row["account"] for row in rows)], otherwise)


def _reference(draft: Draft, form: Form, channel: str, reading: Reading) -> str:
    if form.number:
        return draft.key
    first = draft.rows[0]
    day = read_date(first["date"], reading.conventions.dates, reading.options.locale)
    if form.number_by in {NumberBy.DATE, NumberBy.CHANNEL}:
        return dated_reference(channel, day)
    return dated_reference(_words_of_key(first, form), day)
