"""The form that makes an account, and what the form beneath says came of it."""

from __future__ import annotations

import json

import pytest

from blocks.forms.create_account import read_account, refuse_if_taken
from blocks.forms.map_draft import Draft
from blocks.forms.parts import BadField
from blocks.kit import names
from blocks.words import chart
from journal.books.book import Account, NewAccount, Platform

XERO = Platform.XERO
SALES = Account("98", "Sales", "4000", "Income")
GIFTS = Account("106", "Gift <cards>", "4150", "Income")


@pytest.mark.parametrize(
    ("name", "said"),
    [(" ", "Say what it is to be called."), ("Sales:Gifts", "Leave out the colon")],
)
def test_a_wrong_name_says_what_is_right(name: str, said: str) -> None:
    """Under its field."""
    about = json.dumps({"form": "V1", "draft": Draft(7).kept()})
    values = {names.ACCOUNT_NAME_BLOCK: {names.ACCOUNT_NAME_INPUT: {"value": name}}}

    with pytest.raises(BadField) as wrong:
        read_account({"private_metadata": about, "state": {"values": values}})

    assert wrong.value.block_id == names.ACCOUNT_NAME_BLOCK
    assert wrong.value.text.startswith(said)


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (NewAccount("sales", "", "Income"), names.ACCOUNT_NAME_BLOCK),
        (NewAccount("Gifts", "4000", "Income"), names.ACCOUNT_NUMBER_BLOCK),
    ],
)
def test_what_is_taken_is_named(new: NewAccount, field: str) -> None:
    """The account that has the name or the number already."""
    with pytest.raises(BadField) as wrong:
        refuse_if_taken(new, [SALES])

    assert wrong.value.fields == {field: "There is 4000 Sales already."}


@pytest.mark.parametrize(
    ("notice", "said"),
    [
        (chart.chart_read(XERO), "The accounts are as Xero has them now."),
        (chart.chart_not_read(XERO), "⚠️ Xero could not be asked just now"),
        (
            chart.account_asked("Gift <cards>", XERO),
            "⏳ Gift &lt;cards&gt; is being created in Xero",
        ),
        (
            chart.account_made(GIFTS, XERO),
            "✅ 4150 Gift &lt;cards&gt; is created in Xero",
        ),
        (
            chart.account_refused("Gifts", XERO, "<Taken>"),
            "⚠️ Xero did not create Gifts: “&lt;Taken&gt;”",
        ),
        (chart.account_unknown("Gifts", XERO), "⚠️ Xero does not answer just now. Press Refresh"),
    ],
)
def test_what_came_of_it_is_said(notice: str, said: str) -> None:
    """With the platform's name and, where it will not, its own words."""
    assert notice.startswith(said)
