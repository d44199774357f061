"""Answers in every shape: read without raising, words kept, secrets taken out."""

import httpx
import pytest

from connectors.http import Answer
from connectors.reply import Reply
from connectors.zoho.replies import read
from journal.entries.failure import Failure, FailureReason
from tests.connectors.zoho.bodies import HTML, journal, refused

R = FailureReason


def a_reply(status: int, body: bytes, **headers: str) -> Reply:
    """Read an answer."""
    return read(Answer(status, httpx.Headers(headers), body), secret="token-of-the-day")


def test_success_is_code_0_under_2xx() -> None:
    """Both are needed."""
    assert a_reply(201, journal()).failure is None
    assert a_reply(400, journal()).reason is R.VALIDATION_OTHER


@pytest.mark.parametrize("body", [b"", HTML, b"[]", b"null", b"{}", b"[" * 100_000, b"\xff{"])
def test_a_success_that_cannot_be_read_is_uncertain(body: bytes) -> None:
    """It may be stored; nothing of it raises."""
    assert a_reply(200, body).reason is R.UNCERTAIN


def test_a_refusal_keeps_words_code_and_status() -> None:
    """Word for word, as support will want them."""
    reply = a_reply(200, refused("Notes are too long", 15))

    words = "Notes are too long"
    assert reply.failure == Failure(R.VALIDATION_OTHER, words=words, code="15", http_status=200)


def test_no_secret_is_kept() -> None:
    """Neither the token that was sent nor whatever looks like one."""
    words = (
        'token-of-the-day, Zoho-oauthtoken 1000.41d9abcdef0123456789, "refresh_token":"1000.xyz"'
    )

    failure = a_reply(401, words.encode()).failure

    assert failure is not None
    assert "token-of-the-day" not in failure.words
    assert "1000." not in failure.words


@pytest.mark.parametrize(
    ("headers", "words", "code", "seconds"),
    [
        ({"X-Rate-Limit-Reset": "37"}, "Too many", 45, 37),
        ({"X-Rate-Limit-Reset": "9999999"}, "Too many", 45, 86_400),
        ({"X-Rate-Limit-Reset": "soon"}, "Too many", 45, 60),
        ({}, "Too many", 45, 60),
        ({}, "The limit per day is reached", 44, 3600),
        ({}, "Blocked", 1070, 3600),
    ],
)
def test_how_long_to_wait(headers: dict[str, str], words: str, code: int, seconds: float) -> None:
    """As told; else a minute, and an hour for the limit of the day. No Retry-After is read."""
    assert a_reply(429, refused(words, code), **headers).retry_after == seconds


def test_only_a_rate_limit_waits() -> None:
    """What is told beside another refusal is about other calls."""
    assert a_reply(400, refused("No"), **{"X-Rate-Limit-Reset": "37"}).retry_after is None
