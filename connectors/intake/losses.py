"""What a file says that jefail does not post: refused by name, or left out on purpose."""

from __future__ import annotations

from collections.abc import Mapping

from connectors.intake.result import OptionNeeded
from journal.offers.choices import Needed


def losses(left_out: Mapping[str, int], what: str, *, leave_out: bool) -> list[str]:
    """Return the note on what is left out: names, and in how many rows (or lines) each is filled.

    Raises:
        OptionNeeded: something would be lost and `leave_out` does not say that it may be.
    """
    if not left_out:
        return []
    named = ", ".join(
        f"{name} ({count} {what}{'s' if count > 1 else ''})" for name, count in left_out.items()
    )
    if not leave_out:
        raise OptionNeeded(
            Needed.LEAVE_OUT,
            f"the file says more than jefail can post: {named}",
            "empty these, or leave them out on purpose with --leave-out",
        )
    return [f"Left out, as asked: {named}. Entries are posted without them."]
