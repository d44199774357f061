"""The form that closes an incident by hand: it asks how, and what is to be remembered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_sdk.models.blocks import (
    InputBlock,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    RadioButtonsElement,
)
from slack_sdk.models.views import View

from blocks.forms.parts import BadField, chosen_in, for_whom, form, text_in
from blocks.kit import figures, limits, names
from blocks.kit.card import context, section
from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import Case


def resolve_modal(case: Case, *, wants_note: bool = False, no_skipping: str = "") -> View:
    """Draw the form. It carries the incident's id and nothing else.

    Args:
        wants_note: so much is closed that a note is needed.
        no_skipping: why the person who opens it may not leave entries unposted, marked up.
    """
    how = [_how_input(case, may_skip=not no_skipping)]
    why = [context(f"Closing them without posting is not offered. {no_skipping}")]
    return form(
        names.RESOLVE_FORM,
        f"Resolve {case.incident.number}",
        _submit(case),
        str(case.incident.id),
        [
            section(for_whom(case)),
            *how,
            *(why if no_skipping else []),
            _note_input(wanted=wants_note),
        ],
    )


def read_resolve(view: Mapping[str, Any]) -> tuple[int, HowResolved, str]:
    """Return the incident's id, how it was closed, and the note of a submitted form.

    Raises:
        BadField: a field is not right.
    """
    chosen = chosen_in(view, names.HOW_BLOCK, names.HOW_INPUT)
    if not chosen:
        raise BadField(names.HOW_BLOCK, "Choose how it was settled.")
    how = HowResolved(chosen)
    note = text_in(view, names.NOTE_BLOCK, names.NOTE_INPUT)
    if how is HowResolved.OTHER and not note:
        raise BadField(names.NOTE_BLOCK, "Say in a few words what was done.")
    if len(note) > limits.NOTE:
        raise BadField(names.NOTE_BLOCK, f"Use at most {limits.NOTE} characters.")
    return int(view["private_metadata"]), how, note


def _submit(case: Case) -> str:
    label = f"Close {figures.entries(case.summary.waiting, case.book.locale)}"
    return label if len(label) <= limits.VIEW_BUTTON else "Close them"


def _how_input(case: Case, *, may_skip: bool) -> InputBlock:
    platform = case.connection.platform.label
    left = "They will not be posted"
    missing = "they are missing"
    if case.is_correction:
        left, missing = "The correction is not sent; what is there stays", "it says something else"
    options = [
        _option(
            HowResolved.FIXED_IN_PLATFORM,
            f"Fixed in {platform}",
            f"Looked up there; the card opens again if {missing}",
        ),
        _option(HowResolved.NOT_NEEDED, "Not needed", left),
        _option(
            HowResolved.DUPLICATE,
            "Already in the books",
            "Another entry holds the same; these will not be posted",
        ),
        _option(HowResolved.OTHER, "Something else", f"{left}; say why below"),
    ]
    return InputBlock(
        block_id=names.HOW_BLOCK,
        label=PlainTextObject(text="How was it settled?"),
        element=RadioButtonsElement(
            action_id=names.HOW_INPUT, options=options if may_skip else options[:1]
        ),
    )


def _option(how: HowResolved, text: str, description: str) -> Option:
    return Option(
        value=how.value,
        text=PlainTextObject(text=text),
        description=PlainTextObject(text=description),
    )


def _note_input(*, wanted: bool) -> InputBlock:
    return InputBlock(
        block_id=names.NOTE_BLOCK,
        optional=not wanted,
        label=PlainTextObject(text="Note"),
        hint=PlainTextObject(text="For whoever reads this in a month. It stands on the card."),
        element=PlainTextInputElement(
            action_id=names.NOTE_INPUT, multiline=True, max_length=limits.NOTE
        ),
    )
