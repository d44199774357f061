"""A platform's own words, kept without what must not be told."""

from __future__ import annotations

import re

MAX_WORDS = 2000
LOOKED_AT = 4 * MAX_WORDS
"""How much of the words is searched for secrets that we do not know; more is never shown."""
MAX_WHOLE = 4000
_HIDDEN = "[hidden]"
_SECRETS = re.compile(
    r"""(?ix) (?:(?<=bearer\ )|(?<=oauthtoken\ ))[\w.~+/=-]{16,}     # as in a header
    | (?:(?<=access_token)|(?<=refresh_token)|(?<=client_secret))["']?\s*[:=]\s*["']?[^\s"'&,}]+
    | \beyJ[\w-]{10,}(?:\.[\w-]*){2,4}              # a JSON web token
    """
)


def redacted(words: str, secret: str = "") -> str:
    """Return `words` without `secret` and whatever looks like one, at most MAX_WORDS long."""
    return _told(words[:LOOKED_AT], secret)[:MAX_WORDS]


def whole(body: bytes, secret: str = "") -> str:
    """Return an answer as it came, for the person who looks closely, at most MAX_WHOLE characters.

    Secrets are taken out as from the words.
    """
    # "\/" is "/" in JSON; a token has to be found however it is spelt.
    text = body[: 4 * MAX_WHOLE].decode("utf-8", "replace").replace("\\/", "/")
    return _told(text.strip(), secret)[:MAX_WHOLE]


def _told(text: str, secret: str) -> str:
    if secret:
        text = text.replace(secret, _HIDDEN)
    # No text in PostgreSQL holds a NUL or half a character, and JSON can spell both.
    text = text.replace("\0", "").encode("utf-8", "replace").decode()
    return _SECRETS.sub(_HIDDEN, text)
