"""Every row of the taxonomy, from the body that QuickBooks sends."""

import httpx
import pytest

from connectors.http import Answer
from connectors.quickbooks.reasons import ROWS, reason_of
from connectors.quickbooks.replies import read
from journal.failure import FailureReason
from tests.connectors.quickbooks.bodies import (
    CLOSED,
    HTML,
    INACTIVE,
    TOKEN_EXPIRED,
    fault,
    gateway,
    xml,
)

R = FailureReason
BUSINESS = "A business validation error has occurred while processing your request"
CASES = [
    # --- silence of the gateway
    (502, HTML, R.UNCERTAIN),
    (504, HTML, R.UNCERTAIN),
    (408, b"", R.UNCERTAIN),
    # --- authorisation
    (401, TOKEN_EXPIRED, R.TOKEN_EXPIRED),
    (401, gateway("003200", "", "Malformed bearer token"), R.TOKEN_EXPIRED),
    (401, gateway("003200", ""), R.TOKEN_EXPIRED),
    (403, gateway("3200", ""), R.TOKEN_EXPIRED),
    (401, xml("100", "General Authentication Error", "AuthFailure"), R.TOKEN_EXPIRED),
    (401, HTML, R.TOKEN_EXPIRED),
    (401, fault("130", "WrongClusterError", "-11017"), R.CONNECTION_LOST),
    (401, xml("130", "Authorization Failure"), R.CONNECTION_LOST),
    (401, xml("120", "Authorization Failure"), R.PERMISSION),
    (
        403,
        fault("120", "Authorization Failure", "-11014 You do not have access to use QuickBooks"),
        R.PERMISSION,
    ),
    (403, gateway("3100", "message=ApplicationAuthorizationFailed"), R.CONNECTION_LOST),
    (403, gateway("3100", ""), R.CONNECTION_LOST),
    # --- rate limit
    (429, gateway("3001", "message=ThrottleExceeded; errorCode=003001"), R.RATE_LIMITED),
    (429, b"", R.RATE_LIMITED),
    (403, gateway("3001", ""), R.RATE_LIMITED),
    # --- words before codes
    (400, fault("6210", "Account Period Closed, Cannot Update", CLOSED), R.PERIOD_CLOSED),
    (400, fault("5010", "Stale Object Error", f"Account Period Closed: {CLOSED}"), R.PERIOD_CLOSED),
    (400, fault("610", "Object Not Found", f"Object Not Found : {INACTIVE}"), R.ACCOUNT_INVALID),
    (400, fault("2500", "Invalid Reference Id", INACTIVE), R.ACCOUNT_INVALID),
    (
        400,
        fault("610", "Object Not Found", "Another user has deleted this transaction."),
        R.MATCHED_OR_EDITED,
    ),
    (400, fault("6140", "Duplicate Document Number Error"), R.DUPLICATE),
    (400, fault("6210", "Duplicate Document Number Error"), R.DUPLICATE),
    (400, fault("2500", "Invalid Reference Id", "Invalid : CurrencyRef"), R.CURRENCY),
    (400, fault("2500", "Invalid Reference Id", "Invalid : ClassRef"), R.TAX_OR_DIMENSION),
    (400, fault("6000", BUSINESS, "Please balance debits and credits."), R.UNBALANCED),
    (400, fault("6000", BUSINESS, "Debits must be equal to the credits"), R.UNBALANCED),
    (400, fault("6000", BUSINESS, "The currency of the account is EUR"), R.CURRENCY),
    # --- codes
    (400, fault("600", "Duplicate Request ID"), R.UNCERTAIN),
    (400, fault("610", "Object Not Found"), R.ACCOUNT_INVALID),
    (400, fault("2010", "Request has invalid or unsupported property"), R.VALIDATION_OTHER),
    (400, fault("2020", "Required param missing"), R.VALIDATION_OTHER),
    (400, fault("2050", "String length is longer than supported"), R.VALIDATION_OTHER),
    (400, fault("2170", "Invalid Enumeration"), R.VALIDATION_OTHER),
    (400, fault("2500", "Invalid Reference Id", "", "AccountRef"), R.ACCOUNT_INVALID),
    (400, fault("5010", "Stale Object Error", "You and root were working"), R.MATCHED_OR_EDITED),
    (400, fault("5020", "Permission Denied Error"), R.PERMISSION),
    (400, fault("6000", BUSINESS, "Something else"), R.VALIDATION_OTHER),
    (400, fault("6070", "Type of change not allowed"), R.VALIDATION_OTHER),
    (400, fault("6100", "Invalid Tax Code"), R.TAX_OR_DIMENSION),
    (400, fault("6140", "An error of that number"), R.DUPLICATE),
    (400, fault("6190", "Invalid Company Status", "Subscription ended"), R.PLAN_OR_SUBSCRIPTION),
    (400, fault("6210", "An error of that number"), R.PERIOD_CLOSED),
    (400, fault("6540", "Deposited Transaction cannot be changed"), R.MATCHED_OR_EDITED),
    (500, fault("10000", "An application error has occurred"), R.TRANSIENT),
    (400, fault("10000", "An application error has occurred"), R.TRANSIENT),
    # --- status, and what nobody knows
    (500, HTML, R.TRANSIENT),
    (503, b"", R.TRANSIENT),
    (400, fault("9999", "Something new"), R.UNKNOWN),
    (404, HTML, R.UNKNOWN),
    (302, b"", R.UNKNOWN),
]


@pytest.mark.parametrize(("status", "body", "reason"), CASES)
def test_reason(status: int, body: bytes, reason: FailureReason) -> None:
    """The reason is as the table of facts has it."""
    assert read(Answer(status, httpx.Headers(), body)).reason is reason


@pytest.mark.parametrize("body", [case[1] for case in CASES if b"Fault" in case[1]])
def test_fault_under_200_is_a_failure(body: bytes) -> None:
    """A fault is a refusal even under status 200."""
    reply = read(Answer(200, httpx.Headers(), body))

    assert reply.content is None
    assert reply.codes


def test_every_row_is_tried() -> None:
    """Each row decides at least one of the bodies above, so none is dead."""
    deciding = set()
    for status, body, _ in CASES:
        reply = read(Answer(status, httpx.Headers(), body))
        fitting = [row for row in ROWS if row.fits(status, reply.codes, reply.words)]
        deciding.update(fitting[:1])

    assert set(ROWS) - deciding == set()


def test_unknown_when_no_row_fits() -> None:
    """An answer that nothing is known of is called unknown."""
    assert reason_of(418, ("1",), "I am a teapot") is FailureReason.UNKNOWN
