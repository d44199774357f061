"""Answers on the wire: objects, faults in their three shapes, and what a gateway says."""

from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

from starlette.responses import HTMLResponse, Response

from sandbox.ledger import wire_json
from sandbox.ledger.clock import wire_time
from sandbox.quickbooks.faults import Fault

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Reply:
    """A successful answer: its JSON, as it went out."""

    body: str

    def response(self) -> Response:
        """Put it on the wire."""
        return Response(self.body, media_type=JSON)


def reply(body: dict[str, Any], at: datetime) -> Reply:
    """Write an answer, stamped with the time as every QuickBooks answer is."""
    return Reply(wire_json.dumps({**body, "time": wire_time(at)}))


def fault_response(fault: Fault, *, accept: str, at: datetime) -> Response:
    """Write a refusal; a caller that did not ask for JSON gets XML."""
    if fault.shape == "xml" or JSON not in accept:
        return Response(_xml(fault, at), fault.status, media_type="application/xml")
    body = _gateway_body(fault, at) if fault.shape == "gateway" else _api_body(fault, at)
    return Response(wire_json.dumps(body), fault.status, media_type=JSON)


def gateway_timeout() -> Response:
    """The gateway stopped waiting: a page, not a fault."""
    return HTMLResponse("<html><body><h1>504 Gateway Time-out</h1></body></html>", 504)


def _api_body(fault: Fault, at: datetime) -> dict[str, Any]:
    error = {
        "Message": fault.message,
        "Detail": fault.detail,
        "code": fault.code,
        "element": fault.element,
    }
    return {"Fault": {"Error": [error], "type": fault.type}, "time": wire_time(at)}


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
