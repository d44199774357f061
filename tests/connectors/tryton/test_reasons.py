"""The table of reasons, row by row, from answers of trytond 8.2."""

import json

import httpx
import pytest

from connectors.http import Answer
from connectors.reasons import Told
from connectors.tryton.reasons import ROWS
from connectors.tryton.replies import read
from journal.entries.failure import FailureReason

R = FailureReason
UNAUTHORISED = (
    b"<!doctype html><html lang=en><title>401 Unauthorized</title><h1>Unauthorized</h1>"
    b"<p>The server could not verify that you are authorized to access the URL requested.</p>"
)
AWAY = (
    b"<!doctype html><title>503 Service Unavailable</title><h1>Service Unavailable</h1>"
    b"<p>couldn&#39;t get a connection after 30.00 sec</p>"
)
NOT_IN_DOMAIN = (
    'The value "5100 - Fees" for field "Account" in record "-$12.00 @ 5100" of "Account Move Line"'
    " is not valid according to its domain."
)
OTHER_PERIOD = (
    'The value "2026-11" for field "Period" in record "(9)" of "Account Move" is not valid'
    " according to its domain."
)
NO_PARTY = 'A value is required for field "Party" in record "$12.00 @ 1200" of "Account Move Line".'
PARTY = (
    'To create a line on account "1010 - Clearing", you must remove the party on line'
    ' "$12.00 @ 1010".'
)
NO_CHANNEL = (
    'The value "Channel" for field "Account" in record "(4)" of "Analytic Account Line" is not'
    " valid according to its domain."
)
IN_EUROS = (
    'The value "US Dollar" for field "Second Currency" in record "$5.00 @ 1300" of "Account Move'
    ' Line" is not valid according to its domain.'
)
EDITED = 'You are not allowed to modify the field "Description" in record "1" of "Account Move".'
DIGITS = 'The number of digits in the value "12.001" for field "Credit" exceeds the limit.'
CASES: list[tuple[int, str | bytes, FailureReason]] = [
    (401, UNAUTHORISED, R.CONNECTION_LOST),
    (403, b"<title>403 Forbidden</title><h1>Forbidden</h1>", R.PERMISSION),
    (404, b"<title>404 Not Found</title><h1>Not Found</h1>", R.CONNECTION_LOST),
    (429, b"<h1>Too Many Requests</h1>", R.RATE_LIMITED),
    (503, AWAY, R.TRANSIENT),
    (502, b"", R.UNCERTAIN),
    (504, b"", R.UNCERTAIN),
    (408, b"", R.UNCERTAIN),
    (400, 'To post move "(4)", you must balance all its lines debits and credits.', R.UNBALANCED),
    (400, 'To post move "(5)", you must fill in its lines.', R.VALIDATION_OTHER),
    (
        400,
        'You cannot add/modify/delete lines on closed journal-period "Miscellaneous - 2026-06".',
        R.PERIOD_CLOSED,
    ),
    (400, 'You cannot create a journal-period in closed period "2026-08".', R.PERIOD_CLOSED),
    (400, OTHER_PERIOD, R.PERIOD_CLOSED),
    (400, 'A value is required for field "Period" in "Account Move".', R.PERIOD_CLOSED),
    (400, NOT_IN_DOMAIN, R.ACCOUNT_INVALID),
    (
        400,
        'The value "99999" for field "Account" in "Account Move Line" does not exist.',
        R.ACCOUNT_INVALID,
    ),
    (
        400,
        'The value "1" for field "Move" in "Account Move Line" does not exist.',
        R.ACCOUNT_INVALID,
    ),
    (400, NO_PARTY, R.NAME_MISSING),
    (400, PARTY, R.NOT_CARRIED),
    (400, NO_CHANNEL, R.DIMENSION_MISSING),
    (
        400,
        'The value "999" for field "Account" in "Analytic Account Line" does not exist.',
        R.DIMENSION_MISSING,
    ),
    (
        400,
        'The value "40" for field "Move Line" in "Account Tax Line" does not exist.',
        R.TAX_MISSING,
    ),
    (400, IN_EUROS, R.CURRENCY),
    (400, DIGITS, R.VALIDATION_OTHER),
    (400, "You cannot set both debit and credit on the line.", R.VALIDATION_OTHER),
    (400, 'You are not allowed to access "Account Move".', R.PERMISSION),
    (400, 'You can not call "post" on "1" of "Account Move".', R.DUPLICATE),
    (400, EDITED, R.MATCHED_OR_EDITED),
    (400, 'You cannot modify posted move "1".', R.MATCHED_OR_EDITED),
    (400, 'could not obtain lock on row in relation "ir_sequence_strict"', R.TRANSIENT),
    (400, "couldn't get a connection after 30.00 sec", R.TRANSIENT),
    (400, "This record has been changed meanwhile, please try again.", R.TRANSIENT),
    (500, b"<h1>Internal Server Error</h1>", R.VALIDATION_OTHER),
    (507, b"", R.TRANSIENT),
    (600, b"", R.UNKNOWN),
]


def body_of(words: str | bytes) -> bytes:
    """Return an answer's body: pages as they are, words as the REST interface tells them."""
    if isinstance(words, bytes):
        return words
    return json.dumps({"status": 400, "message": words, "description": ""}).encode()


@pytest.mark.parametrize(("status", "words", "reason"), CASES)
def test_each_answer_has_its_reason(status: int, words: str | bytes, reason: FailureReason) -> None:
    """The words decide under status 400; every other status comes from the server itself."""
    reply = read(Answer(status, httpx.Headers(), body_of(words)))

    assert reply.failure is not None
    assert reply.reason is reason
    if isinstance(words, str):
        assert reply.failure.words == words


def test_every_row_is_shown_by_an_answer() -> None:
    """A row that no case needs would be a guess that nobody looked at."""
    used = set()
    for status, words, _ in CASES:
        failure = read(Answer(status, httpx.Headers(), body_of(words))).failure
        assert failure is not None
        told = Told(status, failure.words)
        used.add(next((row for row in ROWS if row.fits(told)), None))
    assert not [row for row in ROWS if row not in used]


def test_a_page_is_read_as_a_person_reads_it() -> None:
    """Without tags and title, with what is escaped in it."""
    failure = read(Answer(503, httpx.Headers(), AWAY)).failure

    assert failure is not None
    assert failure.words == "Service Unavailable couldn't get a connection after 30.00 sec"


def test_the_key_is_never_kept() -> None:
    """Wherever a server repeats it."""
    key = "1b014a8c2441483192e67a642fa37bfd"
    failure = read(Answer(400, httpx.Headers(), body_of(f"no such key {key}")), secret=key).failure

    assert failure is not None
    assert key not in failure.words


@pytest.mark.parametrize("body", [b"<html>", b"{", b"\xff", b"[" * 100_000])
def test_a_success_that_cannot_be_read_is_uncertain(body: bytes) -> None:
    """It may be stored; nothing of it raises."""
    assert read(Answer(200, httpx.Headers(), body)).reason is R.UNCERTAIN
