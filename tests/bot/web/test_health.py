"""Health: what is up, what someone should look at, and when to send no requests."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from bot.web import health
from bot.web.app import app_of, health_app, once_true
from bot.web.needs import Vitals
from storage.database import Database, open_engine
from storage.engine.given_up import note_given_up
from tests.bot.web.stage import Stage, client_of, database_away, needs_of
from tests.clock import SetClock
from tests.storage.engine.silent_proxy import in_between


async def ready(stage: Stage, vitals: Vitals) -> httpx.Response:
    """Ask a process with these vitals whether it is ready."""
    async with client_of(app_of(replace(stage.needs, vitals=vitals))) as client:
        return await client.get("/health/ready")


async def test_a_process_that_can_do_everything(stage: Stage) -> None:
    """With all in order the process is ready."""
    answer = await ready(stage, Vitals(worker=lambda: True, slack=lambda: True))

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json() == {
        "status": "ready",
        "database": {"ok": True, "detail": "answers"},
        "tables": {"ok": True, "detail": "are the newest"},
        "worker": {"ok": True, "detail": "works in this process"},
        "slack": {"ok": True, "detail": "is connected"},
        "clock": {"ok": True, "detail": "agrees with the database's"},
        "channels_refusing": [],
        "messages_refused": [],
        "work_given_up": [],
        "sources_silent": [],
        "messages_held": 0,
    }


@pytest.mark.parametrize(
    ("ahead", "status", "detail"),
    [
        (5, "ready", "agrees with the database's"),
        (6, "degraded", "is 6 seconds ahead of the database's"),
        (-3600, "degraded", "is 3,600 seconds behind the database's"),
    ],
)
async def test_clocks_that_part_are_told(
    stage: Stage, ahead: int, status: str, detail: str
) -> None:
    """The process goes on by the database's, and someone should set the other."""
    vitals = Vitals(worker=lambda: True, slack=lambda: True, clock=lambda: timedelta(seconds=ahead))

    answer = await ready(stage, vitals)

    assert answer.status_code == 200
    assert answer.json()["status"] == status
    assert answer.json()["clock"]["detail"] == detail


async def test_its_own_worker_stands_still(stage: Stage) -> None:
    """A process that should do jobs and does not is not ready."""
    answer = await ready(stage, Vitals(worker=lambda: False, slack=lambda: True))

    assert answer.status_code == 503
    assert answer.json()["status"] == "unready"


async def test_no_worker_anywhere(stage: Stage) -> None:
    """A process that does no jobs serves requests, and says when nobody does them."""
    answer = await ready(stage, Vitals())

    assert answer.status_code == 200
    assert answer.json()["status"] == "degraded"
    assert answer.json()["worker"] == {"ok": False, "detail": "none is known to be alive"}


async def test_a_worker_in_another_process(stage: Stage) -> None:
    """A fresh heartbeat in the database is a worker elsewhere; an old one is none."""
    await stage.change(
        "INSERT INTO procrastinate_workers (last_heartbeat)"
        " VALUES (now()), (now() - interval '1 hour')"
    )

    answer = await ready(stage, Vitals())

    assert answer.json()["status"] == "ready"
    assert answer.json()["worker"]["detail"] == "1 alive in other processes"


async def test_slack_is_not_connected(stage: Stage) -> None:
    """Without Slack the API still works, so the process is degraded only."""
    answer = await ready(stage, Vitals(worker=lambda: True, slack=lambda: False))

    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["slack"]["ok"] is False


async def test_a_channel_takes_nothing(stage: Stage) -> None:
    """A channel that refuses messages is named with the reason, and what waits is counted."""
    await stage.change(
        "INSERT INTO slack_channel (id, next_send_at, fault) VALUES ('C1', now(), 'is_archived')"
    )
    await stage.open_incident()

    told = (await ready(stage, Vitals(worker=lambda: True))).json()

    assert told["status"] == "degraded"
    assert told["channels_refusing"] == [{"channel": "C1", "why": "is_archived"}]
    assert told["messages_held"] == 1


async def test_a_message_that_slack_refused(stage: Stage) -> None:
    """It is named with its incident and what Slack said, until Slack shows it."""
    incident_id = await stage.open_incident()
    await stage.change("UPDATE message SET fault = 'invalid_blocks'")

    told = (await ready(stage, Vitals(worker=lambda: True))).json()

    assert told["status"] == "degraded"
    (refused,) = told["messages_refused"]
    assert refused == {
        "incident": f"INC-{incident_id}",
        "what": "card",
        "channel": refused["channel"],
        "why": "invalid_blocks",
        "again_at": None,
    }
    await stage.change("UPDATE message SET shown = owed, fault = NULL")
    assert (await ready(stage, Vitals(worker=lambda: True))).json()["status"] == "ready"


async def test_work_that_was_given_up(stage: Stage) -> None:
    """It is named until it has been done: what is held by letting go, a look by the next one."""
    [row] = await stage.rows("SELECT id FROM connection")
    connection = row["id"]
    async with stage.needs.database.store() as store:
        await note_given_up(store.jobs.sql, "post", str(connection))
        await note_given_up(store.jobs.sql, "poll", str(connection))
        await note_given_up(store.jobs.sql, "send", "C1")

    told = (await ready(stage, Vitals(worker=lambda: True))).json()

    assert told["status"] == "degraded"
    named = [(one["work"], one["about"]) for one in told["work_given_up"]]
    about = f"connection {connection}"
    assert sorted(named) == [("poll", about), ("post", about), ("send", "C1")]

    async with stage.needs.database.store() as store:
        for work, key in (("post", str(connection)), ("send", "C1")):
            hold = await store.jobs.hold(work, key, 7)
            assert hold is not None
            await store.jobs.let_go(hold)
    await stage.change("UPDATE connection SET polled_at = clock_timestamp()")
    assert (await ready(stage, Vitals(worker=lambda: True))).json()["work_given_up"] == []


async def test_tables_of_another_release(stage: Stage) -> None:
    """On tables that are not the newest the process takes no requests."""

    async def no() -> bool:
        return False

    async with client_of(app_of(replace(stage.needs, is_schema_current=no))) as client:
        answer = await client.get("/health/ready")

    assert (answer.status_code, answer.json()["tables"]["ok"]) == (503, False)


async def test_the_database_is_away(clock: SetClock) -> None:
    """Without its database the process lives but is not ready."""
    async with database_away() as away, client_of(app_of(needs_of(away, clock))) as client:
        readiness = await client.get("/health/ready")
        liveness = await client.get("/health/live")

    assert readiness.status_code == 503
    assert readiness.json()["database"]["ok"] is False
    assert readiness.json()["messages_held"] is None
    assert (liveness.status_code, liveness.json()) == (200, {"status": "live"})


async def test_a_silent_database_holds_up_no_answer(
    database_url: str, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The driver takes seconds to let go of what it asked; the answer does not wait for that."""
    async with in_between(database_url) as (url, proxy):
        database = Database(open_engine(url))
        async with client_of(app_of(needs_of(database, clock))) as client:
            assert (await client.get("/health/ready")).json()["database"]["ok"]
            monkeypatch.setattr(health, "PATIENCE", 0.2)
            proxy.is_silent = True
            async with asyncio.timeout(health.PATIENCE + 2):
                answers = [await client.get("/health/ready") for _ in range(3)]
        proxy.cut()
        await health.let_go()
        await database.engine.dispose()

    assert {answer.status_code for answer in answers} == {503}
    assert {answer.json()["database"]["ok"] for answer in answers} == {False}


async def test_tables_once_known_to_be_new_stay_so() -> None:
    """A later release that takes the tables further does not make this one unready."""
    answers = iter([False, True, False])

    async def ask() -> bool:
        return next(answers)

    asked = once_true(ask)

    assert [await asked() for _ in range(4)] == [False, True, True, True]


async def test_health_and_metrics_may_be_apart(stage: Stage) -> None:
    """Where they have a port of their own, the other tells strangers only that it lives."""
    needs = replace(stage.needs, health_apart=True)
    outside = app_of(needs)
    inside = health_app(needs, outside.state.figures)
    paths = ("/health/live", "/health/ready", "/metrics", "/api/v1/openapi.json")

    async with client_of(outside) as client:
        seen = [(await client.get(path)).status_code for path in paths]
    async with client_of(inside) as client:
        seen_inside = [(await client.get(path)).status_code for path in paths]
        counted = (await client.get("/metrics")).text

    assert seen == [200, 404, 404, 200]
    assert seen_inside[0] == seen_inside[2] == 200
    assert seen_inside[1] != 404
    assert seen_inside[3] == 404
    assert 'route="/health/live",status="200"' in counted  # what was asked of the other port
