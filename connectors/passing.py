"""Words that every platform says of a trouble that passes, and words that ask for something.

Sources, besides each platform's own: mcohen01/node-quickbooks #48 ("Unexpected Internal Error.
(-30000)"), zao-web/zao-woocommerce-quickbooks-online-integration #12 ("... (-30003)").
"""

from __future__ import annotations

import re

from journal.entries.asking import asks_for_something

INTERNAL_ERROR = (
    r"internal (server |service )?error|\(?-30\d{3}\b|unexpected error|system error"
    r"|an (application )?error (has )?occurred in (the )?(server|service|system)"
)
"""The platform broke down at its own work. Nothing in the entry is known to be wrong."""
BUSY = (
    r"one name at a time|(temporarily|currently|momentarily) unavailable|temporary (error|problem)"
    r"|service (is )?unavailable|under maintenance|server (is )?(too )?busy|request timed? ?out"
    r"|deadlock|lock wait|(acquire|obtain|get) (a |the )?lock|stale lock|lock has expired"
    r"|(locked|in use|being (used|edited|changed|modified|updated|saved)) by (another|someone)"
    r"|another (user|person|process|request) is (currently |still )?"
    r"(using|editing|changing|modifying|updating|saving|posting)"
)
"""Someone or something else is at work there just now."""
_COME_AGAIN = re.compile(
    r"(try|retry)( it| this| that| your request| the request)? (again|later|shortly|in a )"
    r"|please retry|(wait|come back).{0,40}(again|later)",
    re.IGNORECASE | re.DOTALL,
)


def asks_to_come_again(words: str) -> bool:
    """True if `words` say to try again, and ask for nothing to be put right before that."""
    return _COME_AGAIN.search(words) is not None and not asks_for_something(words)
