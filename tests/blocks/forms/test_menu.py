"""The forms of a card's menu: put off, skip, contact support, and what they promise."""

from __future__ import annotations

from datetime import UTC

import pytest

from blocks.forms.parts import BadField
from blocks.forms.skip import skip_confirmation, skip_modal
from blocks.forms.snooze import offers, read_snooze
from blocks.forms.support import Support, support_modal
from blocks.kit import names
from blocks.kit.validate import checked_view
from tests.build import NOW, a_case, an_entry


def test_the_moments_that_are_offered_are_named() -> None:
    """An hour, the next morning, and the close of the month."""
    labels = [one.label for one in offers(a_case(), NOW, UTC)]

    assert labels == ["For an hour", "Until tomorrow, 9:00", "Until the month closes"]


def test_a_moment_that_has_passed_is_not_taken() -> None:
    """Another one is asked for under the field."""
    picked = {"selected_option": {"value": str(int(NOW.timestamp()) - 60)}}
    values = {names.UNTIL_BLOCK: {names.UNTIL_INPUT: picked}}

    with pytest.raises(BadField, match="passed"):
        read_snooze({"private_metadata": "7", "state": {"values": values}}, NOW)


def test_all_or_one_of_them_can_be_skipped() -> None:
    """Counted, or by number, day, sum and reference."""
    view = checked_view(skip_modal(a_case(), [an_entry()]))

    assert [one["text"]["text"] for one in view["blocks"][1]["element"]["options"]] == [
        "All: 3 entries · $4,812.40",
        "JF-1042 · Jul 7, 2026 · $1,604.13 · SHOP-2026-07-07",
    ]


def test_what_is_skipped_is_named_before_it_is() -> None:
    """How many, which and how much will never be posted, and how that is taken back."""
    view = checked_view(skip_confirmation(a_case(), an_entry(), "test order"))

    said, back = (block["text"]["text"] for block in view["blocks"])
    assert said == (
        "*1 entry · SHOP-2026-07-07 · $1,604.13* will never be posted to QuickBooks.\n> test order"
    )
    assert back.startswith("Reopen brings back what was skipped")


@pytest.mark.parametrize(
    ("support", "label"),
    [
        (Support(), "Note it in the thread"),
        (Support(email="help@firm.example"), "Note it in the thread"),
        (Support(channel_id="C_SUPPORT"), "Send to support"),
    ],
)
def test_asking_for_help_says_where_it_goes(support: Support, label: str) -> None:
    """The button promises no more than what is set."""
    assert checked_view(support_modal(a_case(), "look", support))["submit"]["text"] == label
