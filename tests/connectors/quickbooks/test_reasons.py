"""Every row of the taxonomy, from the body that QuickBooks sends."""

import httpx
import pytest

from connectors.http import Answer
from connectors.quickbooks.reasons import ROWS
from connectors.quickbooks.replies import read, told_in
from connectors.reasons import Told, reason_of
from connectors.reply import json_of
from journal.entries.failure import FailureReason
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
RECEIVABLE = "When you use Accounts Receivable, you must choose a customer in the Name field."
ENDED = "Subscription period has ended or cancelled or there was a billing problem"
UNLISTED = (
    *("500", "620", "700", "800", "1000", "1010", "1050", "5000", "5030", "6010", "6020"),
    *("6080", "6240"),
)
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
    (400, fault("2500", "Invalid Reference Id", "Invalid : ClassRef"), R.DIMENSION_MISSING),
    (400, fault("2500", "", "Departments element id 9 not found"), R.DIMENSION_MISSING),
    (400, fault("2500", "", "Names element id 9 not found", "EntityRef"), R.NAME_MISSING),
    (400, fault("2500", "", "Invalid Reference Id", "CustomerRef"), R.NAME_MISSING),
    (400, fault("2500", "", "TaxCodes element id 9 not found"), R.TAX_MISSING),
    (400, fault("2500", "", "Invalid Reference Id", "TaxCodeRef"), R.TAX_MISSING),
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
    (400, fault("6100", "Invalid Tax Code"), R.TAX_MISSING),
    (400, fault("6100", "An error of that number"), R.TAX_OR_DIMENSION),
    (400, fault("6140", "An error of that number"), R.DUPLICATE),
    (400, fault("6190", "Invalid Company Status", "Subscription ended"), R.PLAN_OR_SUBSCRIPTION),
    (400, fault("6210", "An error of that number"), R.PERIOD_CLOSED),
    (400, fault("6540", "Deposited Transaction cannot be changed"), R.MATCHED_OR_EDITED),
    (500, fault("10000", "An application error has occurred"), R.TRANSIENT),
    (400, fault("10000", "An application error has occurred"), R.TRANSIENT),
    # --- status, and what nobody knows
    (500, HTML, R.TRANSIENT),
    (503, b"", R.TRANSIENT),
    # --- the type of the fault, for codes that nobody listed
    (400, fault("9999", "Something new"), R.VALIDATION_OTHER),
    (400, fault("9999", "Something new", kind=""), R.VALIDATION_OTHER),
    (400, b'{"fault":{"error":[{"message":"Something new","code":"9999"}]}}', R.VALIDATION_OTHER),
    (400, gateway("9999", "Something new", kind="VALIDATION"), R.VALIDATION_OTHER),
    (400, xml("9999", "Something new", kind="ValidationFault"), R.VALIDATION_OTHER),
    (400, fault("9999", "Something new", kind="SystemFault"), R.TRANSIENT),
    (400, gateway("9999", "Something new", kind="SERVICE"), R.TRANSIENT),
    (400, fault("4002", "Error processing query", kind="Service"), R.TRANSIENT),
    (400, fault("9999", "Something new", kind="AuthenticationFault"), R.TOKEN_EXPIRED),
    (403, gateway("9999", "Something new", kind="AUTHENTICATION"), R.TOKEN_EXPIRED),
    (403, xml("9999", "Something new", kind="AuthenticationFault"), R.TOKEN_EXPIRED),
    (403, fault("9999", "Something new", kind="AuthorizationFault"), R.PERMISSION),
    (403, gateway("9999", "Something new", kind="AUTHORIZATION"), R.PERMISSION),
    (403, xml("9999", "Something new", kind="AuthorizationFault"), R.PERMISSION),
    (500, gateway("3100", "message=InternalServerError; errorCode=003100"), R.TRANSIENT),
    # --- codes that have no row of their own, or one since they were reported
    *((400, fault(code, "Some words", "Some more"), R.VALIDATION_OTHER) for code in UNLISTED),
    (400, fault("630", "Duplicate Object"), R.DUPLICATE),
    (400, fault("6110", "MAS Transaction cannot be updated"), R.MATCHED_OR_EDITED),
    # --- the subscription
    (400, fault("7001", "Something"), R.PLAN_OR_SUBSCRIPTION),
    (400, fault("6000", BUSINESS, f"{ENDED} in QuickBooks Online Plus"), R.PLAN_OR_SUBSCRIPTION),
    (200, f"Invalid Company Status{ENDED}".encode(), R.PLAN_OR_SUBSCRIPTION),
    (403, fault("120", "AuthorizationFault", "Your subscription expired"), R.PLAN_OR_SUBSCRIPTION),
    (400, fault("6000", BUSINESS, "The trial of this company is expired"), R.PLAN_OR_SUBSCRIPTION),
    (400, fault("6000", BUSINESS, "A canceled subscription is read only"), R.PLAN_OR_SUBSCRIPTION),
    (400, fault("6190", "Some words"), R.PLAN_OR_SUBSCRIPTION),
    # --- what passes by itself
    (400, fault("6000", BUSINESS, "Unexpected Internal Error. (-30000)"), R.TRANSIENT),
    (400, fault("6000", BUSINESS, "Unexpected Internal Error. (-30003)"), R.TRANSIENT),
    (400, fault("6000", BUSINESS, "An unexpected error came up (-30009)."), R.TRANSIENT),
    (400, fault("6000", BUSINESS, "Only one name at a time can be added."), R.TRANSIENT),
    (400, fault("6000", BUSINESS, "You must add one name at a time. Try again."), R.TRANSIENT),
    (400, fault("6000", BUSINESS, "We could not save this. Please try again later."), R.TRANSIENT),
    (400, fault("1000", "Operation failed", "Try again in a few minutes"), R.TRANSIENT),
    (400, fault("6000", BUSINESS, "The list is in use by another user."), R.TRANSIENT),
    (400, fault("6000", BUSINESS, "Stale lock on the record"), R.TRANSIENT),
    (400, fault("6000", BUSINESS, "Choose another class and try again."), R.DIMENSION_MISSING),
    (400, fault("6000", BUSINESS, "Enter a shorter memo and try again."), R.VALIDATION_OTHER),
    # --- receivables, taxes, classes, days
    (400, fault("6000", BUSINESS, RECEIVABLE), R.NAME_MISSING),
    (400, fault("6000", BUSINESS, f"{RECEIVABLE} Try again."), R.NAME_MISSING),
    (400, fault("6000", BUSINESS, "Accounts Payable needs a vendor"), R.NAME_MISSING),
    (400, fault("6000", BUSINESS, "Enter a customer for accounts receivable"), R.NAME_MISSING),
    (
        400,
        fault("6000", BUSINESS, "Make sure all your transactions have a VAT rate before you save."),
        R.TAX_MISSING,
    ),
    (400, fault("6000", BUSINESS, "Select a GST code for each line"), R.TAX_MISSING),
    (400, fault("6000", BUSINESS, "The sales tax rate is missing"), R.TAX_MISSING),
    (400, fault("6000", BUSINESS, "Choose a tax agency first"), R.TAX_OR_DIMENSION),
    (400, fault("6000", BUSINESS, "An exchange rate is required"), R.RATE_MISSING),
    (400, fault("6000", BUSINESS, "Enter the exchange rate"), R.RATE_MISSING),
    (400, fault("6000", BUSINESS, "You must specify a location"), R.DIMENSION_MISSING),
    (400, fault("6000", BUSINESS, "A class is required on each line"), R.DIMENSION_MISSING),
    (400, fault("6000", BUSINESS, "It is dated before the closing date"), R.PERIOD_CLOSED),
    (400, fault("6000", BUSINESS, "You don't have permission to add this"), R.PERMISSION),
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
    failure = read(Answer(200, httpx.Headers(), body)).failure

    assert failure is not None
    assert failure.code


def test_every_row_is_tried() -> None:
    """Each row decides at least one of the bodies above, so none is dead."""
    deciding = set()
    for status, body, _ in CASES:
        told = told_in(Answer(status, httpx.Headers(), body), json_of(body))
        fitting = [row for row in ROWS if told and row.fits(told)]
        deciding.update(fitting[:1])

    assert set(ROWS) - deciding == set()


def test_unknown_when_no_row_fits() -> None:
    """An answer that nothing is known of is called unknown."""
    assert reason_of(ROWS, Told(418, "I am a teapot", ("1",))) is FailureReason.UNKNOWN
