"""The two forms of Skip: which entries, and whether that is meant, with count and sum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import (
    InputBlock,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from blocks.forms.parts import BadField, chosen_in, for_whom, form, plain, text_in
from blocks.kit import figures, limits, names
from blocks.kit.card import section
from blocks.kit.carrying import carry
from blocks.kit.text import outside
from journal.entries.entry import WAITING, Entry
from journal.incidents.incident import Case
from journal.moves.skip import Skipped

MOST = limits.OPTIONS - 1
"""How many entries can be chosen from; the first option is all of them."""
_ALL = "all"


def skip_modal(case: Case, entries: Sequence[Entry]) -> View:
    """Draw the first form; `entries`: the oldest of the card, posted ones too."""
    waiting = [entry for entry in entries if entry.status in WAITING]
    left = case.summary.waiting - len(waiting)
    more = f"\nThe {figures.number(len(waiting), case.book.locale)} oldest are offered singly."
    return form(
        names.SKIP_FORM,
        f"Skip, {case.incident.number}",
        "Go on",
        str(case.incident.id),
        [
            section(for_whom(case) + more * (left > 0)),
            _entries_input(case, waiting),
            _note_input(),
        ],
    )


def read_skip(view: Mapping[str, Any]) -> tuple[int, int | None, str]:
    """Return the incident's id, the entry's (None: all of the card), and the note.

    Raises:
        BadField: a field is not right.
    """
    chosen = chosen_in(view, names.ENTRY_BLOCK, names.ENTRY_INPUT)
    if not chosen:
        raise BadField(names.ENTRY_BLOCK, "Choose which entries.")
    note = text_in(view, names.SKIP_NOTE_BLOCK, names.SKIP_NOTE_INPUT)
    if len(note) > limits.NOTE:
        raise BadField(names.SKIP_NOTE_BLOCK, f"Use at most {limits.NOTE} characters.")
    return int(view["private_metadata"]), None if chosen == _ALL else int(chosen), note


def skip_confirmation(case: Case, entry: Entry | None, note: str) -> View:
    """Draw the second form, which names how many entries it is and what they come to."""
    about = carry(case.incident.id, Skipped(entry.id if entry else None, note))
    count = 1 if entry else case.summary.waiting
    counted = figures.entries(count, case.book.locale)
    platform = case.connection.platform.label
    said = f"*{_what(case, entry)}* will never be posted to {platform}."
    if entry.is_correction if entry else case.is_correction:
        said = f"*{_what(case, entry)}* is not sent; {platform} keeps what it has of it."
    noted = f"\n> {outside(note, limits.NOTE)}" if note else ""
    back = "Reopen brings back what was skipped, once the card is closed."
    label = f"Skip {counted}"
    return form(
        names.SKIP_CONFIRMED_FORM,
        "Skip for good?",
        label if len(label) <= limits.VIEW_BUTTON else "Skip them",
        about,
        [section(f"{said}{noted}"), section(back)],
    )


def _what(case: Case, entry: Entry | None) -> str:
    locale = case.book.locale
    amounts = (entry.content.total,) if entry else case.summary.amounts
    count = 1 if entry else case.summary.waiting
    money = figures.amounts(amounts, locale)
    named = [outside(entry.content.reference, limits.NAME_SHOWN)] if entry else []
    return " · ".join(part for part in (figures.entries(count, locale), *named, money) if part)


def _entries_input(case: Case, waiting: Sequence[Entry]) -> InputBlock:
    everything = plain(f"All: {_what(case, None)}", limits.OPTION_TEXT)
    options = [Option(value=_ALL, text=everything)]
    options += [_option(entry, case.book.locale) for entry in waiting[:MOST]]
    return InputBlock(
        block_id=names.ENTRY_BLOCK,
        label=PlainTextObject(text="Which are never to be posted?"),
        element=StaticSelectElement(action_id=names.ENTRY_INPUT, options=options),
    )


def _option(entry: Entry, locale: str) -> Option:
    content = entry.content
    parts = (
        entry.number,
        figures.day(content.date, locale),
        figures.amounts((content.total,), locale),
        content.reference,
    )
    text = " · ".join(part for part in parts if part)
    return Option(value=str(entry.id), text=plain(text, limits.OPTION_TEXT))


def _note_input() -> InputBlock:
    return InputBlock(
        block_id=names.SKIP_NOTE_BLOCK,
        optional=True,
        label=PlainTextObject(text="Why"),
        hint=PlainTextObject(text="For whoever reads this in a month."),
        element=PlainTextInputElement(
            action_id=names.SKIP_NOTE_INPUT, multiline=True, max_length=limits.NOTE
        ),
    )
