"""Answers in every shape: read without raising, words kept, secrets taken out."""

import json

import httpx
import pytest

from connectors.http import Answer
from connectors.quickbooks.replies import read
from connectors.reply import Reply
from connectors.words import MAX_WORDS
from journal.entries.failure import Failure, FailureReason
from tests.connectors.quickbooks.bodies import EMPTY_OBJECT, HTML, INACTIVE, STORED, fault, xml

TOKEN = "a-token-of-the-company"


def a_reply(status: int, body: bytes, *, secret: str = TOKEN) -> Reply:
    """Read an answer that carries Intuit's id of the request."""
    return read(Answer(status, httpx.Headers({"Intuit_Tid": "1-tid"}), body), secret=secret)


def a_failure(status: int, body: bytes, *, secret: str = TOKEN) -> Failure:
    """Read a refusal."""
    failure = a_reply(status, body, secret=secret).failure
    assert failure is not None
    return failure


def test_success_shows_its_content() -> None:
    """A success is its JSON object, with the trace."""
    reply = a_reply(200, STORED)

    assert reply.failure is None
    assert reply.content["JournalEntry"]["Id"] == "227"
    assert reply.trace == "1-tid"


def test_fault_in_our_words() -> None:
    """A refusal carries reason, words without repeats, code without zeros, status and trace."""
    body = fault("0610", "Object Not Found", f"Object Not Found : {INACTIVE}")

    assert a_reply(400, body).failure == Failure(
        FailureReason.ACCOUNT_INVALID,
        words=f"Object Not Found : {INACTIVE}",
        code="610",
        http_status=400,
        trace="1-tid",
    )


def test_several_errors_are_all_told() -> None:
    """All errors of a fault are in the words, and the strongest decides."""
    errors = [
        {"Message": "Request has invalid property", "code": "2010"},
        {"Message": "Account Period Closed", "Detail": "June", "code": "6210"},
    ]
    failure = a_failure(400, json.dumps({"Fault": {"Error": errors}}).encode())

    assert failure.words == "Request has invalid property; Account Period Closed: June"
    assert failure.code == "2010"
    assert failure.reason is FailureReason.PERIOD_CLOSED


def test_xml_is_read_with_its_entities() -> None:
    """A fault in XML gives code and plain words."""
    failure = a_failure(401, xml("100", "Sign in &amp; try again", "Token &lt;old&gt;"))

    assert failure.code == "100"
    assert failure.words == "Sign in & try again: Token <old>"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        HTML,
        STORED[:60],
        b'{"Fault":{"Error":[{"Message":"cut',
        b"[]",
        b"null",
        b'"text"',
        b"NaN",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b'{"Fault":{"Error":[]}}',
        b'{"Fault":{"Error":null,"type":"SystemFault"}}',
        b'{"Fault":"broken"}',
        b'{"Fault":{"Error":["broken",7,null]}}',
        b'{"fault":{"error":{"message":"alone","code":17}}}',
        b'{"Fault":{"Error":[{"Message":{"a":1},"code":["x"]}]}}',
        b'<Error code="1">' + b"<Error " * 5_000,
    ],
)
@pytest.mark.parametrize("status", [200, 400, 500])
def test_no_body_makes_it_raise(status: int, body: bytes) -> None:
    """Whatever stands in a body, it is read, and its words stay short."""
    reply = a_reply(status, body)

    assert reply.failure is None or len(reply.failure.words) <= MAX_WORDS
    assert reply.failure is None or reply.failure.trace == "1-tid"
    assert reply.failure is not None or status == 200


@pytest.mark.parametrize("body", [b"", HTML, STORED[:60], b"[]"])
def test_success_that_cannot_be_read_is_uncertain(body: bytes) -> None:
    """Under a 2xx an unreadable body leaves open whether the entry is there."""
    assert a_failure(200, body).reason is FailureReason.UNCERTAIN


@pytest.mark.parametrize("body", [EMPTY_OBJECT, b'{"Fault":null,"JournalEntry":{}}'])
def test_no_fault_is_no_refusal(body: bytes) -> None:
    """An object without a fault is a success, however little it holds."""
    assert a_reply(200, body).failure is None


def test_huge_body_is_cut() -> None:
    """Of a huge page the beginning is kept."""
    failure = a_failure(404, b"<html>" + b"x" * 5_000_000)

    assert len(failure.words) == MAX_WORDS
    assert failure.words.startswith("<html>xxx")


@pytest.mark.parametrize(
    "leak",
    [
        TOKEN,
        "Authorization: Bearer abcdefghijklmnop0123456789",
        '{"access_token":"abcdefghijklmnop0123456789"}',
        "refresh_token=abcdefghijklmnop0123456789&x=1",
        "client_secret: abcdefghijklmnop0123456789",
        "eyJlbmMiOiJBMTI4Q0JD..abcdefghijklmnop0123456789.xyz.w",
    ],
)
def test_secrets_are_taken_out(leak: str) -> None:
    """No token stands in the words, no matter who wrote it there."""
    for body in (f"<html>{leak}</html>".encode(), fault("1", "Who are you?", f"Not {leak}")):
        words = a_failure(400, body).words

        assert TOKEN not in words
        assert "abcdefghijklmnop" not in words
        assert "[hidden]" in words


def test_empty_secret_hides_nothing() -> None:
    """Without a known secret plain words stay whole."""
    assert a_failure(400, b"plain words", secret="").words == "plain words"
