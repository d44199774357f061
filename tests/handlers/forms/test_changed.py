"""What people changed in the books: the form shows both, and one of them counts."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from blocks.kit import names
from journal.amounts.money import Money
from journal.books.book import Connection
from journal.entries.entry import PostingStatus
from journal.entries.posting import LedgerLine
from journal.incidents.incident import IncidentState
from journal.incidents.move import MoveName
from journal.rights import Person, Rule
from storage.database import Database
from tests.clock import SetClock
from tests.handlers.slack import Json, Team
from tests.handlers.views import options
from tests.journal.bench import SAME_LINES, Bench
from tests.journal.polling.by_hand import (
    OTHER_LINES,
    delete,
    edit,
    poll,
    posted,
    watching,
)

OPEN, RETRYING, RESOLVED = IncidentState
OURS, THEIRS = MoveName.OVERWRITE.value, MoveName.KEEP_THEIRS.value


@pytest.fixture
def bench(database: Database, clock: SetClock) -> Bench:
    """The use cases over a ledger that tells what changed."""
    return watching(database, clock)


@pytest.fixture
async def connection(bench: Bench) -> Connection:
    """A ledger in which someone typed another amount over a posted entry."""
    made = await posted(bench)
    await edit(bench)
    await poll(bench, made)
    return made


async def opened(team: Team, by: str = "U_ANA") -> Json:
    """Press the button of the card, and return what the window shows in the end."""
    assert (await team.click(names.CHANGED, "1", by=by)).acked
    view: Json = team.slack.called("views.update")[-1]["view"]
    return view


def sent(view: Json, choice: str) -> Json:
    """Return the form with a choice, as Slack sends it in."""
    held = {names.CHANGED_INPUT: {"selected_option": {"value": choice} if choice else None}}
    return {**view, "id": "V1", "hash": "h1", "state": {"values": {names.CHANGED_BLOCK: held}}}


def amounts(bench: Bench) -> list[Money]:
    """Return what stands in the books of the one entry."""
    (there,) = bench.ledger.stored
    return [one.amount for one in there.lines]


async def test_both_are_shown_before_the_choice(team: Team, connection: Connection) -> None:
    """The window opens before the ledger is asked; both sums stand there."""
    view = await opened(team)

    assert [method for method, _arguments in team.slack.calls] == ["views.open", "views.update"]
    assert all(one in json.dumps(view) for one in ("$1,604.13", "$1,604.14"))
    assert view["callback_id"] == names.CHANGED_FORM
    assert options(view["blocks"], names.CHANGED_INPUT) == [OURS, THEIRS]


@pytest.mark.parametrize(("choice", "lines"), [(OURS, SAME_LINES), (THEIRS, OTHER_LINES)])
async def test_one_of_them_counts(
    bench: Bench, team: Team, connection: Connection, choice: str, lines: tuple[LedgerLine, ...]
) -> None:
    """Ours is written over theirs once; or theirs is what is posted. The card closes."""
    answer = await team.submit(sent(await opened(team), choice))
    await bench.post(connection)
    await poll(bench, connection)

    assert (answer.acked, answer.body) == (True, "")
    assert amounts(bench) == [one.amount for one in lines]
    assert await bench.states() == [RESOLVED]
    assert team.said_to("U_ANA") == []


async def test_nothing_chosen_is_said_under_the_field(
    bench: Bench, team: Team, connection: Connection
) -> None:
    """The form stays open, and nothing is decided."""
    answer = await team.submit(sent(await opened(team), ""))

    assert [*answer.wrong] == [names.CHANGED_BLOCK]
    assert await bench.states() == [OPEN]


async def test_what_was_deleted_can_only_be_put_back(bench: Bench, team: Team) -> None:
    """There is nothing to keep; posted again it stands there once."""
    connection = await posted(bench)
    await delete(bench)
    await poll(bench, connection)
    view = await opened(team)
    assert options(view["blocks"], names.CHANGED_INPUT) == [OURS]

    assert (await team.submit(sent(view, OURS))).acked
    await bench.post(connection)

    assert amounts(bench) == [one.amount for one in SAME_LINES]
    assert (await bench.entry()).status is PostingStatus.POSTED


async def test_all_of_a_card_can_be_decided_alike(bench: Bench, team: Team) -> None:
    """Two entries that one person changed on one day: kept with one choice."""
    connection = await posted(bench, 2)
    for reference in ("S-1", "S-2"):
        await edit(bench, reference)
    await poll(bench, connection)
    view = await opened(team)
    assert f"{THEIRS} all" in options(view["blocks"], names.CHANGED_INPUT)

    assert (await team.submit(sent(view, f"{THEIRS} all"))).acked

    assert await bench.states() == [RESOLVED]
    for reference in ("S-1", "S-2"):
        assert (await bench.entry(reference)).changed is None


async def test_a_form_that_is_old_changes_nothing(
    bench: Bench, team: Team, connection: Connection
) -> None:
    """Ana looked, theirs was changed once more, Ana sends it in: that is not written over."""
    view = await opened(team)
    bench.ledger.at = bench.clock.advance(timedelta(minutes=1))
    await edit(bench, lines=SAME_LINES[:1] + OTHER_LINES[1:])
    await team.submit(sent(view, OURS))
    await bench.post(connection)

    assert amounts(bench) == [SAME_LINES[0].amount, OTHER_LINES[1].amount]


async def test_who_may_not_keep_is_not_offered_it(
    bench: Bench, team: Team, connection: Connection
) -> None:
    """Each answer follows its own rule; the form shows what the person may."""
    async with bench.store() as store:
        await store.roster.meet([(Person("U_BEN", "Ben"), "ben", False)])
        rule = Rule(MoveName.KEEP_THEIRS, anyone=False, people=("U_BEN",))
        await store.rights.save(connection.book_id, rule)

    view = await opened(team)

    assert options(view["blocks"], names.CHANGED_INPUT) == [OURS]
    await team.submit(sent(view, THEIRS))
    assert await bench.states() == [OPEN]
    assert [one.move for one in team.whys("U_ANA")] == [MoveName.KEEP_THEIRS]
