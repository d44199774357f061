"""Nothing gets out of a listener: acked in time and answered, whatever goes wrong."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import MISSING, fields, replace
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from blocks.kit import names
from bot.services import services_of
from handlers.edge import listening
from journal.errors import StoreBusy
from journal.ports import Clock, OpenSeen, SeenStore
from journal.seeing import Viewer
from storage.database import Database, open_engine
from tests.clock import SetClock
from tests.fakes.ledger import FakeLedger
from tests.handlers.conftest import desk_of
from tests.handlers.slack import Json, Team, a_form, open_team
from tests.journal.bench import Bench

BUSY = StoreBusy("").advice


def everything(team: Team) -> list[Json]:
    """Return a payload for every listener there is."""
    view = {"id": "V1", "hash": "h1"}
    chosen = {"value": names.more_value(names.DETAILS, 1)}
    choice = {
        "type": "overflow",
        "action_id": names.MORE,
        "action_ts": "1.2",
        "selected_option": chosen,
    }
    button = {"type": "button", "action_id": names.RETRY, "value": "1"}
    return [
        team.button(names.RETRY, "1"),
        team.button(names.REOPEN, "1"),
        team.button(names.APPROVE, "1"),
        team.button(names.STOP, "1"),
        team.button(names.ASK_OWNER, "1"),
        team.button(names.RETRY_ALL, "book:1"),
        team.button(names.DECLINE, "1"),
        team.button(names.RECONNECT, "1"),
        team.button(names.RESOLVE, "1"),
        team.button(names.DETAILS, "1"),
        team.button(names.DETAILS_BACK, "1:0", view=view),
        team.button(names.DETAILS_NEXT, "1:1", view=view),
        team.button(names.LIST_BACK, "0"),
        team.button(names.LIST_NEXT, "1"),
        team.button(names.HOME_REFRESH, ""),
        team.button(names.MORE, "", actions=[choice]),
        team.button(names.WAKE, "1"),
        team.button(names.SKIP, "1"),
        team.button(names.SUPPORT, "1"),
        team.button(names.SUPPORT_MAIL, "1"),
        team.button(names.EXPLAIN, "1"),
        team.button(names.AGAIN, "1"),
        {
            "type": "message_action",
            "callback_id": names.RESOLVE_SHORTCUT,
            "user": {"id": "U_ANA"},
            "trigger_id": "9.1.a",
            "response_url": f"{team.url}/told",
            "message": {"blocks": [{"type": "actions", "elements": [button]}]},
        },
        {"type": "view_submission", "user": {"id": "U_ANA"}, "view": a_form(1, "not_needed")},
    ]


class _NoUseCase:
    """Stands for a use case that has a fault of its own."""

    async def __call__(self, *_given: Any) -> Any:
        raise ZeroDivisionError


def _desk(open_store: OpenSeen, now: Clock, use_case: Any) -> listening.Desk:
    """Return a desk at which every use case is this one."""
    wanted = [one.name for one in fields(listening.Desk) if one.default_factory is MISSING]
    rest = dict.fromkeys(wanted[2:], use_case)
    return listening.Desk(open_store, now, **rest)


@asynccontextmanager
async def broken_store(_viewer: Viewer) -> AsyncIterator[SeenStore]:
    """Fail as code does that has a fault of its own."""
    raise ZeroDivisionError
    yield


async def test_with_the_database_away_everybody_is_asked_to_try_again() -> None:
    """Each listener is acked and says so, privately; nothing hangs and nothing is silent."""
    engine = open_engine("postgresql://nobody@127.0.0.1:1/nothing")
    database = Database(engine)
    services = services_of(database, lambda _one: FakeLedger(), SetClock(), timedelta())
    async with open_team(desk_of(services, database.seen_by)) as team:
        for payload in everything(team):
            before = len(team.said_to("U_ANA"))
            assert (await team.deliver(payload)).acked
            assert team.said_to("U_ANA")[before:] == [BUSY], payload
        for text in ("status", "list", "show JF-1", "retry INC-1", "resolve INC-1 fixed"):
            assert BUSY in (await team.command(text)).text
        assert "status" in (await team.command("help")).text
    await engine.dispose()


async def test_a_listener_that_raises_is_acked_and_answered() -> None:
    """The person is told that it was written down, and not with what words."""
    use_case: Any = _NoUseCase()
    desk = _desk(broken_store, SetClock(), use_case)
    async with open_team(desk) as team:
        for payload in everything(team):
            before = len(team.said_to("U_ANA"))
            with capture_logs() as logged:
                assert (await team.deliver(payload)).acked
            assert [line["event"] for line in logged] == ["listener_failed"]
            (told,) = team.said_to("U_ANA")[before:]
            assert told == listening.UNEXPECTED
        with capture_logs():
            assert (await team.command("status")).text == listening.UNEXPECTED


async def test_a_database_that_hangs_is_given_up_in_time(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slack waits for three seconds, so we wait for less, and change nothing."""
    monkeypatch.setattr(listening, "CLICK_SECONDS", 0.05)

    @asynccontextmanager
    async def hanging(viewer: Viewer) -> AsyncIterator[SeenStore]:
        await asyncio.Event().wait()
        async with bench.database.seen_by(viewer) as store:
            yield store

    services = bench.services
    use_case: Any = replace(services.make_move, open_store=hanging)
    desk = _desk(hanging, services.now, use_case)
    async with open_team(desk) as team:
        assert (await team.click(names.RETRY, "1")).acked
        assert team.said_to("U_ANA") == [BUSY]
        answer = await team.command("status")
        assert answer.acked
        assert BUSY in answer.text


def test_a_click_is_given_up_before_slack_gives_up() -> None:
    """Three seconds is Slack's limit."""
    assert listening.CLICK_SECONDS < 3


async def test_nobody_to_tell_is_no_reason_to_fail(team: Team) -> None:
    """When Slack does not take the answer either, the click is acked all the same."""
    team.slack.answers["chat.postMessage"] = {"ok": False, "error": "user_not_found"}
    press = team.button(names.RETRY, "99")
    del press["response_url"]

    assert (await team.deliver(press)).acked


async def test_what_nobody_listens_to_is_not_acked(team: Team) -> None:
    """Slack then shows its own warning, which is better than a button that does nothing."""
    assert not (await team.click("no_such_action")).acked
