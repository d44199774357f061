"""What the small forms ask, and what they say of an answer that is missing."""

from __future__ import annotations

from datetime import UTC
from typing import Any

import pytest
from slack_sdk.models.views import View

from blocks.forms.assign import assign_modal
from blocks.forms.duplicate import Answer, read_answer
from blocks.forms.parts import BadField
from blocks.forms.period import period_form
from blocks.forms.resolve import read_resolve
from blocks.forms.skip import skip_modal
from blocks.forms.snooze import snooze_modal
from blocks.kit import names
from blocks.kit.validate import checked_view
from journal.entries.failure import FailureReason
from journal.entries.placing import NAMED
from journal.incidents.how_resolved import HowResolved
from tests.blocks.forms.test_map import a_form, a_gap, drawn
from tests.blocks.read import texts
from tests.build import NOW, a_case, a_failure, an_entry, an_incident

CLOSED = a_case(
    incident=an_incident(failure=a_failure(FailureReason.PERIOD_CLOSED, subject="2026-07"))
)
TAKEN = a_case(incident=an_incident(assignee="U_ANA", assigned_at=NOW))


@pytest.mark.parametrize(
    ("view", "words"),
    [
        (assign_modal(a_case(), "U_BEN"), ("Who sees to it?", "Nobody has it yet.")),
        (assign_modal(TAKEN, "U_BEN"), ("<@U_ANA> has it now.",)),
        (snooze_modal(a_case(), NOW, UTC), ("How long?",)),
        (skip_modal(a_case(), [an_entry()]), ("Which are never to be posted?",)),
        (period_form(CLOSED), ("How shall they be posted?",)),
    ],
    ids=["assign", "assign taken", "snooze", "skip", "period"],
)
def test_each_form_asks_its_question(view: View, words: tuple[str, ...]) -> None:
    """In the words that people read."""
    read = list(texts(checked_view(view)["blocks"]))

    for one in words:
        assert one in read


def test_a_name_that_is_mapped_is_said_to_be_remembered() -> None:
    """Where a field stands for an account's name, not for a category."""
    named, category = (a_form(a_gap(category=(of, "Fees"))) for of in (NAMED, "Shopify"))
    said = "What you choose for an account's name is remembered in this book"

    assert said in str(drawn(named)["blocks"])
    assert said not in str(drawn(category)["blocks"])


def sent(block: str, action: str, chosen: str, note: tuple[str, str]) -> dict[str, Any]:
    """Return a form in which something is chosen, and nothing is written."""
    option = {"selected_option": {"value": chosen}}
    values = {block: {action: option}, note[0]: {note[1]: {"value": None}}}
    return {"private_metadata": "7", "state": {"values": values}}


def test_a_reason_that_is_wanted_is_asked_for() -> None:
    """Below its field: what was done by hand, and why two entries belong in the books."""
    note = (names.NOTE_BLOCK, names.NOTE_INPUT)
    with pytest.raises(BadField) as done:
        read_resolve(sent(names.HOW_BLOCK, names.HOW_INPUT, HowResolved.OTHER, note))
    assert done.value.text == "Say in a few words what was done."

    reason = (names.REASON_BLOCK, names.REASON_INPUT)
    with pytest.raises(BadField) as both:
        read_answer(sent(names.TWIN_BLOCK, names.TWIN_INPUT, Answer.POST_ANYWAY, reason))
    assert both.value.text == "Say in a few words why both belong in the books."
