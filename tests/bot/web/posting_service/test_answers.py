"""What the reference server answers, and what it refuses."""

from typing import Any

import pytest

from bot.web.pace import Pace
from bot.web.problems import Problem
from journal.books.book import ConnectionState
from journal.entries.entry import PostingStatus
from journal.incidents.incident import IncidentState
from tests.bot.web.posting_service.stage import FAILED, POSTED, WAITING, ServiceStage
from tests.storage.stage import entry_called, jobs

KEY = {"Idempotency-Key": "key-1"}


async def reports(service: ServiceStage) -> dict[str, dict[str, Any]]:
    """Return all reports by reference."""
    return {one["reference"]: one for one in (await service.page())["reports"]}


async def test_an_entry_of_every_state(service: ServiceStage) -> None:
    """Posted with its link, failed with the reason and the platform's words, or waiting."""
    shown = await reports(service)

    assert {name: one["state"] for name, one in shown.items()} == {
        POSTED: "posted",
        FAILED: "failed",
        WAITING: "waiting",
    }
    assert shown[POSTED]["ledger"] == {
        "id": "1",
        "number": "JF-1",
        "url": "https://ledger.invalid/1",
    }
    assert shown[FAILED]["failure"]["reason"] == "permission"
    assert shown[FAILED]["failure"]["words"]
    assert shown[FAILED]["attempts"] == 1
    assert shown[WAITING]["failure"] is shown[WAITING]["ledger"] is None
    assert shown[WAITING]["lines"][0] == {
        "side": "debit",
        "amount": "1604.13",
        "category": "Clearing",
    }


async def test_entries_are_found_by_reference(service: ServiceStage) -> None:
    """Several at once; those that are not there are left out."""
    wanted = [("reference", name) for name in (WAITING, "nobody's", POSTED)]

    answer = await service.ask("/entries", params=wanted)

    assert sorted(one["reference"] for one in answer.json()["reports"]) == [POSTED, WAITING]


async def test_a_retry_posts_once_for_its_key(service: ServiceStage) -> None:
    """Sent twice, one try is made; what came of it is answered to the same call."""
    path = f"/entries/{FAILED}/retry"
    service.bench.ledger.can_post = True
    first = await service.ask(path, "POST", headers=KEY)
    again = await service.ask(path, "POST", headers=KEY)
    due = [job for job in await jobs(service.bench.database) if job[0] == "post_entries"]
    await service.bench.post(service.connection)
    later = await service.ask(path, "POST", headers=KEY)

    assert [first.status_code, again.status_code, later.status_code] == [202, 202, 202]
    assert first.json() == again.json()
    assert (first.json()["state"], later.json()["state"]) == ("waiting", "posted")
    assert due == [("post_entries", str(service.connection.id))]
    assert [one.incident.state for one in await service.bench.cases()] == [IncidentState.RESOLVED]


async def test_a_spent_key_tells_of_the_failure(service: ServiceStage) -> None:
    """The same key does not try again what failed; another one does."""
    path = f"/entries/{FAILED}/retry"
    await service.ask(path, "POST", headers=KEY)
    await service.bench.post(service.connection)

    spent = await service.ask(path, "POST", headers=KEY)
    fresh = await service.ask(path, "POST", headers={"Idempotency-Key": "key-2"})

    assert (spent.json()["state"], spent.json()["attempts"]) == ("failed", 2)
    assert fresh.json()["state"] == "waiting"


@pytest.mark.parametrize(("reference", "state"), [(POSTED, "posted"), (WAITING, "waiting")])
async def test_what_needs_no_retry_is_left_alone(
    service: ServiceStage, reference: str, state: str
) -> None:
    """A slash in the reference may come encoded, and nothing is posted twice."""
    path = f"/entries/{reference.replace('/', '%2F')}/retry"
    before = (await entry_called(service.bench.database, reference)).status

    answer = await service.ask(path, "POST", headers=KEY)

    assert (answer.status_code, answer.json()["state"]) == (202, state)
    assert (await entry_called(service.bench.database, reference)).status is before


async def test_what_was_let_be_is_tried_when_asked_for(service: ServiceStage) -> None:
    """An entry that was closed here without posting is reported as failed, and can be retried."""
    async with service.bench.store() as store:
        (case,) = await service.bench.cases()
        await store.entries.skip(case.incident.id)
    assert (await reports(service))[FAILED]["state"] == "failed"

    await service.ask(f"/entries/{FAILED}/retry", "POST", headers=KEY)

    assert (await service.bench.entry(FAILED)).status is PostingStatus.PENDING


async def test_the_book_says_whether_it_is_connected(service: ServiceStage) -> None:
    """With the name of the platform behind it, in the list and by itself."""
    async with service.bench.store() as store:
        await store.books.set_state(service.connection.id, ConnectionState.LOST)

    one = (await service.ask()).json()
    listed = await service.client.get(
        "/v1/books", headers={"Authorization": f"Bearer {service.token}"}
    )

    assert one["platform"] == "QuickBooks"
    assert one["connected"] is False
    assert listed.json() == {"books": [one]}
    chart = (await service.ask("/accounts")).json()["accounts"]
    assert [account["name"] for account in chart] == ["Checking", "Sales"]


@pytest.mark.parametrize(
    ("path", "row"),
    [
        ("mapping", {"sales_channel": "Square", "category": "Tips", "account": "4100"}),
        ("costs", {"sales_channel": "Square", "sku": "MUG", "cost": "7.25", "currency": "USD"}),
    ],
)
async def test_settings_are_put_unless_they_changed(
    service: ServiceStage, path: str, row: dict[str, str]
) -> None:
    """The whole is replaced; who read it before the other's change is told to read again."""
    read = await service.ask(f"/{path}")
    as_read = {"If-Match": read.headers["ETag"]}

    first = await service.ask(f"/{path}", "PUT", json={path: [row]}, headers=as_read)
    second = await service.ask(f"/{path}", "PUT", json={path: []}, headers=as_read)

    assert (first.status_code, first.json()) == (200, {path: [row]})
    assert (second.status_code, second.json()["type"]) == (412, "urn:jefail:problem:changed")
    assert (await service.ask(f"/{path}")).json() == {path: [row]}


COST = {"sales_channel": "Square", "sku": "MUG", "cost": "7.255", "currency": "USD"}
REFUSED: list[tuple[str, str, dict[str, Any], int]] = [
    ("GET", "/reports?cursor=MS4x", {}, 400),
    ("GET", "/reports?cursor=%00", {}, 400),
    ("GET", "/reports?limit=501", {}, 400),
    ("GET", "/entries", {}, 400),
    ("GET", "/nothing", {}, 404),
    ("DELETE", "/mapping", {}, 405),
    ("POST", f"/entries/{FAILED}/retry", {}, 400),
    ("POST", "/entries/nobody's/retry", {"headers": KEY}, 404),
    ("POST", "/entries/%00/retry", {"headers": KEY}, 404),
    ("PUT", "/mapping", {"content": b"{}"}, 415),
    ("PUT", "/mapping", {"json": {"mapping": [{"category": "Tips"}]}}, 400),
    ("PUT", "/costs", {"json": {"costs": [COST]}}, 400),
]


async def test_refusals_are_problems(service: ServiceStage) -> None:
    """Each says in a sentence what is wrong, as problem details."""
    for method, path, more, status in REFUSED:
        answer = await service.ask(path, method, **more)

        assert (path, answer.status_code) == (path, status)
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert answer.json()["status"] == status
        assert answer.json()["detail"].endswith(".")


async def test_a_key_opens_its_own_book_only(service: ServiceStage) -> None:
    """Without a key, with an unknown one, or for another book there is nothing to see."""
    other = await service.bench.book("harbor")
    async with service.bench.store() as store:
        token = await store.desk.new_token(other.book_id)

    assert (await service.client.get("/v1/books/northwind")).status_code == 401
    unknown = await service.ask(token="jf_unknown")
    assert (unknown.status_code, "WWW-Authenticate" in unknown.headers) == (401, True)
    assert (await service.ask("/reports", token=token)).status_code == 404


def test_calls_are_counted() -> None:
    """A burst is taken, then as many as come back with time; the refusal says when."""
    time = [0.0]
    pace = Pace(lambda: time[0], a_minute=60, burst=2)
    pace.take(1)
    pace.take(1)

    with pytest.raises(Problem) as refused:
        pace.take(1)
    pace.take(2)  # another book is not concerned
    time[0] = 1.0
    pace.take(1)

    assert refused.value.kind.status == 429
    assert refused.value.headers == {"Retry-After": "1"}
