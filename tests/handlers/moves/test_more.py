"""What stands in a card's menu: taken, put off, skipped, asked, explained."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from blocks.forms.explain import explain_modal
from blocks.forms.support import Support
from blocks.kit import names
from blocks.kit.carrying import carried
from blocks.kit.text import when
from blocks.kit.validate import checked_view
from journal.books.book import Platform
from journal.entries.entry import PostingStatus
from journal.entries.failure import FailureReason
from journal.errors import BadInput, NoteNeeded, NotFound
from journal.incidents.incident import IncidentState
from journal.incidents.notes import NoteRule
from journal.incidents.story.people import SupportAsked
from journal.moves.skip import Skipped
from tests.handlers.conftest import desk_of
from tests.handlers.slack import Answer, Json, Team, a_form, open_team
from tests.handlers.views import element, figures, options
from tests.journal.bench import Bench

OPEN, RETRYING, RESOLVED = IncidentState
AUCKLAND = {"ok": True, "user": {"id": "U_ANA", "tz": "Pacific/Auckland", "tz_offset": 43200}}


async def choose(team: Team, move: str, incident_id: int, by: str = "U_ANA") -> Answer:
    """Choose from the card's menu."""
    choice = {
        "type": "overflow",
        "action_id": names.MORE,
        "action_ts": "1.2",
        "selected_option": {"value": names.more_value(move, incident_id)},
    }
    return await team.click(names.MORE, by=by, actions=[choice])


def sent(callback_id: str, about: object, **fields: tuple[str, Json]) -> Json:
    """Return a form as Slack sends it in; each field is its action_id and what it holds."""
    values = {block: {action: held} for block, (action, held) in fields.items()}
    return {
        "type": "modal",
        "id": f"V{callback_id}",
        "hash": "h1",
        "callback_id": callback_id,
        "private_metadata": str(about),
        "state": {"values": values},
    }


def option(value: str) -> Json:
    """Return a list's field in which this was chosen."""
    return {"selected_option": {"value": value}}


async def test_i_take_it_is_one_click(bench: Bench, team: Team, incident_id: int) -> None:
    """Committed and acked, without a window and without a word."""
    assert (await choose(team, names.TAKE, incident_id, by="U_BEN")).acked

    assert (await bench.case()).incident.assignee == "U_BEN"
    assert team.slack.calls == []


async def test_it_is_given_by_the_form(bench: Bench, team: Team, incident_id: int) -> None:
    """The asker is filled in; an empty field lets it go."""
    assert (await choose(team, names.ASSIGN, incident_id)).acked
    (opened,) = team.slack.called("views.open")
    assert element(opened["view"], names.PERSON_INPUT)["initial_user"] == "U_ANA"

    for person in ("U_CHI", None):
        field = (names.PERSON_INPUT, {"selected_user": person})
        form = sent(names.ASSIGN_FORM, incident_id, **{names.PERSON_BLOCK: field})
        form["hash"] = str(person)
        assert (await team.submit(form)).acked
        assert (await bench.case()).incident.assignee == person


async def test_it_is_given_by_a_command(bench: Bench, team: Team, incident_id: int) -> None:
    """To oneself, to someone by name or by mention, to nobody; a name nobody has is answered."""
    team.slack.answers["users.list"] = {
        "ok": True,
        "members": [
            {"id": "U_OLD", "name": "ben", "deleted": True},
            {"id": "U_BEN", "name": "bo", "profile": {"display_name": "Ben"}},
        ],
    }
    for typed, person in (
        ("INC-1 me", "U_ANA"),
        ("INC-1 @ben", "U_BEN"),
        ("INC-1 <@U_CHI|chi>", "U_CHI"),
        ("S-1 nobody", None),
    ):
        assert (await team.command(f"assign {typed}")).acked
        assert (await bench.case()).incident.assignee == person

    await team.command("assign INC-1 @zoe")
    (refusal,) = team.refusals("U_ANA")
    assert isinstance(refusal, NotFound)
    assert "@zoe" in team.said_to("U_ANA")[-1]
    answer = await team.command("assign INC-1")
    assert isinstance(answer.refusal, BadInput)
    assert "/jefail assign" in answer.text


def moments(view: Json) -> list[datetime]:
    """Return the moments that the form to put it off offers: tomorrow, and the month's close."""
    offered = options(view, names.UNTIL_INPUT)
    return [datetime.fromtimestamp(int(one), UTC) for one in offered if len(one) > 9]


async def test_nine_tomorrow_is_nine_where_the_person_is(team: Team, incident_id: int) -> None:
    """The window opens at once; the moments are those of the zone that Slack tells after that."""
    team.slack.answers["users.info"] = AUCKLAND

    assert (await choose(team, names.SNOOZE, incident_id)).acked

    called = [method for method, _arguments in team.slack.calls]
    assert called == ["views.open", "users.info", "views.update"]
    (filled,) = team.slack.called("views.update")
    # It is the evening of the 10th there.
    morning, close = datetime(2026, 7, 10, 21, tzinfo=UTC), datetime(2026, 7, 30, 21, tzinfo=UTC)
    assert moments(filled["view"]) == [morning, close]


async def test_a_month_closes_on_the_day_set_for_the_book(
    bench: Bench, team: Team, incident_id: int
) -> None:
    """Where none was set it is the month's last day, as above."""
    team.slack.answers["users.info"] = AUCKLAND
    async with bench.store() as store:
        await store.desk.save_closing_day((await bench.case()).book.id, 10)

    assert (await choose(team, names.SNOOZE, incident_id)).acked

    (filled,) = team.slack.called("views.update")
    assert moments(filled["view"])[-1] == datetime(2026, 8, 9, 21, tzinfo=UTC)


@pytest.mark.parametrize("answer", [{"ok": False, "error": "user_not_found"}, {"tz": "Mars/Base"}])
async def test_a_zone_that_is_not_known_still_opens_the_form(
    team: Team, incident_id: int, answer: Json
) -> None:
    """The offset that Slack tells will do, and else UTC."""
    known = {"ok": True, "user": {"id": "U_ANA", **answer}}
    team.slack.answers["users.info"] = answer if "error" in answer else known

    assert (await choose(team, names.SNOOZE, incident_id)).acked

    (filled,) = team.slack.called("views.update")
    assert len(moments(filled["view"])) == 2


async def test_put_off_by_the_form_and_woken(bench: Bench, team: Team, incident_id: int) -> None:
    """An hour counts from when it is sent in; a wrong moment is told under its field."""

    def form(chosen: str, moment: int | None = None) -> Json:
        view = sent(
            names.SNOOZE_FORM,
            incident_id,
            **{
                names.UNTIL_BLOCK: (names.UNTIL_INPUT, option(chosen)),
                names.MOMENT_BLOCK: (names.MOMENT_INPUT, {"selected_date_time": moment}),
            },
        )
        return {**view, "hash": f"{chosen}{moment}"}

    now = int(bench.clock().timestamp())
    for wrong, block in (
        (form("chosen"), names.MOMENT_BLOCK),
        (form("chosen", now - 1), names.MOMENT_BLOCK),
        (form(str(now - 60)), names.UNTIL_BLOCK),
    ):
        assert [*(await team.submit(wrong)).wrong] == [block]
    assert (await bench.case()).incident.snoozed_until is None

    assert (await team.submit(form("0"))).acked
    assert (await bench.case()).incident.snoozed_until == bench.clock() + timedelta(hours=1)
    assert (await team.submit(form("chosen", now + 60))).acked
    assert (await bench.case()).incident.snoozed_until == bench.clock() + timedelta(minutes=1)
    assert (await team.click(names.WAKE, str(incident_id))).acked
    assert (await bench.case()).incident.snoozed_until is None


async def test_put_off_by_a_command(bench: Bench, team: Team, incident_id: int) -> None:
    """For hours at once; until tomorrow after Slack has told the zone."""
    until = bench.clock() + timedelta(hours=3)
    assert when(until) in (await team.command("snooze INC-1 3h")).text
    assert (await bench.case()).incident.snoozed_until == until

    team.slack.answers["users.info"] = AUCKLAND
    assert (await team.command("snooze INC-1 tomorrow")).acked
    morning = datetime(2026, 7, 10, 21, tzinfo=UTC)
    assert when(morning) in team.said_to("U_ANA")[0]
    assert (await bench.case()).incident.snoozed_until == morning

    for wrong in ("snooze INC-1 soon", "snooze INC-1"):
        answer = await team.command(wrong)
        assert isinstance(answer.refusal, BadInput)
        assert "/jefail snooze" in answer.text


async def test_skip_asks_which_and_whether_it_is_meant(
    bench: Bench, team: Team, incident_id: int
) -> None:
    """The second form names count and sum; only then anything is skipped."""
    assert (await choose(team, names.SKIP, incident_id)).acked
    (opened,) = team.slack.called("views.open")
    everything, first, *_others = element(opened["view"], names.ENTRY_INPUT)["options"]
    assert figures(everything["text"]["text"]) == ["3", "4,812.39"]
    assert (first["value"], first["text"]["text"]) == ("1", "JF-1 · Jul 7, 2026 · $1,604.13 · S-1")

    chosen = sent(
        names.SKIP_FORM,
        incident_id,
        **{
            names.ENTRY_BLOCK: (names.ENTRY_INPUT, option("2")),
            names.SKIP_NOTE_BLOCK: (names.SKIP_NOTE_INPUT, {"value": "test order"}),
        },
    )
    answer = await team.submit(chosen)
    view = answer.json["view"]
    assert view["callback_id"] == names.SKIP_CONFIRMED_FORM
    assert carried(view["private_metadata"], Skipped) == (incident_id, Skipped(2, "test order"))
    assert all(one in view["blocks"][0]["text"]["text"] for one in ("S-2", "$1,604.13"))
    assert (await bench.case()).summary.skipped == 0

    confirmed = sent(names.SKIP_CONFIRMED_FORM, view["private_metadata"])
    done = await team.submit(confirmed)
    assert done.json == {"response_action": "clear"}
    assert (await bench.entry("S-2")).status is PostingStatus.SKIPPED
    assert await bench.states() == [OPEN]


async def test_skip_and_support_open_on_top_of_details(team: Team, incident_id: int) -> None:
    """A window cannot be opened beside another; it is put on top."""
    for action in (names.SKIP, names.SUPPORT):
        assert (await team.click(action, str(incident_id), view={"id": "V1"})).acked

    assert len(team.slack.called("views.push")) == 2
    assert team.slack.called("views.open") == []


async def test_above_an_amount_the_note_is_asked_for_under_its_field(
    bench: Bench, incident_id: int
) -> None:
    """In both forms; what was chosen is not lost, and the command says so too."""
    services = bench.services
    strict = NoteRule(Decimal(1000))
    desk = replace(
        desk_of(services, bench.database.seen_by),
        make_move=replace(services.make_move, note_rule=strict),
    )
    async with open_team(desk) as team:
        wrong = (await team.submit(a_form(incident_id, "not_needed"))).wrong
        assert figures(wrong[names.NOTE_BLOCK]) == ["1,000"]
        skip = {names.ENTRY_BLOCK: (names.ENTRY_INPUT, option("all"))}
        wrong = (await team.submit(sent(names.SKIP_FORM, incident_id, **skip))).wrong
        assert figures(wrong[names.SKIP_NOTE_BLOCK]) == ["1,000"]
        refusal = (await team.command("resolve INC-1 not-needed")).refusal
        assert isinstance(refusal, NoteNeeded)
        assert refusal.above == strict.above
        await team.click(names.RESOLVE, str(incident_id))
        (opened,) = team.slack.called("views.open")
        assert opened["view"]["blocks"][2]["optional"] is False
        assert await bench.states() == [OPEN]
        assert (await team.submit(a_form(incident_id, "not_needed", "closed shop"))).acked
    assert await bench.states() == [RESOLVED]


@pytest.mark.parametrize(
    ("support", "way"),
    [
        (Support(), "copy"),
        (Support(email="help@firm.example"), "copy"),
        (Support(channel_id="C_SUPPORT"), "channel"),
    ],
)
async def test_help_is_asked_for_as_it_is_set(
    bench: Bench, incident_id: int, support: Support, way: str
) -> None:
    """The summary can be changed before it goes; the story keeps what was sent, and how."""
    desk = replace(desk_of(bench.services, bench.database.seen_by), support=support)
    async with open_team(desk) as team:
        assert (await choose(team, names.SUPPORT, incident_id)).acked
        (opened,) = team.slack.called("views.open")
        assert ("mailto:help@firm.example" in str(opened)) == bool(support.email)
        field = (names.SUMMARY_INPUT, {"value": "please look"})
        form = sent(names.SUPPORT_FORM, incident_id, **{names.SUMMARY_BLOCK: field})
        assert (await team.submit(form)).acked
        if support.email:
            assert (await team.click(names.SUPPORT_MAIL, str(incident_id))).acked
    async with bench.store() as store:
        events = [event for _id, event in await store.outbox.unsent_events(incident_id, 9)]
    told = [event.turn for event in events if isinstance(event.turn, SupportAsked)]
    assert (told[0].way, told[0].text) == (way, "please look")
    assert len(told) == (2 if support.email else 1)


async def test_the_reason_is_explained(team: Team, incident_id: int) -> None:
    """For the card's own platform, and no other."""
    assert (await team.click(names.EXPLAIN, str(incident_id))).acked

    (opened,) = team.slack.called("views.open")
    page = team.desk.reasons[FailureReason.PERMISSION]
    assert opened["view"] == checked_view(explain_modal(page, Platform.QUICKBOOKS))
