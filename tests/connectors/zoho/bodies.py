"""Bodies as Zoho Books writes them."""

import json
from typing import Any

JOURNAL_ID = "460000000038001"
NOT_AUTHORISED = b'{"code":57,"message":"You are not authorized to perform this operation"}'
HTML = b"<html><body><h1>Bad Gateway</h1></body></html>"
ORGANIZATIONS = (
    b'{"code":0,"message":"success","organizations":'
    b'[{"organization_id":"10234695","name":"Northwind","currency_code":"USD"}]}'
)


def refused(message: str, code: int = 15) -> bytes:
    """Return a refusal."""
    return json.dumps({"code": code, "message": message}).encode()


def listed(reference: str = "JF-1", **more: Any) -> dict[str, Any]:
    """Return a journal as lists show it, without a status."""
    return {
        "journal_id": JOURNAL_ID,
        "journal_date": "2026-07-07",
        "entry_number": "1",
        "reference_number": reference,
        "notes": "shopify S-JF-1 [JF-1]" if reference == "JF-1" else "",
        "journal_type": "both",
        "total": 250.00,
        **more,
    }


def journals(*elements: dict[str, Any], more: bool = False) -> bytes:
    """Return a page of journals; `more`: another one follows."""
    context = {"page": 1, "per_page": 200, "has_more_page": more}
    return json.dumps(
        {"code": 0, "message": "success", "journals": elements, "page_context": context}
    ).encode()


def journal(status: str | None = "published", **more: Any) -> bytes:
    """Return one journal, as it was created or read."""
    whole = {**listed(), "status": status, "line_items": [], **more}
    message = "The journal entry has been created."
    return json.dumps({"code": 0, "message": message, "journal": whole}).encode()


def locks(*locks: tuple[str, str, str]) -> bytes:
    """Return locks, each by module, status and day."""
    shown = [
        {
            "transaction_lock_module": module,
            "transaction_lock_status": status,
            "transaction_lock_date": day,
        }
        for module, status, day in locks
    ]
    return json.dumps({"code": 0, "message": "success", "transaction_locks": shown}).encode()


def scoped_locks(*locks: tuple[int, str, str], more: bool = False) -> bytes:
    """Return a page of locks, each by scope, its words and day; `more`: another page follows."""
    shown = [
        {
            "transaction_lock_status": "enabled",
            "transaction_lock_date": day,
            "lock_status": "locked",
            "lock_scope": scope,
            "lock_scope_formatted": named,
        }
        for scope, named, day in locks
    ]
    context = {"page": 1, "per_page": 200, "has_more_page": more}
    body = {"code": 0, "message": "success", "transaction_locks": shown, "page_context": context}
    return json.dumps(body).encode()


def accounts(*rows: dict[str, Any]) -> bytes:
    """Return a chart."""
    return json.dumps({"code": 0, "message": "success", "chartofaccounts": rows}).encode()


def shown(name: str, *rows: dict[str, Any], more: bool = False) -> bytes:
    """Return a page of the list `name`; `more`: another one follows."""
    context = {"page": 1, "per_page": 200, "has_more_page": more}
    body = {"code": 0, "message": "success", name: rows, "page_context": context}
    return json.dumps(body).encode()


def currencies(*codes: str) -> bytes:
    """Return the currencies of an organisation."""
    rows = [{"currency_id": f"id-{code}", "currency_code": code} for code in codes]
    return shown("currencies", *rows)
