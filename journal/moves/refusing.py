"""What is refused since the incident or an entry of it has moved on meanwhile."""

from __future__ import annotations

from collections.abc import Mapping

from journal.entries.entry import WAITING, Entry, PostingStatus
from journal.errors import TransitionRefused
from journal.incidents.incident import Incident, IncidentState
from journal.ports import Store


def refuse_if_moved(incident: Incident) -> None:
    """Raise TransitionRefused with who was first, when the incident is not open any more."""
    if incident.state is IncidentState.OPEN:
        return
    told = {
        IncidentState.RETRYING: (
            f"{{who}} was first and has {incident.number} posted again already;"
            " the card shows what comes of it."
        ),
        IncidentState.RESOLVED: f"{{who}} was first: {incident.number} is closed.",
    }
    raise TransitionRefused(told[incident.state], who=incident.moved_by)


def refuse_if_empty(incident: Incident, statuses: Mapping[PostingStatus, int]) -> None:
    """Raise TransitionRefused when nothing waits: no answer would ever end the retry."""
    if not any(statuses.get(status) for status in WAITING):
        raise TransitionRefused(
            f"No entry waits on {incident.number}, so there is nothing to post again."
        )


async def refuse_if_undecided(store: Store, incident: Incident) -> None:
    """Raise TransitionRefused when entries of it are in the books, changed there by people."""
    if await store.watch.count_undecided(incident.id):
        raise TransitionRefused(
            f"What {incident.number} asks about is in the books, so there is nothing to close"
            " without posting. Press Compare, then put ours back or keep theirs."
        )


async def entry_as_seen(store: Store, incident: Incident, entry_id: int, revision: int) -> Entry:
    """Return an entry of the incident that is refused still, as a person saw it in a form.

    `revision`: its posting revision then.

    Raises:
        TransitionRefused: it was changed, posted or handed in again meanwhile.
    """
    for entry in await store.entries.find(f"JF-{entry_id}"):
        is_seen = entry.posting_revision == revision
        if is_seen and entry.incident_id == incident.id and entry.status is PostingStatus.FAILED:
            return entry
    raise changed_meanwhile(entry_id)


def changed_meanwhile(entry_id: int) -> TransitionRefused:
    """Return what is raised when an entry is not any more as a person saw it in a form."""
    return TransitionRefused(
        f"JF-{entry_id} was changed meanwhile, so nothing was done. Open the form once more"
        " to see it as it is now."
    )
