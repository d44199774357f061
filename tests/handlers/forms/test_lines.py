"""The form with an entry's lines: opened, wrong, right."""

from datetime import date
from typing import Any

import pytest

from blocks.kit import names
from journal.books.book import Connection
from journal.entries.failure import FailureReason
from journal.incidents.incident import IncidentState
from journal.incidents.move import MoveName
from journal.rights import Rule
from tests.handlers.slack import Json, Team
from tests.handlers.views import fields
from tests.journal.bench import Bench
from tests.storage.stage import some_entries

OPEN, RETRYING, RESOLVED = IncidentState
CLEARING = ("Clearing", "Debit 1,604.13")


async def turned_down(bench: Bench, count: int) -> Connection:
    """Have entries turned down for the same reason."""
    connection = await bench.book()
    await bench.take(connection, some_entries(count))
    bench.ledger.refuse(FailureReason.VALIDATION_OTHER)
    await bench.post(connection)
    bench.ledger.recover()
    return connection


def lines(*typed: tuple[str, str], about: str = "1:1:2", view_id: str = "V1") -> Json:
    """Return the form as Slack sends it in."""
    values: dict[str, Any] = {}
    for place, (named, amount) in enumerate(typed):
        account = {names.LINE_ACCOUNT_INPUT: {"value": named or None}}
        values[f"{names.LINE_ACCOUNT_BLOCK}.{place}"] = account
        money = {names.LINE_AMOUNT_INPUT: {"value": amount or None}}
        values[f"{names.LINE_AMOUNT_BLOCK}.{place}"] = money
    return {
        "type": "modal",
        "id": view_id,
        "hash": str(typed),
        "callback_id": names.EDIT_LINES_FORM,
        "private_metadata": about,
        "state": {"values": values},
    }


async def test_the_lines_are_shown_as_they_are(bench: Bench, team: Team) -> None:
    """With amounts as the book's country writes them."""
    await turned_down(bench, 1)

    assert (await team.click(names.EDIT_LINES, "1")).acked

    (opened,) = team.slack.called("views.open")
    shown = str(opened["view"])
    for words in ("Clearing", "Debit 1,604.13", "Gift cards", "Credit 1,604.13"):
        assert words in shown
    assert f"{names.LINE_ACCOUNT_BLOCK}.2" in fields(opened["view"])


async def test_the_form_opens_only_for_who_may_send_it_in(bench: Bench, team: Team) -> None:
    """Asked before anything is typed; who may is named."""
    await turned_down(bench, 1)
    async with bench.store() as store:
        book = await store.books.by_slug("northwind")
        await store.rights.save(book.id, Rule(MoveName.EDIT, anyone=False, people=("U_CHI",)))

    assert (await team.click(names.EDIT_LINES, "1")).acked

    assert team.slack.called("views.open") == []
    (refusal,) = team.whys("U_ANA")
    assert (refusal.move, refusal.could) == (MoveName.EDIT, ("U_CHI",))


async def test_of_several_one_is_chosen(bench: Bench, team: Team) -> None:
    """Its lines take the place of the list."""
    await turned_down(bench, 2)
    await team.click(names.EDIT_LINES, "1")
    (opened,) = team.slack.called("views.open")
    assert opened["view"]["callback_id"] == names.EDIT_WHICH_FORM

    values = {names.EDITED_BLOCK: {names.EDITED_INPUT: {"selected_option": {"value": "2"}}}}
    answer = await team.submit(
        {
            "type": "modal",
            "id": "V1",
            "callback_id": names.EDIT_WHICH_FORM,
            "private_metadata": "1",
            "state": {"values": values},
        }
    )

    assert answer.json["response_action"] == "update"
    assert answer.json["view"]["private_metadata"] == "1:2:2"


@pytest.mark.parametrize(
    ("typed", "field", "right"),
    [
        ([CLEARING, ("4010", "Credit 1.604,13")], "line_amount.1", "1,234.56"),
        ([CLEARING, ("4010", "1604.13")], "line_amount.1", "1,234.56"),
        ([CLEARING, ("4010", "Credit -5")], "line_amount.1", "1,234.56"),
        ([CLEARING, ("", "Credit 1,604.13")], "line_account.1", ""),
        ([CLEARING, ("Nowhere", "Credit 1604.13")], "line_account.1", "Nowhere"),
        ([CLEARING, ("4010", "Credit 1600")], "line_amount.1", "4.13 USD"),
        ([CLEARING, ("", "")], "line_amount.0", "1000"),
    ],
)
async def test_a_wrong_line_is_told_under_its_field(
    bench: Bench, team: Team, typed: list[tuple[str, str]], field: str, right: str
) -> None:
    """The form stays, with all that was typed, and nothing has moved."""
    await turned_down(bench, 1)

    wrong = (await team.submit(lines(*typed))).wrong

    assert [*wrong] == [field]
    assert right in wrong[field]
    assert await bench.states() == [OPEN]


async def test_right_lines_are_posted(bench: Bench, team: Team) -> None:
    """Also with a currency sign, a short side, and a line more."""
    connection = await turned_down(bench, 1)
    typed = [CLEARING, ("4010", "Cr $1,600"), ("6000", "credit 4.13")]

    assert (await team.submit(lines(*typed))).acked
    await bench.post(connection)

    assert await bench.states() == [RESOLVED]
    (stored,) = bench.ledger.stored
    assert stored.date == date(2026, 7, 7)
