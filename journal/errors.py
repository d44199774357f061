"""Everything that can go wrong and is expected to, as one tree.

JefailError
├── BadInput                what came in cannot be taken; the text says what to do
│   ├── Unbalanced          debits and credits differ
│   ├── RevisionConflict    that reference is known with other content
│   ├── NoteNeeded          so much is closed that whoever does it has to say why
│   ├── AccountUnfit        an account that was chosen takes no entries now
│   ├── MappedMeanwhile     somebody else was first to map it
│   └── ConsentRefused      what a person gave does not let us into the book's company
├── LinkSpent               a link to connect a book is used, too old or unknown
├── NotFound                no such book, entry, incident ...
├── IncidentError
│   ├── TransitionRefused   the incident may not move that way from where it stands
│   └── NotAllowed          the person may not; says why and who could (journal/rights.py)
├── StoreBusy               the database did not answer in time; nothing was changed
└── LedgerError             the accounting platform could not be read
    ├── AuthorisationLost   it no longer lets us in; only reconnecting helps
    ├── NotAnswered         no whole answer came
    ├── WrongBooks          it lets us in, and shows other books than the book's
    └── AccountRefused      it will not make the account that was asked for
"""

from __future__ import annotations

from decimal import Decimal


class JefailError(Exception):
    """An expected error. `advice` is one sentence that a person may be shown."""

    retryable = False

    @property
    def advice(self) -> str:
        """What to tell the person who asked; never a code, never blame."""
        return str(self)


class BadInput(JefailError):
    """What came in cannot be taken as it is."""


class Unbalanced(BadInput):
    """The debits and credits of an entry differ."""

    def __init__(self, difference: str) -> None:
        super().__init__(f"debits and credits differ by {difference}")
        self.difference = difference


class RevisionConflict(BadInput):
    """This reference and revision are known already, with other content."""


class NoteNeeded(BadInput):
    """So much is closed by hand that whoever does it has to say why. `above`: more than that."""

    def __init__(self, above: Decimal, currency: str) -> None:
        super().__init__(f"Say in a note why: it is more than {above:,f} {currency}.")
        self.above = above


class AccountUnfit(BadInput):
    """An account that was chosen for a category takes no entries, or is not there any more."""


class MappedMeanwhile(BadInput):
    """Somebody mapped it since it was looked at; nothing was changed."""


class ConsentRefused(BadInput):
    """What a person gave does not let us into the company of the book; nothing was changed."""


class LinkSpent(JefailError):
    """A link to connect a book was used, is too old, or was never made."""


class NotFound(JefailError):
    """There is no such thing; the text names it."""


class IncidentError(JefailError):
    """Something about one incident."""


class TransitionRefused(IncidentError):
    """The incident may not move that way from where it stands."""

    def __init__(self, trigger: str, state: str, *, because: str = "") -> None:
        super().__init__(f"cannot {trigger} an incident that is {state}")
        self.trigger = trigger
        self.state = state
        self.because = because

    @property
    def advice(self) -> str:
        """Say where the incident stands and, when known, who was first."""
        return self.because or f"This is already {self.state}."


class StoreBusy(JefailError):
    """The database did not answer in time; nothing was changed."""

    retryable = True

    @property
    def advice(self) -> str:
        """Ask for another try: nothing was changed."""
        return "jefail is busy just now and changed nothing. Please try again."


class LedgerError(JefailError):
    """The accounting platform could not be read; nothing was posted."""

    retryable = True


class AuthorisationLost(LedgerError):
    """The accounting platform no longer lets us in; only reconnecting helps.

    `words` are the platform's own, to be shown as such; empty when it was not asked.
    """

    retryable = False

    def __init__(self, what: str, *, words: str = "") -> None:
        super().__init__(f"{what}: {words[:500]}" if words else what)
        self.words = words


class NotAnswered(LedgerError):
    """No whole answer came from the accounting platform, or from where it signs people in."""


class WrongBooks(LedgerError):
    """The accounting platform lets us in, and keeps other books there than those of the book.

    The text is a sentence for people: "Xero keeps the books of this organisation in EUR, not USD".
    """

    retryable = False


class AccountRefused(LedgerError):
    """The accounting platform will not make an account. `words` are its own."""

    retryable = False

    def __init__(self, words: str) -> None:
        super().__init__(words[:500])
        self.words = words
