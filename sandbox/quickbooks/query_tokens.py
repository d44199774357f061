"""The words of the query language: strings, operators, numbers and names."""

import re
from typing import Final

from sandbox.quickbooks.faults import FaultError, query_syntax

_TOKEN: Final = re.compile(
    r"\s*(?P<token>'(?:[^'\\]|\\.)*'|<=|>=|[=<>(),*]|-?\d+(?:\.\d+)?|[A-Za-z_][\w.]*)\s*"
)
END: Final = "<EOF>"


def tokens_of(text: str) -> list[str]:
    """Cut a query into tokens, with END as the last.

    Raises:
        FaultError: 4000, something in it is no token.
    """
    tokens, place = [], 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise FaultError(query_syntax(text[place:].strip()[:40]))
        tokens.append(match["token"])
        place = match.end()
    return [*tokens, END]


def text_of(token: str) -> str:
    """Return what stands between the quotes of a string token; a backslash escapes."""
    return re.sub(r"\\(.)", r"\1", token[1:-1])
