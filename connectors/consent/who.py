"""Who signed in: asked with the fresh token, and never in the way of the sign-in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Final

import httpx
import structlog
from pydantic import AliasChoices, BaseModel, BeforeValidator, Field, ValidationError

from connectors.http import NoAnswer, call
from journal.books.signed_in import NOBODY, SignedIn, signed_in_as
from journal.ports import WHO_SECONDS

MOST_BODY: Final = 2**20
"""Bytes; a larger answer is not read. Tryton sends a user's picture along."""
log = structlog.get_logger(__name__)


def _as_text(told: Any) -> str:
    return told if isinstance(told, str) else ""


Told = Annotated[str, BeforeValidator(_as_text)]
"""What a platform may tell; "" where it tells nothing, or something that is no text."""


class Claims(BaseModel):
    """A person as a userinfo endpoint tells them (OpenID Connect Core 1.0, 5.1 and 5.3.2).

    Intuit writes the same names in one word: `givenName`, `familyName`, `emailVerified`
    (https://developer.intuit.com/app/developer/qbo/docs/develop/authentication-and-authorization/openid-connect).
    """

    name: Told = ""
    given: Told = Field("", validation_alias=AliasChoices("given_name", "givenName"))
    family: Told = Field("", validation_alias=AliasChoices("family_name", "familyName"))
    email: Told = ""
    is_verified: Any = Field(
        None, validation_alias=AliasChoices("email_verified", "emailVerified")
    )  # None: it is not said

    @property
    def person(self) -> SignedIn:
        """The person; the platform says of an address when nobody has proven it."""
        name = f"{self.given} {self.family}".strip() or self.name
        is_verified = self.is_verified in (None, True, "true")
        return signed_in_as(name, self.email, is_verified=is_verified)


async def person_told(
    http: httpx.AsyncClient, request: httpx.Request, read: Callable[[bytes], SignedIn]
) -> SignedIn:
    """Return whom the answer to `request` tells of, as `read` has it; else NOBODY.

    `read` may raise ValidationError. No answer within `WHO_SECONDS`, a refusal, as of a token
    without the scope, and an answer that can't be read tell of nobody. Nothing of the person is
    logged.
    """
    try:
        answer = await call(http, request, within=WHO_SECONDS)
        if answer.is_success and len(answer.body) <= MOST_BODY:
            return read(answer.body)
        why = f"status {answer.status}"
    except NoAnswer:
        why = "no answer"
    except ValidationError:
        why = "another kind of answer"
    log.info("who_signed_in_not_told", host=request.url.host, why=why)
    return NOBODY


async def person_claimed(http: httpx.AsyncClient, url: str, access: str) -> SignedIn:
    """Return the person whom the userinfo endpoint at `url` tells of to the token `access`."""
    headers = {"Authorization": f"Bearer {access}", "Accept": "application/json"}
    request = http.build_request("GET", url, headers=headers)
    return await person_told(http, request, _claimed)


def _claimed(body: bytes) -> SignedIn:
    return Claims.model_validate_json(body).person
