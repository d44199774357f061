"""The form in which people say what one piece of each variant costs, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    InputBlock,
    PlainTextInputElement,
)
from slack_sdk.models.views import View

from blocks.forms.cost_text import LONGEST, example
from blocks.forms.parts import for_whom, form, plain, text_in
from blocks.kit import figures, limits, names
from blocks.kit.buttons import button
from blocks.kit.card import context, section
from blocks.kit.text import escape, one_line
from journal.entries.costs import LastCost, Uncosted
from journal.incidents.incident import Case

PAGE = 10
"""How many variants a page asks for."""
REST = ""
"""The key of the cost that all empty fields get, among what was typed by SKU."""
_OF_A_PART = 90
_BY_FILE = (
    "For many: drop a CSV or Excel file with the columns SKU and Cost into the card's thread. "
    "The sheet that can be sent there has a row for each variant."
)


@dataclass(frozen=True, slots=True)
class CostsForm:
    """The form as it stands. `typed`: what stands in its fields, by SKU, and under `REST`."""

    case: Case
    lacking: Sequence[Uncosted]
    typed: Mapping[str, str] = field(default_factory=dict)
    page: int = 0
    filling: int = 0  # as in `names.cost_block`
    faults: Mapping[str, str] = field(default_factory=dict)  # by SKU: what is wrong, what is right
    note: str = ""  # what was done just now, marked up

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-len(self.lacking) // PAGE))

    @property
    def shown(self) -> Sequence[Uncosted]:
        """The variants of this page."""
        first = min(self.page, self.pages - 1) * PAGE
        return self.lacking[first : first + PAGE]

    def page_of(self, sku: str) -> int:
        """Return the page that asks for a variant; the present one for what no page asks for."""
        places = [place for place, one in enumerate(self.lacking) if one.sku == sku]
        return places[0] // PAGE if places else self.page


@dataclass(frozen=True, slots=True)
class SentCosts:
    """Which form was sent in or turned, and what its page holds."""

    incident_id: int
    page: int
    filling: int
    view: Mapping[str, Any]

    def typed(self, lacking: Sequence[Uncosted], before: Mapping[str, str]) -> dict[str, str]:
        """Return what stands in all fields: those of this page, and `before` of the others."""
        skus = {names.cost_block(one.sku, self.filling): one.sku for one in lacking}
        typed = dict(before)
        for block_id in self.view["state"]["values"]:
            if sku := skus.get(block_id, names.sku_of_block(block_id)):
                typed[sku] = text_in(self.view, block_id, names.COST_INPUT)
            elif block_id == names.REST_BLOCK:
                typed[REST] = text_in(self.view, block_id, names.REST_INPUT)
        return {sku: text for sku, text in typed.items() if text}


def costs_modal(shown: CostsForm) -> View:
    """Draw one page of the form."""
    about = f"{shown.case.incident.id}:{shown.page}:{shown.filling}"
    return form(names.COSTS_FORM, "Add costs", "Next: check the sum", about, _blocks(shown))


def read_costs(view: Mapping[str, Any]) -> SentCosts:
    """Return what a form holds. Raises ValueError: it is not one of ours."""
    incident_id, page, filling = (int(part) for part in view["private_metadata"].split(":"))
    return SentCosts(incident_id, page, filling, view)


def _blocks(shown: CostsForm) -> list[Block]:
    blocks: list[Block] = [section(for_whom(shown.case)), context(*_how(shown))]
    for one in shown.shown:
        blocks.append(_field(shown, one))
        if one.sku in shown.faults:
            blocks.append(context(f"⚠️ {escape(shown.faults[one.sku])}"))
    if len(shown.lacking) > 1:
        blocks.append(_rest(shown))
    if REST in shown.faults:
        blocks.append(context(f"⚠️ {escape(shown.faults[REST])}"))
    blocks += [ActionsBlock(elements=_buttons(shown)), context(shown.note or _BY_FILE)]
    return blocks


def _how(shown: CostsForm) -> list[str]:
    locale = shown.case.book.locale
    page, pages = (figures.number(n, locale) for n in (shown.page + 1, shown.pages))
    return [
        "What one piece costs",
        f"page {page} of {pages}" if shown.pages > 1 else "",
        "what is left empty waits",
    ]


def _field(shown: CostsForm, one: Uncosted) -> InputBlock:
    locale = shown.case.book.locale
    return InputBlock(
        block_id=names.cost_block(one.sku, shown.filling),
        optional=True,
        label=plain(_called(one), _OF_A_PART),
        hint=plain(" · ".join(_about(one, shown)), 2 * _OF_A_PART),
        element=_text(names.COST_INPUT, shown.typed.get(one.sku), example(one.currency, locale)),
    )


def _called(one: Uncosted) -> str:
    names_of_it = (one_line(text, _OF_A_PART) for text in (one.title, one.sku))
    return next(filter(None, names_of_it), "A variant without a name")


def _about(one: Uncosted, shown: CostsForm) -> list[str]:
    locale = shown.case.book.locale
    sku = one_line(one.sku, _OF_A_PART)
    parts = [sku] if sku not in ("", _called(one)) else []
    parts.append(f"{figures.pieces(one.sold, locale)} sold")
    if one.currency != shown.case.book.currency:
        parts.append(f"in {one.currency}")
    return [*parts, f"last {_last(one.last, shown.case)}"] if one.last else parts


def _last(last: LastCost, case: Case) -> str:
    where = last.sales_channel
    if last.book != case.book.name:
        where = f"{last.sales_channel} of {last.book}"
    cost = figures.amount(last.cost, case.book.locale)
    return f"{cost} at {where}, {figures.day(last.at.date(), case.book.locale)}"


def _rest(shown: CostsForm) -> InputBlock:
    book = shown.case.book
    return InputBlock(
        block_id=names.REST_BLOCK,
        optional=True,
        label=plain("One cost for all that is left empty", limits.OPTION_TEXT),
        hint=plain("On every page, also those you have not looked at.", limits.OPTION_TEXT),
        element=_text(names.REST_INPUT, shown.typed.get(REST), example(book.currency, book.locale)),
    )


def _text(action_id: str, typed: str | None, hint: str) -> PlainTextInputElement:
    return PlainTextInputElement(
        action_id=action_id,
        initial_value=typed or None,
        placeholder=plain(hint, LONGEST),
        max_length=LONGEST,
    )


def _buttons(shown: CostsForm) -> list[Any]:
    empty = [one for one in shown.lacking if one.last and not shown.typed.get(one.sku)]
    count = figures.counted(len(empty), "last cost", shown.case.book.locale)
    drawn = [
        button("‹ Back", names.COSTS_BACK, str(shown.page - 1)) if shown.page > 0 else None,
        button("More ›", names.COSTS_NEXT, str(shown.page + 1))
        if shown.page + 1 < shown.pages
        else None,
        button(f"Copy {count}", names.COSTS_COPY, str(shown.page)) if empty else None,
        button("Send a sheet to the thread", names.COSTS_SHEET, str(shown.page)),
    ]
    return [one for one in drawn if one]
