"""A version that reads as another entry: answered with both, replaced or asked about on request."""

from __future__ import annotations

from typing import Any

import pytest

from journal.entries.entry import OnChange
from tests.bot.web.stage import Stage, an_entry_json

Json = dict[str, Any]


def another_day(**changes: Any) -> Json:
    """Return the entry of the next day under the same reference, with another sum."""
    lines = [
        {"side": "debit", "amount": "411.00", "category": "Clearing"},
        {"side": "credit", "amount": "411.00", "category": "Sales"},
    ]
    return an_entry_json(**{"date": "2026-07-08", "revision": 2, "lines": lines, **changes})


@pytest.fixture(autouse=True)
async def _known(stage: Stage) -> None:
    """July 7 is known under the reference."""
    await stage.hand_in(an_entry_json())


async def test_both_days_and_sums_are_told(stage: Stage) -> None:
    """The answer is a problem of its own type, for programs and for people, and changes nothing."""
    answer = await stage.hand_in(another_day())

    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (409, "urn:jefail:problem:restated")
    [fault] = problem["errors"]
    restated = fault["restated"]
    assert (restated["by"], restated["revision"], restated["status"]) == ("day", 1, "pending")
    common = {"sales_channel": "Shopify", "currency": "USD"}
    assert restated["was"] == {"date": "2026-07-07", "total": "1604.13", **common}
    assert restated["says"] == {"date": "2026-07-08", "total": "411.00", **common}
    for words in ("2026-07-07 (1604.13 USD)", "2026-07-08 (411.00 USD)", 'revision 2 with "on_c'):
        assert words in fault["detail"]
    [row] = await stage.rows("SELECT date::text FROM entry")
    assert row["date"] == "2026-07-07"


async def test_nothing_of_a_list_is_taken_with_it(stage: Stage) -> None:
    """All or nothing, as with every fault; one that is known otherwise makes it a conflict."""
    new = an_entry_json(reference="NEW")

    restated = await stage.hand_in([new, another_day()])
    both = await stage.hand_in([another_day(), an_entry_json(description="changed")])

    assert [one["index"] for one in restated.json()["errors"]] == [1]
    assert both.json()["type"] == "urn:jefail:problem:conflict"
    assert "restated" not in both.json()["errors"][1]
    assert await stage.references() == ["SHOP-2026-07-07"]


@pytest.mark.parametrize(("on_change", "asked"), [("replace", False), ("ask", True)])
async def test_its_caller_says_what_is_done(stage: Stage, on_change: str, *, asked: bool) -> None:
    """It replaces the one before, or waits for people; sent again it is known."""
    answers = [await stage.hand_in(another_day(on_change=on_change)) for _ in range(2)]

    assert [one.status_code for one in answers] == [201, 200]
    [receipt] = answers[0].json()["entries"]
    assert (receipt["taken"], receipt["asked"]) == (True, asked)
    [row] = await stage.rows("SELECT date::text, restates IS NOT NULL AS asked FROM entry")
    assert (row["date"], row["asked"]) == ("2026-07-08", asked)


async def test_a_wish_that_nobody_knows_is_a_fault(stage: Stage) -> None:
    """The three words are told."""
    answer = await stage.hand_in(another_day(on_change="overwrite"))

    assert answer.status_code == 422
    assert all(one.value in answer.json()["errors"][0]["detail"] for one in OnChange)
