"""Refusals given before a call reaches the company: sign-in, rights, load, breakdown."""

from typing import Final

from sandbox.ledger.grants import Stale
from sandbox.quickbooks.faults import Fault


def _gateway(status: int, code: str, name: str, detail: str, kind: str) -> Fault:
    message = f"message={name}; errorCode={int(code):06d}; statusCode={status}"
    return Fault(status, code, message, detail, kind, shape="gateway")


def _unauthenticated(detail: str) -> Fault:
    return _gateway(401, "3200", "AuthenticationFailed", detail, "AUTHENTICATION")


TOKEN_MALFORMED: Final = _unauthenticated("Malformed bearer token")
# QuickBooks answers some 401s in XML whatever Accept says; ours is the call without a token.
NOT_SIGNED_IN: Final = Fault(
    401,
    "100",
    "General Authentication Error",
    "Authorization header is missing",
    "AuthenticationFault",
    shape="xml",
)
STALE_TOKENS: Final = {
    None: NOT_SIGNED_IN,
    Stale.UNKNOWN: TOKEN_MALFORMED,
    Stale.REVOKED: _unauthenticated("Token revoked"),
    Stale.EXPIRED: _unauthenticated("Token expired"),
}

WRONG_COMPANY: Final = _gateway(
    403,
    "3100",
    "ApplicationAuthorizationFailed",
    "The token is not for this company",
    "AUTHORIZATION",
)
THROTTLED: Final = _gateway(
    429, "3001", "ThrottleExceeded", "The request limit was reached.", "SERVICE"
)
BROKEN: Final = Fault(
    500,
    "10000",
    "An application error has occurred while processing your request",
    "System Failure Error: Could not complete the request.",
    "SystemFault",
)

MISSING_RIGHTS: Final = {
    "5020": Fault(
        400,
        "5020",
        "Permission Denied Error",
        "Permission Denied Error : Sorry, you do not have permission to use this feature.",
    ),
    "120": Fault(
        403,
        "120",
        "Authorization Failure",
        "AuthorizationFailure: -11014-You do not have access to use QuickBooks Online Plus.",
        "AuthorizationFault",
    ),
}
