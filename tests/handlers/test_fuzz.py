"""Whatever Slack sends, it gets an answer, and nothing is half stored."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from slack_bolt.async_app import AsyncBoltRequest

from tests.counting import count_case
from tests.handlers.odd_payloads import odd_payloads, payloads
from tests.handlers.slack import Team
from tests.journal.bench import Bench
from tests.storage.invariants import broken_rules

_SOAKING = settings().max_examples > 100
CASES = settings().max_examples if _SOAKING else 150
pytestmark = pytest.mark.timeout(0 if _SOAKING else 600)
Json = dict[str, Any]


def drawn(number: str) -> list[Json]:
    """Return odd payloads, the same in each run unless it is asked for more of them."""
    found: list[Json] = []

    @settings(
        max_examples=CASES,
        database=None,
        derandomize=not _SOAKING,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(odd_payloads(number))
    def collect(payload: Json) -> None:
        found.append(payload)

    collect()
    return found


async def test_every_odd_payload_is_answered(bench: Bench, team: Team, incident_id: int) -> None:
    """No error gets out of a listener, whatever is missing, extra, huge, or of another type."""
    number = str(incident_id)
    sound = [one for one in drawn(number) if _is_taken_by_bolt(one)]
    for payload in sound:
        count_case()
        answer = await team.deliver(payload)
        assert answer.status in (200, 400, 404), json.dumps(payload)[:2000]
        assert await broken_rules(bench.database) == [], json.dumps(payload)[:2000]


async def test_every_plain_payload_is_answered(bench: Bench, team: Team, incident_id: int) -> None:
    """Each kind that the odd ones are made from is one that someone listens to."""
    unheard = [one for one in payloads(str(incident_id)) if (await team.deliver(one)).status != 200]
    heard = {str(one.get("actions") or one.get("view") or one) for one in unheard}
    assert len(heard) < len(payloads("7")) / 2


def _is_taken_by_bolt(payload: Json) -> bool:
    """Whether Bolt makes a request of it at all; what it raises there reaches no listener."""
    try:
        AsyncBoltRequest(body=payload, mode="socket_mode")
    except (AttributeError, KeyError, TypeError):
        return False
    return True
