"""The form that asks at which rate entries in another currency are converted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from slack_sdk.models.blocks import (
    Block,
    CheckboxesElement,
    InputBlock,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    RadioButtonsElement,
)
from slack_sdk.models.views import View

from blocks.forms.parts import BadField, chosen_in, field_of, for_whom, form, text_in
from blocks.kit import figures, limits, names
from blocks.kit.card import section
from blocks.kit.text import outside
from journal.books.rates import DayRate, Rate
from journal.entries.entry import MAX_RATE
from journal.incidents.incident import Case
from journal.moves.rate import ChosenRates

_SHOWN: Final = 8
_THEIRS, _OWN, _ALWAYS = "platform", "own", "always"
TYPED: Final = ""
"""The source of a rate that a person typed."""


def rate_form(case: Case, days: Sequence[DayRate]) -> View:
    """Draw the form: the platform's rate of each day with what comes of it, or one for all."""
    counted = figures.entries(case.summary.waiting, case.book.locale)
    label = f"Post {counted}"
    return form(
        names.RATE_FORM,
        "Exchange rate",
        label if len(label) <= limits.VIEW_BUTTON else "Post them",
        str(case.incident.id),
        [section(for_whom(case)), *_questions(case, days)],
    )


def read_rates(view: Mapping[str, Any], case: Case, days: Sequence[DayRate]) -> ChosenRates:
    """Return the rates that were chosen for `days`, as they stand now.

    Raises:
        BadField: no rate was typed, or it is none.
    """
    chosen = chosen_in(view, names.RATE_WAY_BLOCK, names.RATE_WAY_INPUT)
    ticked = field_of(view, names.RATE_ALWAYS_BLOCK, names.RATE_ALWAYS_INPUT)
    always = bool(ticked.get("selected_options"))
    theirs = {(one.currency, one.day): one.rate for one in days if one.rate is not None}
    if chosen == _THEIRS:
        if len(theirs) < len(days):
            raise BadField(names.RATE_WAY_BLOCK, "Not every day has a rate. Type one for all.")
        return ChosenRates(theirs, always)
    value = _typed(text_in(view, names.RATE_BLOCK, names.RATE_INPUT), case)
    rates = {(one.currency, one.day): Rate(value, TYPED, one.day) for one in days}
    return ChosenRates(rates, always)


def _typed(text: str, case: Case) -> Decimal:
    if not text:
        raise BadField(names.RATE_BLOCK, "Type the rate.")
    own = text.replace(" ", "").replace(",", ".")
    try:
        value = Decimal(own)
    except InvalidOperation:
        value = Decimal(0)
    if not (value.is_finite() and 0 < value < MAX_RATE):
        home = case.connection.currency
        raise BadField(names.RATE_BLOCK, f"Write {home} for one unit, like 0.7315.")
    return value


def _questions(case: Case, days: Sequence[DayRate]) -> list[Block]:
    own = _own_input(case, days, optional=_has_all(days))
    if not _has_all(days):
        return [section(_why_typed(case, days)), own]
    platform = case.connection.platform.label
    return [section(_shown_days(case, days)), _ways(platform), own, _always_input(platform)]


def _has_all(days: Sequence[DayRate]) -> bool:
    return bool(days) and all(one.rate is not None for one in days)


def _shown_days(case: Case, days: Sequence[DayRate]) -> str:
    locale = case.book.locale
    lines = [_line(case, one) for one in days[:_SHOWN]]
    left = len(days) - _SHOWN
    if left > 0:
        lines.append(f"and {figures.counted(left, 'more day', locale)}")
    return "\n".join(lines)


def _line(case: Case, one: DayRate) -> str:
    assert one.rate is not None
    locale = case.book.locale
    home = one.rate.convert(one.total, case.connection.currency)
    of_day = "" if one.rate.day == one.day else f", {figures.short_day(one.rate.day, locale)}"
    source = outside(one.rate.source, limits.NAME_SHOWN)
    return (
        f"*{figures.day(one.day, locale)}*  {figures.amount(one.total, locale)} ="
        f" {figures.amount(home, locale)} at {one.rate.value} ({source}{of_day})"
    )


def _why_typed(case: Case, days: Sequence[DayRate]) -> str:
    without = next((one for one in days if one.rate is None), None)
    on = f" on {figures.day(without.day, case.book.locale)}" if without else ""
    return f"{case.connection.platform.label} has no rate for this currency{on}."


def _ways(platform: str) -> InputBlock:
    theirs = Option(value=_THEIRS, text=PlainTextObject(text=f"Use {platform}’s rate of each day"))
    own = Option(value=_OWN, text=PlainTextObject(text="Use one rate for all"))
    return InputBlock(
        block_id=names.RATE_WAY_BLOCK,
        label=PlainTextObject(text="Rate"),
        element=RadioButtonsElement(
            action_id=names.RATE_WAY_INPUT, options=[theirs, own], initial_option=theirs
        ),
    )


def _own_input(case: Case, days: Sequence[DayRate], *, optional: bool) -> InputBlock:
    home = case.connection.currency
    currency = days[0].currency if days else "one unit"
    return InputBlock(
        block_id=names.RATE_BLOCK,
        optional=optional,
        label=PlainTextObject(text=f"{home} for 1 {currency}"),
        element=PlainTextInputElement(
            action_id=names.RATE_INPUT, placeholder=PlainTextObject(text="0.7315"), max_length=20
        ),
    )


def _always_input(platform: str) -> InputBlock:
    text = PlainTextObject(text=f"Use {platform}’s rates from now on, without asking")
    return InputBlock(
        block_id=names.RATE_ALWAYS_BLOCK,
        optional=True,
        label=PlainTextObject(text="Next time"),
        element=CheckboxesElement(
            action_id=names.RATE_ALWAYS_INPUT, options=[Option(value=_ALWAYS, text=text)]
        ),
    )
