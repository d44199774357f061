"""The control calls: what people do in a platform itself, and what the page shows of it."""

import json
from typing import Any

import httpx
import pytest

from tests.sandbox.ledger.books import Books, Wire


async def by_hand(books: Books, number: str = "HAND-1", **changes: Any) -> httpx.Response:
    """Type an entry in the platform itself."""
    sides = (("debit", "Clearing", "12.5"), ("credit", "Sales", "12.50"))
    lines = [
        {"side": side, "amount": amount, "account": await books.account(name)}
        for side, name, amount in sides
    ]
    entry = {"doc_number": number, "date": "2026-07-07", "private_note": f"till [{number}]"}
    return await books.hand("/entries", {**entry, "lines": lines, **changes})


async def test_a_fresh_imitation_has_no_company(wire: Wire, http: httpx.AsyncClient) -> None:
    """It tells the app's credentials, which guard nothing, and an empty list."""
    state = (await http.get("control/state")).json()

    assert state["companies"] == []
    assert state["app"]["client_id"] == f"local-{wire.platform}-app"


async def test_the_state_draws_a_company(books: Books) -> None:
    """Entries come newest first, amounts as text, accounts under their full names."""
    await books.send("JF-1")
    await by_hand(books)

    state = await books.state()

    assert [entry["total"] for entry in state["entries"]] == ["12.50", "250.00"]
    assert state["entries"][0]["lines"][0] == {
        "side": "debit",
        "amount": "12.50",
        "account": "Clearing",
        "account_id": await books.account("Clearing"),
        "description": "",
        "own": {},
        "beside": {},
    }
    assert (state["connected"], state["can_post"], state["mode"]) == (True, True, "ok")
    names = [account["name"] for account in state["accounts"]]
    assert 20 <= len(names) == len(set(names))


async def test_the_state_can_be_cut_to_the_newest(books: Books) -> None:
    """A page need not load years of entries."""
    await by_hand(books, "JF-1")
    await by_hand(books, "JF-2")

    state = (await books.http.get("control/state", params={"entries": "1"})).json()

    assert [entry["doc_number"] for entry in state["companies"][0]["entries"]] == ["JF-2"]


async def test_a_company_is_opened_once(books: Books) -> None:
    """Asked for once, the one that is there is connected again."""
    again = await books.another("Harbor Goods", once=True)

    assert again.realm == books.realm
    assert (await again.look()).status_code == 200


async def test_an_entry_typed_by_hand_is_seen_by_apps(books: Books) -> None:
    """Closed books do not stop a person; what is deleted is gone."""
    await books.switch(**{books.wire.closed_through: "2026-12-31"})

    typed = (await by_hand(books)).json()

    assert typed["total"] == "12.50"
    assert await books.stored() == ["HAND-1"]
    await books.hand(f"/entries/{typed['id']}", {}, method="DELETE")
    assert await books.stored() == []
    assert (await books.hand(f"/entries/{typed['id']}", {"private_note": "x"})).status_code == 404


async def test_a_credit_of_nothing_stays_a_credit(books: Books) -> None:
    """A line without an amount keeps its side, also when it is read again."""
    accounts = [await books.account("Clearing"), await books.account("Sales")]
    sides = (("debit", "5"), ("credit", "5"), ("credit", "0"))
    lines = [
        {"side": side, "amount": amount, "account": accounts[side == "credit"]}
        for side, amount in sides
    ]

    shown = (await by_hand(books, lines=lines)).json()

    assert [(line["side"], line["amount"]) for line in shown["lines"]] == [
        ("debit", "5.00"),
        ("credit", "5.00"),
        ("credit", "0.00"),
    ]


async def test_lines_changed_by_hand_are_judged(books: Books) -> None:
    """As those of a new entry: what does not balance is refused, in words."""
    typed = (await by_hand(books)).json()
    path = f"/entries/{typed['id']}"
    clearing, sales = [
        {"side": one["side"], "amount": "7.50", "account": one["account_id"]}
        for one in typed["lines"]
    ]

    changed = await books.hand(path, {"lines": [clearing, sales]})
    refused = await books.hand(path, {"lines": [clearing, clearing]})

    assert changed.json()["total"] == "7.50"
    assert (refused.status_code, bool(refused.json()["error"])) == (400, True)


WRONG: list[tuple[str, dict[str, Any], int]] = [
    ("{company}", {"mode": "holiday"}, 400),
    ("{company}", {"mode_times": 0}, 400),
    ("{company}", {"colour": "red"}, 400),
    ("companies", {"name": ""}, 400),
    ("companies", {"name": "X", "accounts": [{"name": "A", "type": "Magic"}]}, 400),
    ("companies/1", {"can_post": True}, 404),
    ("{company}/accounts", {"name": "A", "type": "Magic"}, 400),
    ("{company}/accounts/999", {"active": True}, 404),
    ("{company}/entries", {"date": "2026-07-07", "lines": []}, 400),
    ("{company}/entries/9", {"private_note": "x"}, 404),
]


@pytest.mark.parametrize(("path", "body", "status"), WRONG)
async def test_a_control_call_says_what_is_wrong(
    books: Books, path: str, body: dict[str, Any], status: int
) -> None:
    """A bad body is 400 and a missing thing 404, both with words."""
    where = path.format(company=f"companies/{books.realm}")
    answer = await books.http.post(f"control/{where}", json=body)

    assert answer.status_code == status
    assert answer.json()["error"]


async def test_the_list_of_calls_can_be_cleared(books: Books) -> None:
    """Then it is empty."""
    await books.send()
    assert len((await books.http.get("control/calls")).json()["calls"]) == 1

    await books.http.delete("control/calls")

    assert (await books.http.get("control/calls")).json() == {"calls": []}


async def test_the_stream_tells_of_a_change(real: Books) -> None:
    """A listener hears which company changed, as server-sent events."""
    async with real.http.stream("GET", "control/stream") as stream:
        lines = stream.aiter_lines()
        assert await anext(lines) == ": connected"
        await real.send()
        while not (line := await anext(lines)).startswith("data: "):
            pass

    assert stream.headers["content-type"].startswith("text/event-stream")
    assert json.loads(line.removeprefix("data: ")) == {"type": "changed", "realm": real.realm}
