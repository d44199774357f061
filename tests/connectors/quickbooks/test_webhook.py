"""Intuit's webhooks: from them or not, and what they name."""

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest

from connectors.quickbooks.webhook import is_signed, read_webhook
from journal.errors import BadInput

VERIFIER = "verifier-token"
REALM = "9130347"


def signature(body: bytes, verifier: str = VERIFIER) -> str:
    """Sign as Intuit does: base64 of HMAC-SHA256 over the raw body."""
    return base64.b64encode(hmac.new(verifier.encode(), body, hashlib.sha256).digest()).decode()


def cloud_event(kind: str = "qbo.journalentry.created.v1", entry_id: str = "227") -> dict[str, Any]:
    """Return one event as they come since 2025."""
    return {
        "specversion": "1.0",
        "id": "88cd52aa-33b6-4351-9aa4-47572edbd068",
        "source": "intuit.dsnBgbseACLLRZNxo2dfc4evmEJdxde58xeeYcZliOU=",
        "type": kind,
        "time": "2026-07-07T12:00:00Z",
        "intuitentityid": entry_id,
        "intuitaccountid": REALM,
        "data": {},
    }


def older(*entities: tuple[str, str]) -> dict[str, Any]:
    """Return a notification as they came before, with these kinds and ids."""
    named = [{"name": kind, "id": one, "operation": "Create"} for kind, one in entities]
    return {
        "eventNotifications": [{"realmId": REALM, "dataChangeEvent": {"entities": named}}],
    }


def test_a_signature_holds_for_its_body_and_token_alone() -> None:
    """One byte more, another token, or none at all, and it is not from Intuit."""
    body = b'{"eventNotifications":[]}'

    assert is_signed(body, signature(body), VERIFIER)
    assert is_signed(body, f" {signature(body)} ", VERIFIER)
    assert not is_signed(body + b" ", signature(body), VERIFIER)
    assert not is_signed(body, signature(body, "another"), VERIFIER)
    assert not is_signed(body, "", VERIFIER)
    assert not is_signed(body, "not base64 \u00e9", VERIFIER)


@pytest.mark.parametrize(
    ("value", "named"),
    [
        ([cloud_event(), cloud_event(entry_id="228")], {REALM: {"227", "228"}}),
        ([cloud_event("qbo.journalentry.deleted.v1")], {REALM: {"227"}}),
        ([cloud_event("qbo.customer.created.v1")], {}),
        ([cloud_event("odd")], {}),
        ([], {}),
        (older(("JournalEntry", "227"), ("Customer", "1")), {REALM: {"227"}}),
        (older(("Invoice", "1")), {}),
        ({"eventNotifications": [{"realmId": REALM}]}, {}),
    ],
)
def test_both_shapes_name_journal_entries(value: Any, named: dict[str, set[str]]) -> None:
    """The new one and the older; what is about anything else is left out."""
    assert read_webhook(json.dumps(value).encode()) == named


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{}",
        b"null",
        b"7",
        b'["x"]',
        b'[{"type":"a.b"}]',
        b'{"eventNotifications":7}',
        b"[" * 9999,
    ],
)
def test_anything_else_is_refused(body: bytes) -> None:
    """With words, and without a trace of a crash."""
    with pytest.raises(BadInput, match="not a webhook"):
        read_webhook(body)
