"""Adding costs from the card: the form opens, pages keep what was typed, wrong ones say so."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from blocks.forms.costs import PAGE, CostsForm
from blocks.forms.costs_seen import CHANGED, had_one
from blocks.kit import names
from journal.amounts.money import Money
from journal.books.book import Connection
from journal.errors import TransitionRefused
from journal.incidents.incident import IncidentState
from journal.incidents.move import MoveName
from journal.rights import Person, Rule
from storage.tables import book
from tests.handlers.slack import Answer, Json, Team
from tests.handlers.views import button_of, fields, figures
from tests.journal.bench import Bench
from tests.journal.moves.test_costs import sold

OPEN, RETRYING, RESOLVED = IncidentState
CLEARED = {"response_action": "clear"}
MUG, POT = (names.cost_block(sku, 0) for sku in ("MUG", "POT"))


@pytest.fixture
async def connection(bench: Bench) -> Connection:
    """A book of which two entries wait for the costs of mugs and pots."""
    return await waiting_for(bench, ("MUG", 3), ("POT", 9))


async def waiting_for(bench: Bench, *variants: tuple[str, int]) -> Connection:
    """Make a book of which an entry for each variant waits for its cost."""
    made = await bench.book()
    await bench.take(made, [sold(f"S-{n}", one) for n, one in enumerate(variants, 1)])
    await bench.post(made)
    return made


async def opened(team: Team, bench: Bench) -> Json:
    """Press Add costs; return the form."""
    number = str((await bench.case()).incident.id)
    assert (await team.click(names.ADD_COSTS, number)).acked
    view: Json = team.slack.called("views.open")[-1]["view"]
    return view


def filled(view: Json, typed: dict[str, str], **more: Any) -> Json:
    """Return the form as Slack sends it in, with these fields filled in by block_id."""
    values: Json = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            started = typed.get(block["block_id"], element.get("initial_value"))
            held = {"value": started} if element["type"] == "plain_text_input" else {}
            values[block["block_id"]] = {element["action_id"]: held}
    return {**view, "id": "V1", "hash": f"h{len(typed)}", "state": {"values": values}, **more}


async def turn(team: Team, view: Json, typed: dict[str, str], action_id: str, value: str) -> Json:
    """Press a button in the form; return the form as it is drawn then."""
    assert (await team.click(action_id, value, view=filled(view, typed))).acked
    drawn: Json = team.slack.called("views.update")[-1]["view"]
    return drawn


def typed_in(view: Json) -> dict[str, str]:
    """Return what the fields start with."""
    return {
        block["block_id"]: block["element"]["initial_value"]
        for block in view["blocks"]
        if block["type"] == "input" and "initial_value" in block["element"]
    }


async def costs(bench: Bench) -> dict[str, Money]:
    """Return the costs that are kept."""
    async with bench.store() as store:
        return {sku: cost for _channel, sku, cost in await store.desk.costs(1)}


async def sent(team: Team, form: Json, **chosen: str) -> Json:
    """Send the first step in; answer what is asked, by SKU; return what would be posted."""
    view = pushed(await team.submit(form))
    while fields(view):
        view = (await team.submit(second(view, **chosen))).json["view"]
    return view


def pushed(answer: Answer) -> Json:
    """Return the second step, which stands before the first one."""
    assert answer.json["response_action"] == "push", answer.body
    view: Json = answer.json["view"]
    return view


def second(view: Json, **chosen: str) -> Json:
    """Return the second step as Slack sends it in, with amounts in cents chosen by SKU."""
    held = {
        names.doubt_block(sku): {names.DOUBT_INPUT: {"selected_option": {"value": minor}}}
        for sku, minor in chosen.items()
    }
    mark = view["private_metadata"] + str(sorted(chosen))
    return {**view, "id": "V2", "hash": mark, "state": {"values": held}}


async def post(team: Team, form: Json, **chosen: str) -> Answer:
    """Send both steps in."""
    return await team.submit(second(await sent(team, form, **chosen)))


async def test_the_form_asks_for_every_variant(
    bench: Bench, team: Team, connection: Connection
) -> None:
    """Most sold first, with SKU and pieces, and a cost for all the rest."""
    view = await opened(team, bench)

    assert fields(view) == [POT, MUG, names.REST_BLOCK]
    assert view["blocks"][2]["label"]["text"] == "Pot"
    assert figures(view["blocks"][2]["hint"]["text"]) == ["9"]
    assert view["callback_id"] == names.COSTS_FORM


@pytest.mark.parametrize(
    ("locale", "currency", "text", "minor"),
    [
        ("en_US", "USD", "$1,234.50", 123450),
        ("en_US", "USD", "11,40", 1140),
        ("de_DE", "EUR", "1.234,50 €", 123450),
        ("de_CH", "CHF", "CHF 1’234.50", 123450),
        ("sv_SE", "SEK", "11,40 kr", 1140),
        ("ja_JP", "JPY", "￥1,234", 1234),
    ],
)
async def test_costs_are_read_as_the_country_writes_them(
    bench: Bench, team: Team, locale: str, currency: str, text: str, minor: int
) -> None:
    """Signs, groups and the decimal mark of the book's country; another mark where it is plain."""
    made = await bench.book()
    async with bench.database.engine.begin() as sql:
        await sql.execute(update(book).values(locale=locale, currency=currency))
    await bench.take(made, [sold("S-1", ("MUG", 3), currency=currency)])
    await bench.post(made)

    answer = await post(team, filled(await opened(team, bench), {MUG: text}))

    assert answer.json == CLEARED
    assert await costs(bench) == {"MUG": Money(minor, currency)}


@pytest.mark.parametrize(
    ("text", "right"), [("a lot", "$11.40"), ("€5", "$11.40"), ("-5", "$5.00"), ("0.125", "$0.13")]
)
async def test_a_wrong_cost_says_what_is_right(
    bench: Bench, team: Team, connection: Connection, text: str, right: str
) -> None:
    """Under its own field, and nothing is saved, not even the good one beside it."""
    answer = await team.submit(filled(await opened(team, bench), {MUG: text, POT: "4"}))

    assert list(answer.wrong) == [MUG]
    assert right in answer.wrong[MUG]
    assert await costs(bench) == {}


async def test_all_wrong_fields_say_so_at_once(
    bench: Bench, team: Team, connection: Connection
) -> None:
    """One does not have to send it in twice to hear of the second."""
    answer = await team.submit(filled(await opened(team, bench), {MUG: "a", POT: "b"}))

    assert set(answer.wrong) == {MUG, POT}


async def test_an_empty_form_is_not_taken(bench: Bench, team: Team, connection: Connection) -> None:
    """It asks for one cost at least."""
    answer = await team.submit(filled(await opened(team, bench), {}))

    assert list(answer.wrong) == [POT]


async def test_nothing_is_saved_before_the_sum_was_seen(
    bench: Bench, team: Team, connection: Connection
) -> None:
    """The second step names pieces, costs and the sum; only its own button posts."""
    form = filled(await opened(team, bench), {MUG: "5.15", POT: "4.50"})

    view = await sent(team, form)

    assert figures(button_of(view)) == ["2", "55.95"]
    assert all(one in str(view["blocks"]) for one in ("Mug (MUG)", "3 × $5.15 = $15.45"))
    assert await costs(bench) == {}
    assert (await team.submit(second(view))).json == CLEARED
    assert await costs(bench) == {"MUG": Money(515, "USD"), "POT": Money(450, "USD")}


@pytest.mark.parametrize(("text", "minor"), [("0", "0"), ("1,234", "123"), ("1.234", "123400")])
async def test_a_figure_in_doubt_is_asked_about(
    bench: Bench, team: Team, connection: Connection, text: str, minor: str
) -> None:
    """Without an answer nothing goes on; what was chosen is what is saved."""
    asking = pushed(await team.submit(filled(await opened(team, bench), {MUG: text, POT: "4.00"})))
    block = names.doubt_block("MUG")
    assert fields(asking) == [block]
    assert list((await team.submit(second(asking))).wrong) == [block]
    assert list((await team.submit(second(asking, MUG="77"))).wrong) == [block]

    seen = (await team.submit(second(asking, MUG=minor))).json["view"]

    assert await costs(bench) == {}
    await team.submit(second(seen))
    assert await costs(bench) == {"MUG": Money(int(minor), "USD"), "POT": Money(400, "USD")}


async def test_a_yes_holds_while_the_same_is_written(
    bench: Bench, team: Team, connection: Connection
) -> None:
    """Back in the first step another field is changed: only a changed figure is asked about."""
    view = await opened(team, bench)
    await sent(team, filled(view, {MUG: "1,234", POT: "4.00"}), MUG="123")

    again = pushed(await team.submit(filled(view, {MUG: "1,234", POT: "5.00"})))
    other = pushed(await team.submit(filled(view, {MUG: "1,235", POT: "5.00"})))

    assert fields(again) == []
    assert "2" in figures(button_of(again))
    assert fields(other) == [names.doubt_block("MUG")]


async def test_what_changed_since_it_was_seen_is_shown_again(
    bench: Bench, team: Team, connection: Connection
) -> None:
    """An entry that came meanwhile would be posted too: nothing is, until that was seen."""
    view = await sent(team, filled(await opened(team, bench), {MUG: "3.00", POT: "4.00"}))
    await bench.take(connection, [sold("S-9", ("MUG", 5))])
    await bench.post(connection)

    shown = (await team.submit(second(view))).json

    assert shown["response_action"] == "update"
    assert figures(button_of(shown["view"])) == ["3", "60.00"]
    assert CHANGED in str(shown["view"]["blocks"])
    assert await costs(bench) == {}


async def test_the_second_step_says_when_a_second_person_decides(
    bench: Bench, team: Team, connection: Connection
) -> None:
    """Judged by the sum that it shows; the request names pieces and sum, and nothing is saved."""
    async with bench.store() as store:
        rule = Rule(MoveName.COST, second_above=Money(5000, "USD"))
        await store.rights.save(connection.book_id, rule)
    view = await sent(team, filled(await opened(team, bench), {MUG: "5.15", POT: "4.50"}))
    assert figures(button_of(view)) == []

    await team.submit(second(view))

    request = (await bench.case()).request
    assert request is not None
    assert request.tally.amounts == (Money(5595, "USD"),)
    assert request.facts["shown"][0] == ["POT", "Pot", 450, "USD", "9", 4050]
    assert await costs(bench) == {}


async def test_pages_keep_what_was_typed(bench: Bench, team: Team) -> None:
    """Turned onward and back, and sent in from another page than it was typed on."""
    await waiting_for(bench, *((f"V{n:02}", 50 - n) for n in range(PAGE + 2)))
    first, last = names.cost_block("V00", 0), names.cost_block(f"V{PAGE + 1}", 0)
    view = await opened(team, bench)
    assert len(fields(view)) == PAGE + 1

    second = await turn(team, view, {first: "1.00"}, names.COSTS_NEXT, "1")
    assert fields(second) == [*(names.cost_block(f"V{n}", 0) for n in (10, 11)), names.REST_BLOCK]
    again = await turn(team, second, {last: "2.00"}, names.COSTS_BACK, "0")
    assert typed_in(again) == {first: "1.00"}

    await post(team, filled(again, {}))
    assert await costs(bench) == {"V00": Money(100, "USD"), "V11": Money(200, "USD")}


async def test_a_page_with_a_wrong_cost_is_not_turned(bench: Bench, team: Team) -> None:
    """It stays, with what was typed and what would be right."""
    await waiting_for(bench, *((f"V{n:02}", 50 - n) for n in range(PAGE + 1)))
    first = names.cost_block("V00", 0)

    view = await turn(team, await opened(team, bench), {first: "a lot"}, names.COSTS_NEXT, "1")

    assert fields(view)[0] == first
    assert typed_in(view) == {first: "a lot"}
    assert all(one in str(view["blocks"][3]) for one in ("a lot", "$11.40"))


async def test_the_rest_gets_one_cost(bench: Bench, team: Team, connection: Connection) -> None:
    """What was typed for one stays; all others get the cost of the rest, and all is posted."""
    form = filled(await opened(team, bench), {MUG: "3.00", names.REST_BLOCK: "4.00"})

    await post(team, form)

    assert await costs(bench) == {"MUG": Money(300, "USD"), "POT": Money(400, "USD")}
    assert await bench.states() == [RETRYING]


async def test_last_costs_are_copied_into_empty_fields(
    bench: Bench, team: Team, connection: Connection
) -> None:
    """Shown beside the field; copied by a button, but not over what was typed."""
    async with bench.store() as store:
        known = [("Etsy", "MUG", Money(500, "USD")), ("Etsy", "POT", Money(600, "USD"))]
        await store.desk.save_costs(connection.book_id, known)
    view = await opened(team, bench)
    assert all(one in view["blocks"][2]["hint"]["text"] for one in ("$6.00", "Etsy"))

    copied = await turn(team, view, {MUG: "3.00"}, names.COSTS_COPY, "0")

    assert list(typed_in(copied).values()) == ["6.00", "3.00"]
    assert typed_in(copied).keys().isdisjoint({MUG, POT})


async def test_who_was_first_counts_and_the_second_is_told(
    bench: Bench, team: Team, connection: Connection
) -> None:
    """Ben's cost of mugs stays; Ana's of pots is kept, and she hears of it."""
    late = await sent(team, filled(await opened(team, bench), {MUG: "9.00", POT: "4.00"}))
    early = filled(await opened(team, bench), {MUG: "3.00"}, id="V7")
    await team.submit(second(await sent(team, early)), by="U_BEN")

    shown = (await team.submit(second(late))).json["view"]
    mine = CostsForm(await bench.case(), [], {"MUG": "9.00"})
    assert had_one(mine) in str(shown["blocks"])
    await team.submit(second(shown))

    assert await costs(bench) == {"MUG": Money(300, "USD"), "POT": Money(400, "USD")}


async def test_when_nothing_lacks_a_cost_the_form_does_not_open(
    bench: Bench, team: Team, connection: Connection
) -> None:
    """A stale card's button says what is true now."""
    async with bench.store() as store:
        known = [("Shopify", sku, Money(500, "USD")) for sku in ("MUG", "POT")]
        await store.desk.save_costs(connection.book_id, known)

    assert (await team.click(names.ADD_COSTS, str((await bench.case()).incident.id))).acked

    assert team.slack.called("views.open") == []
    (refusal,) = team.refusals("U_ANA")
    assert isinstance(refusal, TransitionRefused)


async def test_the_form_opens_only_for_who_may_add_costs(
    bench: Bench, team: Team, connection: Connection
) -> None:
    """Anyone who may not is told who could, before anything is typed."""
    async with bench.store() as store:
        await store.roster.meet([(Person("U_BEN", "Ben"), "ben", False)])
        ben_alone = Rule(MoveName.COST, anyone=False, people=("U_BEN",))
        await store.rights.save(connection.book_id, ben_alone)

    assert (await team.click(names.ADD_COSTS, str((await bench.case()).incident.id))).acked

    assert team.slack.called("views.open") == []
    (refusal,) = team.whys("U_ANA")
    assert (refusal.move, refusal.could) == (MoveName.COST, ("U_BEN",))
