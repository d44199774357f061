"""Bodies as QuickBooks writes them."""

import json


def fault(
    code: str, message: str, detail: str = "", element: str = "", kind: str = "ValidationFault"
) -> bytes:
    """Return the accounting API's own fault."""
    error = {"Message": message, "Detail": detail, "code": code, "element": element}
    body = {"Fault": {"Error": [error], "type": kind}, "time": "2026-07-07T12:00:00"}
    return json.dumps(body).encode()


def gateway(code: str, message: str, detail: str = "", kind: str = "SERVICE") -> bytes:
    """Return a fault of the gateway before it, lower case."""
    error = {"message": message, "detail": detail, "code": code}
    body = {"warnings": None, "fault": {"error": [error], "type": kind}, "requestId": None}
    return json.dumps({**body, "time": 1533811101733}).encode()


def xml(code: str, message: str, detail: str = "", kind: str = "AuthenticationFault") -> bytes:
    """Return a fault as XML, whatever was asked for."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<IntuitResponse time="2026-07-07T12:00:00" xmlns="http://schema.intuit.com/finance/v3">'
        f'<Fault type="{kind}"><Error code="{code}" element="">'
        f"<Message>{message}</Message><Detail>{detail}</Detail></Error></Fault></IntuitResponse>"
    ).encode()


HTML = b"<html><body><h1>Bad day</h1></body></html>"
TOKEN_EXPIRED = gateway(
    "3200", "message=AuthenticationFailed; errorCode=003200; statusCode=401", "Token expired"
)
INACTIVE = (
    "Something you're trying to use has been made inactive. "
    "Check the fields with accounts, customers, items, vendors or employees."
)
CLOSED = "The account period has closed and the account books cannot be updated through the API."
STORED = (
    b'{"JournalEntry":{"Id":"227","SyncToken":"0","DocNumber":"JF-1","TxnDate":"2026-07-07",'
    b'"Line":[]},"time":"2026-07-07T12:00:00"}'
)
EMPTY_QUERY = b'{"QueryResponse":{},"time":"2026-07-07T12:00:00"}'
EMPTY_OBJECT = b"{}"
EMPTY = b""
