"""Zoho's data centres: a company lives in one, and neither code nor token works in another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from journal.errors import ConsentRefused


@dataclass(frozen=True, slots=True)
class Centre:
    """One data centre. `site` is what Connection keeps of it."""

    site: str
    accounts_url: str  # where people sign in and tokens are traded
    api_url: str


# As Zoho's other products document them; for Books in particular no list was found.
_DOMAINS = {
    "": "com",  # Zoho calls it "us"; the usual place
    "eu": "eu",
    "in": "in",
    "au": "com.au",
    "jp": "jp",
    "cn": "com.cn",
    "sa": "sa",
    "ca": "ca",
}
CENTRES = {
    site: Centre(site, f"https://accounts.zoho.{domain}", f"https://www.zohoapis.{domain}")
    for site, domain in _DOMAINS.items()
} | {"ca": Centre("ca", "https://accounts.zohocloud.ca", "https://www.zohoapis.ca")}


def centre_of(site: str) -> Centre:
    """Return the data centre of a connection; one that is not known is the usual one."""
    return CENTRES.get(site, CENTRES[""])


def centre_in(answer: Mapping[str, str]) -> Centre:
    """Return the data centre that Zoho sent a person back from.

    `accounts-server`, and where it is missing `location`, say so. They stand in the address,
    where anybody could change them, and the secret goes there with the code: so only hosts that
    are known to be Zoho's are believed.

    Raises:
        ConsentRefused: it is none of them.
    """
    server = answer.get("accounts-server", "").rstrip("/")
    for centre in CENTRES.values():
        if server == centre.accounts_url:
            return centre
    location = answer.get("location", "us").casefold()
    site = "" if location == "us" else location
    if server or site not in CENTRES:
        raise ConsentRefused(
            "The answer names a place that is not known to be Zoho's, so nothing was sent there"
            " and nothing was changed."
        )
    return CENTRES[site]


def centre_at(api_domain: str, otherwise: Centre) -> Centre:
    """Return the data centre whose API a token answer names; `otherwise` where it names none."""
    named = api_domain.rstrip("/")
    return next((one for one in CENTRES.values() if one.api_url == named), otherwise)
