"""Changing a cost through its forms: opened, turned, seen, chosen and done, or refused with why."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from blocks.forms.change_cost_seen import CORRECT, ENTRY, LEAVE
from blocks.forms.costs_seen import CHANGED
from blocks.kit import names
from journal.amounts.money import Money
from journal.books.book import Connection
from journal.entries.entry import PostingStatus
from journal.entries.failure import FailureReason
from journal.errors import TransitionRefused
from journal.incidents.incident import IncidentState
from journal.incidents.move import MoveName
from journal.rights import Rule
from tests.handlers.forms.test_costs import filled
from tests.handlers.slack import Json, Team
from tests.handlers.views import actions, button_of, fields, options
from tests.journal.bench import Bench
from tests.journal.moves.test_change_cost import DAYS, JULY_7, WHY, cost, costs, sums
from tests.journal.moves.test_costs import sold

FOUR, FIVE, TEN = (Money(minor, "USD") for minor in (400, 500, 1000))
MUG = names.cost_block("MUG", 0)
BECAUSE = {names.CHANGE_WHY_BLOCK: WHY}


@pytest.fixture
async def connection(bench: Bench) -> Connection:
    """Mugs at $4 were posted on three days; two of the entries had waited for it on a card."""
    made = await bench.book()
    first = [sold(name, ("MUG", 3)) for name in ("S-1", "S-2")]
    await bench.take(made, [replace(one, date=DAYS[one.reference]) for one in first])
    await bench.post(made)
    await cost(bench, MUG=FOUR)
    await bench.retry((await bench.case()).incident.id)
    await bench.take(made, [replace(sold("S-3", ("MUG", 1)), date=DAYS["S-3"])])
    await bench.post(made)
    return made


async def opened(team: Team, value: str = "JF-1", **body: Any) -> Json:
    """Press Change a cost; return the form."""
    assert (await team.click(names.CHANGE_COST, value, **body)).acked
    view: Json = team.slack.called("views.open")[-1]["view"]
    return view


async def pushed(team: Team, form: Json, typed: dict[str, str]) -> Json:
    """Send the first step in; return the second one."""
    answer = await team.submit(filled(form, typed))
    assert answer.json["response_action"] == "push", answer.body
    view: Json = answer.json["view"]
    return view


def chosen(view: Json, **values: str) -> Json:
    """Return the second step as Slack sends it, with what is chosen in it by block."""
    held = {
        block["block_id"]: {
            block["element"]["action_id"]: {
                "selected_option": {
                    "value": values.get(
                        block["block_id"],
                        (block["element"].get("initial_option") or {}).get("value"),
                    )
                }
            }
        }
        for block in view["blocks"]
        if block["type"] == "input"
    }
    return {
        **view,
        "id": "V2",
        "hash": view["private_metadata"] + str(values),
        "state": {"values": held},
    }


async def turn(team: Team, view: Json, action_id: str, **values: str) -> Json:
    """Choose something in the second step; return it as it is drawn then."""
    asked = chosen(view, **values)
    value = next(iter(values.values()))
    assert (await team.click(action_id, value, view=asked)).acked
    drawn: Json = team.slack.called("views.update")[-1]["view"]
    return drawn


async def test_from_a_card_an_entry_is_chosen_first(
    bench: Bench, team: Team, connection: Connection
) -> None:
    """Of the two that were posted from it; the form of the chosen one replaces the list."""
    number = str((await bench.case()).incident.id)

    which = await opened(team, number)
    assert options(which, names.CHANGED_ENTRY_INPUT) == ["1", "2"]
    held = {names.CHANGED_ENTRY_INPUT: {"selected_option": {"value": "2"}}}
    values = {"values": {names.CHANGED_ENTRY_BLOCK: held}}
    answer = await team.submit({**which, "id": "V1", "hash": "h", "state": values})

    assert answer.json["response_action"] == "update"
    assert fields(answer.json["view"]) == [MUG, names.CHANGE_WHY_BLOCK]
    assert "JF-2" in str(answer.json["view"])
    nothing = {**which, "id": "V1", "hash": "i", "state": {"values": {}}}
    assert names.CHANGED_ENTRY_BLOCK in (await team.submit(nothing)).json["errors"]


async def test_this_entry_alone_is_seen_and_corrected(
    bench: Bench, team: Team, connection: Connection
) -> None:
    """The second step shows this entry; sent in, it is corrected and both windows close."""
    seen = await pushed(team, await opened(team), {MUG: "5", **BECAUSE})
    assert options(seen, names.CHANGE_REACH) == [ENTRY, JULY_7.isoformat()]
    assert "1" in button_of(seen)

    answer = await team.submit(chosen(seen))
    await bench.post(connection)

    assert answer.json == {"response_action": "clear"}
    assert sums(bench) == {"JF-1": 1500, "JF-2": 1200, "JF-3": 400}
    assert await costs(bench) == {"MUG": FOUR}


async def test_all_are_chosen_seen_and_corrected(
    bench: Bench, team: Team, connection: Connection
) -> None:
    """What was chosen is drawn at once, and only what was drawn is done."""
    seen = await pushed(team, await opened(team), {MUG: "5", **BECAUSE})

    seen = await turn(team, seen, names.CHANGE_REACH, **{names.REACH_BLOCK: "2026-07-07"})
    assert "3" in button_of(seen)
    await team.submit(chosen(seen))
    await bench.post(connection)

    assert sums(bench) == {"JF-1": 1500, "JF-2": 1500, "JF-3": 500}
    assert await costs(bench) == {"MUG": FIVE}


async def test_a_choice_that_was_not_drawn_is_drawn_first(
    bench: Bench, team: Team, connection: Connection
) -> None:
    """Chosen and sent in at once, nobody has seen it: it is shown, and nothing is changed."""
    seen = await pushed(team, await opened(team), {MUG: "5", **BECAUSE})

    answer = await team.submit(chosen(seen, **{names.REACH_BLOCK: "2026-07-07"}))

    assert answer.json["response_action"] == "update"
    assert "3" in button_of(answer.json["view"])
    assert len(await bench.cases()) == 1


async def test_a_day_between_is_offered(bench: Bench, team: Team, connection: Connection) -> None:
    """Seen from the last day: this entry, those since that day, and all of that cost."""
    seen = await pushed(team, await opened(team, "JF-2"), {MUG: "5", **BECAUSE})

    assert options(seen, names.CHANGE_REACH) == [ENTRY, "2026-07-08", "2026-07-07"]


async def test_wrong_fields_are_told_where_they_stand(
    bench: Bench, team: Team, connection: Connection
) -> None:
    """No amount, no reason, and a cost that it has already; nothing goes on."""
    form = await opened(team)

    for typed, wrong in (
        ({MUG: "lots", **BECAUSE}, MUG),
        ({MUG: "5"}, names.CHANGE_WHY_BLOCK),
        ({MUG: "4.00", **BECAUSE}, MUG),
        ({**BECAUSE}, MUG),
    ):
        answer = await team.submit(filled(form, typed))
        assert list(answer.json["errors"]) == [wrong]


async def test_a_figure_in_doubt_is_asked_before(
    bench: Bench, team: Team, connection: Connection
) -> None:
    """It is answered in the second step, and only then the sum is shown."""
    asked = await pushed(team, await opened(team), {MUG: "1,234", **BECAUSE})
    block = names.doubt_block("MUG")
    assert fields(asked) == [block]
    assert block in (await team.submit(chosen(asked))).json["errors"]

    answer = await team.submit(chosen(asked, **{block: "123"}))

    assert answer.json["response_action"] == "update"
    seen = answer.json["view"]
    assert fields(seen) == [names.REACH_BLOCK]
    await team.submit(chosen(seen))
    await bench.post(connection)
    assert sums(bench)["JF-1"] == 369


async def test_pages_keep_what_was_typed(bench: Bench, team: Team) -> None:
    """Of many variants ten are on a page; a wrong one keeps its page."""
    made = await bench.book()
    skus = [f"SKU-{n:02}" for n in range(12)]
    await cost(bench, **dict.fromkeys(skus, FOUR))
    await bench.take(made, [sold("S-1", *((sku, 20 - n) for n, sku in enumerate(skus)))])
    await bench.post(made)
    form = await opened(team)
    first, last = names.cost_block("SKU-00", 0), names.cost_block("SKU-11", 0)

    wrong = filled(form, {first: "lots"})
    await team.click(names.CHANGE_COST_NEXT, "1", view=wrong)
    assert first in fields(team.slack.called("views.update")[-1]["view"])
    await team.click(names.CHANGE_COST_NEXT, "1", view=filled(form, {first: "5"}))
    page = team.slack.called("views.update")[-1]["view"]
    assert (last in fields(page), actions(page).count(names.CHANGE_COST_BACK)) == (True, 1)
    seen = await pushed(team, page, {last: "6", **BECAUSE})
    await team.submit(chosen(seen))
    await bench.post(made)

    kept = (await bench.entry()).costs
    assert (kept["SKU-00"], kept["SKU-11"]) == (FIVE, Money(600, "USD"))


async def test_closed_days_are_chosen_in_the_second_step(
    bench: Bench, team: Team, connection: Connection
) -> None:
    """Left as they are, unless it is chosen otherwise; alone, the card that waits is offered."""
    bench.ledger.closed_until = JULY_7
    await bench.poll(connection)
    seen = await pushed(team, await opened(team, "JF-2"), {MUG: "5", **BECAUSE})
    seen = await turn(team, seen, names.CHANGE_REACH, **{names.REACH_BLOCK: "2026-07-07"})
    assert options(seen, names.CHANGE_CLOSED) == [LEAVE, CORRECT]
    assert "2" in button_of(seen)

    seen = await turn(team, seen, names.CHANGE_CLOSED, **{names.CLOSED_BLOCK: CORRECT})
    assert "3" in button_of(seen)
    await team.submit(chosen(seen))
    await bench.post(connection)

    assert sums(bench) == {"JF-1": 1200, "JF-2": 1500, "JF-3": 500}
    reasons = [one.incident.failure.reason for one in await bench.cases()]
    assert reasons.count(FailureReason.PERIOD_CLOSED) == 1


async def test_an_entry_of_a_closed_day_says_so(
    bench: Bench, team: Team, connection: Connection
) -> None:
    """Seen alone it is among what is corrected once its day is open: nobody has to choose that."""
    bench.ledger.closed_until = JULY_7
    await bench.poll(connection)

    seen = await pushed(team, await opened(team), {MUG: "5", **BECAUSE})

    assert options(seen, names.CHANGE_CLOSED) == [LEAVE, CORRECT]
    assert "1" in button_of(seen)


async def test_someone_was_first(bench: Bench, team: Team, connection: Connection) -> None:
    """What would be corrected has changed since it was shown: it is shown again, and said."""
    seen = await pushed(team, await opened(team, "JF-3"), {MUG: "5", **BECAUSE})
    seen = await turn(team, seen, names.CHANGE_REACH, **{names.REACH_BLOCK: "2026-07-07"})
    other = await pushed(team, await opened(team, "JF-1"), {MUG: "6", **BECAUSE})
    await team.submit(chosen(other), by="U_BEN")
    await bench.post(connection)

    form = filled(await opened(team, "JF-3"), {MUG: "5", **BECAUSE})
    await team.submit(form)
    answer = await team.submit(chosen(seen))

    assert answer.json["response_action"] == "update"
    assert CHANGED in str(answer.json["view"])
    await bench.post(connection)
    assert sums(bench) == {"JF-1": 1800, "JF-2": 1200, "JF-3": 400}


async def test_what_is_on_its_way_is_refused(
    bench: Bench, team: Team, connection: Connection
) -> None:
    """Another correction of it is being sent: the form does not open, and the person is told."""
    seen = await pushed(team, await opened(team), {MUG: "5", **BECAUSE})
    await team.submit(chosen(seen))
    assert (await bench.entry()).status is PostingStatus.PENDING
    before = len(team.slack.called("views.open"))

    await team.click(names.CHANGE_COST, "JF-1", by="U_BEN")

    assert len(team.slack.called("views.open")) == before
    (refused,) = team.refusals("U_BEN")
    assert isinstance(refused, TransitionRefused)


async def test_the_old_card_leads_to_the_new_one(
    bench: Bench, team: Team, connection: Connection
) -> None:
    """Once all its entries are on another card, its button says where, and the card shows it."""
    origin = (await bench.case()).incident.id
    seen = await pushed(team, await opened(team), {MUG: "5", **BECAUSE})
    seen = await turn(team, seen, names.CHANGE_REACH, **{names.REACH_BLOCK: "2026-07-07"})
    await team.submit(chosen(seen))
    await bench.post(connection)
    _old, new = await bench.cases()

    await team.click(names.CHANGE_COST, str(origin))

    (refused,) = team.refusals("U_ANA")
    assert new.incident.number in str(refused)
    assert new.incident.state is IncidentState.RESOLVED


async def test_the_form_opens_only_for_who_may(
    bench: Bench, team: Team, connection: Connection
) -> None:
    """A rule of the book holds before anything is typed."""
    async with bench.store() as store:
        rule = Rule(MoveName.CHANGE_COST, anyone=False, people=("U_BEN",))
        await store.rights.save(connection.book_id, rule)

    await team.click(names.CHANGE_COST, "JF-1")

    assert team.slack.called("views.open") == []


async def test_show_offers_it(bench: Bench, team: Team, connection: Connection) -> None:
    """Below an entry that is posted at costs that are known; not below any other."""
    shown = await team.command("show JF-3")
    other = await bench.take(connection, [sold("S-4", ("POT", 1))])

    assert names.CHANGE_COST in actions(shown.json)
    assert names.CHANGE_COST not in actions((await team.command(f"show {other[0].number}")).json)
