"""What a button or a form carries of a move: the incident, and what was seen or chosen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from journal.errors import BadInput
from journal.moves.move import G, Given


def carry(incident_id: int, given: Given) -> str:
    """Return both as JSON, by the codec of the input: for a button's value, a form's metadata."""
    return json.dumps({"incident": incident_id, **given.facts}, ensure_ascii=False)


def carried(text: str, given: type[G]) -> tuple[int, G]:
    """Return both as `carry` wrote them. Raises BadInput: another release drew it otherwise."""
    try:
        facts: Mapping[str, Any] = json.loads(text)
        return facts["incident"], given.of(facts)
    except (ValueError, TypeError, KeyError) as error:
        raise BadInput(
            "jefail was updated since this was opened. Open it again from the card."
        ) from error
