"""Tryton's panel: a real server behind the same control calls as the imitations."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from sandbox.serve import serving
from sandbox.tryton.app import DATABASE, tryton_app
from sandbox.tryton.template import drop, template


@pytest.fixture
async def panel(tryton_cache: Path, tryton_host: str) -> AsyncIterator[httpx.AsyncClient]:
    """The panel's calls, with a server that was told to start; nothing of it is left."""
    template(tryton_cache, tryton_host)  # built once for all tests
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    async with (
        serving(tryton_app(tryton_cache)) as address,
        httpx.AsyncClient(base_url=f"{address}/control/", timeout=100) as calls,
    ):
        await _ok(calls, "server", {"postgres": tryton_host, "port": port})
        yield calls
    drop(tryton_host, DATABASE)


async def test_a_company_is_opened_turned_and_typed_into(panel: httpx.AsyncClient) -> None:
    """What the page does by its switches is so in the real books, and can be undone."""
    company = await _ok(panel, "companies", {"name": "Cedar Street", "currency": "USD"})
    at = f"companies/{company['realm']}"

    for turned in ({"can_post": False}, {"connected": False}, {"closed_through": "2026-06-30"}):
        state = await _ok(panel, at, turned)
        assert turned.items() <= state.items()
    state = await _ok(panel, at, {"can_post": True, "connected": True, "closed_through": None})
    assert (state["can_post"], state["connected"], state["closed_through"]) == (True, True, None)

    clearing, sales = _accounts(state, "1300", "4000")
    assert not clearing["active"] or await _turned_off(panel, at, clearing["id"])
    await _ok(panel, f"{at}/accounts/{clearing['id']}", {"active": True})
    await _ok(panel, f"{at}/entries", _typed(clearing, sales, "5.00"))
    (shown,) = (await panel.get("state")).json()["companies"]
    assert shown["name"] == "Cedar Street"
    (entry,) = shown["entries"]
    assert (entry["private_note"], entry["total"]) == ("By hand", "5.00")


async def test_channels_are_chosen_by_a_rule_or_by_hand(panel: httpx.AsyncClient) -> None:
    """Without the rule a sale goes to no channel; with it again, the ledger shows the shop's."""
    company = await _ok(panel, "companies", {"name": "Cedar Street", "currency": "USD"})
    at = f"companies/{company['realm']}"
    state = (await panel.get("state")).json()["companies"][0]
    assert state["channel_by_hand"] is False
    clearing, sales = _accounts(state, "1300", "4000")

    for by_hand in (True, True, False, False):  # turned twice is turned once
        state = await _ok(panel, at, {"channel_by_hand": by_hand})
        assert state["channel_by_hand"] is by_hand
        await _ok(panel, f"{at}/entries", _typed(clearing, sales, "5.00"))

    (shown,) = (await panel.get("state")).json()["companies"]
    beside = [[line["beside"] for line in entry["lines"]] for entry in shown["entries"]]
    assert beside == [[{}, {"Channel": "Shop"}]] * 2 + [[{}, {}]] * 2


async def test_what_tryton_refuses_is_told_in_its_words(panel: httpx.AsyncClient) -> None:
    """An entry that does not balance is refused, and no draft of it stays behind."""
    company = await _ok(panel, "companies", {"name": "Cedar Street", "currency": "USD"})
    (state,) = (await panel.get("state")).json()["companies"]
    clearing, sales = _accounts(state, "1300", "4000")

    answer = await panel.post(
        f"companies/{company['realm']}/entries", json=_typed(clearing, sales, "6.00")
    )

    assert answer.status_code == 400
    assert "you must balance" in answer.json()["error"]
    assert (await panel.get("state")).json()["companies"][0]["entries"] == []


async def test_without_a_server_there_is_no_company() -> None:
    """A sandbox that keeps nothing has no Tryton, and says so when it is asked for a company."""
    async with (
        serving(tryton_app(None)) as address,
        httpx.AsyncClient(base_url=f"{address}/control/") as calls,
    ):
        assert (await calls.get("state")).json()["companies"] == []
        answer = await calls.post("companies", json={"name": "Cedar Street"})

    assert answer.status_code == 404
    assert answer.json() == {"error": "Tryton is not started"}


async def _ok(calls: httpx.AsyncClient, what: str, body: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = (await calls.post(what, json=body)).raise_for_status().json()
    return answer


async def _turned_off(calls: httpx.AsyncClient, at: str, account_id: str) -> bool:
    state = await _ok(calls, f"{at}/accounts/{account_id}", {"active": False})
    return any(one["id"] == account_id and not one["active"] for one in state["accounts"])


def _accounts(state: dict[str, Any], *numbers: str) -> list[dict[str, Any]]:
    return [one for number in numbers for one in state["accounts"] if one["number"] == number]


def _typed(debit: dict[str, Any], credit: dict[str, Any], credited: str) -> dict[str, Any]:
    lines = [
        {"side": "debit", "amount": "5.00", "account": debit["id"]},
        {"side": "credit", "amount": credited, "account": credit["id"]},
    ]
    return {"date": "2026-07-09", "private_note": "By hand", "lines": lines}
