"""Tokens that Zoho refuses: renewed where that helps, and told apart where it does not."""

from urllib.parse import parse_qs

import httpx
import pytest

from journal.entries.failure import FailureReason
from journal.entries.posting import Posted, Refused
from tests.connectors.zoho.bodies import (
    NOT_AUTHORISED,
    ORGANIZATIONS,
    journal,
)
from tests.connectors.zoho.platform import (
    ENTRY,
    REALM,
    Given,
    answering,
    posted_on,
)

R = FailureReason
OTHERS = ORGANIZATIONS.replace(REALM.encode(), b"99999999")


async def test_an_expired_token_is_renewed_at_the_data_centre() -> None:
    """With the secret in the form, and the refresh token that stays as it was."""
    refused_token = (401, NOT_AUTHORISED)
    platform = answering(refused_token, refused_token, (201, journal()))

    assert await posted_on(platform) == Posted(ENTRY)

    assert platform.paths == ["journals", "organizations", "journals"]
    (sign_in,) = platform.signed_in
    assert sign_in.url.host == "accounts.zoho.eu"
    assert parse_qs(sign_in.content.decode()) == {
        "grant_type": ["refresh_token"],
        "refresh_token": ["refresh-1"],
        "client_id": ["app"],
        "client_secret": ["app-secret"],
    }
    assert "authorization" not in sign_in.headers
    first, _, second = platform.asked
    assert second.headers["authorization"] == "Zoho-oauthtoken access-2"
    assert (first.url, first.content) == (second.url, second.content)
    assert (await platform.safe.read(1)).refresh == "refresh-1"


@pytest.mark.parametrize(
    ("organizations", "reason"),
    [
        ((200, ORGANIZATIONS), R.PERMISSION),
        ((200, OTHERS), R.CONNECTION_LOST),
        ((200, b'{"code":0,"organizations":[7]}'), R.CONNECTION_LOST),
        ((429, b""), R.TRANSIENT),
        ((500, b""), R.TRANSIENT),
        (httpx.ReadTimeout("slow"), R.TRANSIENT),
    ],
)
@pytest.mark.parametrize("renewed", [False, True])
async def test_what_a_refused_token_is_about(
    organizations: Given, reason: FailureReason, renewed: bool
) -> None:
    """Zoho has one answer for a missing right and a lost consent: the organisations tell.

    A missing right costs none of the ten tokens that there are in ten minutes.
    """
    before = [(401, NOT_AUTHORISED)] * 2 if renewed else []
    platform = answering(*before, (401, NOT_AUTHORISED), organizations)

    outcome = await posted_on(platform)

    assert isinstance(outcome, Refused)
    assert outcome.failure.reason is reason
    assert "not authorized" in outcome.failure.words
    assert len(platform.signed_in) == renewed


async def test_a_renewed_token_showing_nothing_is_a_lost_connection() -> None:
    """As in another data centre than the organisation's."""
    platform = answering((401, NOT_AUTHORISED))

    outcome = await posted_on(platform)

    assert isinstance(outcome, Refused)
    assert outcome.failure.reason is R.CONNECTION_LOST
    assert platform.paths == ["journals", "organizations"] * 2
    assert len(platform.signed_in) == 1


async def test_a_dead_refresh_token_is_told_under_200() -> None:
    """The status says nothing; the connection is lost, in Zoho's word."""
    platform = answering((401, NOT_AUTHORISED))
    platform.sign_in = httpx.Response(200, json={"error": "invalid_code"})

    outcome = await posted_on(platform)

    assert isinstance(outcome, Refused)
    assert outcome.failure.reason is R.CONNECTION_LOST
    assert outcome.failure.words == "invalid_code"


async def test_too_many_tokens_is_passing() -> None:
    """Ten within ten minutes and Zoho denies access, which is no lost connection."""
    platform = answering((401, NOT_AUTHORISED))
    platform.sign_in = httpx.Response(400, json={"error": "Access Denied"})

    outcome = await posted_on(platform)

    assert isinstance(outcome, Refused)
    assert outcome.failure.reason is R.TRANSIENT
