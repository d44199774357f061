"""On what ground an entry counts as being in the books."""

from __future__ import annotations

from enum import StrEnum


class Ground(StrEnum):
    """How it is known that an entry in the ledger is this one of ours."""

    SENT = "sent"  # jefail posted it, and the platform gave the id of what it stored
    LINKED = "linked"  # a person said so, with both in view
    NUMBER = "number"  # same day, same lines, and our number
    REFERENCE = "reference"  # same day, same lines, and the caller's reference
    SAID = "said"  # same day, same lines, and a person said that it was entered there
    ALIKE = "alike"  # same day and same lines, and nothing else: never enough on its own

    @property
    def is_changeable(self) -> bool:
        """Whether a correction may replace what stands there.

        Everything else was typed by someone there, or by another program: a person links it first.
        """
        return self in (Ground.SENT, Ground.LINKED)
