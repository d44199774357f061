"""Metrics: true figures in Prometheus' words, at a price that does not grow."""

from datetime import timedelta
from typing import Any

from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import event

from bot.web.app import app_of
from bot.web.needs import Vitals
from tests.bot.web.stage import (
    Stage,
    an_entry_json,
    client_of,
    database_away,
    needs_of,
)
from tests.clock import SetClock


def read(text: str) -> dict[str, float]:
    """Return every sample by its name and labels."""
    return {
        sample.name + "".join(f" {key}={value}" for key, value in sorted(sample.labels.items())): (
            sample.value
        )
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


async def test_figures_of_the_database(stage: Stage) -> None:
    """Entries are counted by status, and messages owed with the age of the oldest."""
    await stage.hand_in([an_entry_json(reference=name) for name in "ABC"])
    await stage.change("UPDATE entry SET status = 'failed' WHERE reference = 'A'")
    await stage.open_incident(minutes_unsent=10)

    found = read((await stage.client.get("/metrics")).text)

    assert found["jefail_database_up"] == 1
    assert found["jefail_entries status=pending"] == 2
    assert found["jefail_entries status=failed"] == 1
    assert found["jefail_entries status=posted"] == 0
    assert found["jefail_incidents_open"] == 1
    assert found["jefail_messages_owed"] == 1
    assert 600 <= found["jefail_oldest_unsent_message_seconds"] < 1200
    assert found["jefail_workers"] == 0


async def test_requests_are_counted_by_route(stage: Stage) -> None:
    """What strangers put into a path or a method makes no new series."""
    await stage.hand_in(an_entry_json())
    await stage.ask("some-reference")
    await stage.client.request("BREW", "/coffee")

    text = (await stage.client.get("/metrics")).text
    found = read(text)

    counted = "jefail_http_requests_total"
    assert found[f"{counted} method=POST route=/api/v1/entries status=201"] == 1
    route = "/api/v1/entries/{reference:path}"
    assert found[f"{counted} method=GET route={route} status=404"] == 1
    assert found[f"{counted} method=other route=unknown status=404"] == 1
    assert not any(word in text for word in ("some-reference", "coffee", "BREW"))


async def test_vitals_of_the_process(stage: Stage) -> None:
    """A process tells of its worker and its socket only where it has them."""
    vitals = Vitals(worker=lambda: True, slack=lambda: False, clock=lambda: timedelta(minutes=10))
    async with client_of(app_of(needs_of(stage.database, SetClock(), vitals=vitals))) as client:
        found = read((await client.get("/metrics")).text)
    bare = read((await stage.client.get("/metrics")).text)

    assert (found["jefail_worker_up"], found["jefail_slack_up"]) == (1, 0)
    assert found["jefail_clock_ahead_seconds"] == 600
    assert "jefail_worker_up" not in bare


async def test_the_database_is_away(clock: SetClock) -> None:
    """Without its database the process says so and tells no figures that may be old."""
    async with database_away() as away, client_of(app_of(needs_of(away, clock))) as client:
        answer = await client.get("/metrics")

    found = read(answer.text)
    assert answer.status_code == 200
    assert found["jefail_database_up"] == 0
    assert not any(name.startswith("jefail_entries") for name in found)


async def test_the_price_does_not_grow(stage: Stage) -> None:
    """Two statements read all figures, whatever there is."""
    await stage.hand_in([an_entry_json(reference=f"R-{n}") for n in range(50)])
    statements = []

    def note(*arguments: Any) -> None:
        statements.append(arguments[2])

    event.listen(stage.database.engine.sync_engine, "before_cursor_execute", note)
    await stage.client.get("/metrics")

    assert len(statements) == 2
