"""Answers on the wire: objects, and faults in their three shapes."""

from datetime import datetime
from html import escape
from typing import Any

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from sandbox.ledger import wire_json
from sandbox.ledger.clock import wire_time
from sandbox.quickbooks.faults import Fault

JSON = "application/json"


def reply(body: dict[str, Any], at: datetime) -> Response:
    """Write an answer, stamped with the time as every QuickBooks answer is."""
    return Response(wire_json.dumps({**body, "time": wire_time(at)}), media_type=JSON)


class Refusal(Response):
    """A fault, in XML for a caller that did not ask for JSON."""

    def __init__(self, fault: Fault, at: datetime) -> None:
        super().__init__(None, fault.status)
        self._fault = fault
        self._at = at

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Write it as the caller wants to read it."""
        accept = Headers(scope=scope).get("accept", "")
        await _written(self._fault, accept, self._at)(scope, receive, send)


def _written(fault: Fault, accept: str, at: datetime) -> Response:
    if fault.shape == "xml" or JSON not in accept:
        return Response(_xml(fault, at), fault.status, media_type="application/xml")
    body = _gateway_body(fault, at) if fault.shape == "gateway" else _api_body(fault, at)
    return Response(wire_json.dumps(body), fault.status, media_type=JSON)


def fault_body(fault: Fault) -> dict[str, Any]:
    """Draw a fault of the API as it stands in an answer."""
    error = {
        "Message": fault.message,
        "Detail": fault.detail,
        "code": fault.code,
        "element": fault.element,
    }
    return {"Fault": {"Error": [error], "type": fault.type}}


def _api_body(fault: Fault, at: datetime) -> dict[str, Any]:
    return {**fault_body(fault), "time": wire_time(at)}


def _gateway_body(fault: Fault, at: datetime) -> dict[str, Any]:
    error = {"message": fault.message, "detail": fault.detail, "code": fault.code}
    return {
        "warnings": None,
        "fault": {"error": [error], "type": fault.type},
        "requestId": None,
        "time": int(at.timestamp() * 1000),
    }


def _xml(fault: Fault, at: datetime) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<IntuitResponse time="{wire_time(at)}" xmlns="http://schema.intuit.com/finance/v3">'
        f'<Fault type="{escape(fault.type)}">'
        f'<Error code="{escape(fault.code)}" element="{escape(fault.element)}">'
        f"<Message>{escape(fault.message)}</Message><Detail>{escape(fault.detail)}</Detail>"
        "</Error></Fault></IntuitResponse>"
    )
