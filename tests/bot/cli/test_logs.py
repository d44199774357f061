"""Logs of `jefail run`."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.cli.logs import set_up_logs
from journal.errors import BadInput


@pytest.fixture(autouse=True)
def _put_back() -> Iterator[None]:
    """Logs are set up for the whole process, so they are put back as they were."""
    handlers, level = logging.root.handlers[:], logging.root.level
    logging.root.handlers[:] = []
    yield
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)


def test_lines_are_json(capsys: pytest.CaptureFixture[str]) -> None:
    """Our own lines and the warnings of libraries have one form: a JSON object a line."""
    set_up_logs("INFO")

    structlog.get_logger().info("entry_posted", entry_id=7)
    logging.getLogger("library").warning("slow")
    logging.getLogger("library").info("a request with a token")

    ours, theirs = (json.loads(line) for line in capsys.readouterr().err.splitlines())
    assert (ours["event"], ours["entry_id"], ours["level"]) == ("entry_posted", 7, "info")
    assert (theirs["event"], theirs["logger"]) == ("slow", "library")


def test_bolt_has_nothing_to_say_about_the_token(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that is set up as documented starts without a warning."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    set_up_logs("info")

    AsyncApp(client=AsyncWebClient("xoxb-1"), signing_secret="unused")

    assert capsys.readouterr().err == ""


def test_tracebacks_hold_no_values(capsys: pytest.CaptureFixture[str]) -> None:
    """The traceback of an error is text without the values of variables."""
    set_up_logs("info")

    try:
        _refuse("xoxb-" + "secret")
    except ValueError:
        structlog.get_logger().exception("failed")

    told = capsys.readouterr().err
    assert "ValueError" in json.loads(told)["exception"]
    assert "xoxb-secret" not in told


def _refuse(token: str) -> None:
    raise ValueError(len(token))


def test_level_must_be_known() -> None:
    """A level that does not exist is refused before anything starts."""
    with pytest.raises(BadInput, match="JEFAIL_LOG_LEVEL"):
        set_up_logs("LOUD")
