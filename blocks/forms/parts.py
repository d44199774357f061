"""What every form is made of: whom it is about, its fields, and how a wrong one is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import Block, PlainTextObject
from slack_sdk.models.views import View

from blocks.kit import figures, limits
from blocks.kit.text import clean, one_line, outside
from blocks.words.cause import cause_of
from blocks.words.channels import channels_named
from journal.errors import BadInput
from journal.incidents.incident import Case


class BadField(BadInput):
    """A field of a form is not right; the text stands under it and says what would be.

    `also`: further wrong fields, as block_id -> text.
    """

    def __init__(self, block_id: str, text: str, also: Mapping[str, str] | None = None) -> None:
        super().__init__(text)
        self.block_id = block_id
        self.text = text
        self.fields = {block_id: text, **(also or {})}


def form(callback_id: str, title: str, submit: str, about: str, blocks: Sequence[Block]) -> View:
    """Draw a form. `about` is what its listener needs to know it by: ids, never a permission."""
    return View(
        type="modal",
        callback_id=callback_id,
        private_metadata=about,
        title=plain(title, limits.VIEW_TITLE),
        submit=plain(submit, limits.VIEW_BUTTON),
        close=PlainTextObject(text="Cancel"),
        blocks=list(blocks),
    )


def plain(text: str, limit: int) -> PlainTextObject:
    """Return `text` on one line of at most `limit` characters, in which nothing is parsed.

    Neither is ":star:", which may be a part of a name. A text that can't be seen is shown as "?".
    """
    return PlainTextObject(text=one_line(text, limit) or "?", emoji=False)


def for_whom(case: Case) -> str:
    """Return the first lines of a form: how many entries of whom, how much, and why they wait."""
    summary, locale = case.summary, case.book.locale
    name = outside(case.book.name, limits.NAME_SHOWN)
    money = figures.amounts(summary.amounts, locale)
    first = [f"*{figures.entries(summary.waiting, locale)}* of {name}", f"*{money}*" * bool(money)]
    days = figures.days(summary, case.book)
    where = ", ".join(part for part in (channels_named(case), days) if part)
    return f"{' · '.join(part for part in first if part)}\n{where}: {cause_of(case).marked_up}"


def field_of(view: Mapping[str, Any], block_id: str, action_id: str) -> Mapping[str, Any]:
    """Return what a field of a submitted form holds; empty when it was left out."""
    found: Mapping[str, Any] = view["state"]["values"].get(block_id, {}).get(action_id) or {}
    return found


def text_in(view: Mapping[str, Any], block_id: str, action_id: str) -> str:
    """Return what was typed into a text field, cleaned; empty when nothing was."""
    return clean(field_of(view, block_id, action_id).get("value") or "")


def chosen_in(view: Mapping[str, Any], block_id: str, action_id: str) -> str:
    """Return the value of what was chosen in a list; empty when nothing was."""
    option = field_of(view, block_id, action_id).get("selected_option") or {}
    return str(option.get("value", ""))
