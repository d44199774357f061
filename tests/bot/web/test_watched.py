"""Around every request: what is logged, what is not, and what a defect looks like outside."""

from structlog.testing import capture_logs

from bot.web.app import app_of
from storage.database import Database
from tests.bot.web.stage import Stage, an_entry_json, client_of, needs_of
from tests.clock import SetClock


async def test_a_request_is_logged_by_its_route(stage: Stage) -> None:
    """The log has fields to search by; bodies, references, queries and tokens stay out."""
    with capture_logs() as lines:
        await stage.hand_in(an_entry_json(description="secret words"))
        await stage.ask("secret-reference?token=secret")

    assert [(line["event"], line["method"], line["status"]) for line in lines] == [
        ("request", "POST", 201),
        ("request", "GET", 404),
    ]
    assert lines[1]["route"] == "/api/v1/entries/{reference:path}"
    assert "secret" not in str(lines)
    assert stage.token not in str(lines)


async def test_health_is_not_logged_at_info(stage: Stage) -> None:
    """What is asked every few seconds does not fill the log."""
    with capture_logs() as lines:
        await stage.client.get("/health/live")

    assert [line["log_level"] for line in lines] == ["debug"]


async def test_every_answer_has_an_id_and_names_no_server(stage: Stage) -> None:
    """An answer can be found in the log by its id, and does not say what serves it."""
    answers = [await stage.client.get(path) for path in ("/health/live", "/nothing")]

    assert len({one.headers["X-Request-Id"] for one in answers}) == 2
    assert not any("server" in one.headers for one in answers)


async def test_a_defect_is_told_as_a_problem(database: Database, clock: SetClock) -> None:
    """A defect is logged whole and told without any of its words."""

    async def defect() -> bool:
        raise ZeroDivisionError("words of the defect")

    needs = needs_of(database, clock, is_schema_current=defect)
    with capture_logs() as lines:
        async with client_of(app_of(needs)) as client:
            answer = await client.get("/health/ready")

    assert answer.status_code == 500
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["X-Request-Id"]
    assert "words of the defect" not in answer.text
    assert [line["event"] for line in lines] == ["request_broke", "request"]
    assert lines[0]["exc_info"]
    assert lines[1]["status"] == 500
