"""What is asked before a correction takes the place of what people did to the posted entry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from blocks import names
from blocks.card import section
from blocks.forms import for_whom, form
from blocks.side_by_side import side_by_side
from journal.services.settle_correction import Seen
from journal.services.settle_duplicate import Twins


def overwrite_form(twins: Twins) -> View:
    """Draw both and what is lost, or, where theirs was deleted, what posting it anew means.

    The form carries ids, the posting revision and the version that are shown.
    """
    case, entry, there = twins.case, twins.entry, twins.there
    seen = Seen(entry.id, entry.posting_revision)
    if there is not None:
        seen = Seen(entry.id, entry.posting_revision, there.ledger_id, there.version)
    about = ":".join(
        map(str, (case.incident.id, seen.entry_id, seen.posting_revision, seen.ledger_id))
    )
    title, submit, blocks = _anew(twins) if there is None else _over(twins)
    whole = [section(for_whom(case)), *blocks]
    return form(names.OVERWRITE_FORM, title, submit, f"{about}:{seen.version}", whole)


def read_overwrite(view: Mapping[str, Any]) -> tuple[int, Seen]:
    """Return the incident's id and what the person looked at."""
    incident_id, entry_id, revision, ledger_id, version = view["private_metadata"].split(":", 4)
    return int(incident_id), Seen(int(entry_id), int(revision), ledger_id, version)


def _over(twins: Twins) -> tuple[str, str, list[Block]]:
    platform = twins.case.connection.platform.label
    lost = section(
        f"*What {platform} has there now is lost*: its day, its lines and its note, whoever wrote"
        " them. Ours stands there instead, under the same number."
    )
    return "Overwrite it?", "Overwrite it", [*side_by_side(twins), lost]


def _anew(twins: Twins) -> tuple[str, str, list[Block]]:
    platform = twins.case.connection.platform.label
    asked = section(
        f"{platform} does not show {twins.entry.number} any more. Look whether it stands there"
        " under another number: posted anew, it would be there twice."
    )
    return "Post it anew?", "Post it anew", [*side_by_side(twins), asked]
