"""The form with what a file leaves open, and what is read from it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from blocks.forms.offer import offer_modal, read_offer_form
from blocks.forms.parts import BadField
from blocks.kit import names
from blocks.kit.validate import checked_view
from journal.offers.choices import Changes, Choices, Needed
from journal.offers.file_offer import OfferState
from tests.build import a_book, an_offer

ASKS = an_offer(state=OfferState.ASKS, needs=(Needed.DATES,), why="01/02 may be two days")


def filled(view: dict[str, Any], **values: str) -> dict[str, Any]:
    """Return the form as Slack sends it in, with these answers over what is filled in."""
    held: dict[str, Any] = {}
    for block in view["blocks"]:
        if block["type"] != "input":
            continue
        name, field = block["block_id"], block["element"]
        given = values.get(name)
        if field["type"] == "plain_text_input":
            held[name] = {names.OFFER_INPUT: {"value": given or field.get("initial_value")}}
        else:
            chosen = given or field.get("initial_option", {}).get("value")
            option = {"value": chosen} if chosen else None
            held[name] = {names.OFFER_INPUT: {"selected_option": option}}
    return {**view, "state": {"values": held}}


def test_only_what_is_open_is_asked() -> None:
    """A file that leaves one thing open is asked for that alone, with why."""
    view = checked_view(offer_modal(ASKS, a_book()))

    assert [one["block_id"] for one in view["blocks"] if one["type"] == "input"] == ["dates"]
    assert view["blocks"][0]["text"]["text"] == (
        "*july.csv* for Northwind Retail\n01/02 may be two days"
    )
    (dates,) = (one["element"] for one in view["blocks"] if one["type"] == "input")
    assert [one["value"] for one in dates["options"]] == ["day-first", "month-first"]
    assert view["submit"]["text"] == "Read the file"


def test_an_answer_is_needed() -> None:
    """What the file does not say cannot be left to the file."""
    view = checked_view(offer_modal(ASKS, a_book()))

    with pytest.raises(BadField) as wrong:
        read_offer_form(filled(view), ASKS)
    assert [*wrong.value.fields] == ["dates"]

    assert read_offer_form(filled(view, dates="day-first"), ASKS) == Choices(dates="day-first")


def test_what_was_said_before_stays() -> None:
    """A second question does not forget the first answer."""
    offer = replace(ASKS, choices=Choices(number_by="date"))
    view = checked_view(offer_modal(offer, a_book()))

    read = read_offer_form(filled(view, dates="month-first"), offer)

    assert read == Choices(number_by="date", dates="month-first")


def test_every_option_can_be_changed() -> None:
    """Of a file that could be read all is shown, filled in as it was read."""
    offer = an_offer(choices=Choices(sales_channel="Square", leave_out=True))
    view = checked_view(offer_modal(offer, a_book()))

    assert read_offer_form(filled(view), offer) == offer.choices
    changed = read_offer_form(
        filled(view, changes="corrected", restart="date", kind="deposit", sheet="July"), offer
    )
    assert changed == replace(
        offer.choices, changes=Changes.CORRECTED, restart="date", kind="deposit", sheet="July"
    )
