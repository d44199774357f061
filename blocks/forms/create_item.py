"""The form in which a class, a name or a tracking option is described that is to be made."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import (
    InputBlock,
    Option,
    PlainTextInputElement,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from blocks.forms.map_draft import Draft, read_draft, slot_key
from blocks.forms.parts import BadField, chosen_in, form, plain, text_in
from blocks.kit import limits, names
from blocks.kit.card import section
from blocks.kit.text import one_line, outside
from blocks.words.coding import dimension_name
from journal.books.listing import folded
from journal.books.lists import Field, ListItem, NameKind
from journal.incidents.uncoded import CodeGap, Uncoded
from journal.moves.create_item import NewItem

MAX_NAME = 100
"""What every platform takes."""
_NESTED = (Field.CLASS, Field.LOCATION)
"""Names of these may have parents, and a colon parts them."""


@dataclass(frozen=True, slots=True)
class ItemAsked:
    """A choice as someone described it, and the form that it is wanted for."""

    name: str
    kind: str  # of a name that is to be made; "": the row says it, or it is none
    row: str  # the key of the row that will get it
    form_id: str  # the view beneath
    draft: Draft


def create_item_modal(seen: Uncoded, draft: Draft, form_id: str) -> View:
    """Draw the form; it carries what was chosen so far in the form beneath."""
    platform = seen.case.connection.platform.label
    book = outside(seen.case.book.name, limits.NAME_SHOWN)
    rows = seen.rows[: limits.OPTIONS]
    first = next((row for row in rows if not draft.chosen.get(slot_key(row.slot))), rows[0])
    about = json.dumps({"form": form_id, "draft": draft.kept()})
    label = outside(seen.dimension.label, limits.NAME_SHOWN)
    asks_kind = seen.dimension.field is Field.NAME and any(not row.slot.kind for row in rows)
    blocks = [
        section(f"It is created in {platform}, in the list {label} of *{book}*."),
        _for_input(rows, first),
        _name_input(first),
        *([_kind_input()] if asks_kind else []),
    ]
    title = "Create a choice" if seen.dimension.field is Field.TRACKING else _title(seen)
    return form(names.ITEM_FORM, title, "Create", about, blocks)


def read_item(view: Mapping[str, Any]) -> ItemAsked:
    """Return what a submitted form asks for. Raises BadField: the name is not right."""
    about = json.loads(view["private_metadata"])
    draft = read_draft({"private_metadata": about["draft"]})
    name = " ".join(text_in(view, names.ITEM_NAME_BLOCK, names.ITEM_NAME_INPUT).split())
    if not name:
        raise BadField(names.ITEM_NAME_BLOCK, "Enter a name.")
    row = chosen_in(view, names.ITEM_FOR_BLOCK, names.ITEM_FOR_INPUT)
    kind = chosen_in(view, names.ITEM_KIND_BLOCK, names.ITEM_KIND_INPUT)
    return ItemAsked(name, kind, row, about["form"], draft)


def new_item(asked: ItemAsked, seen: Uncoded) -> NewItem:
    """Return what is to be made, for the row that it is asked for.

    Raises:
        BadField: there is such a choice already, the name has a parent, or nobody says whose it is.
    """
    row = next((one for one in seen.rows if slot_key(one.slot) == asked.row), None)
    kind = (row.slot.kind if row else "") or asked.kind
    if seen.dimension.field is Field.NAME and not kind:
        raise BadField(names.ITEM_KIND_BLOCK, "Say if it is a customer or a vendor.")
    if seen.dimension.field in _NESTED and ":" in asked.name:
        raise BadField(names.ITEM_NAME_BLOCK, "Leave out the colon: it parts names of parents.")
    items = seen.known.lists.items
    same = [one for one in items if _is_same(one, asked.name, kind, seen)]
    if same:
        inactive = "" if same[0].active else ", inactive"
        raise BadField(names.ITEM_NAME_BLOCK, f"There is {same[0].label} already{inactive}.")
    return NewItem(seen.dimension, asked.name, kind)


def _is_same(one: ListItem, name: str, kind: str, seen: Uncoded) -> bool:
    is_kind = not kind or one.kind == kind
    return one.dimension == seen.dimension and is_kind and folded(one.name) == folded(name)


def _title(seen: Uncoded) -> str:
    return f"Create a {dimension_name(seen.dimension.key)}"


def _for_input(rows: Sequence[CodeGap], first: CodeGap) -> InputBlock:
    options = [_option(slot_key(row.slot), row.label) for row in rows]
    element = StaticSelectElement(
        action_id=names.ITEM_FOR_INPUT,
        options=options,
        initial_option=options[list(rows).index(first)],
    )
    label = plain("For which word or lines", limits.INPUT_LABEL)
    return InputBlock(block_id=names.ITEM_FOR_BLOCK, label=label, element=element)


def _name_input(first: CodeGap) -> InputBlock:
    name = one_line(first.slot.word.rpartition(":")[2].strip(), MAX_NAME)
    element = PlainTextInputElement(
        action_id=names.ITEM_NAME_INPUT, initial_value=name or None, max_length=MAX_NAME
    )
    label = plain("Name", limits.INPUT_LABEL)
    return InputBlock(block_id=names.ITEM_NAME_BLOCK, label=label, element=element)


def _kind_input() -> InputBlock:
    options = [_option(one.value, one.value.capitalize()) for one in _KINDS]
    element = StaticSelectElement(action_id=names.ITEM_KIND_INPUT, options=options)
    label = plain("What it is, where the account doesn't say so", limits.INPUT_LABEL)
    return InputBlock(block_id=names.ITEM_KIND_BLOCK, label=label, element=element, optional=True)


_KINDS = (NameKind.CUSTOMER, NameKind.VENDOR)


def _option(value: str, text: str) -> Option:
    return Option(value=value, text=plain(text, limits.OPTION_TEXT))
