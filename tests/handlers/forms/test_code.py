"""Choosing what lines lack from a card: the form opens, is searched, refreshed and sent in."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from blocks.forms.map_draft import item_value, slot_block
from blocks.kit import names
from blocks.words.lists import (
    item_asked,
    item_made,
    item_refused,
    item_unknown,
    lists_not_read,
    lists_read,
)
from journal.amounts.money import Money
from journal.books.book import Connection, Platform
from journal.books.lists import CLASS, LOCATION, CompanyRules, Field, ListItem
from journal.entries.coding import Coding
from journal.entries.coding_rules import Scope
from journal.entries.entry import Line, Side
from journal.entries.failure import Failure, FailureReason
from journal.entries.uncoded import Slot
from journal.incidents.incident import IncidentState
from journal.incidents.move import MoveName
from journal.rights import Person, Rule
from tests.handlers.slack import Answer, Json, Team
from tests.handlers.views import actions, button_of, element, fields, figures
from tests.journal.bench import Bench
from tests.storage.stage import some_entries

OPEN, RETRYING, RESOLVED = IncidentState
QUICKBOOKS = Platform.QUICKBOOKS
ONLINE = ListItem(CLASS, "c1", "Retail:Online", stable_id="s1")
STORES = ListItem(CLASS, "c2", "Stores")
WEB = ListItem(LOCATION, "c2", "Web")  # the id of a class too: each list has its own
ONLIN = Slot(CLASS, "Onlin")
GIFTS = Slot(CLASS, scope=Scope("Shopify", category="Gift cards"))
ALL_SHOPIFY = Slot(CLASS, scope=Scope("Shopify"))
AMOUNT = Money(4000, "USD")


def lines(word: str) -> tuple[Line, ...]:
    """Return gift cards with a class of this word, out of the clearing, which has its own."""
    stores = Coding(class_name="Stores")
    return (
        Line(Side.DEBIT, AMOUNT, category="Clearing", coding=stores),
        Line(Side.CREDIT, AMOUNT, category="Gift cards", coding=Coding(class_name=word)),
    )


@pytest.fixture
async def connection(bench: Bench) -> Connection:
    """A book that wants a class on each line; classes can be made at its platform."""
    can = replace(bench.ledger.capabilities, creates=frozenset({Field.CLASS}))
    bench.ledger.capabilities = can
    bench.ledger.items = [ONLINE, STORES]
    bench.ledger.rules = CompanyRules(uses=(CLASS,), requires=(CLASS,))
    made = await bench.book()
    await bench.services.read_chart(made)
    return made


@pytest.fixture
async def incident_id(bench: Bench, connection: Connection) -> int:
    """The incident of three entries: two say "Onlin", one says nothing."""
    await bench.take(connection, some_entries(2, lines=lines("Onlin")))
    await bench.take(connection, some_entries(1, "M", lines=lines("")))
    await bench.post(connection)
    return (await bench.case()).incident.id


async def opened(team: Team, incident_id: int, by: str = "U_ANA") -> Json:
    """Press Choose a class; return the form as Slack keeps it."""
    assert (await team.click(names.CODE, str(incident_id), by=by)).acked
    view: Json = team.slack.called("views.open")[-1]["view"]
    return {**view, "id": "V1", "hash": "h1", "state": {"values": {}}}


def with_choice(view: Json, item: ListItem | None, slot: Slot) -> Json:
    """Return the form with something chosen in a field, as it is drawn or never was filled."""
    drawn = [one for one in fields(view) if one.startswith(slot_block(slot))]
    block_id = drawn[0] if drawn else slot_block(slot)
    option = {"value": item_value(item)} if item else None
    held = {names.CODE_ITEM: {"type": "external_select", "selected_option": option}}
    return {**view, "state": {"values": {**view["state"]["values"], block_id: held}}}


async def press(team: Team, view: Json, action_id: str, value: str = "0") -> Json:
    """Press a button of the form; return what it shows then."""
    assert (await team.click(action_id, value, view=view)).acked
    shown: Json = team.slack.called("views.update")[-1]["view"]
    return shown


async def suggested(team: Team, view: Json, typed: str, slot: Slot = ONLIN) -> Any:
    """Type into a field; return what is offered, by group."""
    body = {
        "type": "block_suggestion",
        "user": {"id": "U_ANA"},
        "view": view,
        "block_id": slot_block(slot),
        "action_id": names.CODE_ITEM,
        "value": typed,
    }
    answer: Answer = await team.deliver(body)
    assert answer.acked
    said = json.loads(str(answer.body))
    return [[one["value"] for one in group["options"]] for group in said.get("option_groups", [])]


async def test_it_opens_with_a_field_for_each_question(team: Team, incident_id: int) -> None:
    """All lines of the channel, of the book, the word that is unknown, the category without."""
    view = await opened(team, incident_id)

    everywhere = Slot(CLASS, scope=Scope())
    asked = (ALL_SHOPIFY, everywhere, ONLIN, GIFTS)
    assert fields(view) == [slot_block(one) for one in asked]
    word = next(one for one in view["blocks"] if one.get("block_id") == slot_block(ONLIN))
    assert word["element"]["initial_option"]["value"] == item_value(ONLINE)
    assert figures(button_of(view)) == ["2"]


async def test_typing_offers_the_closest_first(team: Team, incident_id: int) -> None:
    """Before anything is typed the nearest name stands apart; then what holds what is typed."""
    view = await opened(team, incident_id)

    closest, others = await suggested(team, view, "")
    assert (closest, others) == ([item_value(ONLINE)], [item_value(STORES)])
    assert await suggested(team, view, "sto") == [[item_value(STORES)]]
    assert await suggested(team, view, "zzzz") == []
    assert await suggested(team, view, "", ALL_SHOPIFY) == [
        [item_value(ONLINE), item_value(STORES)]
    ]


async def test_choosing_for_all_makes_the_button_count_them(team: Team, incident_id: int) -> None:
    """With a class for all lines of Shopify, all three entries post."""
    view = await opened(team, incident_id)

    shown = await press(team, with_choice(view, STORES, ALL_SHOPIFY), names.CODE_ITEM)

    assert figures(button_of(shown)) == ["3"]


async def test_sent_in_it_is_kept_and_posts(
    bench: Bench, team: Team, incident_id: int, connection: Connection
) -> None:
    """The window closes without a word; the card shows what comes of it, the book remembers."""
    view = with_choice(await opened(team, incident_id), STORES, GIFTS)

    answer = await team.submit(with_choice(view, ONLINE, ONLIN))

    assert (answer.acked, answer.body) == (True, "")
    assert await bench.states() == [RETRYING]
    await bench.post(connection)
    assert await bench.states() == [RESOLVED]
    async with bench.store() as store:
        kept = {(one.slot.word, one.slot.scope): one.item_id for one in await store.codings.all(1)}
    assert kept == {("Onlin", Scope()): "s1", ("", GIFTS.scope): "c2"}
    assert team.said_to("U_ANA") == []


async def test_nothing_chosen_is_said_under_the_field(
    bench: Bench, team: Team, incident_id: int
) -> None:
    """The form stays open, and nothing is kept."""
    view = with_choice(await opened(team, incident_id), None, ONLIN)

    answer = await team.submit(view)

    assert len(answer.wrong) == 1
    assert await bench.states() == [OPEN]


async def test_the_second_sees_what_the_first_chose(
    bench: Bench, team: Team, incident_id: int
) -> None:
    """Ben's form turns into what Ana chose; his choice is not saved, and he is told so."""
    view = await opened(team, incident_id, by="U_BEN")
    ana = with_choice(await opened(team, incident_id), ONLINE, ONLIN)
    await team.submit(with_choice(ana, STORES, GIFTS))

    answer = await team.submit({**with_choice(view, STORES, ONLIN), "id": "V2"}, by="U_BEN")

    shown = answer.json["view"]
    assert all(one in str(shown["blocks"]) for one in ("<@U_ANA>", "Retail:Online", "Onlin"))
    async with bench.store() as store:
        (word,) = await store.codings.kept(1, [ONLIN])
    assert (word.item_id, word.by) == ("s1", "U_ANA")


async def test_a_class_made_inactive_meanwhile_is_told(
    bench: Bench, team: Team, incident_id: int, connection: Connection
) -> None:
    """It can't be chosen any more: the form says so, and nothing is kept."""
    view = with_choice(await opened(team, incident_id), ONLINE, ONLIN)
    bench.ledger.items[0] = replace(ONLINE, active=False)
    await bench.services.read_chart(connection)

    answer = await team.submit(view)

    assert answer.wrong or answer.json["view"]["callback_id"] == names.CODE_FORM
    assert await bench.states() == [OPEN]


async def test_refresh_reads_the_lists_again(bench: Bench, team: Team, incident_id: int) -> None:
    """What was made at the platform since can be found; without an answer the form stays."""
    view = await opened(team, incident_id)
    bench.ledger.items.append(ListItem(CLASS, "c9", "Wholesale"))

    shown = await press(team, view, names.CODE_REFRESH)
    assert lists_read(QUICKBOOKS) in str(shown["blocks"])
    assert await suggested(team, view, "whole") == [[":c9"]]

    bench.ledger.readable = False
    shown = await press(team, view, names.CODE_REFRESH)
    assert lists_not_read(QUICKBOOKS) in str(shown["blocks"])


async def test_many_words_are_gone_through_in_pages(
    bench: Bench, team: Team, connection: Connection
) -> None:
    """What was chosen on the first page is kept with what is chosen on the last."""
    names_of = [f"Word {n:03}" for n in range(40)]
    many = tuple(
        Line(side, AMOUNT, category="Gift cards", coding=Coding(class_name=word))
        for word in names_of
        for side in (Side.DEBIT, Side.CREDIT)
    )
    await bench.take(connection, some_entries(1, "H", lines=many))
    await bench.post(connection)
    incident_id = (await bench.case()).incident.id
    first, last = (Slot(CLASS, names_of[at]) for at in (0, 39))

    view = await opened(team, incident_id)
    page = await press(team, with_choice(view, STORES, first), names.CODE_NEXT, "2")
    kept = {**page, "id": "V1", "hash": "h2", "state": {"values": {}}}
    assert (await team.submit(with_choice(kept, ONLINE, last))).acked

    async with bench.store() as store:
        meant = {one.slot.word: one.item_id for one in await store.codings.all(1)}
    assert meant == {"Word 000": "c2", "Word 039": "s1"}


async def asked_to_create(team: Team, incident_id: int) -> Json:
    """Press Create in the form, with nothing filled in; return what is laid on top of it."""
    view = with_choice(await opened(team, incident_id), None, ONLIN)
    assert (await team.click(names.CODE_CREATE, "0", view=view)).acked
    pushed: Json = team.slack.called("views.push")[-1]["view"]
    return pushed


def described(pushed: Json, name: str | None = None) -> Json:
    """Return the form that makes a choice as it is sent in, with another name if that is given."""
    row = element(pushed["blocks"], names.ITEM_FOR_INPUT)
    drawn = element(pushed["blocks"], names.ITEM_NAME_INPUT).get("initial_value")
    values = {
        names.ITEM_FOR_BLOCK: {names.ITEM_FOR_INPUT: {"selected_option": row["initial_option"]}},
        names.ITEM_NAME_BLOCK: {names.ITEM_NAME_INPUT: {"value": drawn if name is None else name}},
    }
    return {**pushed, "id": "V2", "hash": "h1", "state": {"values": values}}


async def test_a_class_is_made_and_chosen_in_the_form_beneath(
    bench: Bench, team: Team, incident_id: int
) -> None:
    """The upper form closes at once; the lower one says what goes on, then has the class."""
    pushed = await asked_to_create(team, incident_id)

    answer = await team.submit(described(pushed))

    assert (answer.acked, answer.body) == (True, "")
    waiting, done = (one["view"] for one in team.slack.called("views.update"))
    (made,) = bench.ledger.made_items.values()
    assert (made.name, made.dimension) == ("Onlin", CLASS)
    assert item_asked("Onlin", QUICKBOOKS) in str(waiting["blocks"])
    assert item_made(made, QUICKBOOKS) in str(done["blocks"])
    async with bench.store() as store:
        connection = await store.books.connection(1)
        assert made in (await store.books.known(connection)).lists.items
    assert "item_created" in await bench.story()


@pytest.mark.parametrize("name", ["", "Retail:Onlin", "stores"])
async def test_a_wrong_name_is_told_under_the_field(
    bench: Bench, team: Team, incident_id: int, name: str
) -> None:
    """None, one with a parent, one that is taken: nothing is made."""
    pushed = await asked_to_create(team, incident_id)

    answer = await team.submit(described(pushed, name))

    assert [*answer.wrong] == [names.ITEM_NAME_BLOCK]
    assert bench.ledger.made_items == {}


async def test_what_the_platform_refuses_is_told(
    bench: Bench, team: Team, incident_id: int
) -> None:
    """In its own words where it spoke, and as not known where it did not answer."""
    pushed = await asked_to_create(team, incident_id)
    bench.ledger.items.append(ListItem(CLASS, "c9", "Onlin"))
    assert (await team.submit(described(pushed))).acked
    shown = team.slack.called("views.update")[-1]["view"]
    assert item_refused("Onlin", QUICKBOOKS, "The name is taken.") in str(shown["blocks"])

    bench.ledger.readable = False
    assert (await team.submit({**described(pushed), "id": "V3"})).acked
    shown = team.slack.called("views.update")[-1]["view"]
    assert item_unknown("Onlin", QUICKBOOKS) in str(shown["blocks"])


async def test_nothing_is_made_where_the_platform_can_not(
    bench: Bench, team: Team, incident_id: int
) -> None:
    """Where no class can be created from here, the form has no button for it."""
    none = frozenset[Field]()
    bench.ledger.capabilities = replace(bench.ledger.capabilities, creates=none)

    assert names.CODE_CREATE not in actions((await opened(team, incident_id))["blocks"])


async def test_the_forms_open_only_for_who_may_map_or_make_accounts(
    bench: Bench, team: Team, incident_id: int, connection: Connection
) -> None:
    """The rules for mapping and for making accounts hold; who may not is told who could."""
    view = await opened(team, incident_id)
    async with bench.store() as store:
        await store.roster.meet([(Person("U_BEN", "Ben"), "ben", False)])
        for move in (MoveName.MAP, MoveName.CREATE_ACCOUNT):
            await store.rights.save(connection.book_id, Rule(move, anyone=False, people=("U_BEN",)))

    assert (await team.click(names.CODE, str(incident_id))).acked
    assert (await team.click(names.CODE_CREATE, "0", view=view)).acked

    assert len(team.slack.called("views.open")) == 1
    assert team.slack.called("views.push") == []
    refusals = team.whys("U_ANA")
    assert [one.move for one in refusals] == [MoveName.CODE, MoveName.CREATE_ITEM]
    assert {one.could for one in refusals} == {("U_BEN",)}


UNPLACED = Failure(FailureReason.TAX_OR_DIMENSION, words="Another treatment", http_status=400)


def on_gift_cards(item: ListItem) -> Slot:
    """Return the field for what gift cards carry, of the list of a choice."""
    return Slot(item.dimension, scope=Scope("Shopify", category="Gift cards"))


@pytest.fixture
async def unplaced_id(bench: Bench, connection: Connection) -> int:
    """The incident of an entry that was refused without saying what of it."""
    bench.ledger.items = [replace(ONLINE, stable_id=""), STORES, WEB]
    bench.ledger.rules = CompanyRules(uses=(CLASS, LOCATION))
    await bench.services.read_chart(connection)
    bench.ledger.refuse(UNPLACED, times=1)
    await bench.take(connection, some_entries(1, lines=lines("Stores")))
    await bench.post(connection)
    return (await bench.case()).incident.id


async def opened_fresh(team: Team, incident_id: int) -> Json:
    """Press the button of a card that a platform's refusal made: the lists are read first."""
    await opened(team, incident_id)
    view: Json = team.slack.called("views.update")[-1]["view"]
    return {**view, "id": "V1", "hash": "h1", "state": {"values": {}}}


async def test_it_asks_for_all_where_nothing_is_said(team: Team, unplaced_id: int) -> None:
    """Its fields show what each line carries; what the platform said stands above them."""
    view = await opened_fresh(team, unplaced_id)

    assert UNPLACED.words in str(view["blocks"][1])
    drawn = [one["element"].get("initial_option") for one in view["blocks"] if "element" in one]
    shown = [one and one["value"] for one in drawn]
    assert shown == [item_value(STORES), None, item_value(STORES), None, "always"]
    assert names.CODE_CREATE not in actions(view["blocks"])


@pytest.mark.parametrize("is_once", [False, True])
async def test_all_may_be_changed_for_once_or_for_good(
    bench: Bench, team: Team, unplaced_id: int, connection: Connection, *, is_once: bool
) -> None:
    """A location on gift cards posts the entry; it is remembered unless it is for this one."""
    held = on_gift_cards(WEB)
    view = with_choice(await opened_fresh(team, unplaced_id), WEB, held)
    how = {"selected_option": {"value": "once" if is_once else "always"}}
    view["state"]["values"][names.CODE_ONCE_BLOCK] = {names.CODE_ONCE_INPUT: how}

    answer = await team.submit(view)

    assert (answer.acked, answer.body) == (True, "")
    await bench.post(connection)
    assert await bench.states() == [RESOLVED]
    carried = {*bench.ledger.stored[0].lines[1].extras}
    assert carried == {("Class", "Stores"), ("Location", "Web")}
    async with bench.store() as store:
        kept = [one.slot for one in await store.codings.all(1)]
    assert kept == ([] if is_once else [held])


async def test_nothing_changed_is_not_sent_again(
    bench: Bench, team: Team, unplaced_id: int
) -> None:
    """What the lines carry already is no choice: the form stays open and says so."""
    view = await opened_fresh(team, unplaced_id)
    account = Slot(CLASS, "Stores", Scope(account_id="98"))

    answer = await team.submit(with_choice(view, STORES, account))

    assert len(answer.wrong) == 1
    assert await bench.states() == [OPEN]
