"""The address a person is sent to, and what is made of the one they come back with."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode

import httpx
import pytest

from connectors.consent.asking import ask_address, code_in, host_of, hosts_of
from journal.errors import ConsentRefused
from tests.connectors.consent.platform import ASKING


def test_the_address_carries_state_and_challenge() -> None:
    """RFC 6749 4.1.1 and RFC 7636; the verifier itself stays here."""
    url = httpx.URL(
        ask_address("https://p.example/allow?x=1", "app", ASKING, scope="a b", pkce=True, more="2")
    )

    digest = hashlib.sha256(ASKING.verifier.encode()).digest()
    assert dict(url.params) == {
        "x": "1",
        "response_type": "code",
        "client_id": "app",
        "redirect_uri": ASKING.back,
        "scope": "a b",
        "state": ASKING.state,
        "code_challenge": urlsafe_b64encode(digest).decode().rstrip("="),
        "code_challenge_method": "S256",
        "more": "2",
    }
    assert ASKING.verifier not in str(url)


def test_without_pkce_no_challenge_is_sent() -> None:
    """Where a platform does not document it."""
    address = ask_address("https://p.example/allow", "app", ASKING, scope="a", pkce=False)

    assert "challenge" not in address


def test_the_code_is_taken() -> None:
    """It comes back with the state that left."""
    answer = {"code": "c+1", "state": ASKING.state, "realmId": "1"}

    assert code_in(answer, ASKING, "Xero") == "c+1"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"error": "access_denied", "state": "the-state"}, "told not to let jefail in"),
        ({"error": "invalid_scope", "error_description": "no <such> scope"}, "no <such> scope"),
        ({"state": "the-state"}, "not complete"),
        ({"code": "1", "state": "another"}, "not complete"),
        ({"code": "1"}, "not complete"),
        ({}, "not complete"),
    ],
)
def test_what_is_no_consent_is_told_as_such(answer: dict[str, str], words: str) -> None:
    """With the platform's words where there are any."""
    with pytest.raises(ConsentRefused, match=words) as caught:
        code_in(answer, ASKING, "Xero")

    assert "Nothing was changed" in caught.value.advice


def test_a_host_is_what_a_form_may_lead_to() -> None:
    """Without path or query, with its port."""
    assert hosts_of("https://login.xero.com/x", "xero.com") == [
        "https://login.xero.com",
        "https://*.xero.com",
    ]
    assert hosts_of("https://evilxero.com/x", "xero.com") == ["https://evilxero.com"]
    assert host_of("http://127.0.0.1:8055/quickbooks/oauth2/connect?x=1") == "http://127.0.0.1:8055"
