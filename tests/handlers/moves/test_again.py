"""What helped the last time is offered on the card, and done again by one click."""

from __future__ import annotations

from datetime import date

from blocks.card.incident import incident_card
from blocks.forms.period import redate_form
from blocks.kit import names
from blocks.kit.carrying import carried
from blocks.kit.validate import checked_view
from journal.amounts.money import Money
from journal.errors import NotFound
from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import Case, IncidentState
from journal.incidents.move import MoveName
from journal.moves.costs import COST, GivenCosts
from journal.moves.draft import DRAFT
from journal.moves.map import MAP, Chosen
from journal.moves.redate import REDATE, Agreed
from journal.rights import Rule, WhyNot
from tests.blocks.read import usable
from tests.fakes.ready import JULY_7
from tests.handlers.forms.test_costs import post
from tests.handlers.slack import Json, Team
from tests.journal.bench import MAPPING, Bench
from tests.journal.moves.test_costs import sold
from tests.storage.stage import some_entries

OPEN, RETRYING, RESOLVED = IncidentState


async def newest(bench: Bench) -> Case:
    """Return the newest case, which remembers an earlier one."""
    case = (await bench.cases())[-1]
    assert case.memory is not None
    return case


def offered(case: Case) -> list[str]:
    """Return the labels of the buttons on its card that do again what helped."""
    drawn = usable(incident_card(case, {}).blocks)
    return [one["text"]["text"] for one in drawn if one["action_id"] == names.AGAIN]


def as_sent(view: Json) -> Json:
    """Return a form as Slack sends it in, as it was filled in when it opened."""
    values = {
        block["block_id"]: {
            block["element"]["action_id"]: {"value": block["element"].get("initial_value")}
        }
        for block in view["blocks"]
        if block["type"] == "input"
    }
    return {**view, "id": "V1", "hash": "h1", "state": {"values": values}}


async def late_for_july(bench: Bench) -> Case:
    """Post one of July in August, close July again; return the case of what came after that."""
    connection = await bench.book()
    bench.ledger.closed_until = date(2026, 7, 31)
    await bench.take(connection, some_entries(1))
    await bench.post(connection)
    first = (await bench.case()).incident.id
    agreed = Agreed(date(2026, 8, 1), 1)
    await bench.make(REDATE, first, agreed, by="U_BEN")
    await bench.post(connection)
    assert await bench.states() == [RESOLVED]
    await bench.take(connection, some_entries(2, prefix="T"))
    await bench.post(connection)
    return await newest(bench)


async def test_another_day_is_asked_about_with_the_newest_open_day(
    bench: Bench, team: Team
) -> None:
    """The books are closed further by now: the form names that day, and a yes posts on it."""
    case = await late_for_july(bench)
    (label,) = offered(case)
    assert "Aug 1, 2026" in label
    bench.ledger.closed_until = date(2026, 8, 5)
    await bench.poll(case.connection)

    assert (await team.click(names.AGAIN, str(case.incident.id))).acked
    (opened,) = team.slack.called("views.open")
    view = opened["view"]
    latest, day = await newest(bench), date(2026, 8, 6)
    asked = redate_form(latest, day, bench.clock().date())
    assert view["blocks"] == checked_view(asked)["blocks"]
    assert carried(view["private_metadata"], Agreed) == (latest.incident.id, Agreed(day, 2))
    assert latest.incident.state is OPEN

    assert (await team.submit(as_sent(view))).acked
    await bench.post(case.connection)
    assert await bench.states() == [RESOLVED, RESOLVED]
    assert (await bench.entry("T-1")).content.date == date(2026, 8, 6)


async def test_who_may_not_redate_is_told_before_the_form(bench: Bench, team: Team) -> None:
    """The rule of the move holds for doing it again; nothing opens."""
    case = await late_for_july(bench)
    async with bench.store() as store:
        await store.rights.save(
            case.book.id, Rule(MoveName.REDATE, anyone=False, people=("U_CHI",))
        )

    assert (await team.click(names.AGAIN, str(case.incident.id))).acked

    assert team.slack.called("views.open") == []
    (refusal,) = team.whys("U_ANA")
    assert (refusal.why, refusal.move, refusal.could) == (
        WhyNot.NOT_NAMED,
        MoveName.REDATE,
        ("U_CHI",),
    )


async def test_a_day_is_not_offered_where_none_is_open(bench: Bench) -> None:
    """The books are open again as far as is known: Retry is what helps."""
    case = await late_for_july(bench)
    bench.ledger.closed_until = None
    await bench.poll(case.connection)

    assert offered(await newest(bench)) == []


async def lacking_again(bench: Bench, *elsewhere: tuple[str, str]) -> Case:
    """Settle the cost of mugs; return the case of pots and trays, known `elsewhere`."""
    connection = await bench.book()
    await bench.take(connection, [sold("S-1", ("MUG", 3))])
    await bench.post(connection)
    first = (await bench.case()).incident.id
    given = GivenCosts({"MUG": Money(400, "USD")})
    await bench.make(COST, first, given, by="U_BEN")
    await bench.post(connection)
    assert await bench.states() == [RESOLVED]
    costs = [("Etsy", sku, Money.of(cost, "USD")) for sku, cost in elsewhere]
    async with bench.store() as store:
        await store.desk.save_costs(connection.book_id, costs)
    await bench.take(connection, [sold("T-1", ("POT", 2)), sold("T-2", ("TRAY", 1))])
    await bench.post(connection)
    return await newest(bench)


async def test_the_last_costs_are_filled_in_and_saved_in_a_click(bench: Bench, team: Team) -> None:
    """The form shows each of them before anything is kept; then all of it is posted."""
    case = await lacking_again(bench, ("POT", "6.00"), ("TRAY", "2.50"))
    assert len(offered(case)) == 1

    assert (await team.click(names.AGAIN, str(case.incident.id))).acked
    (opened,) = team.slack.called("views.open")
    filled = [
        block["element"].get("initial_value")
        for block in opened["view"]["blocks"]
        if block["type"] == "input"
    ]
    assert filled == ["6.00", "2.50", None]
    assert await bench.states() == [RESOLVED, OPEN]

    await post(team, as_sent(opened["view"]))
    await bench.post(case.connection)
    assert await bench.states() == [RESOLVED, RESOLVED]


async def test_costs_of_an_unseen_page_are_filled_in_too(bench: Bench, team: Team) -> None:
    """What stands on the second page of the form is saved with the first."""
    case = await lacking_again(bench, *((f"V{n:02}", "1.00") for n in range(12)))
    await bench.take(case.connection, [sold(f"V-{n}", (f"V{n:02}", 9)) for n in range(12)])
    await bench.post(case.connection)

    assert (await team.click(names.AGAIN, str(case.incident.id))).acked
    (opened,) = team.slack.called("views.open")
    await post(team, as_sent(opened["view"]))
    await bench.post(case.connection)

    assert (await newest(bench)).summary.posted == 12


async def test_costs_that_nobody_knows_are_not_offered(bench: Bench) -> None:
    """The card remembers who added some before, and offers no button for it."""
    case = await lacking_again(bench)

    assert "<@U_BEN>" in str([block.to_dict() for block in incident_card(case, {}).blocks])
    assert offered(case) == []


async def test_a_draft_that_helped_is_offered_again(bench: Bench, team: Team) -> None:
    """Where the month is closed again and the platform keeps drafts, as a move of its own."""
    connection = await bench.book()
    async with bench.database.engine.begin() as sql:
        await sql.exec_driver_sql("UPDATE connection SET platform = 'xero'")
    await bench.take(connection, some_entries(1))
    bench.ledger.closed_until = JULY_7
    await bench.post(connection)
    first = (await bench.case()).incident.id
    await bench.make(DRAFT, first, by="U_BEN")
    await bench.post(connection)
    await bench.resolve(first, HowResolved.FIXED_IN_PLATFORM)
    async with bench.database.engine.begin() as sql:
        # As a poll leaves it that finds the draft posted.
        await sql.exec_driver_sql(
            "UPDATE incident SET how = NULL, mending = jsonb_set(mending, '{move}', '\"draft\"')"
        )
    await bench.take(connection, some_entries(1, prefix="T"))
    await bench.post(connection)
    case = await newest(bench)

    assert (await team.click(names.AGAIN, str(case.incident.id))).acked
    assert (await bench.entry("T-1")).as_draft


async def test_what_helped_is_done_again_in_one_click(
    bench: Bench, team: Team, incident_id: int
) -> None:
    """With the same note; a card that remembers nothing any more answers so."""
    await bench.resolve(incident_id, HowResolved.NOT_NEEDED, "test orders", by="U_BEN")
    connection = (await bench.case()).connection
    await bench.take(connection, some_entries(1, prefix="T"))
    await bench.post(connection)
    latest = (await bench.cases())[-1].incident.id

    assert (await team.click(names.AGAIN, str(latest))).acked
    again = (await bench.cases())[-1].incident
    assert (again.state, again.how, again.note) == (RESOLVED, HowResolved.NOT_NEEDED, "test orders")
    assert again.moved_by == "U_ANA"

    assert (await team.click(names.AGAIN, str(latest))).acked
    (refusal,) = team.refusals("U_ANA")
    assert isinstance(refusal, NotFound)


async def test_the_earlier_account_is_mapped_again(bench: Bench, team: Team) -> None:
    """Its mapping was taken away meanwhile; one click brings it back and posts what waits."""
    connection = await bench.book(mapped=False)
    async with bench.store() as store:
        await store.desk.save_mapping(connection.book_id, MAPPING[:1])
    await bench.take(connection, some_entries(1))
    await bench.post(connection)
    first = (await bench.case()).incident.id
    await bench.make(MAP, first, Chosen({("Shopify", "Gift cards"): "98"}), by="U_BEN")
    await bench.post(connection)
    assert await bench.states() == [RESOLVED]
    async with bench.store() as store:
        await store.desk.drop_mapping(connection.book_id, "Shopify", "Gift cards")
    await bench.take(connection, some_entries(1, prefix="T"))
    await bench.post(connection)
    latest = (await bench.cases())[-1]
    assert len(offered(latest)) == 1

    assert (await team.click(names.AGAIN, str(latest.incident.id))).acked
    await bench.post(connection)

    assert await bench.states() == [RESOLVED, RESOLVED]
    assert len(bench.ledger.stored) == 2
