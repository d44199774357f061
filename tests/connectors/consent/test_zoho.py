"""Consent at Zoho: in whichever data centre the person's account is, and nowhere else."""

from __future__ import annotations

import httpx
import pytest

from connectors.consent.zoho import ZohoSignIn
from connectors.consent.zoho_centres import CENTRES, centre_at, centre_in, centre_of
from journal.books.consent import Company
from journal.errors import AuthorisationLost, ConsentRefused, LedgerError
from tests.connectors.consent.platform import ASKING, GRANT, NOW, Answers, Platform, refusal

BACK = {"code": "c1", "state": ASKING.state, "location": "eu"}
ORGANIZATIONS = {"code": 0, "organizations": [{"organization_id": "10", "name": "Northwind"}]}
DAY = {"token": {**GRANT, "api_domain": "https://www.zohoapis.eu"}, "organizations": ORGANIZATIONS}


def sign_in(answers: Answers, **more: str) -> tuple[ZohoSignIn, Platform]:
    """Return the way in, and the platform it leads to."""
    platform = Platform(answers)
    return ZohoSignIn(platform.http(), "app", "app-secret", lambda: NOW, **more), platform


@pytest.mark.parametrize(("site", "host"), [("", "accounts.zoho.com"), ("eu", "accounts.zoho.eu")])
def test_the_page_is_zohos_in_the_right_place(site: str, host: str) -> None:
    """Asked so that a refresh token comes, also to the person who consented before."""
    way, _platform = sign_in(DAY)
    url = httpx.URL(way.address(ASKING, site))

    assert url.host == host
    assert url.params["access_type"] == "offline"
    assert url.params["prompt"] == "consent"
    assert sorted(url.params["scope"].split(",")) == [
        "ZohoBooks.accountants.CREATE",
        "ZohoBooks.accountants.READ",
        "ZohoBooks.accountants.UPDATE",
        "ZohoBooks.contacts.CREATE",
        "ZohoBooks.contacts.READ",
        "ZohoBooks.projects.READ",
        "ZohoBooks.settings.READ",
    ]


async def test_code_is_traded_where_it_was_given() -> None:
    """The secret goes in the body, to the data centre that sent the person back."""
    way, platform = sign_in(DAY)

    granted = await way.take({**BACK, "accounts-server": "https://accounts.zoho.eu"}, ASKING)

    assert granted.companies == [Company("10", "Northwind", "eu")]
    assert granted.tokens.refresh_expires_at is None
    token_call, list_call = platform.asked
    assert token_call.url.host == "accounts.zoho.eu"
    assert platform.traded["client_secret"] == "app-secret"
    assert "authorization" not in token_call.headers
    assert list_call.url.host == "www.zohoapis.eu"
    assert list_call.headers["authorization"] == "Zoho-oauthtoken access-1"


@pytest.mark.parametrize(
    "place",
    [
        {"accounts-server": "https://evil.example"},
        {"accounts-server": "https://accounts.zoho.eu.evil.example"},
        {"accounts-server": "http://accounts.zoho.eu"},
        {"accounts-server": "https://accounts.zoho.eu@evil.example"},
        {"location": "evil.example"},
    ],
)
async def test_the_secret_goes_to_zoho_alone(place: dict[str, str]) -> None:
    """Anyone who changes the address on the way back is sent neither code nor secret."""
    way, platform = sign_in(DAY)

    with pytest.raises(ConsentRefused, match="not known to be Zoho's"):
        await way.take({**BACK, **place}, ASKING)
    assert platform.asked == []


async def test_a_token_answer_may_not_send_us_elsewhere() -> None:
    """An API that is none of Zoho's is not believed: the one of the data centre is asked."""
    way, platform = sign_in({**DAY, "token": {**GRANT, "api_domain": "https://evil.example"}})

    granted = await way.take(BACK, ASKING)

    assert platform.asked[1].url.host == "www.zohoapis.eu"
    assert granted.companies[0].site == "eu"


@pytest.mark.parametrize("location", ["us", "eu", "in", "au", "jp", "cn", "sa", "ca"])
def test_every_data_centre_is_known_by_either_name(location: str) -> None:
    """Whichever of the two Zoho sends."""
    centre = centre_in({"location": location})

    assert centre_in({"accounts-server": f"{centre.accounts_url}/"}) is centre
    assert centre_of(centre.site) is centre
    assert centre_at(centre.api_url, otherwise=CENTRES[""]) is centre


async def test_another_address_may_be_set_for_all() -> None:
    """As for an imitation on this machine."""
    way, platform = sign_in(DAY, accounts_url="http://127.0.0.1:1/z/", api_url="http://127.0.0.1:2")

    assert way.address(ASKING, "eu").startswith("http://127.0.0.1:1/z/oauth/v2/auth?")
    assert way.host == "http://127.0.0.1:1"
    await way.take(BACK, ASKING)
    assert [one.url.port for one in platform.asked] == [1, 2]


async def test_refusals_come_with_status_200() -> None:
    """A code that is used up; and a list of organisations that is none."""
    way, _platform = sign_in({**DAY, "token": refusal(200, "invalid_code")})
    with pytest.raises(AuthorisationLost):
        await way.take(BACK, ASKING)

    for answer in ({"code": 57, "message": "You are not authorized"}, "<html>"):
        way, _platform = sign_in({**DAY, "organizations": answer})
        with pytest.raises(LedgerError):
            await way.take(BACK, ASKING)


async def test_without_a_refresh_token_nothing_is_kept() -> None:
    """It would end within the hour."""
    short = {name: value for name, value in GRANT.items() if name != "refresh_token"}
    way, _platform = sign_in({**DAY, "token": short})

    with pytest.raises(ConsentRefused, match="connect again"):
        await way.take(BACK, ASKING)


def test_the_secret_is_not_shown() -> None:
    """When the way in is printed."""
    assert "app-secret" not in repr(sign_in(DAY)[0])
