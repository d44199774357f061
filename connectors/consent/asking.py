"""OAuth 2 with a person in the middle: the address they are sent to, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode, urlsplit

from authlib.oauth2.rfc6749.errors import (
    MismatchingStateException,
    MissingCodeException,
)
from authlib.oauth2.rfc6749.parameters import (
    parse_authorization_code_response,
    prepare_grant_uri,
)
from authlib.oauth2.rfc7636 import (
    create_s256_code_challenge,
)

from journal.errors import ConsentRefused
from journal.ports import Asking

SAID_NO = "access_denied"
_NOTHING_CHANGED = "Nothing was changed; ask for a new link to try again."


def ask_address(
    authorise_url: str, client_id: str, asking: Asking, *, scope: str, pkce: bool, **more: str
) -> str:
    """Return where a person gives consent (RFC 6749 4.1.1), with the challenge of RFC 7636.

    `pkce`: whether the platform documents it. `more`: parameters of the platform's own.
    """
    if pkce:
        more["code_challenge"] = create_s256_code_challenge(asking.verifier)
        more["code_challenge_method"] = "S256"
    address = prepare_grant_uri(
        authorise_url,
        client_id,
        "code",
        redirect_uri=asking.back,
        scope=scope,
        state=asking.state,
        **more,
    )
    return str(address)


def code_in(answer: Mapping[str, str], asking: Asking, platform: str) -> str:
    """Return the code that came back. Raises ConsentRefused: there is none, and why."""
    error = answer.get("error", "")
    if error == SAID_NO:
        raise ConsentRefused(f"{platform} was told not to let jefail in. {_NOTHING_CHANGED}")
    if error:
        said = ": ".join(part for part in (error, answer.get("error_description")) if part)
        raise ConsentRefused(f"{platform} did not let jefail in: {said[:300]}. {_NOTHING_CHANGED}")
    try:
        address = f"{asking.back}?{urlencode(answer)}"
        found: dict[str, str] = parse_authorization_code_response(address, asking.state)
    except (MissingCodeException, MismatchingStateException) as wrong:
        raise ConsentRefused(
            f"What {platform} sent back is not complete. {_NOTHING_CHANGED}"
        ) from wrong
    return found["code"]


def hosts_of(url: str, parent: str) -> Sequence[str]:
    """Return the host of `url`, and all below `parent` where it is one of those."""
    own = host_of(url)
    return [own, f"https://*.{parent}"] if own.endswith(f".{parent}") else [own]


def host_of(url: str) -> str:
    """Return "https://login.example" of an address on it."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
