"""Mapping accounts from a card: the form opens, is searched, turned, refreshed and sent in."""

from __future__ import annotations

import json
from typing import Any

import pytest
from structlog.testing import capture_logs

from blocks.forms.map_draft import block_of
from blocks.kit import names
from blocks.words.chart import (
    account_asked,
    account_made,
    account_refused,
    account_unknown,
    chart_not_read,
    chart_read,
)
from journal.amounts.money import Money
from journal.books.book import Account, Connection, Platform
from journal.entries.entry import Line, Side
from journal.incidents.incident import IncidentState
from journal.incidents.move import MoveName
from journal.rights import Person, Rule
from tests.handlers.slack import Answer, Json, Team
from tests.handlers.views import button_of, element, figures
from tests.journal.bench import Bench
from tests.storage.stage import some_entries

OPEN, RETRYING, RESOLVED = IncidentState
GIFTS = ("Shopify", "Gift cards")


def lines(*credited: str) -> tuple[Line, ...]:
    """Return lines that bring $40 to each of these categories, out of the clearing."""
    whole = Money(4000 * len(credited), "USD")
    ours = [Line(Side.CREDIT, Money(4000, "USD"), category=name) for name in credited]
    return (Line(Side.DEBIT, whole, category="Clearing"), *ours)


@pytest.fixture
async def connection(bench: Bench) -> Connection:
    """A book of which three entries wait for an account of gift cards; its chart is known."""
    made = await bench.book(mapped=False)
    async with bench.store() as store:
        await store.desk.save_mapping(made.book_id, [("Shopify", "Clearing", "1300")])
    await bench.services.read_chart(made)
    await bench.take(made, some_entries(3, lines=lines("Gift cards")))
    await bench.post(made)
    return made


@pytest.fixture
async def incident_id(bench: Bench, connection: Connection) -> int:
    """The incident of those entries."""
    return (await bench.case()).incident.id


async def opened(team: Team, incident_id: int, by: str = "U_ANA") -> Json:
    """Press Map accounts; return the form as Slack keeps it."""
    assert (await team.click(names.MAP, str(incident_id), by=by)).acked
    view: Json = team.slack.called("views.open")[-1]["view"]
    return {**view, "id": "V1", "hash": "h1", "state": {"values": {}}}


def with_choice(view: Json, account: str | None, category: tuple[str, str] = GIFTS) -> Json:
    """Return the form with an account chosen for a category."""
    option = {"value": account} if account else None
    held = {names.MAP_ACCOUNT: {"type": "external_select", "selected_option": option}}
    values = {**view["state"]["values"], block_of(category): held}
    return {**view, "state": {"values": values}}


async def press(team: Team, view: Json, action_id: str, value: str = "0") -> Json:
    """Press a button of the form; return what it shows then."""
    assert (await team.click(action_id, value, view=view)).acked
    shown: Json = team.slack.called("views.update")[-1]["view"]
    return shown


async def suggested(team: Team, view: Json, typed: str) -> Any:
    """Type into the field of gift cards; return the groups of options."""
    body = {
        "type": "block_suggestion",
        "user": {"id": "U_ANA"},
        "view": view,
        "block_id": block_of(GIFTS),
        "action_id": names.MAP_ACCOUNT,
        "value": typed,
    }
    answer: Answer = await team.deliver(body)
    assert answer.acked
    return json.loads(str(answer.body))


async def test_it_opens_with_a_field_for_each_category(team: Team, incident_id: int) -> None:
    """In one call, since everything is known here: what is missing, and what might fit."""
    view = await opened(team, incident_id)

    (field,) = (block for block in view["blocks"] if block["type"] == "input")
    assert (field["block_id"], field["label"]["text"]) == (block_of(GIFTS), "Gift cards")
    assert all(one in field["hint"]["text"] for one in ("$120.00", "3"))
    assert [method for method, _ in team.slack.calls] == ["views.open"]


async def test_a_chart_that_was_never_read_is_read_first(
    bench: Bench, team: Team, incident_id: int
) -> None:
    """The window opens at once and fills when the platform has answered."""
    async with bench.database.engine.begin() as sql:
        await sql.exec_driver_sql("UPDATE connection SET accounts_read_at = NULL")
        await sql.exec_driver_sql("DELETE FROM account")

    assert (await team.click(names.MAP, str(incident_id))).acked

    assert [method for method, _ in team.slack.calls] == ["views.open", "views.update"]
    filled = team.slack.called("views.update")[0]["view"]
    assert "external_select" in str(filled["blocks"])


async def test_the_form_of_what_is_retrying_does_not_open(
    bench: Bench, team: Team, incident_id: int
) -> None:
    """The person is told who was first."""
    await bench.retry(incident_id, by="U_CHI")

    assert (await team.click(names.MAP, str(incident_id))).acked

    assert team.slack.called("views.open") == []
    (refusal,) = team.refusals("U_ANA")
    assert refusal.named == {"who": "U_CHI"}


async def test_typing_finds_accounts_that_fit_first(
    bench: Bench, team: Team, incident_id: int
) -> None:
    """Answered on the acknowledgement, from what is known here."""
    view = await opened(team, incident_id)

    usual, others = (await suggested(team, view, ""))["option_groups"]
    kinds = {one["value"]: bench.ledger.chart[one["value"]].kind for one in usual["options"]}
    assert kinds["98"] == "Income"
    assert "90" in [one["value"] for one in others["options"]]
    (only,) = (await suggested(team, view, "4010"))["option_groups"]
    assert [option["value"] for option in only["options"]] == ["98"]
    assert (await suggested(team, view, "zzzz"))["options"] == []


async def test_a_list_that_cannot_be_filled_is_empty(team: Team, incident_id: int) -> None:
    """It is logged, and the person is spared a message for every letter."""
    view = await opened(team, incident_id)

    with capture_logs() as logs:
        answer = await suggested(team, {**view, "private_metadata": "{}"}, "40")

    assert answer == {"options": []}
    assert logs[0]["event"] == "options_not_found"
    assert team.said_to("U_ANA") == []


async def test_choosing_makes_the_button_say_what_it_will_do(team: Team, incident_id: int) -> None:
    """Drawn again in place; what was chosen stays in the draft."""
    view = await opened(team, incident_id)

    shown = await press(team, with_choice(view, "98"), names.MAP_ACCOUNT)

    assert figures(button_of(view)) == []
    assert figures(button_of(shown)) == ["3"]


async def test_sent_in_it_maps_and_posts(bench: Bench, team: Team, incident_id: int) -> None:
    """The window closes without a word: the card shows what comes of it."""
    view = await opened(team, incident_id)

    answer = await team.submit(with_choice(view, "98"))

    assert answer.acked
    assert not answer.body
    case = await bench.case()
    assert (case.incident.state, case.incident.moved_by) == (RETRYING, "U_ANA")
    assert case.incident.mending is not None
    assert team.said_to("U_ANA") == []


async def test_nothing_chosen_is_said_under_the_field(
    bench: Bench, team: Team, incident_id: int
) -> None:
    """The form stays open."""
    view = await opened(team, incident_id)

    answer = await team.submit(with_choice(view, None))

    assert [*answer.wrong] == [block_of(GIFTS)]
    assert await bench.states() == [OPEN]


async def test_the_second_sees_what_the_first_saved(
    bench: Bench, team: Team, incident_id: int
) -> None:
    """Ben's form turns into what Ana chose; his account is not saved, and he is told so."""
    view = await opened(team, incident_id, by="U_BEN")
    await team.submit(with_choice(await opened(team, incident_id), "98"))

    answer = await team.submit({**with_choice(view, "103"), "id": "V2"}, by="U_BEN")

    assert answer.acked
    shown = answer.json["view"]
    for one in ("<@U_ANA>", "Gift cards", "4010 Sales:Shopify sales"):
        assert one in str(shown["blocks"][1:])
    assert "submit" not in shown
    async with bench.store() as store:
        ((_, _, account),) = [row for row in await store.desk.mapping(1) if row[1] == "Gift cards"]
    assert account == "98"


async def test_an_account_that_was_closed_meanwhile_is_told(
    bench: Bench, team: Team, incident_id: int, connection: Connection
) -> None:
    """The form comes back with what to do; nothing was saved."""
    view = await opened(team, incident_id)
    bench.ledger.deactivate("98")
    await bench.services.read_chart(connection)

    answer = await team.submit(with_choice(view, "98"))

    view = answer.json["view"]
    assert view["callback_id"] == names.MAP_FORM
    assert "4010 Sales:Shopify sales" in str(view["blocks"][1])
    assert await bench.states() == [OPEN]


async def test_refresh_shows_an_account_that_was_made_since(
    bench: Bench, team: Team, incident_id: int
) -> None:
    """Asked of the platform after the acknowledgement; then it can be found."""
    view = await opened(team, incident_id)
    bench.ledger.chart["106"] = Account("106", "Gift cards", "4150", "Income")

    shown = await press(team, view, names.MAP_REFRESH)

    assert chart_read(Platform.QUICKBOOKS) in str(shown["blocks"])
    (group,) = (await suggested(team, view, "4150"))["option_groups"]
    assert group["options"][0]["value"] == "106"


async def test_a_platform_that_does_not_answer_leaves_the_form_usable(
    bench: Bench, team: Team, incident_id: int
) -> None:
    """It says that these accounts were read before."""
    view = await opened(team, incident_id)
    bench.ledger.readable = False

    shown = await press(team, with_choice(view, "98"), names.MAP_REFRESH)

    assert chart_not_read(Platform.QUICKBOOKS) in str(shown["blocks"])
    assert figures(button_of(shown)) == ["3"]


async def test_a_hundred_categories_are_gone_through_in_pages(
    bench: Bench, team: Team, connection: Connection
) -> None:
    """What was chosen on the first page is mapped with what is chosen on the last."""
    names_of = [f"Category {n:03}" for n in range(100)]
    await bench.take(connection, some_entries(1, "H", lines=lines(*names_of)))
    await bench.post(connection)
    incident_id = max(case.incident.id for case in await bench.cases())
    first, last = ("Shopify", names_of[0]), ("Shopify", names_of[99])

    view = await opened(team, incident_id)
    page = await press(team, with_choice(view, "98", first), names.MAP_NEXT, "6")
    kept = {**page, "id": "V1", "hash": "h2", "state": {"values": {}}}
    assert (await team.submit(with_choice(kept, "103", last))).acked

    async with bench.store() as store:
        rows = {(channel, name): to for channel, name, to in await store.desk.mapping(1)}
    assert (rows[first], rows[last], len(rows)) == ("98", "103", 3)


async def test_a_closed_account_is_read_again_before_the_form_shows(
    bench: Bench, team: Team, connection: Connection
) -> None:
    """What is known of it here may be old: the platform is asked which accounts it takes."""
    async with bench.store() as store:
        await store.desk.save_mapping(1, [("Shopify", "Gift cards", "98")])
    bench.ledger.deactivate("98")
    await bench.take(connection, some_entries(1, "C"))
    await bench.post(connection)
    incident_id = max(case.incident.id for case in await bench.cases())

    assert (await team.click(names.MAP, str(incident_id))).acked

    shown = team.slack.called("views.update")[-1]["view"]
    (field,) = (one for one in shown["blocks"] if one["type"] == "input")
    assert field["label"]["text"] == "Gift cards"


def described(pushed: Json, **fields: str | None) -> Json:
    """Return the form that makes an account as it is sent in; what is not named is as drawn."""
    values: dict[str, Any] = {}
    for block in pushed["blocks"]:
        if block["type"] != "input":
            continue
        element, given = block["element"], fields.get(block["block_id"], "as drawn")
        held = {"selected_option": element.get("initial_option")}
        if element["type"] == "plain_text_input":
            value = element.get("initial_value") if given == "as drawn" else given
            held = {"value": value}
        values[block["block_id"]] = {element["action_id"]: held}
    return {**pushed, "id": "V2", "hash": "h1", "state": {"values": values}}


async def asked_to_create(team: Team, incident_id: int) -> Json:
    """Press Create an account in the form; return what is laid on top of it."""
    view = await opened(team, incident_id)
    assert (await team.click(names.MAP_CREATE, "0", view=view)).acked
    pushed: Json = team.slack.called("views.push")[-1]["view"]
    return pushed


async def test_an_account_is_made_and_chosen_in_the_form_beneath(
    bench: Bench, team: Team, incident_id: int
) -> None:
    """The upper form closes at once; the lower one says what goes on, then has the account."""
    pushed = await asked_to_create(team, incident_id)

    answer = await team.submit(described(pushed, account_number="4150"))

    assert answer.acked
    assert not answer.body
    waiting, done = (one["view"] for one in team.slack.called("views.update"))
    (made,) = bench.ledger.made.values()
    assert (made.label, made.kind) == ("4150 Gift cards", "Income")
    assert account_asked("Gift cards", Platform.QUICKBOOKS) in str(waiting["blocks"])
    assert account_made(made, Platform.QUICKBOOKS) in str(done["blocks"])
    chosen = element(done["blocks"], names.MAP_ACCOUNT)["initial_option"]
    assert (chosen["value"], figures(button_of(done))) == (made.external_id, ["3"])


async def test_a_wrong_description_is_told_under_the_field(
    bench: Bench, team: Team, incident_id: int
) -> None:
    """No name, a colon, a name or a number that is taken: the form stays, nothing is made."""
    pushed = await asked_to_create(team, incident_id)
    wrong: list[tuple[dict[str, str | None], str]] = [
        ({names.ACCOUNT_NAME_BLOCK: None}, ""),
        ({names.ACCOUNT_NAME_BLOCK: "Sales:Gifts"}, ""),
        ({names.ACCOUNT_NAME_BLOCK: "sales"}, "4000 Sales"),
        ({names.ACCOUNT_NUMBER_BLOCK: "4000"}, "4000 Sales"),
    ]

    for typed, there in wrong:
        under = (await team.submit(described(pushed, **typed))).wrong
        assert under.keys() == typed.keys()
        assert all(there in text for text in under.values())

    assert bench.ledger.made == {}


async def test_what_the_platform_refuses_is_told_in_its_words(
    bench: Bench, team: Team, incident_id: int
) -> None:
    """The name is taken there, which was not known here; the form beneath is as it was."""
    bench.ledger.chart["106"] = Account("106", "Gift cards", "4150", "Income")
    pushed = await asked_to_create(team, incident_id)

    assert (await team.submit(described(pushed))).acked

    shown = team.slack.called("views.update")[-1]["view"]
    theirs = "The name or the number is taken."
    assert account_refused("Gift cards", Platform.QUICKBOOKS, theirs) in str(shown["blocks"])
    assert figures(button_of(shown)) == []


async def test_a_platform_that_is_away_leaves_it_open(
    bench: Bench, team: Team, incident_id: int
) -> None:
    """Whether it was made is said by the chart, later."""
    pushed = await asked_to_create(team, incident_id)
    bench.ledger.readable = False

    assert (await team.submit(described(pushed))).acked

    shown = team.slack.called("views.update")[-1]["view"]
    assert account_unknown("Gift cards", Platform.QUICKBOOKS) in str(shown["blocks"])


async def test_a_form_that_was_closed_meanwhile_is_no_trouble(
    bench: Bench, team: Team, incident_id: int
) -> None:
    """The account is made all the same, and the person is told in a message."""
    pushed = await asked_to_create(team, incident_id)
    team.slack.answers["views.update"] = {"ok": False, "error": "not_found"}

    assert (await team.submit(described(pushed))).acked

    (made,) = bench.ledger.made.values()
    assert team.said_to("U_ANA") == [account_made(made, Platform.QUICKBOOKS)]


async def test_the_forms_open_only_for_who_may_map_or_make_accounts(
    bench: Bench, team: Team, incident_id: int, connection: Connection
) -> None:
    """Anyone who may not is told who could, before anything is chosen or typed."""
    view = await opened(team, incident_id)
    async with bench.store() as store:
        await store.roster.meet([(Person("U_BEN", "Ben"), "ben", False)])
        for move in (MoveName.MAP, MoveName.CREATE_ACCOUNT):
            await store.rights.save(connection.book_id, Rule(move, anyone=False, people=("U_BEN",)))

    assert (await team.click(names.MAP, str(incident_id))).acked
    assert (await team.click(names.MAP_CREATE, "0", view=view)).acked

    assert len(team.slack.called("views.open")) == 1
    assert team.slack.called("views.push") == []
    refusals = team.whys("U_ANA")
    assert [one.move for one in refusals] == [MoveName.MAP, MoveName.CREATE_ACCOUNT]
    assert {one.could for one in refusals} == {("U_BEN",)}
