"""Everything that can go wrong and is expected to, as one tree, wherever it is defined.

JefailError
├── BadInput                what came in cannot be taken; the text says what to do
│   ├── Unbalanced          debits and credits differ
│   ├── NoteNeeded          so much is closed that the person who closes it has to say why
│   ├── AccountUnfit        an account that was chosen takes no entries now
│   ├── NoSuchAccount       what was typed names no account (journal/entries/editing.py)
│   ├── ItemUnfit           a class, name or tax code that was chosen is not in use
│   ├── MappedMeanwhile     someone else was first to map it
│   ├── OptionNeeded        a file leaves something open (connectors/intake/result.py)
│   ├── ConsentRefused      what a person gave does not let us into the book's company
│   └── BadField            a field of a form is not right (blocks/forms/parts.py)
├── LinkSpent               a link to connect a book is used, too old or unknown
├── NotFound                no such book, entry, incident ...
│   └── SecretKeyWrong      no key opens what is stored (storage/access/sealing.py)
├── IncidentError
│   ├── TransitionRefused   the incident may not move that way from where it stands
│   ├── PreviewChanged      it would post something else now (journal/moves/costs.py)
│   ├── OwnerAsked          the owner was asked within a day (journal/moves/ask_owner.py)
│   └── NotAllowed          the person may not; says why and who could (journal/rights.py)
├── BeingRead               who is in which channel is not known yet (journal/seeing.py)
├── OfferMoved              a file that is offered is not where that would go on
├── StoreBusy               the database did not answer in time; nothing was changed
├── Superseded              a run was held up, and another has taken its work over
├── LedgerError             the accounting platform could not be read
│   ├── AuthorisationLost   access is lost; only reconnecting helps
│   ├── NotAnswered         no whole answer came
│   │   └── NoAnswer        and whether the request may have left (connectors/http.py)
│   ├── WrongBooks          access is to other books than the book's
│   ├── AccountRefused      it will not make the account that was asked for
│   ├── ItemRefused         nor the class, name or tracking option
│   ├── CursorGone          all is to be read again (journal/posting_service/reports.py)
│   └── ReadingRefused      it answered why not (journal/entries/failure.py)
├── SlackRefused            Slack could not be asked, or refused (bot/cli/slack_calls.py)
├── SchemaRefused           the database is not as this release needs it (storage/schema.py)
├── DatabaseUnfit           it answers, and can't be worked with (storage/engine/fitness.py)
└── DatabaseAway            jefail has no access to the database (bot/cli/opening.py)

Apart from it:

ClusterError                the keeper of the database runs without the rules (storage/cluster/)
Problem                     an answer over HTTP, told to a program (bot/web/problems.py)
NotThereYet                 told to nobody: the job runs again (bot/shared_files.py)
InvalidBlocks               a fault of ours, which nobody can act on (blocks/kit/validate.py)
└── BlocksTooLarge          the same, of all blocks together
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person is told to type, each piece as it is typed."""

    pieces: tuple[str, ...]

    @classmethod
    def of(cls, *pieces: str) -> Typed:
        """Return `pieces` as what is typed."""
        return cls(pieces)


Named = str | Typed | None
"""Who or what a sentence names: a person by their Slack user id, None for jefail itself, or what
is typed."""


class JefailError(Exception):
    """An expected error that may be told to the person who asked: never a code, never blame.

    `{who}` in the words stands for what is given as `who`, so that each place where they are shown
    names people, and what to type, in its own way. `is_drawn`: the words are made for Slack
    already, what others wrote in them too.
    """

    retryable = False

    def __init__(self, words: str = "", *, is_drawn: bool = False, **named: Named) -> None:
        super().__init__(words)
        self.named = named
        self.is_drawn = is_drawn

    def __str__(self) -> str:
        return self._filled(super().__str__(), str, "`{}`".format)

    @property
    def sentence(self) -> str:
        """What to tell the person who asked, with `{who}` and the like still in it."""
        return super().__str__()

    @property
    def advice(self) -> str:
        """The sentence as a terminal or a page shows it."""
        return self.said(str, "`{}`".format)

    def said(
        self,
        person: Callable[[str], str],
        typed: Callable[[str], str],
        words: Callable[[str], str] = str,
    ) -> str:
        """Return the sentence with each person, each piece to type, and all else shown by these."""
        return self._filled(words(self.sentence), person, typed)

    def _filled(self, words: str, person: Callable[[str], str], typed: Callable[[str], str]) -> str:
        for name, one in self.named.items():
            if isinstance(one, Typed):
                shown = ", ".join(map(typed, one.pieces))
            else:
                shown = "jefail" if one is None else person(one)
            words = words.replace(f"{{{name}}}", shown)
        return words


class BadInput(JefailError):
    """What came in cannot be taken as it is."""


class Unbalanced(BadInput):
    """The debits and credits of an entry differ."""

    def __init__(self, difference: str) -> None:
        super().__init__(f"debits and credits differ by {difference}")
        self.difference = difference


class NoteNeeded(BadInput):
    """So much is closed by hand that the person has to say why. `above`: more than that."""

    def __init__(self, above: Decimal, currency: str) -> None:
        super().__init__(f"Say in a note why: it is more than {above:,f} {currency}.")
        self.above = above


class AccountUnfit(BadInput):
    """An account that was chosen for a category takes no entries, or is not there any more."""


class ItemUnfit(BadInput):
    """A class, a name or a tax code that was chosen is not in use, or not there any more."""


class MappedMeanwhile(BadInput):
    """Someone mapped it since it was looked at; nothing was changed."""


class ConsentRefused(BadInput):
    """What a person gave does not let us into the company of the book; nothing was changed."""


class LinkSpent(JefailError):
    """A link to connect a book was used, is too old, or was never made."""


class NotFound(JefailError):
    """There is no such thing; the text names it."""


class IncidentError(JefailError):
    """Something about one incident."""


class TransitionRefused(IncidentError):
    """The incident may not move that way from where it stands; the words say why."""


class StoreBusy(JefailError):
    """The database did not answer in time; nothing was changed.

    `why`, where it is known, follows "the database": "its disk is full".
    """

    retryable = True

    def __init__(self, words: str = "the database is busy", why: str = "") -> None:
        super().__init__(words)
        self.why = why

    @property
    def sentence(self) -> str:
        """Ask for another try: nothing was changed."""
        if self.why:
            return (
                f"Nothing was changed, because of jefail's database: {self.why}. Please try again"
                " later, or tell the person who runs jefail."
            )
        return "jefail is busy just now and changed nothing. Please try again."


class Superseded(JefailError):
    """A run was held up for so long that another has taken over what it held."""

    def __init__(self, work: str, key: str) -> None:
        super().__init__(f"another run has taken over {work} {key}")


class LedgerError(JefailError):
    """The accounting platform could not be read; nothing was posted."""

    retryable = True


class AuthorisationLost(LedgerError):
    """jefail has lost access to the accounting platform; only reconnecting helps.

    `words` are the platform's own, to be shown as such; empty when it was not asked.
    """

    retryable = False

    def __init__(self, what: str, *, words: str = "") -> None:
        super().__init__(f"{what}: {words[:500]}" if words else what)
        self.words = words


class NotAnswered(LedgerError):
    """No whole answer came from the accounting platform, or from where it signs people in."""


class WrongBooks(LedgerError):
    """Access to the accounting platform is to other books than those of the book.

    The text is a sentence for people: "Xero keeps the books of this organisation in EUR, not USD".
    """

    retryable = False


class AccountRefused(LedgerError):
    """The accounting platform will not make an account. `words` are its own."""

    retryable = False

    def __init__(self, words: str) -> None:
        super().__init__(words[:500])
        self.words = words


class ItemRefused(LedgerError):
    """The accounting platform will not make a class, a name or an option. `words` are its own."""

    retryable = False

    def __init__(self, words: str) -> None:
        super().__init__(words[:500])
        self.words = words
