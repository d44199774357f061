"""Answers of platforms from public bug reports, each with the reason that it has to get."""

import json
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from connectors.http import Answer
from connectors.quickbooks.replies import read as read_quickbooks
from connectors.xero.replies import read as read_xero
from journal.entries.asking import asks_for_something
from journal.entries.failure import Failure

REPORTED = sorted((Path(__file__).parent / "reported").glob("*.json"))
READERS: dict[str, Callable[[Answer], Failure | None]] = {
    "quickbooks": lambda answer: read_quickbooks(answer).failure,
    "xero": lambda answer: read_xero(answer, writing=True).failure,
}


@pytest.mark.parametrize("file", REPORTED, ids=[one.stem for one in REPORTED])
def test_each_reported_answer_has_the_reason_wanted(file: Path) -> None:
    """The literal answer is read as one of the reasons that its file wants."""
    told = json.loads(file.read_text())
    body = json.dumps(told["body"]).encode()

    failure = READERS[told["platform"]](Answer(told["status"], httpx.Headers(), body))

    assert failure is not None
    assert failure.reason.value in told["reason_wanted"]


def test_an_internal_error_asks_nothing_of_anyone() -> None:
    """The answer with the number -30003 names nothing that could be put right."""
    (file,) = [one for one in REPORTED if "30003" in one.stem]

    (error,) = json.loads(file.read_text())["body"]["Fault"]["Error"]

    assert not asks_for_something(f"{error['Message']}: {error['Detail']}")
