"""Answers in every shape: read without raising, words kept, secrets taken out."""

import json
from typing import Any

import httpx
import pytest

from connectors.http import Answer
from connectors.reply import Reply
from connectors.words import MAX_WORDS
from connectors.xero.replies import read
from journal.entries.failure import Failure, FailureReason
from tests.connectors.xero.bodies import (
    BAD_ACCOUNT,
    HTML,
    NONE,
    STORED,
    UNBALANCED,
    gateway,
    journal,
    journals,
    refused,
    refused_under_200,
    warned,
)

TOKEN = "a-token-of-the-consent"


def a_reply(
    status: int, body: bytes, *, secret: str = TOKEN, writing: bool = True, trace: str = "1-trace"
) -> Reply:
    """Read an answer that carries Xero's id of the request."""
    headers = httpx.Headers({"xero-correlation-id": trace} if trace else {})
    return read(Answer(status, headers, body), secret=secret, writing=writing)


def words_of(reply: Reply) -> str:
    """Return the words of a refusal."""
    assert reply.failure is not None
    return reply.failure.words


def test_success_shows_its_content() -> None:
    """A success is its JSON object, with the trace and without a failure."""
    reply = a_reply(200, STORED)

    assert reply.failure is None
    assert reply.content["ManualJournals"][0]["Status"] == "POSTED"
    assert reply.trace == "1-trace"


def test_refusal_in_our_words() -> None:
    """A refusal carries reason, words, Xero's number of it, status and trace."""
    assert a_reply(400, refused(UNBALANCED)).failure == Failure(
        FailureReason.UNBALANCED,
        words=UNBALANCED,
        code="10",
        http_status=400,
        trace="1-trace",
    )


def test_messages_of_all_levels_are_told_once() -> None:
    """Messages on the journal and on its lines are joined; repeats and the general one are not."""
    body = refused(UNBALANCED, BAD_ACCOUNT, UNBALANCED, on_line=BAD_ACCOUNT)

    assert sorted(words_of(a_reply(400, body)).split("; ")) == sorted([UNBALANCED, BAD_ACCOUNT])


def test_general_message_is_told_when_it_is_all() -> None:
    """Without anything more telling the general message stands."""
    assert words_of(a_reply(400, refused())) == "A validation exception occurred"


def test_gateway_in_our_words() -> None:
    """The gateway's detail is the words, its head the code, its instance the trace."""
    body = gateway(401, "Unauthorized", "TokenExpired: token expired at 07/07/2026")

    failure = a_reply(401, body, trace="").failure

    assert failure is not None
    assert failure.words == "TokenExpired: token expired at 07/07/2026"
    assert failure.code == "TokenExpired"
    assert failure.trace == "1-instance"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"title":"Forbidden","status":403,"detail":""}', "Forbidden"),
        (b'{"error":"invalid_scope","error_description":"no"}', "no; invalid_scope"),
        (b'{"Message":"Something"}', "Something"),
        (b"  plain words\n", "plain words"),
    ],
)
def test_other_shapes(body: bytes, words: str) -> None:
    """Whichever field has the words, they are told."""
    assert words_of(a_reply(403, body)) == words


@pytest.mark.parametrize(
    "flags",
    [
        {"HasErrors": True},
        {"StatusAttributeString": "error"},
        {"ValidationErrors": [{"Message": "No"}]},
        {"JournalLines": [{"ValidationErrors": [{"Message": "No"}]}]},
    ],
)
def test_element_that_is_refused(flags: dict[str, Any]) -> None:
    """Any sign of an error on what was sent makes a refusal of a 200."""
    reply = a_reply(200, journals(journal(**flags)))

    assert reply.failure is not None
    assert reply.reason is FailureReason.VALIDATION_OTHER


@pytest.mark.parametrize(
    "body",
    [
        journals(journal(HasErrors=False, StatusAttributeString="OK", ValidationErrors=[])),
        warned("The tax type was set to that of the account", "POSTED"),
    ],
)
def test_element_that_is_not_refused(body: bytes) -> None:
    """Signs without an error, and warnings of other things, leave a success."""
    assert a_reply(200, body).failure is None


def test_old_faults_of_others_do_not_stop_reading() -> None:
    """What stands in a journal that is only read is no refusal of the reading."""
    body = refused_under_200("The account is archived")

    assert a_reply(200, body, writing=False).failure is None
    assert a_reply(200, refused("No"), writing=False).failure is not None


@pytest.mark.parametrize(
    "body",
    [
        b"",
        HTML,
        STORED[:60],
        b'{"ErrorNumber":10,"Elements":[{"ValidationErrors":[{"Message":"cut',
        b"[]",
        b"null",
        b'"text"',
        b"NaN",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b'{"Elements":null,"ErrorNumber":"ten"}',
        b'{"ErrorNumber":10,"Elements":[7,null,{"ValidationErrors":"broken"}]}',
        b'{"ErrorNumber":10,"Message":{"a":1},"Detail":["x"]}',
        b'{"Detail":17,"Instance":{"a":1},"Title":null}',
        b'{"ManualJournals":[{"Warnings":"broken"},{"HasErrors":"yes"}]}',
    ],
)
@pytest.mark.parametrize("status", [200, 400, 429, 500])
def test_no_body_makes_it_raise(status: int, body: bytes) -> None:
    """Whatever stands in a body, it is read, and its words stay short."""
    reply = a_reply(status, body)

    assert reply.trace == "1-trace"
    assert reply.failure is None or len(reply.failure.words) <= MAX_WORDS


@pytest.mark.parametrize("body", [b"", HTML, STORED[:60], b"[]"])
def test_success_that_cannot_be_read_is_uncertain(body: bytes) -> None:
    """Under a 2xx an unreadable body leaves open whether the journal is there."""
    assert a_reply(200, body).reason is FailureReason.UNCERTAIN


def test_huge_bodies_are_cut() -> None:
    """Of a huge page the beginning is kept, of a thousand messages the first."""
    page = words_of(a_reply(404, b"<html>" + b"x" * 3_000_000))
    many = words_of(a_reply(400, refused(*(f"Line {n} is wrong" for n in range(5_000)))))

    assert len(page) == MAX_WORDS
    assert page.startswith("<html>xxx")
    assert many.startswith("Line 0 is wrong; Line 1")
    assert len(many) <= MAX_WORDS


@pytest.mark.parametrize(
    "leak",
    [
        TOKEN,
        "Authorization: Bearer abcdefghijklmnop0123456789",
        '{"access_token":"abcdefghijklmnop0123456789"}',
        "refresh_token=abcdefghijklmnop0123456789&x=1",
        "client_secret: abcdefghijklmnop0123456789",
        "eyJhbGciOiJSUzI1NiJ9.abcdefghijklmnop0123456789.xyz",
    ],
)
def test_secrets_are_taken_out(leak: str) -> None:
    """No token stands in the words, no matter who wrote it there."""
    bodies = (f"<html>{leak}</html>".encode(), gateway(403, "", f"Not {leak}"), refused(leak))
    for body in bodies:
        words = words_of(a_reply(400, body))

        assert TOKEN not in words
        assert "abcdefghijklmnop" not in words
        assert "[hidden]" in words


def test_empty_secret_hides_nothing() -> None:
    """Without a known secret plain words stay whole."""
    assert words_of(a_reply(400, b"plain words", secret="")) == "plain words"


def test_trace_of_a_success_without_the_header() -> None:
    """Where the header is missing the body's own id of the request is the trace."""
    assert a_reply(200, NONE, trace="").trace == "1-request"
    assert json.loads(NONE)["Id"] == "1-request"
