"""The form that closes a case by hand."""

from typing import Any

import pytest

from blocks.forms.parts import BadField
from blocks.forms.resolve import read_resolve, resolve_modal
from blocks.forms.skip import skip_confirmation
from blocks.kit import names
from blocks.kit.validate import checked_view
from journal.entries.failure import Obstacle
from journal.incidents.how_resolved import HowResolved
from tests.blocks.gallery import in_conflict
from tests.blocks.read import texts
from tests.build import a_case, a_summary, an_entry


def sent(how: str | None, note: str | None = None) -> dict[str, Any]:
    """Return the form as Slack sends it in."""
    option = {"value": how} if how else None
    return {
        "private_metadata": "7",
        "state": {
            "values": {
                names.HOW_BLOCK: {names.HOW_INPUT: {"selected_option": option}},
                names.NOTE_BLOCK: {names.NOTE_INPUT: {"value": note}},
            }
        },
    }


def test_form_says_its_task_for_whom_and_what_will_happen() -> None:
    """Title, first line and button are about this case."""
    view = checked_view(resolve_modal(a_case()))

    assert view["title"]["text"] == "Resolve INC-7"
    assert view["submit"]["text"] == "Close 3 entries"
    assert view["blocks"][0]["text"]["text"] == (
        "*3 entries* of Northwind Retail · *$4,812.40*\n"
        "Shopify, Jul 7 – 9, 2026: Gift cards has no account in QuickBooks"
    )
    assert view["private_metadata"] == "7"


def test_button_of_very_many_entries_still_fits() -> None:
    """A label of more than 24 characters is made shorter."""
    view = checked_view(resolve_modal(a_case(summary=a_summary(waiting=100_000_000))))

    assert view["submit"]["text"] == "Close them"


def test_every_way_to_close_says_what_it_means() -> None:
    """Four ways, each with what follows from it."""
    block = checked_view(resolve_modal(a_case()))["blocks"][1]

    offered = block["element"]["options"]
    said_elsewhere = (HowResolved.SKIPPED, HowResolved.KEPT)
    said_here = [how.value for how in HowResolved if how not in said_elsewhere]
    assert [one["value"] for one in offered] == said_here
    assert all(len(list(texts(one))) == 2 for one in offered)


@pytest.mark.parametrize("how", HowResolved)
def test_form_is_read_back(how: HowResolved) -> None:
    """What was chosen and written comes out, without blanks around it."""
    assert read_resolve(sent(how.value, " entered by hand ")) == (7, how, "entered by hand")


def test_what_the_person_may_not_is_left_out_and_said() -> None:
    """Only what is looked up is offered then."""
    view = checked_view(resolve_modal(a_case(), no_skipping="Only Owners may."))

    assert [one["text"]["text"] for one in view["blocks"][1]["element"]["options"]] == [
        "Fixed in QuickBooks"
    ]
    assert "Closing them without posting is not offered. Only Owners may." in str(view["blocks"])


def test_note_may_be_left_out() -> None:
    """Slack sends null for a field nobody touched."""
    assert read_resolve(sent("not_needed")) == (7, HowResolved.NOT_NEEDED, "")


@pytest.mark.parametrize(
    ("how", "note", "field"),
    [
        (None, "x", names.HOW_BLOCK),
        ("other", None, names.NOTE_BLOCK),
        ("other", "  ", names.NOTE_BLOCK),
        ("duplicate", "x" * 501, names.NOTE_BLOCK),
    ],
)
def test_wrong_field_says_what_is_right(how: str | None, note: str | None, field: str) -> None:
    """The text belongs under the field that is not right."""
    with pytest.raises(BadField) as wrong:
        read_resolve(sent(how, note))

    assert wrong.value.block_id == field
    assert wrong.value.text.endswith(".")
    assert wrong.value.advice == wrong.value.text


def test_a_correction_that_is_not_sent_leaves_what_is_there() -> None:
    """Closed without it, the entry before stays; said to be fixed, it is held against that."""
    said = str(checked_view(resolve_modal(in_conflict(Obstacle.EDITED)))["blocks"][1])

    assert "The correction is not sent; what is there stays" in said
    assert "opens again if it says something else" in said
    assert "will not be posted" not in said.split("duplicate", maxsplit=1)[0]


def test_a_correction_that_is_skipped_leaves_what_is_there() -> None:
    """Whether one of several is chosen, or all of the card."""
    case, entry = in_conflict(Obstacle.EDITED), an_entry(replaces="227")

    for chosen in (entry, None):
        said = str(checked_view(skip_confirmation(case, chosen, "")))
        assert "QuickBooks keeps what it has of it" in said
