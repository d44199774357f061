"""Mapping accounts with what lines carry beside them: class and name in the same form."""

from __future__ import annotations

import json
from typing import Any

import pytest

from blocks.forms.map_draft import beside_block, block_of, item_value
from blocks.kit import names
from journal.amounts.money import Money
from journal.books.book import Account, Connection
from journal.books.lists import CLASS, NAME, CompanyRules, ListItem
from journal.entries.coding_rules import Scope
from journal.entries.entry import Line, Side
from journal.entries.uncoded import Slot
from journal.incidents.incident import IncidentState
from journal.incidents.story.mending import AccountsMapped
from tests.handlers.slack import Answer, Json, Team
from tests.handlers.views import actions, fields
from tests.journal.bench import Bench
from tests.storage.stage import some_entries

OPEN, RETRYING, RESOLVED = IncidentState
GIFTS = ("Shopify", "Gift cards")
SCOPE = Scope("Shopify", category="Gift cards")
CLASS_OF = Slot(CLASS, scope=SCOPE)
NAME_OF = Slot(NAME, scope=SCOPE, kind="customer")
STORES = ListItem(CLASS, "c2", "Stores")
FAIRE = ListItem(NAME, "n1", "Faire", kind="customer")
RECEIVABLE = Account("84", "Receivables", "1200", "Accounts Receivable", wants_name="customer")


@pytest.fixture
async def connection(bench: Bench) -> Connection:
    """A book whose company uses classes, of which an entry waits for an account."""
    bench.ledger.items = [STORES, FAIRE, ListItem(NAME, "n2", "Mill", kind="vendor")]
    bench.ledger.rules = CompanyRules(uses=(CLASS,))
    bench.ledger.chart["84"] = RECEIVABLE
    made = await bench.book(mapped=False)
    async with bench.store() as store:
        await store.desk.save_mapping(made.book_id, [("Shopify", "Clearing", "1300")])
    await bench.services.read_chart(made)
    amount = Money(4000, "USD")
    lines = (
        Line(Side.DEBIT, amount, category="Clearing"),
        Line(Side.CREDIT, amount, category="Gift cards"),
    )
    await bench.take(made, some_entries(1, lines=lines))
    await bench.post(made)
    return made


@pytest.fixture
async def incident_id(bench: Bench, connection: Connection) -> int:
    """The incident of that entry."""
    return (await bench.case()).incident.id


async def opened(team: Team, incident_id: int) -> Json:
    """Press Map accounts; return the form as Slack keeps it."""
    assert (await team.click(names.MAP, str(incident_id))).acked
    view: Json = team.slack.called("views.open")[-1]["view"]
    return {**view, "id": "V1", "hash": "h1", "state": {"values": {}}}


async def shown(team: Team, view: Json, action_id: str, value: str = "0") -> Json:
    """Press a button of the form, or choose in it; return what it shows then."""
    assert (await team.click(action_id, value, view=view)).acked
    drawn: Json = team.slack.called("views.update")[-1]["view"]
    return {**view, **drawn}


def holding(view: Json, block_id: str, action_id: str, value: str | None) -> Json:
    """Return the form with something chosen in a field."""
    held = {action_id: {"selected_option": {"value": value} if value else None}}
    return {**view, "state": {"values": {**view["state"]["values"], block_id: held}}}


async def test_classes_are_asked_for_where_someone_wants_to(team: Team, incident_id: int) -> None:
    """The form is as short as ever until the button is pressed, which then is gone."""
    view = await opened(team, incident_id)
    assert fields(view) == [block_of(GIFTS)]

    wide = await shown(team, view, names.MAP_WIDEN)

    assert fields(wide) == [block_of(GIFTS), beside_block(CLASS_OF)]
    assert names.MAP_WIDEN not in actions(wide["blocks"])


async def test_a_name_is_asked_for_once_the_account_wants_one(team: Team, incident_id: int) -> None:
    """Receivables chosen, a field for the customer comes; only customers are found in it."""
    wide = await shown(team, await opened(team, incident_id), names.MAP_WIDEN)
    chosen = holding(wide, block_of(GIFTS), names.MAP_ACCOUNT, "84")

    drawn = await shown(team, chosen, names.MAP_ACCOUNT)

    assert fields(drawn)[-1] == beside_block(NAME_OF)
    body = {
        "type": "block_suggestion",
        "user": {"id": "U_ANA"},
        "view": drawn,
        "block_id": beside_block(NAME_OF),
        "action_id": names.MAP_ITEM,
        "value": "",
    }
    answer: Answer = await team.deliver(body)
    (group,) = json.loads(str(answer.body))["option_groups"]
    assert [one["value"] for one in group["options"]] == [item_value(FAIRE)]


async def test_both_are_kept_and_posted_in_one_go(
    bench: Bench, team: Team, incident_id: int, connection: Connection
) -> None:
    """The account and what its lines carry: no second card, and the story tells both."""
    wide = await shown(team, await opened(team, incident_id), names.MAP_WIDEN)
    view = holding(wide, block_of(GIFTS), names.MAP_ACCOUNT, "84")
    view = holding(view, beside_block(CLASS_OF), names.MAP_ITEM, item_value(STORES))
    view = holding(view, beside_block(NAME_OF), names.MAP_ITEM, item_value(FAIRE))

    assert (await team.submit(view)).acked
    await bench.post(connection)

    assert await bench.states() == [RESOLVED]
    (stored,) = bench.ledger.stored
    assert {*stored.lines[1].extras} == {("Class", "Stores"), ("Customer", "Faire")}
    mending = (await bench.case()).incident.mending
    assert mending is not None
    assert isinstance(mending.turn, AccountsMapped)
    assert {*mending.turn.coded} == {("Gift cards", "Stores"), ("Gift cards", "Faire")}


async def test_what_is_taken_back_is_not_kept(
    bench: Bench, team: Team, incident_id: int, connection: Connection
) -> None:
    """A class that was chosen and then emptied again leaves no rule."""
    wide = await shown(team, await opened(team, incident_id), names.MAP_WIDEN)
    view = holding(wide, block_of(GIFTS), names.MAP_ACCOUNT, "98")
    drawn = holding(view, beside_block(CLASS_OF), names.MAP_ITEM, item_value(STORES))
    drawn = await shown(team, drawn, names.MAP_ACCOUNT)
    drawn = holding(drawn, beside_block(CLASS_OF), names.MAP_ITEM, None)

    assert (await team.submit(drawn)).acked

    async with bench.store() as store:
        assert await store.codings.all(connection.book_id) == []


@pytest.mark.parametrize("rules", [CompanyRules(), CompanyRules(uses=(CLASS,))])
async def test_a_company_without_choices_sees_no_button(
    bench: Bench, team: Team, incident_id: int, connection: Connection, rules: Any
) -> None:
    """Nothing to choose from: the form stays as it was."""
    bench.ledger.items, bench.ledger.rules = [], rules
    await bench.services.read_chart(connection)

    assert names.MAP_WIDEN not in actions((await opened(team, incident_id))["blocks"])
