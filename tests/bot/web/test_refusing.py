"""What the API does not take: each refusal is a problem that says what to do."""

import json
from typing import Any

import httpx
import pytest

from bot.web.app import app_of
from bot.web.entries import PATH
from bot.web.limits import MAX_BODY
from connectors.intake.exact_json import loads_exact
from journal.errors import BadInput
from tests.bot.web.stage import (
    Stage,
    add_book,
    an_entry_json,
    client_of,
    database_away,
    needs_of,
)
from tests.clock import SetClock


def problem_in(answer: httpx.Response, status: int, name: str) -> dict[str, Any]:
    """Return the problem, which must be told in the answer's status and media type."""
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json()
    assert (answer.status_code, problem["status"]) == (status, status)
    assert problem["type"] == f"urn:jefail:problem:{name}"
    return problem


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b'{"reference": ',
        b'{"a": "\xff"}',
        b'{"a": 1, "a": 2}',
        b'{"lines": [{"amount": NaN}]}',
        b'{"lines": [{"amount": -Infinity}]}',
        b'{"amount": ' + b"9" * 5000 + b"}",
        b"[" * 200_000,
    ],
)
async def test_broken_json(stage: Stage, body: bytes) -> None:
    """A body that cannot be read exactly is not read at all, and it is said why."""
    with pytest.raises(BadInput) as why:
        loads_exact(body)

    problem = problem_in(await stage.hand_in(body), 400, "broken-json")

    assert str(why.value)[1:] in problem["detail"]


@pytest.mark.parametrize("value", [7, "text", None, True, [[]], [7]])
async def test_json_that_is_no_entry(stage: Stage, value: Any) -> None:
    """JSON of another shape is refused as a bad entry."""
    problem = problem_in(await stage.hand_in(value), 422, "bad-entries")

    assert [one["index"] for one in problem["errors"]] == [0]


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer ", "Basic Zm9v", "Bearer jf_no"])
async def test_no_token(stage: Stage, authorization: str) -> None:
    """Without a token of a book nothing is read or told."""
    headers = {"Authorization": authorization, "Content-Type": "application/json"}
    for answer in (
        await stage.client.post(PATH, content=b"not even JSON", headers=headers),
        await stage.client.get(f"{PATH}/R", headers=headers),
    ):
        problem_in(answer, 401, "not-authorised")
        assert answer.headers["WWW-Authenticate"].startswith('Bearer realm="jefail"')


async def test_a_revoked_token(stage: Stage) -> None:
    """A token that was revoked opens nothing from then on."""
    await stage.change("UPDATE api_token SET revoked_at = now()")

    answer = await stage.hand_in(an_entry_json())

    problem_in(answer, 401, "not-authorised")
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]
    assert await stage.references() == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Content_Type": "text/plain"},
        {"Content_Type": ""},
        {"Content_Type": "application/jsonl"},
        {"Content_Encoding": "gzip"},
    ],
)
async def test_another_media_type(stage: Stage, headers: dict[str, str]) -> None:
    """Only plain JSON is read."""
    problem_in(await stage.hand_in(an_entry_json(), **headers), 415, "not-json")


async def test_json_with_a_charset_is_json(stage: Stage) -> None:
    """Many clients name a charset; that is no reason to refuse them."""
    answer = await stage.hand_in(an_entry_json(), Content_Type="application/JSON; charset=utf-8")

    assert answer.status_code == 201


async def test_a_body_that_says_it_is_too_large(stage: Stage) -> None:
    """A body that announces too many bytes is refused before any is read."""
    answer = await stage.hand_in(b" " * (MAX_BODY + 1))

    problem_in(answer, 413, "too-large")


async def test_a_body_that_turns_out_too_large(stage: Stage) -> None:
    """A body of unannounced length is refused once it is longer than allowed."""

    async def chunks() -> Any:
        for _ in range(MAX_BODY // 65536 + 1):
            yield b" " * 65536

    answer = await stage.client.post(
        PATH,
        content=chunks(),
        headers={"Authorization": f"Bearer {stage.token}", "Content-Type": "application/json"},
    )

    problem_in(answer, 413, "too-large")


async def test_too_many_entries(stage: Stage) -> None:
    """A list of more than a thousand is refused as a whole."""
    answer = await stage.hand_in([an_entry_json(reference=f"R-{n}") for n in range(1001)])

    assert "1001" in problem_in(answer, 413, "too-many-entries")["detail"]
    assert await stage.references() == []


async def test_an_empty_list(stage: Stage) -> None:
    """A list with nothing in it is a mistake of the person who made it."""
    problem_in(await stage.hand_in([]), 422, "bad-entries")


async def test_one_bad_entry_leaves_all_out(stage: Stage) -> None:
    """Every fault is told with its entry and place, and even the good entries are not taken."""
    line = {"side": "debit", "amount": "1.00", "category": "c"}
    batch = [
        an_entry_json(reference="good"),
        an_entry_json(reference="two faults", date="07/07/2026", kind="sale"),
        an_entry_json(reference="unknown field", curency="USD"),
        an_entry_json(reference="bad line", lines=[line, {**line, "amount": "1,00"}]),
        an_entry_json(reference="does not balance", lines=[line, line]),
        an_entry_json(reference="no account", lines=[line, {"side": "credit", "amount": 1}]),
    ]

    problem = problem_in(await stage.hand_in(batch), 422, "bad-entries")

    assert problem["detail"] == "5 of 6 entries cannot be taken, so nothing was."
    assert {(one["index"], one["pointer"]) for one in problem["errors"]} == {
        (1, "#/1/date"),
        (1, "#/1/kind"),
        (2, "#/2/curency"),
        (3, "#/3/lines/1/amount"),
        (4, "#/4/lines"),
        (5, "#/5/lines/1"),
    }
    told = {one["pointer"]: one["detail"] for one in problem["errors"]}
    assert '"currency"' in told["#/2/curency"]
    assert "2.00 USD" in told["#/4/lines"]
    assert await stage.references() == []


async def test_one_bad_entry_alone(stage: Stage) -> None:
    """The places in a body that is no list begin at the entry itself."""
    problem = problem_in(await stage.hand_in(an_entry_json(date="soon")), 422, "bad-entries")

    [fault] = problem["errors"]
    assert (fault["index"], fault["pointer"]) == (0, "#/date")
    assert problem["detail"] == "The entry cannot be taken, so nothing was."


@pytest.mark.parametrize(
    "body",
    [
        b'{"\\ud800": 1}',
        b'{"a/b~c %\\u0000": 1}',
        json.dumps(an_entry_json(reference="\ud800")).encode(),
        json.dumps(an_entry_json(reference="nul\0")).encode(),
        json.dumps(an_entry_json(currency="\ud800")).encode(),
        json.dumps(an_entry_json(revision=2**31)).encode(),
        b'{"revision": 1e999999999}',
        b'{"lines": [{"amount": 1e999999999}]}',
    ],
)
async def test_hostile_text(stage: Stage, body: bytes) -> None:
    """Characters and numbers that nothing can store are faults, not a broken server."""
    assert problem_in(await stage.hand_in(body), 422, "bad-entries")["errors"]


async def test_a_flood_of_faults_is_cut(stage: Stage) -> None:
    """A body of nothing but faults is read only until enough are told."""
    batch = [an_entry_json(reference=f"R-{n}", lines=[{}] * 500) for n in range(100)]

    problem = problem_in(await stage.hand_in(batch), 422, "bad-entries")

    assert len(problem["errors"]) == 1000
    assert problem["detail"] == "Reading stopped at 1000 faults; nothing was taken."


async def test_a_conflict_leaves_all_out(stage: Stage) -> None:
    """Other content under a known revision is a conflict, and nothing of the list is taken."""
    await stage.hand_in(an_entry_json())

    answer = await stage.hand_in(
        [an_entry_json(reference="new"), an_entry_json(description="changed")]
    )

    problem = problem_in(answer, 409, "conflict")
    [fault] = problem["errors"]
    assert (fault["index"], fault["pointer"]) == (1, "#/1/reference")
    assert "2" in fault["detail"]
    assert await stage.references() == ["SHOP-2026-07-07"]
    assert len(await stage.rows("SELECT id FROM procrastinate_jobs")) == 1


async def test_what_nobody_can_change_in_the_ledger_is_not_replaced(stage: Stage) -> None:
    """A higher revision of an entry that is posted to Tryton is refused: it is reversed there."""
    await stage.hand_in(an_entry_json())
    await stage.change("UPDATE entry SET status = 'posted', ledger_id = '7'")
    await stage.change("UPDATE connection SET platform = 'tryton'")

    answer = await stage.hand_in(an_entry_json(revision=2, description="changed"))

    [fault] = problem_in(answer, 409, "conflict")["errors"]
    assert (fault["index"], fault["pointer"]) == (0, "#/reference")
    for data in ("Tryton", "JF-1"):
        assert data in fault["detail"]


async def test_a_book_without_a_platform(stage: Stage) -> None:
    """A book that is connected to nothing cannot take entries, and the answer says so."""
    token = await add_book(stage.database, "harbor", connected=False)

    answer = await stage.hand_in(an_entry_json(), token=token)

    problem_in(answer, 409, "not-connected")


async def test_the_database_is_away(clock: SetClock) -> None:
    """While the database does not answer, the client is asked to come again."""
    async with database_away() as away, client_of(app_of(needs_of(away, clock))) as client:
        answer = await Stage(client, away, needs_of(away, clock), "jf_x").hand_in(an_entry_json())

    problem_in(answer, 503, "busy")
    assert int(answer.headers["Retry-After"]) >= 1


@pytest.mark.parametrize("path", ["/", "/nothing", "/api/v1/nothing", "/docs", "/slack/events"])
async def test_unknown_paths(stage: Stage, path: str) -> None:
    """Paths that lead nowhere say so as problems too."""
    answer = await stage.client.get(path)

    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "Not Found.",
    }


async def test_a_method_that_a_path_does_not_know(stage: Stage) -> None:
    """The methods that would work are named."""
    answer = await stage.client.delete(PATH)

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert answer.headers["Content-Type"] == "application/problem+json"
