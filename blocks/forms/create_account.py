"""The form in which an account is described that is to be made at the platform."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.models.blocks import (
    InputBlock,
    InputInteractiveElement,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from blocks.forms.map import category_label
from blocks.forms.map_draft import Draft, category_key, read_draft
from blocks.forms.parts import BadField, chosen_in, form, plain, text_in
from blocks.kit import limits, names
from blocks.kit.card import section
from blocks.kit.text import one_line, outside
from journal.books.book import Account, AccountKind, NewAccount
from journal.books.listing import folded
from journal.entries.account_kinds import is_usual
from journal.entries.placing import NAMED
from journal.incidents.gaps import Gap, Gaps
from journal.ports import Capabilities

MAX_NAME, MAX_NUMBER = 100, 10
"""What every platform takes: QuickBooks the shortest name, Xero the shortest code."""

_NUMBERED = re.compile(r"(?P<number>\d[\w.-]*)(?:\s*[:·|–—-]?\s+(?P<name>.*\S))?")


@dataclass(frozen=True, slots=True)
class AccountAsked:
    """An account as someone described it, and the form that it is wanted for."""

    new: NewAccount
    category: str  # the key of the category that will go to it
    form_id: str  # the view beneath; "": none, it replaces this one
    draft: Draft


def create_account_modal(
    gaps: Gaps, draft: Draft, form_id: str, capabilities: Capabilities
) -> View:
    """Draw the form; it carries what was chosen so far in the form beneath."""
    platform = gaps.case.connection.platform.label
    rows = gaps.rows[: limits.OPTIONS]
    first = next((row for row in rows if not draft.chosen.get(category_key(row.category))), rows[0])
    name, number = _described(first)
    about = json.dumps({"form": form_id, "draft": draft.kept()})
    book = outside(gaps.case.book.name, limits.NAME_SHOWN)
    blocks = [
        section(f"It is created in {platform}, in the chart of *{book}*."),
        _for_input(rows, first),
        _name_input(name),
        _number_input(number, required=capabilities.accounts_numbered),
        _kind_input(capabilities.account_kinds, first),
    ]
    return form(names.ACCOUNT_FORM, "Create an account", "Create account", about, blocks)


def read_account(view: Mapping[str, Any]) -> AccountAsked:
    """Return what a submitted form asks for.

    Raises:
        BadField: a field is not right.
    """
    about = json.loads(view["private_metadata"])
    draft = read_draft({"private_metadata": about["draft"]})
    name = " ".join(text_in(view, names.ACCOUNT_NAME_BLOCK, names.ACCOUNT_NAME_INPUT).split())
    if not name:
        raise BadField(names.ACCOUNT_NAME_BLOCK, "Say what it is to be called.")
    if ":" in name:
        raise BadField(names.ACCOUNT_NAME_BLOCK, "Leave out the colon: it parts names of parents.")
    number = text_in(view, names.ACCOUNT_NUMBER_BLOCK, names.ACCOUNT_NUMBER_INPUT)
    kind = chosen_in(view, names.ACCOUNT_KIND_BLOCK, names.ACCOUNT_KIND_INPUT)
    category = chosen_in(view, names.ACCOUNT_FOR_BLOCK, names.ACCOUNT_FOR_INPUT)
    if not kind:
        raise BadField(names.ACCOUNT_KIND_BLOCK, "Choose what kind of account it is.")
    return AccountAsked(NewAccount(name, number, kind), category, about["form"], draft)


def refuse_if_taken(new: NewAccount, accounts: Sequence[Account]) -> None:
    """Raise BadField when the chart has an account of that name or number."""
    for one in accounts:
        there = f"There is {one.label} already{'' if one.active else ', inactive'}."
        if folded(one.name) == folded(new.name):
            raise BadField(names.ACCOUNT_NAME_BLOCK, there)
        if new.number and folded(one.number) == folded(new.number):
            raise BadField(names.ACCOUNT_NUMBER_BLOCK, there)


def _for_input(rows: Sequence[Gap], first: Gap) -> InputBlock:
    options = [_option(category_key(row.category), category_label(row, rows)) for row in rows]
    chosen = options[list(rows).index(first)]
    return _input(
        names.ACCOUNT_FOR_BLOCK,
        "For which category or name",
        StaticSelectElement(
            action_id=names.ACCOUNT_FOR_INPUT, options=options, initial_option=chosen
        ),
    )


def _described(first: Gap) -> tuple[str, str]:
    """Return the name and the number that an account would have, as lines or mapping call it.

    "4010 Sales:Amazon sales" comes to ("Amazon sales", "4010").
    """
    number, name = "", first.category[1]
    if first.category[0] == NAMED and (match := _NUMBERED.fullmatch(name.strip())):
        number, name = match["number"], match["name"] or ""
    if first.category[0] == NAMED:
        name = name.rpartition(":")[2].strip()
    number = number if len(number) <= MAX_NUMBER else ""
    return one_line(name.replace(":", " "), MAX_NAME), number


def _name_input(name: str) -> InputBlock:
    return _input(
        names.ACCOUNT_NAME_BLOCK,
        "Name",
        PlainTextInputElement(
            action_id=names.ACCOUNT_NAME_INPUT, initial_value=name or None, max_length=MAX_NAME
        ),
    )


def _number_input(number: str, *, required: bool) -> InputBlock:
    return _input(
        names.ACCOUNT_NUMBER_BLOCK,
        "Number",
        PlainTextInputElement(
            action_id=names.ACCOUNT_NUMBER_INPUT,
            initial_value=number or None,
            max_length=MAX_NUMBER,
        ),
        optional=not required,
    )


def _kind_input(kinds: Sequence[AccountKind], first: Gap) -> InputBlock:
    options = [_option(one.value, one.label) for one in kinds]
    usual = [
        option
        for option, kind in zip(options, kinds, strict=True)
        if is_usual(Account("", "", kind=kind.value), first.kind, first.side)
    ]
    return _input(
        names.ACCOUNT_KIND_BLOCK,
        "Kind",
        StaticSelectElement(
            action_id=names.ACCOUNT_KIND_INPUT,
            options=options,
            initial_option=usual[0] if usual else None,
        ),
    )


def _input(
    block_id: str, label: str, element: InputInteractiveElement, *, optional: bool = False
) -> InputBlock:
    return InputBlock(
        block_id=block_id,
        label=PlainTextObject(text=label),
        element=element,
        optional=optional,
    )


def _option(value: str, text: str) -> Option:
    return Option(value=value, text=plain(text, limits.OPTION_TEXT))
