"""Answers to a command that moved a card: what comes next is told on the card itself."""

from __future__ import annotations

from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import Incident


def retried_text(incident: Incident) -> str:
    """Return the answer to a retry; where a second person decides, that they are asked."""
    if incident.request is not None:
        return _asked(incident)
    return f"Posting {incident.number} again; its card shows what comes of it."


def resolved_text(incident: Incident, how: HowResolved) -> str:
    """Return the answer to a closing by hand: whether its entries are looked for now."""
    if incident.request is not None:
        return _asked(incident)
    if how.is_checked:
        return f"Closed {incident.number}. Its card says whether its entries were found."
    return f"Closed {incident.number}; its card says how and by whom."


def _asked(incident: Incident) -> str:
    return f"Asked for: a second person has to approve it on the card of {incident.number}."
