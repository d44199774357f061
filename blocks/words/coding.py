"""What a line lacks beside its account: a word where it has none, or a choice that its word names.

jefail found it before the platform was asked, so nothing here says that it rejected anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from blocks.words.reasons import BOOKKEEPER, Words
from journal.books.book import Platform
from journal.books.lists import Dimension, Field
from journal.entries.carried import CARRIED, TAX_AMOUNT, TAX_TWICE, TAX_UNSAID
from journal.entries.failure import AccountCause, Failure, FailureReason
from journal.entries.uncoded import CODING_REASONS
from journal.incidents.uncoded import is_unplaced

REASONS: Final = CODING_REASONS
CHOOSE_ALL: Final = "Edit what lines carry"
"""Says the button, and the form, where the platform does not say which list it is about."""
_NAMES: Final = {
    Field.CLASS: "class",
    Field.LOCATION: "location",
    Field.NAME: "customer or vendor",
    Field.TAX: "tax code",
    Field.PROJECT: "project",
}
_HEADS: Final = {
    "amounts": "amounts with tax",
    TAX_UNSAID: "a tax code on amounts without tax",
    TAX_AMOUNT: "a tax amount that differs from the rate",
    TAX_TWICE: "a tax that is a line and comes from tax codes again",
    "exchange_rate": "an exchange rate",
    "adjusting": "adjusting entries",
}
_ASIDE: Final = " It is remembered, and the entries then post automatically."
"""How each choice ends."""
_CHOOSE: Final = "Press {choose} and say which {dimension} is meant." + _ASIDE
MISSING: Final = Words(
    plain="{a_dimension} is missing{on_lines}",
    todo="Press {choose} for the lines that have none." + _ASIDE,
    who=BOOKKEEPER,
)
UNKNOWN: Final = Words(
    plain="{platform} has no {dimension} of that name",
    about_one="{platform} has no {dimension} called “{subject}”",
    about_many="{platform} has no {dimension} called “{subject}” (and {others})",
    todo=_CHOOSE,
    who=BOOKKEEPER,
)
NOT_ON_THESE: Final = Words(
    plain="{platform} keeps no {dimension} on some of these accounts",
    about_one="{platform} keeps no {dimension} on “{subject}”",
    about_many="{platform} keeps no {dimension} on “{subject}” (and {others})",
    todo="Leave it out on these lines where the entry comes from, and hand the entry in again.",
    who=BOOKKEEPER,
)
AMBIGUOUS: Final = Words(
    plain="A name could be more than one {dimension}",
    about_one="“{subject}” could be more than one {dimension}",
    about_many="“{subject}” (and {others}) could be more than one {dimension}",
    todo=_CHOOSE,
    who=BOOKKEEPER,
)
INACTIVE: Final = Words(
    plain="A {dimension} is inactive in {platform}",
    about_one="The {dimension} “{subject}” is inactive in {platform}",
    about_many="The {dimension} “{subject}” (and {others}) is inactive in {platform}",
    todo="Press {choose} and choose another. Or make it active in {platform} and press Retry.",
    who=BOOKKEEPER,
)
_OF_WORDS: Final[Mapping[AccountCause | None, Words]] = {
    AccountCause.AMBIGUOUS: AMBIGUOUS,
    AccountCause.INACTIVE: INACTIVE,
}


@dataclass(frozen=True, slots=True)
class Lacking:
    """What one failure says: the words that name nothing, and whether some lines have none."""

    dimension: str  # as it stands in a sentence: "class", "tax code", "Region"
    words: tuple[str, ...]
    is_missing: bool
    cause: AccountCause | None = None

    @property
    def sentences(self) -> Words:
        """The sentences for it."""
        return MISSING if self.is_missing else _OF_WORDS.get(self.cause, UNKNOWN)


def lacking(failure: Failure) -> Lacking:
    """Return what a failure of `REASONS` says."""
    words = tuple(one for one in failure.details if one.strip())
    is_missing = not words or "" in failure.details
    return Lacking(dimension_name(failure.subject), words, is_missing, failure.cause)


def sentences_of(failure: Failure, platform: Platform) -> Words | None:
    """Return the sentences for what lines lack beside an account; None: it is not about that."""
    if failure.reason in REASONS:
        return lacking(failure).sentences
    return NOT_ON_THESE if is_of_accounts(failure, platform) else None


def is_of_accounts(failure: Failure, platform: Platform) -> bool:
    """Whether the platform holds such a field, but not on lines of the accounts that are named."""
    if failure.reason is not FailureReason.NOT_CARRIED or not any(failure.details):
        return False
    try:
        field = Dimension.of(failure.subject).field
    except ValueError:
        return False
    return platform in CARRIED and field in CARRIED[platform].by_account


def dimension_name(key: str) -> str:
    """Return a dimension, by its key, as it stands in a sentence; so too of an entry's head."""
    if key in _HEADS:
        return _HEADS[key]
    try:
        dimension = Dimension.of(key)
    except ValueError:
        return "class, location or tracking option"
    return _NAMES.get(dimension.field, dimension.label)


def a_dimension(key: str) -> str:
    """Return it as it is missed: "a class", "Region" (a tracking category has its own name)."""
    name = dimension_name(key)
    return name if key.startswith(Field.TRACKING.value) else f"a {name}"


def choose_label(failure: Failure) -> str:
    """Return what the button says that opens the form: "Choose a class", "Choose Region"."""
    if is_unplaced(failure):
        return CHOOSE_ALL
    return f"Choose {a_dimension(failure.subject)}"
