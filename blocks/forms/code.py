"""The form that chooses what lines lack beside their account: a class, a name, a tax code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ExternalDataSelectElement,
    InputBlock,
    Option,
    RadioButtonsElement,
)
from slack_sdk.models.views import View

from blocks.forms.item_options import item_option
from blocks.forms.map_draft import MOST, Draft, item_key, slot_block, slot_key
from blocks.forms.parts import chosen_in, for_whom, form, plain
from blocks.kit import figures, limits, names
from blocks.kit.buttons import button
from blocks.kit.card import context, section
from blocks.kit.pages import turning_buttons
from blocks.kit.text import capital, mention, one_line, outside, when
from blocks.words.coding import CHOOSE_ALL, a_dimension, dimension_name
from journal.amounts.money import Money
from journal.books.lists import Field, ListItem
from journal.entries.coding_rules import ANYWHERE, Scope
from journal.entries.uncoded import Slot
from journal.incidents.suggest_items import ItemSuggestion
from journal.incidents.uncoded import CodedBefore, CodeGap, Uncoded, spread

PAGE = 15
"""Fields on a page of the form, beside those for all lines at once."""
_ALWAYS, _ONCE = "always", "once"
_TITLES = {
    Field.CLASS: "Choose a class",
    Field.LOCATION: "Choose a location",
    Field.NAME: "Choose a name",
    Field.TAX: "Choose a tax code",
    Field.PROJECT: "Choose a project",
}


@dataclass(frozen=True, slots=True)
class CodeForm:
    """All that one page of the form shows."""

    seen: Uncoded
    draft: Draft
    suggestions: Mapping[Slot, ItemSuggestion]
    notice: str = ""  # marked up: what came of the last thing that was done here
    may_create: bool = False  # such choices can be made at the platform from here

    @property
    def rows(self) -> Sequence[CodeGap]:
        """The fields of all pages."""
        return self.seen.rows[:MOST]

    @property
    def page(self) -> int:
        """The page, counted from 0; the last one when there are fewer by now."""
        return min(self.draft.page, max(0, (len(self.rows) - 1) // PAGE))

    @property
    def shown(self) -> Sequence[CodeGap]:
        """The fields of this page."""
        return self.rows[self.page * PAGE : (self.page + 1) * PAGE]

    def filled(self) -> Draft:
        """Return the draft with the suggestions for those of this page that were never seen."""
        suggested = {
            slot_key(row.slot): item_key(self.suggestions[row.slot].item)
            for row in self.shown
            if row.slot in self.suggestions
        }
        draft = self.draft.on(self.page).with_chosen(
            {one: to for one, to in suggested.items() if one not in self.draft.chosen}
        )
        return replace(draft, instead=draft.instead or self.seen.state)


def title_of(seen: Uncoded) -> str:
    """Return what the form is called: "Choose a class", "Choose Region"."""
    if seen.is_unplaced:
        return CHOOSE_ALL
    return _TITLES.get(seen.dimension.field, f"Choose {seen.dimension.label}")


def broad_slots(seen: Uncoded) -> Sequence[Slot]:
    """Return the fields for all lines that say nothing: of the sales channel, and of the book.

    None where nothing is missing, or where lines need names of different kinds.
    """
    if seen.kind is None:
        return ()
    channel = Scope(seen.case.incident.sales_channel)
    scopes = [channel, ANYWHERE] if channel != ANYWHERE else [ANYWHERE]
    return [Slot(seen.dimension, scope=one, kind=seen.kind) for one in scopes]


def answers_in(seen: Uncoded, draft: Draft, also: Iterable[Slot] = ()) -> Mapping[Slot, ListItem]:
    """Return what was chosen, by what it is kept for; the answers for all lines spelled out.

    `also`: what was asked when the form was drawn, and someone has chosen since.
    """
    rows = [*(row.slot for row in seen.rows), *also]
    slots = [*rows, *broad_slots(seen)]
    chosen = draft.items(slots, _items_of(slots, seen))
    carried = {row.slot: row.carried for row in seen.rows}
    chosen = {slot: item for slot, item in chosen.items() if carried.get(slot) != item}
    answers: dict[Slot, ListItem] = {}
    for slot in reversed(broad_slots(seen)):
        if slot in chosen:
            channel = slot.scope.sales_channel
            answers |= spread(seen.rows, channel, chosen[slot], seen.dimension)
    return answers | {slot: chosen[slot] for slot in rows if slot in chosen}


def is_once(view: Mapping[str, Any]) -> bool:
    """Whether the form says that what was chosen is for the entries of the card alone."""
    return chosen_in(view, names.CODE_ONCE_BLOCK, names.CODE_ONCE_INPUT) == _ONCE


def _items_of(slots: Iterable[Slot], seen: Uncoded) -> Sequence[ListItem]:
    dimensions = dict.fromkeys(slot.dimension for slot in slots)
    return [item for one in dimensions for item in seen.known.lists.of(one)]


def code_modal(what: CodeForm) -> View:
    """Draw the page; without a field left it is a notice, with nothing to send in."""
    if not what.rows:
        return _nothing_left(what)
    draft = what.filled()
    top = [section(for_whom(what.seen.case)), *_notices(what)]
    slots = [*_broad_on(what), *(row.slot for row in what.shown)]
    filled = _Filled(what, draft, draft.items(slots, _items_of(slots, what.seen)))
    broad = [_broad_field(slot, filled) for slot in _broad_on(what)]
    fields = [_field(row, filled) for row in what.shown]
    once = [_once_input()] if what.seen.is_unplaced else []
    blocks = [*top, *broad, *fields, *once, _quiet(what), _actions(what)]
    submit = _submit(what, draft)
    return form(names.CODE_FORM, title_of(what.seen), submit, draft.kept(), blocks)


def coded_said(before: Sequence[CodedBefore], seen: Uncoded) -> str:
    """Return who chose what meanwhile, a line each."""
    return "\n".join(_chosen_by(one, seen) for one in before)


def _chosen_by(one: CodedBefore, seen: Uncoded) -> str:
    item = seen.known.lists.by_id(one.slot.dimension, one.item_id)
    name = outside(item.label if item else one.item_id, limits.NAME_SHOWN)
    who = mention(one.by) if one.by else "Your jefail administrator"
    what = one.slot.word or one.slot.scope.category or "these lines"
    return f"{who} chose {name} for {outside(what, limits.NAME_SHOWN)} {when(one.at)}."


def _nothing_left(what: CodeForm) -> View:
    blocks = [section(for_whom(what.seen.case)), *_notices(what)]
    if len(blocks) == 1 and what.seen.is_unplaced:
        blocks += [*_said_there(what), section(_nothing_to_choose(what))]
    elif len(blocks) == 1:
        blocks.append(section("Nothing is lacking here any more. Press Retry on the card."))
    title = title_of(what.seen)
    view = form(names.CODE_FORM, title, "Close", what.draft.kept(), blocks)
    view.submit, view.close = None, plain("Close", limits.VIEW_BUTTON)
    return view


def _nothing_to_choose(what: CodeForm) -> str:
    platform = capital(what.seen.case.connection.platform.label)
    return (
        f"{platform} shows no classes, names or tax codes that these lines can carry."
        f" Set in {platform} what its answer asks for, then press Retry."
    )


def _said_there(what: CodeForm) -> list[Block]:
    """Draw what the platform said, above what may be changed because of it."""
    case = what.seen.case
    words = case.incident.failure.words
    if not what.seen.is_unplaced or not words:
        return []
    said = outside(words, limits.QUOTE)
    return [section(f"{capital(case.connection.platform.label)} says: “{said}”")]


def _once_input() -> InputBlock:
    always = Option(value=_ALWAYS, text=plain("Remember for these lines", limits.OPTION_TEXT))
    once = Option(value=_ONCE, text=plain("Only these entries", limits.OPTION_TEXT))
    return InputBlock(
        block_id=names.CODE_ONCE_BLOCK,
        label=plain("Later entries", limits.INPUT_LABEL),
        element=RadioButtonsElement(
            action_id=names.CODE_ONCE_INPUT, options=[always, once], initial_option=always
        ),
    )


def _notices(what: CodeForm) -> list[Block]:
    drawn: list[Block] = [section(what.notice)] if what.notice else []
    if what.seen.is_unplaced:
        return [*drawn, *_said_there(what)] if what.rows else drawn
    if what.rows and not what.seen.choices():
        platform = capital(what.seen.case.connection.platform.label)
        label = outside(what.seen.dimension.label, limits.NAME_SHOWN)
        drawn.append(
            section(f"{platform} has no choices for {label}. Add one there, then press Refresh.")
        )
    return drawn


def _broad_on(what: CodeForm) -> Sequence[Slot]:
    """Return the fields for all lines, which stand on the first page."""
    return broad_slots(what.seen) if what.page == 0 else ()


@dataclass(frozen=True, slots=True)
class _Filled:
    """A page with what its fields hold."""

    what: CodeForm
    draft: Draft
    chosen: Mapping[Slot, ListItem]


def _broad_field(slot: Slot, filled: _Filled) -> InputBlock:
    case = filled.what.seen.case
    whose = slot.scope.sales_channel or case.book.name
    without = f"without {a_dimension(slot.dimension.key)}"
    label = f"Every line of {one_line(whose, limits.NAME_SHOWN)} {without}"
    hint = "Also for later entries. What you choose below counts first."
    return _select(slot, filled, label, hint)


def _field(row: CodeGap, filled: _Filled) -> InputBlock:
    what = filled.what
    if what.seen.is_unplaced:
        return _select(row.slot, filled, _held_label(row), _hint(row, filled), row.carried)
    label = f"“{row.slot.word}”" if row.slot.word else row.label
    kind = f" ({row.slot.kind})" if row.slot.kind and what.seen.kind is None else ""
    return _select(row.slot, filled, f"{label}{kind}", _hint(row, filled))


def _held_label(row: CodeGap) -> str:
    """Return "Tax code “20% VAT” on Gift cards", "Class on 4000 Sales"."""
    word = f" “{one_line(row.slot.word, limits.NAME_SHOWN)}”" if row.slot.word else ""
    return f"{row.slot.dimension.label}{word} on {row.place}"


def _select(
    slot: Slot, filled: _Filled, label: str, hint: str, carried: ListItem | None = None
) -> InputBlock:
    item = filled.chosen.get(slot)
    if slot_key(slot) not in filled.draft.chosen:
        item = item or carried
    return InputBlock(
        block_id=slot_block(slot, filled.draft.put.get(slot_key(slot), "")),
        optional=True,
        dispatch_action=True,
        label=plain(label, limits.INPUT_LABEL),
        hint=plain(hint, limits.INPUT_HINT),
        element=ExternalDataSelectElement(
            action_id=names.CODE_ITEM,
            placeholder=plain("Type a name", limits.PLACEHOLDER),
            min_query_length=0,
            initial_option=item_option(item) if item else None,
        ),
    )


def _hint(row: CodeGap, filled: _Filled) -> str:
    """Return "$4,812.40 on 3 lines, e.g. SHOP-0707: Gift card sold. Filled in ..."."""
    what = filled.what
    locale = what.seen.case.book.locale
    amounts = [Money(abs(one.minor), one.currency) for one in row.amounts]
    # On lines of both sides of an entry a word's net is no amount that people know.
    is_mixed = bool(row.slot.word) and row.lines > 1
    money = "" if is_mixed else figures.amounts(amounts, locale)
    lines = figures.counted(row.lines, "line", locale)
    told = f"{money} on {lines}" if money else f"On {lines}"
    example = f", e.g. {_example(row)}" if row.example else ""
    suggested = what.suggestions.get(row.slot)
    is_filled = suggested is not None and filled.chosen.get(row.slot) == suggested.item
    why = f" Filled in {suggested.why}." if suggested and is_filled else ""
    return f"{told}{example}.{_unfit(row, what)}{why}"


def _unfit(row: CodeGap, what: CodeForm) -> str:
    """Return why the word names nothing, where that is more than that nothing is called so."""
    slot, platform = row.slot, what.seen.case.connection.platform.label
    if not slot.word or row.carried is not None:
        return ""
    fits = what.seen.known.lists.fitting(slot.dimension, slot.word, slot.kind)
    named = [one_line(one.label, limits.NAME_SHOWN) for one in fits[:3]]
    if len(fits) > 1:
        return f" It may mean {' or '.join(named)}."
    return f" {named[0]} is inactive in {platform}." if fits else ""


def _example(row: CodeGap) -> str:
    assert row.example is not None
    described = row.example.description
    return f"{row.example.reference}: {described}" if described else row.example.reference


def _quiet(what: CodeForm) -> Block:
    case, locale = what.seen.case, what.seen.case.book.locale
    read_at = case.connection.accounts_read_at
    pages = -(-len(what.rows) // PAGE)
    left = len(what.seen.rows) - len(what.rows)
    has_words = any(row.slot.word for row in what.shown) and not what.seen.is_unplaced
    platform = case.connection.platform.label
    return context(
        f"Page {what.page + 1} of {pages}; what you chose on another is kept" if pages > 1 else "",
        f"{figures.number(left, locale)} more come after these" if left > 0 else "",
        "A field that you don't change stays as it is"
        if what.seen.is_unplaced
        else "Lines left without a choice wait on",
        "What a word means is remembered in this book" if has_words else "",
        f"lists of {platform} as read {when(read_at)}" if read_at else "",
    )


def _actions(what: CodeForm) -> ActionsBlock:
    has_more = (what.page + 1) * PAGE < len(what.rows)
    shown = turning_buttons(what.page, names.CODE_BACK, names.CODE_NEXT, has_more=has_more)
    shown.append(button("Refresh", names.CODE_REFRESH, str(what.page)))
    if what.may_create:
        shown.append(button(_create_label(what), names.CODE_CREATE, str(what.page)))
    return ActionsBlock(elements=shown)


def _create_label(what: CodeForm) -> str:
    """Return "Create “Onlin” in QuickBooks" for one word, else "Create a class"."""
    words = [row.slot.word for row in what.rows if row.slot.word]
    if len(words) == 1:
        return f"Create “{words[0]}” in {what.seen.case.connection.platform.label}"
    key = what.seen.dimension.key
    if what.seen.dimension.field is Field.TRACKING:
        return f"Create an option of {dimension_name(key)}"
    return f"Create {a_dimension(key)}"


def _submit(what: CodeForm, draft: Draft) -> str:
    """Return what the button does: it says so with the number of entries where any is whole."""
    seen = what.seen
    if seen.is_unplaced:
        return "Save and post"
    freed = seen.completed_by(answers_in(seen, draft))
    if not freed:
        return "Save"
    label = f"Save and post {figures.entries(freed, seen.case.book.locale)}"
    return label if len(label) <= limits.VIEW_BUTTON else "Save and post them"
