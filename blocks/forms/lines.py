"""An entry's lines in a form: an account and an amount each, as texts that can be corrected."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from babel.numbers import NumberFormatError, format_decimal, parse_decimal
from slack_sdk.models.blocks import (
    Block,
    InputBlock,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from blocks.forms.parts import BadField, chosen_in, for_whom, form, text_in
from blocks.kit import figures, limits, names
from blocks.kit.card import section
from blocks.kit.text import one_line, outside
from journal.amounts.money import Money, places
from journal.entries.editing import Correction, Row, name_of
from journal.entries.entry import Entry, Line, Side
from journal.errors import BadInput
from journal.incidents.incident import Case

ADDED = 2
"""Empty lines behind those that are there."""
MOST_ENTRIES = 100
"""As many as Slack takes in a list."""
_TYPED = re.compile(
    r"(?P<side>debit|dr|credit|cr)\b\.?\s*(?P<amount>.*)", re.IGNORECASE | re.DOTALL
)
_HOW = "Write Debit or Credit and the amount, such as: Debit {amount}"


def which_form(case: Case, entries: Sequence[Entry]) -> View:
    """Draw the choice of one entry of several."""
    locale = case.book.locale
    options = [
        Option(value=str(entry.id), text=PlainTextObject(text=_one_of(entry, locale)))
        for entry in entries[:MOST_ENTRIES]
    ]
    which = InputBlock(
        block_id=names.EDITED_BLOCK,
        label=PlainTextObject(text="Which entry?"),
        element=StaticSelectElement(action_id=names.EDITED_INPUT, options=options),
    )
    blocks = [section(for_whom(case)), which]
    return form(names.EDIT_WHICH_FORM, "Edit lines", "Go on", str(case.incident.id), blocks)


def read_which(view: Mapping[str, Any]) -> tuple[int, int]:
    """Return the ids of the incident and of the entry that was chosen. Raises BadField."""
    chosen = chosen_in(view, names.EDITED_BLOCK, names.EDITED_INPUT)
    if not chosen:
        raise BadField(names.EDITED_BLOCK, "Choose an entry.")
    return int(view["private_metadata"]), int(chosen)


def lines_form(case: Case, entry: Entry) -> View:
    """Draw the lines. The form carries ids and the posting revision that is shown."""
    about = f"{case.incident.id}:{entry.id}:{entry.posting_revision}"
    locale = case.book.locale
    lines = [
        block
        for place, line in enumerate(entry.content.lines)
        if line.amount is not None
        for block in _fields(place, line, locale)
    ]
    behind = len(entry.content.lines)
    added = [block for place in range(behind, behind + ADDED) for block in _added(place)]
    blocks = [section(_about(case, entry)), *lines, *added]
    return form(names.EDIT_LINES_FORM, "Edit lines", f"Post {entry.number}", about, blocks)


def about_lines(view: Mapping[str, Any]) -> tuple[int, int, int]:
    """Return the ids of incident and entry of a form with lines, and the posting revision."""
    incident_id, entry_id, revision = map(int, view["private_metadata"].split(":"))
    return incident_id, entry_id, revision


def read_lines(view: Mapping[str, Any], entry: Entry, locale: str) -> Correction:
    """Return what was typed. Raises BadField: a line is not whole, or no amount is meant by it."""
    _incident_id, entry_id, revision = about_lines(view)
    currency = entry.content.currency
    places_there = range(len(entry.content.lines) + ADDED)
    rows = tuple(row for place in places_there if (row := _row(view, place, currency, locale)))
    return Correction(entry_id, revision, rows)


def account_field(place: int) -> str:
    """Return the block id of a line's account."""
    return f"{names.LINE_ACCOUNT_BLOCK}.{place}"


def last_amount_field(view: Mapping[str, Any]) -> str:
    """Return the block id of the last amount that was typed: what is said of the sum goes there."""
    typed = [field for field in _amount_fields(view) if text_in(view, field, _AMOUNT)]
    return typed[-1] if typed else next(_amount_fields(view))


_ACCOUNT, _AMOUNT = names.LINE_ACCOUNT_INPUT, names.LINE_AMOUNT_INPUT


def _amount_fields(view: Mapping[str, Any]) -> Iterator[str]:
    fields = (field for field in view["state"]["values"] if field.startswith(_AMOUNT_PREFIX))
    return iter(sorted(fields, key=lambda field: int(field.removeprefix(_AMOUNT_PREFIX))))


_AMOUNT_PREFIX = f"{names.LINE_AMOUNT_BLOCK}."


def _row(view: Mapping[str, Any], place: int, currency: str, locale: str) -> Row | None:
    field = f"{_AMOUNT_PREFIX}{place}"
    named, typed = text_in(view, account_field(place), _ACCOUNT), text_in(view, field, _AMOUNT)
    if not named and not typed:
        return None
    how = _HOW.format(amount=_written(Money(123456, currency), locale))
    if not named:
        raise BadField(account_field(place), "Name the account, or empty both fields of the line.")
    match = _TYPED.fullmatch(typed)
    if match is None:
        raise BadField(field, how)
    side = Side.DEBIT if match["side"].casefold().startswith("d") else Side.CREDIT
    try:
        return Row(place, named, side, _amount(match["amount"], currency, locale))
    except (NumberFormatError, BadInput):
        raise BadField(field, how) from None


def _amount(text: str, currency: str, locale: str) -> Money:
    """Return what is meant by `text`. Raises NumberFormatError or BadInput."""
    digits = re.sub(r"[^\d.,'’\s-]", "", text).strip()
    money = Money.of(parse_decimal(digits, locale=locale, strict=True), currency)
    if money.minor < 0:
        raise BadInput("an amount is not negative; put it on the other side")
    return money


def _written(money: Money, locale: str) -> str:
    decimals = "." + "0" * places(money.currency) if places(money.currency) else ""
    return format_decimal(money.decimal, f"#,##0{decimals}", locale=locale)


def _fields(place: int, line: Line, locale: str) -> list[Block]:
    assert line.amount is not None
    amount = f"{line.side.value.capitalize()} {_written(line.amount, locale)}"
    number = place + 1
    return [
        _input(
            account_field(place), _ACCOUNT, f"Line {number}: account or category", name_of(line)
        ),
        _input(f"{_AMOUNT_PREFIX}{place}", _AMOUNT, f"Line {number}: debit or credit", amount),
    ]


def _added(place: int) -> list[Block]:
    return [
        _input(account_field(place), _ACCOUNT, "New line: account or category"),
        _input(f"{_AMOUNT_PREFIX}{place}", _AMOUNT, "New line: debit or credit"),
    ]


def _input(block_id: str, action_id: str, label: str, value: str = "") -> InputBlock:
    return InputBlock(
        block_id=block_id,
        optional=True,
        label=PlainTextObject(text=label),
        element=PlainTextInputElement(
            action_id=action_id, initial_value=value[: limits.INPUT_TEXT] or None
        ),
    )


def _about(case: Case, entry: Entry) -> str:
    content, locale = entry.content, case.book.locale
    first = [
        f"*{entry.number}* of {outside(case.book.name, limits.NAME_SHOWN)}",
        outside(content.reference, limits.NAME_SHOWN),
        figures.day(content.date, locale),
        _sums(content.lines, content.currency, locale),
    ]
    lines = [" · ".join(first)]
    if words := case.incident.failure.words:
        said = outside(words, limits.QUOTE)
        lines.append(f"{case.connection.platform.label} says: “{said}”")
    lines.append("Empty both fields of a line to take it out. Debits and credits must be equal.")
    costs = sum(line.amount is None for line in content.lines)
    if costs:
        lines.append(f"{figures.counted(costs, 'line', locale)} of costs stay as they are.")
    return "\n".join(lines)


def _sums(lines: Sequence[Line], currency: str, locale: str) -> str:
    of = {side: sum(x.amount.minor for x in lines if x.amount and x.side is side) for side in Side}
    debits, credits_ = (figures.amount(Money(of[side], currency), locale) for side in Side)
    if of[Side.DEBIT] == of[Side.CREDIT]:
        return f"debits and credits {debits}"
    off = figures.amount(Money(abs(of[Side.DEBIT] - of[Side.CREDIT]), currency), locale)
    return f"debits {debits}, credits {credits_}: {off} apart"


def _one_of(entry: Entry, locale: str) -> str:
    total = figures.amount(entry.content.total, locale)
    day = figures.day(entry.content.date, locale)
    text = f"{entry.number} · {day} · {total} · {entry.content.reference}"
    return one_line(text, limits.OPTION_TEXT)
