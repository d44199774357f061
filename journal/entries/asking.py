"""Does a platform's answer ask someone to put something right in the entry or in the books?

A to-do may only say "set right what its answer asks for" where the answer asks for something.
"""

from __future__ import annotations

import re

_ASKS = re.compile(
    r"""(?ix)
    \b(must|should|needs?|has|have)\ (to|be|not|have|set|select|choose|specify|contain)\b
    | \b(must|needs?|requires?|required|missing|mandatory)\b
    | \b(choose|select|enter|specify|provide|supply|assign|remove|correct|shorten|reduce)\b
    | \b(check|change|set|add|use|pick|fill\ in|update|turn\ on|enable)\ (an?|the|another|your)\b
    | \bmake\ sure\b | \bensure\b
    | \b(is|are|was)\ (not\ (a\ )?valid|invalid|empty|blank|too\ (long|short|large|small|old))\b
    | \binvalid\ (?!company\ status)\w+
    | \b(cannot|can't|can\ not|may\ not)\ (be|contain|have|exceed|use)\b
    | \bexceeds?\b | \bat\ (least|most)\b | \bonly\ (one|two|\d)\b | \blonger\ than\b
    | \bdoes\ not\ exist\b | \bnot\ found\b | \balready\ (exists|used|taken|using)\b
    """
)
_SAYS_NOTHING = re.compile(
    r"""(?ix)
    one\ name\ at\ a\ time
    | (must|should|have\ to|has\ to|need\ to|please)\ (just\ )?(wait|try|retry)
    | (contact|call|ask)\ (\w+\ ){0,4}(support|administrator|admin|help)
    """
)
"""Passages that sound like a demand and name nothing that could be put right."""


def asks_for_something(words: str) -> bool:
    """True if a platform's `words` name something to put right, as far as English words tell."""
    return _ASKS.search(_SAYS_NOTHING.sub(" ", words)) is not None
