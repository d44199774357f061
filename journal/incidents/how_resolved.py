"""How an incident was closed by hand."""

from enum import StrEnum


class HowResolved(StrEnum):
    """What the person who closed a card says of it."""

    FIXED_IN_PLATFORM = "fixed_in_platform"
    NOT_NEEDED = "not_needed"
    DUPLICATE = "duplicate"
    OTHER = "other"
    SKIPPED = "skipped"  # never to be posted; said by Skip, not in the form
    KEPT = "kept"  # what the ledger has stays as it is; said by Keep theirs, not in the form

    @property
    def is_checked(self) -> bool:
        """Whether the platform is asked later if it shows the entries."""
        return self is HowResolved.FIXED_IN_PLATFORM
