"""A book concerns the members of its channel: through no listener does anyone else learn of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from structlog.testing import capture_logs

from journal.entries.failure import FailureReason
from journal.incidents.move import MoveName
from journal.rights import Person, Rule
from tests.build import some_content
from tests.handlers.edge.walk import Harvest, payloads
from tests.handlers.slack import Answer, Json, Team
from tests.house.listening import listeners
from tests.journal.bench import Bench
from tests.storage.stage import open_book, rows, seat, some_entries

CHANNEL = "C0CEDAR"
SECRETS = (
    "Cedar Hollow",
    "cedar-h7",
    "Zibbet Market",
    CHANNEL,
    "1,604.13",
    "1604.13",
    "CED-2",
    "U_MEMBER2",
)
"""What is of the book alone, and what nobody outside types by themselves."""
MEMBER = {"id": "U_ANA", "team_id": "T1"}
OUTSIDER = {"id": "U_BEN", "team_id": "T1"}
GUEST = {"id": "U_DEE", "team_id": "T1"}
STRANGER = {"id": "U_EVE", "team_id": "T_STONE"}
R = FailureReason
REASONS = (R.COST_MISSING, R.PERIOD_CLOSED, R.ACCOUNT_INVALID, R.DUPLICATE, R.VALIDATION_OTHER)


@pytest.fixture
async def walked(bench: Bench, team: Team) -> Bench:
    """A book whose channel Ana alone is in, with a card for each of several causes.

    The others are in the channel of another book, and known to Slack for what they are.
    """
    await bench.book()
    cedar = await open_book(bench.database, "cedar-h7", name="Cedar Hollow", channel_id=CHANNEL)
    for place, reason in enumerate((R.MAPPING_MISSING, *REASONS)):
        prefix = "CED" if place == 0 else f"CED{place}"
        contents = (
            some_entries(3, prefix, sales_channel="Zibbet Market")
            if not place
            else [some_content(reference=f"{prefix}-2", sales_channel="Zibbet Market")]
        )
        await bench.take(cedar, contents)
        if place:
            async with bench.store() as store:
                await store.desk.save_mapping(cedar.book_id, _MAPPED)
            bench.ledger.refuse(reason, 1)
        await bench.post(cedar)
    async with bench.store() as store:
        people = [Person("U_ANA"), Person("U_BEN"), Person("U_DEE", is_guest=True)]
        people.append(Person("U_EVE", is_external=True))
        await store.roster.meet([(one, one.id, False) for one in people])
        await seat(store, CHANNEL, {"U_ANA"})
        await store.rights.save(cedar.book_id, Rule(MoveName.SKIP, people=("U_MEMBER2",)))
    return bench


_MAPPED = [("Zibbet Market", "Clearing", "1300"), ("Zibbet Market", "Gift cards", "4010")]


async def test_a_member_is_shown_the_book(walked: Bench, team: Team) -> None:
    """What the others are tried with leads a member to the book, so the walk is no empty one."""
    harvest = await harvested(team)
    leading = {name for name, said in await walk(team, MEMBER, harvest) if told_of(said)}

    assert len(leading) >= 18, sorted(leading)
    assert {"/jefail status", "/jefail list", "app_home_opened", "message"} <= leading


@pytest.mark.parametrize("who", [OUTSIDER, GUEST, STRANGER], ids=["outsider", "guest", "stranger"])
async def test_nobody_else_learns_of_it(walked: Bench, team: Team, who: Mapping[str, Any]) -> None:
    """Through no listener, whatever button, form or words of a member they get hold of."""
    harvest = await harvested(team)
    before = await state(walked)
    answers = await walk(team, who, harvest)
    tried = {name.split(" ")[0] for name, _said in answers}

    assert {name: told_of(said) for name, said in answers if told_of(said)} == {}
    assert tried >= {name for kind, name in listeners().kept if kind != "options"}
    assert await state(walked) == before


@pytest.mark.parametrize("who", [OUTSIDER, GUEST, STRANGER], ids=["outsider", "guest", "stranger"])
async def test_what_is_there_is_refused_as_what_is_not(
    walked: Bench, team: Team, who: Mapping[str, Any]
) -> None:
    """Word for word, so that nobody can count what others have by asking number after number."""
    for there, gone in (
        ("INC-1", "INC-99"),
        ("JF-1", "JF-99"),
        ("CED-2", "CED-9"),
        ("cedar-h7", "zz"),
    ):
        for text in ("show {}", "retry {}", "resolve {} fixed", "assign {} me", "status {}"):
            said = [
                (await team.command(text.format(one), by=str(who["id"]))).text.replace(one, "...")
                for one in (there, gone)
            ]
            assert said[0] == said[1]


async def harvested(team: Team) -> Harvest:
    """Return what Ana's messages and forms hold, found by pressing whatever they hold."""
    harvest = Harvest()
    for _ in range(2):
        for _name, said in await walk(team, MEMBER, harvest, only_looking=True):
            harvest.take(said)
    return harvest


async def walk(
    team: Team, who: Mapping[str, Any], harvest: Harvest, *, only_looking: bool = False
) -> list[tuple[str, list[Any]]]:
    """Deliver everything; return what came of each: the acknowledgement, and calls of Slack."""
    answers = []
    for name, payload in payloads(team, who, harvest):
        if only_looking and payload.get("type") == "view_submission":
            continue
        team.slack.calls.clear()
        team.slack.told.clear()
        with capture_logs():  # a form that no card of ours holds ends in a fault, which is logged
            answer = await team.deliver(payload)
        answers.append((name, [_body(answer), *team.slack.calls, *team.slack.told]))
    return answers


def told_of(said: list[Any]) -> list[str]:
    """Return which of the book's own words are in what was said."""
    text = json.dumps(said, ensure_ascii=False, default=str).casefold()
    return [one for one in SECRETS if one.casefold() in text]


def _body(answer: Answer) -> str | Json:
    return answer.body


async def state(bench: Bench) -> list[Any]:
    """Return what anyone can change: incidents, entries, jobs, messages."""
    kept = ("incident", "entry", "incident_event", "mapping", "unit_cost")
    whole = [f"SELECT * FROM {table} ORDER BY 1" for table in kept]  # noqa: S608  names above
    whole.append("SELECT * FROM consent_link WHERE book_id = 2")
    return [[tuple(row) for row in await rows(bench.database, one)] for one in whole]
