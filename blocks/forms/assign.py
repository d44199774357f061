"""The form that gives an incident to someone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_sdk.models.blocks import InputBlock, PlainTextObject, UserSelectElement
from slack_sdk.models.views import View

from blocks.forms.parts import field_of, for_whom, form
from blocks.kit import names
from blocks.kit.card import section
from blocks.kit.text import mention
from journal.incidents.incident import Case


def assign_modal(case: Case, asker: str) -> View:
    """Draw the form; the person who opens it is filled in, unless they have it already."""
    chosen = asker if asker != case.incident.assignee else None
    return form(
        names.ASSIGN_FORM,
        f"Assign {case.incident.number}",
        "Assign",
        str(case.incident.id),
        [section(for_whom(case)), section(_now(case)), _person_input(chosen)],
    )


def read_assign(view: Mapping[str, Any]) -> tuple[int, str | None]:
    """Return the incident's id, and the Slack user id of who is to have it; None: nobody."""
    person = field_of(view, names.PERSON_BLOCK, names.PERSON_INPUT).get("selected_user")
    return int(view["private_metadata"]), person or None


def _now(case: Case) -> str:
    has_it = case.incident.assignee
    return f"{mention(has_it)} has it now." if has_it else "Nobody has it yet."


def _person_input(chosen: str | None) -> InputBlock:
    return InputBlock(
        block_id=names.PERSON_BLOCK,
        optional=True,
        label=PlainTextObject(text="Who sees to it?"),
        hint=PlainTextObject(text="They are told directly. Leave it empty for nobody."),
        element=UserSelectElement(action_id=names.PERSON_INPUT, initial_user=chosen),
    )
