"""The form with what a file of entries may leave open: the options of `jefail import`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    InputBlock,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from blocks.forms.parts import BadField, chosen_in, form, plain, text_in
from blocks.kit import limits, names
from blocks.kit.card import section
from blocks.kit.text import capital, outside
from journal.books.book import Book
from journal.entries.entry import EntryKind
from journal.entries.numbering import Restart
from journal.offers.choices import Changes, Choices, Needed
from journal.offers.file_offer import FileOffer, OfferState

_FOUND_OUT = "Found in the file"
_LONGEST = 80
_LISTS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    Needed.DATES: (
        "Dates such as 01/02/2026",
        {"": _FOUND_OUT, "day-first": "Day first: Feb 1", "month-first": "Month first: Jan 2"},
    ),
    Needed.DECIMALS: (
        "Amounts such as 1,234",
        {"": _FOUND_OUT, "point": "Point before cents: 1,234.00", "comma": "Comma: 1,234 = 1.234"},
    ),
    Needed.NUMBER_BY: (
        "One entry is",
        {
            "": "All rows of one number",
            "date": "All rows of a day",
            "channel": "All rows of a day and sales channel",
            "description": "All rows of a day and description",
        },
    ),
    Needed.LEAVE_OUT: (
        "Columns that jefail can't post",
        {"": "Don't import the file", "yes": "Leave them out on purpose"},
    ),
    "kind": (
        "What the entries tell",
        {
            "": _FOUND_OUT,
            EntryKind.SALES_SUMMARY: "Sales",
            EntryKind.COST_OF_GOODS_SOLD: "Cost of goods sold",
            EntryKind.DEPOSIT: "Deposits",
            EntryKind.OTHER: "Other",
        },
    ),
    "changes": (
        "Entries that are here with other content",
        {
            "": "Don't import them",
            Changes.CORRECTED: "They are corrections",
            Changes.CORRECTED_ALL: "Corrections, also of days and accounts",
            Changes.ASK: "Ask about each on a card",
        },
    ),
    "restart": (
        "Numbers",
        {
            "": "Each number is one entry for ever",
            Restart.DATE: "They start again each day",
            Restart.FILE: "They start again in each file",
        },
    ),
}
"""Each choice with its label, and its answers by what is kept; the first is that of most files."""
_TYPED = {
    Needed.SALES_CHANNEL: ("Sales channel, where the file names none", "Shopify"),
    Needed.SHEET: ("Sheet, where it is not the first", "July"),
}
_ORDER = (
    *(Needed.SALES_CHANNEL, Needed.DATES, Needed.DECIMALS, Needed.NUMBER_BY, Needed.SHEET),
    *(Needed.LEAVE_OUT, "kind", "changes", "restart"),
)


def offer_modal(offer: FileOffer, book: Book | None) -> View:
    """Draw the form: what the file asks for alone, or everything where it could be read."""
    asked = [one for one in _ORDER if one in offer.needs or offer.state is OfferState.OFFERED]
    file = outside(offer.file_name, limits.NAME_SHOWN)
    whose = f" for {outside(book.name, limits.NAME_SHOWN)}" if book else ""
    first = f"*{file}*{whose}" + (f"\n{capital(outside(offer.why, 600))}" if offer.why else "")
    fields = [_field(name, offer) for name in asked]
    return form(
        names.OFFER_FORM,
        "How to read this file",
        "Read the file",
        str(offer.id),
        [section(first), *fields],
    )


def read_offer_form(view: Mapping[str, Any], offer: FileOffer) -> Choices:
    """Return what was chosen, over what was chosen before.

    Raises:
        BadField: what the file asks for was left open.
    """
    shown = {block.get("block_id") for block in view["blocks"]}
    given = {name: _given(view, name) for name in _ORDER if name in shown}
    for name in offer.needs:
        if name in given and not given[name]:
            raise BadField(name, "Choose one: the file does not say it.")
    kept: dict[str, Any] = {str(name): one for name, one in given.items()}
    if Needed.LEAVE_OUT in given:
        kept["leave_out"] = given[Needed.LEAVE_OUT] == "yes"
    if "changes" in given:
        kept["changes"] = Changes(given["changes"])
    return replace(offer.choices, **kept)


_NOTHING = "none"
"""The value of an option that stands for "": Slack takes no empty one."""


def _given(view: Mapping[str, Any], name: str) -> str:
    if name in _TYPED:
        return text_in(view, name, names.OFFER_INPUT)
    value = chosen_in(view, name, names.OFFER_INPUT)
    return "" if value == _NOTHING else value


def _field(name: str, offer: FileOffer) -> Block:
    now = _chosen(offer.choices, name)
    if name in _TYPED:
        label, example = _TYPED[Needed(name)]
        element: Any = PlainTextInputElement(
            action_id=names.OFFER_INPUT,
            initial_value=now or None,
            placeholder=plain(example, limits.PLACEHOLDER),
            max_length=_LONGEST,
        )
    else:
        label, answers = _LISTS[name]
        is_asked = name in offer.needs
        options = _options(answers, is_asked=is_asked)
        element = StaticSelectElement(
            action_id=names.OFFER_INPUT,
            placeholder=plain("Choose one", limits.PLACEHOLDER),
            options=options,
            initial_option=next((one for one in options if one.value == (now or _NOTHING)), None),
        )
    return InputBlock(
        block_id=str(name),
        label=PlainTextObject(text=label),
        element=element,
        optional=name in _TYPED and name not in offer.needs,
    )


def _options(answers: Mapping[str, str], *, is_asked: bool) -> Sequence[Option]:
    """Return the answers; where the file does not say it, "found in the file" is none."""
    return [
        Option(text=PlainTextObject(text=text), value=str(value) or _NOTHING)
        for value, text in answers.items()
        if value or not is_asked
    ]


def _chosen(choices: Choices, name: str) -> str:
    if name == Needed.LEAVE_OUT:
        return "yes" if choices.leave_out else ""
    return str(getattr(choices, name))
