"""The form in which people say what pieces of a posted entry really cost, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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

from blocks.forms.cost_reading import Asked, ReadForm, Sure, read_fields
from blocks.forms.cost_text import LONGEST
from blocks.forms.parts import BadField, chosen_in, form, plain, text_in
from blocks.kit import figures, limits, names
from blocks.kit.card import context, section
from blocks.kit.pages import page_buttons
from blocks.kit.text import escape, one_line, outside
from blocks.words.costs import variant_name
from journal.books.book import Book, Platform
from journal.entries.entry import Entry
from journal.incidents.change_cost_preview import costed_of
from journal.incidents.cost_preview import Portion
from journal.incidents.incident import Case

PAGE = 10
"""How many variants a page shows."""
MOST_ENTRIES = 100
"""As many as Slack takes in a list."""
TITLE = "Change a cost"


@dataclass(frozen=True, slots=True)
class ChangeForm:
    """The form as it stands. `typed`: what stands in its fields, by SKU."""

    entry: Entry
    book: Book
    platform: Platform
    typed: Mapping[str, str] = field(default_factory=dict)
    why: str = ""
    page: int = 0
    faults: Mapping[str, str] = field(default_factory=dict)  # by SKU: what is wrong, what is right

    @property
    def variants(self) -> Sequence[Portion]:
        """The variants of the entry, each at the cost it was posted at; most pieces first."""
        return sorted(costed_of(self.entry).portions, key=lambda one: (-one.pieces, one.sku))

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-len(self.variants) // PAGE))

    @property
    def shown(self) -> Sequence[Portion]:
        """The variants of this page."""
        first = min(self.page, self.pages - 1) * PAGE
        return self.variants[first : first + PAGE]

    def page_of(self, sku: str) -> int:
        """Return the page that asks for a variant; the present one for what no page asks for."""
        places = [place for place, one in enumerate(self.variants) if one.sku == sku]
        return places[0] // PAGE if places else self.page

    def read(self, sure: Sure | None = None) -> ReadForm:
        """Read every field of every page. A cost that it has already is none."""
        asked = {
            one.sku: Asked(one.known.currency, one.known) for one in self.variants if one.known
        }
        read = read_fields(self.typed, asked, self.book, sure)
        costs = {sku: cost for sku, cost in read.costs.items() if cost != asked[sku].last}
        return ReadForm(costs, read.faults, read.questions, read.texts)


@dataclass(frozen=True, slots=True)
class SentChange:
    """Which form was sent in or turned, and what its page holds."""

    entry_id: int
    page: int
    view: Mapping[str, Any]

    def typed(self, form: ChangeForm, before: Mapping[str, str]) -> dict[str, str]:
        """Return what stands in all fields: those of this page, and `before` of the others."""
        typed = dict(before)
        for one in form.variants:
            block_id = names.cost_block(one.sku, 0)
            if block_id in self.view["state"]["values"]:
                typed[one.sku] = text_in(self.view, block_id, names.NEW_COST_INPUT)
        return {sku: text for sku, text in typed.items() if text}

    @property
    def why(self) -> str:
        """The reason, as it was written."""
        return text_in(self.view, names.CHANGE_WHY_BLOCK, names.CHANGE_WHY_INPUT)


def change_cost_modal(shown: ChangeForm) -> View:
    """Draw one page of the form."""
    about = f"{shown.entry.id}:{shown.page}"
    return form(names.CHANGE_COST_FORM, TITLE, "Next: check the sum", about, _blocks(shown))


def read_change_form(view: Mapping[str, Any]) -> SentChange:
    """Return what a form holds. Raises ValueError: it is not one of ours."""
    entry_id, page = (int(part) for part in view["private_metadata"].split(":"))
    return SentChange(entry_id, page, view)


def checked_why(sent: SentChange) -> str:
    """Return the reason. Raises BadField: there is none, or it is too long."""
    if not sent.why:
        raise BadField(names.CHANGE_WHY_BLOCK, "Say in a few words why the cost changes.")
    if len(sent.why) > limits.NOTE:
        raise BadField(names.CHANGE_WHY_BLOCK, f"Use at most {limits.NOTE} characters.")
    return sent.why


def change_which_form(case: Case, entries: Sequence[Entry]) -> View:
    """Draw the choice of one entry of several."""
    locale = case.book.locale
    options = [
        Option(value=str(one.id), text=plain(_one_of(one, locale), limits.OPTION_TEXT))
        for one in entries[:MOST_ENTRIES]
    ]
    which = InputBlock(
        block_id=names.CHANGED_ENTRY_BLOCK,
        label=PlainTextObject(text="Which entry?"),
        element=StaticSelectElement(action_id=names.CHANGED_ENTRY_INPUT, options=options),
    )
    about = str(case.incident.id)
    return form(names.CHANGE_WHICH_FORM, TITLE, "Next", about, [which])


def read_changed_which(view: Mapping[str, Any]) -> int:
    """Return the id of the entry that was chosen. Raises BadField: none was."""
    chosen = chosen_in(view, names.CHANGED_ENTRY_BLOCK, names.CHANGED_ENTRY_INPUT)
    if not chosen:
        raise BadField(names.CHANGED_ENTRY_BLOCK, "Choose an entry.")
    return int(chosen)


def entry_said(entry: Entry, book: Book) -> str:
    """Return "*JF-12* of Northwind Retail · Shopify · Jul 7, 2026 · $61.80", marked up."""
    parts = [
        f"*{entry.number}* of {outside(book.name, limits.NAME_SHOWN)}",
        outside(entry.content.sales_channel, limits.NAME_SHOWN),
        figures.day(entry.content.date, book.locale),
        figures.amounts((entry.total,), book.locale),
    ]
    return " · ".join(part for part in parts if part)


def _blocks(shown: ChangeForm) -> list[Block]:
    locale = shown.book.locale
    page, pages = (figures.number(n, locale) for n in (shown.page + 1, shown.pages))
    how = ["Write what one piece really costs", "empty fields stay as they are"]
    if shown.pages > 1:
        how.append(f"page {page} of {pages}")
    blocks: list[Block] = [section(entry_said(shown.entry, shown.book)), context(*how)]
    for one in shown.shown:
        blocks.append(_field(shown, one))
        if one.sku in shown.faults:
            blocks.append(context(f"⚠️ {escape(shown.faults[one.sku])}"))
    back, onward = names.CHANGE_COST_BACK, names.CHANGE_COST_NEXT
    has_more = shown.page + 1 < shown.pages
    return [*blocks, *page_buttons(shown.page, back, onward, has_more=has_more), _why(shown)]


def _field(shown: ChangeForm, one: Portion) -> InputBlock:
    locale = shown.book.locale
    assert one.known is not None
    cost = figures.amount(one.known, locale)
    hint = f"{figures.pieces(one.pieces, locale)} in this entry, posted at {cost}"
    return InputBlock(
        block_id=names.cost_block(one.sku, 0),
        optional=True,
        label=plain(variant_name(one.sku, one.title), limits.NAME_SHOWN),
        hint=plain(hint, limits.OPTION_TEXT),
        element=PlainTextInputElement(
            action_id=names.NEW_COST_INPUT,
            initial_value=shown.typed.get(one.sku) or None,
            placeholder=plain(cost, LONGEST),
            max_length=LONGEST,
        ),
    )


def _why(shown: ChangeForm) -> InputBlock:
    return InputBlock(
        block_id=names.CHANGE_WHY_BLOCK,
        label=PlainTextObject(text="Why?"),
        hint=PlainTextObject(text="The thread tells it. Example: the supplier's invoice says so."),
        element=PlainTextInputElement(
            action_id=names.CHANGE_WHY_INPUT,
            initial_value=shown.why[: limits.NOTE] or None,
            max_length=limits.NOTE,
            multiline=True,
        ),
    )


def _one_of(entry: Entry, locale: str) -> str:
    total = figures.amount(entry.total, locale)
    day = figures.day(entry.content.date, locale)
    return one_line(f"{entry.number} · {day} · {total} · {entry.content.reference}", 200)
