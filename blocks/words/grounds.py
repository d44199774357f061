"""On what ground an entry counts as posted, in a few words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from journal.entries.grounds import Ground

_SAID: Mapping[Ground, str] = {
    Ground.NUMBER: "same day, same lines, our number",
    Ground.REFERENCE: "same day, same lines, its reference",
    Ground.SAID: "same day, same lines",
    Ground.ALIKE: "same day, same lines",
}
"""Of what jefail posted there is nothing to say: the platform gave its id. What a person linked is
told as what they did."""


def grounds_said(grounds: Iterable[Ground]) -> str:
    """Return "same day, same lines, our number"; several kinds are told one after the other."""
    return "; ".join(dict.fromkeys(_SAID[one] for one in grounds if one in _SAID))
