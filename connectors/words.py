"""A platform's own words, kept without what must not be told."""

from __future__ import annotations

import re

MAX_WORDS = 2000
LOOKED_AT = 4 * MAX_WORDS
"""How much of the words is searched for secrets that we do not know; more is never shown."""
_HIDDEN = "[hidden]"
_SECRETS = re.compile(
    r"""(?ix) (?:(?<=bearer\ )|(?<=oauthtoken\ ))[\w.~+/=-]{16,}     # as in a header
    | (?:(?<=access_token)|(?<=refresh_token)|(?<=client_secret))["']?\s*[:=]\s*["']?[^\s"'&,}]+
    | \beyJ[\w-]{10,}(?:\.[\w-]*){2,4}              # a JSON web token
    """
)


def redacted(words: str, secret: str = "") -> str:
    """Return `words` without `secret` and whatever looks like one, at most MAX_WORDS long."""
    words = words[:LOOKED_AT]
    if secret:
        words = words.replace(secret, _HIDDEN)
    return _SECRETS.sub(_HIDDEN, words)[:MAX_WORDS]
