"""The table of reasons, row by row, from whole answers."""

import json

import httpx
import pytest

from connectors.http import Answer
from connectors.reasons import Told, reason_of
from connectors.reply import Reply
from connectors.xero.reasons import ROWS
from connectors.xero.replies import read
from journal.entries.failure import FailureReason
from tests.connectors.xero.bodies import (
    BAD_ACCOUNT,
    DISCONNECTED,
    HTML,
    LOCKED,
    REMOVED,
    TOKEN_EXPIRED,
    UNBALANCED,
    YEAR_LOCKED,
    gateway,
    refused,
    refused_under_200,
    warned,
)

R = FailureReason
NO_ROLE = (
    "You are not permitted to access this resource without the reporting role or higher privileges."
)
OLD_RATE_LIMIT = b"oauth_problem=rate limit exceeded&oauth_problem_advice=please wait"
CASES = [
    # --- silence of the gateway
    (502, HTML, R.UNCERTAIN),
    (504, b"", R.UNCERTAIN),
    (408, b"", R.UNCERTAIN),
    # --- authorisation
    (401, TOKEN_EXPIRED, R.TOKEN_EXPIRED),
    (403, TOKEN_EXPIRED, R.TOKEN_EXPIRED),
    (401, TOKEN_EXPIRED.replace(b"Detail", b"detail"), R.TOKEN_EXPIRED),
    (401, gateway(401, "Unauthorized", "AuthorizationUnsuccessful"), R.PERMISSION),
    (
        401,
        gateway(401, "Unauthorized", "AuthorizationUnsuccessful: not in this app's tier"),
        R.PLAN_OR_SUBSCRIPTION,
    ),
    (403, gateway(403, "Forbidden", "The subscription has ended"), R.PLAN_OR_SUBSCRIPTION),
    (403, DISCONNECTED, R.CONNECTION_LOST),
    (401, DISCONNECTED, R.CONNECTION_LOST),
    (401, gateway(401, "Unauthorized", "insufficient_scope"), R.PERMISSION),
    (403, b'{"error":"invalid_scope"}', R.PERMISSION),
    (400, refused(NO_ROLE), R.PERMISSION),
    (403, json.dumps({"Message": NO_ROLE}).encode(), R.PERMISSION),
    (401, HTML, R.TOKEN_EXPIRED),
    (401, b"", R.TOKEN_EXPIRED),
    (403, b"", R.PERMISSION),
    # --- rate limit
    (429, b"", R.RATE_LIMITED),
    (429, gateway(429, "Rate limit exceeded", "The API rate limit is exceeded"), R.RATE_LIMITED),
    (503, OLD_RATE_LIMIT, R.RATE_LIMITED),
    (503, OLD_RATE_LIMIT.replace(b" ", b"%20"), R.RATE_LIMITED),
    (401, OLD_RATE_LIMIT.replace(b" ", b"%20"), R.RATE_LIMITED),
    (503, OLD_RATE_LIMIT.replace(b" ", b"+"), R.RATE_LIMITED),
    (400, refused("The subscription of this organisation has expired"), R.PLAN_OR_SUBSCRIPTION),
    # --- words
    (400, refused("The idempotency key is in use by another request"), R.UNCERTAIN),
    (400, refused(LOCKED), R.PERIOD_CLOSED),
    (400, refused(YEAR_LOCKED), R.PERIOD_CLOSED),
    (400, refused(YEAR_LOCKED, LOCKED, UNBALANCED), R.PERIOD_CLOSED),
    (400, refused("This is a locked period"), R.PERIOD_CLOSED),
    (200, warned(REMOVED), R.ACCOUNT_INVALID),
    (200, warned(REMOVED.replace("'", "''")), R.ACCOUNT_INVALID),
    (400, refused(BAD_ACCOUNT), R.ACCOUNT_INVALID),
    (
        400,
        refused("Account code '400' does not exist or cannot be applied to Items."),
        R.ACCOUNT_INVALID,
    ),
    (400, refused("Account code '610' cannot be used for manual journals."), R.ACCOUNT_INVALID),
    # XeroAPI/Xero-Java #336: two complaints about a tax, which names an account by the way.
    (
        400,
        refused(
            "The TaxType code 'GST' cannot be used with account code '40010-01'.",
            "The TaxType code GST does not exist or cannot be used for this type of transaction.",
        ),
        R.TAX_OR_DIMENSION,
    ),
    (400, refused("Account '79' has been archived"), R.ACCOUNT_INVALID),
    (400, refused(on_line="Account must be valid"), R.ACCOUNT_INVALID),
    (400, refused("The account code or ID must be specified"), R.ACCOUNT_INVALID),
    (400, refused(UNBALANCED), R.UNBALANCED),
    (400, refused(UNBALANCED, on_line=BAD_ACCOUNT), R.ACCOUNT_INVALID),
    (
        400,
        refused("The TaxType code 'INPUT2' cannot be used with account code '79'."),
        R.TAX_OR_DIMENSION,
    ),
    (
        400,
        refused("The TaxType code GST does not exist or cannot be used for this type of document."),
        R.TAX_MISSING,
    ),
    (400, refused("Tax rate must be valid."), R.TAX_OR_DIMENSION),
    (400, refused("The tracking category 'Region' does not exist"), R.DIMENSION_MISSING),
    (400, refused("The tracking option 'West' of 'Region' is archived"), R.DIMENSION_MISSING),
    (400, refused("Tracking options can be used once on a line"), R.TAX_OR_DIMENSION),
    (400, refused("Journal not of valid status for modification"), R.MATCHED_OR_EDITED),
    (400, refused("It has a reconciled payment allocated to it"), R.MATCHED_OR_EDITED),
    (400, refused("The currency of this account is EUR"), R.CURRENCY),
    # --- what passes by itself
    (400, refused("An unexpected error occurred"), R.TRANSIENT),
    (400, refused("The ledger is being updated by another process"), R.TRANSIENT),
    (400, refused("We could not save the journal. Please try again later."), R.TRANSIENT),
    (400, refused("Enter a shorter narration and try again"), R.VALIDATION_OTHER),
    # --- status, and what nobody knows
    (400, refused("Narration is required"), R.VALIDATION_OTHER),
    (400, b'{"ErrorNumber":14,"Type":"PostDataInvalidException"}', R.VALIDATION_OTHER),
    (400, HTML, R.VALIDATION_OTHER),
    (500, HTML, R.TRANSIENT),
    (503, b"", R.TRANSIENT),
    (404, HTML, R.UNKNOWN),
    (302, b"", R.UNKNOWN),
    (304, b"", R.UNKNOWN),
]


def reply(status: int, body: bytes) -> Reply:
    """Read the answer to something that was to be stored."""
    return read(Answer(status, httpx.Headers(), body), writing=True)


@pytest.mark.parametrize(("status", "body", "reason"), CASES)
def test_reason(status: int, body: bytes, reason: FailureReason) -> None:
    """The reason is as the table of facts has it."""
    assert reply(status, body).reason is reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [(LOCKED, R.PERIOD_CLOSED), (BAD_ACCOUNT, R.ACCOUNT_INVALID), ("Else", R.VALIDATION_OTHER)],
)
def test_fault_under_200_is_the_same_failure(text: str, reason: FailureReason) -> None:
    """What is refused under status 200 is refused for the same reason as under 400."""
    assert reply(200, refused_under_200(text)).reason is reason
    assert reply(200, refused(text)).reason is reason


def test_every_row_is_tried() -> None:
    """Each row decides at least one of the bodies above, so none is dead."""
    deciding = set()
    for status, body, _ in CASES:
        failure = reply(status, body).failure
        words = failure.words if failure else ""
        told = Told(400 if status == 200 else status, words)
        fitting = [row for row in ROWS if row.fits(told)]
        deciding.update(fitting[:1])

    assert set(ROWS) - deciding == set()


def test_unknown_when_no_row_fits() -> None:
    """An answer that nothing is known of is called unknown."""
    assert reason_of(ROWS, Told(418, "I am a teapot")) is FailureReason.UNKNOWN
