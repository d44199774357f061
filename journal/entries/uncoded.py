"""What lines lack beside their account, as questions that a person can answer once for all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from journal.books.book import Account
from journal.books.listing import folded
from journal.books.lists import Dimension, Field, ListItem
from journal.entries.coded_lines import ANY_NAME, CodeLack, coded_line, said_in, takes
from journal.entries.coding import Coded
from journal.entries.coding_rules import ANYWHERE, CodingRule, Scope
from journal.entries.entry import EntryKind, Line, NewEntry
from journal.entries.failure import FailureReason
from journal.entries.placing import Known, alias_name, on_account, place_of

CODING_REASONS = frozenset(
    {FailureReason.DIMENSION_MISSING, FailureReason.NAME_MISSING, FailureReason.TAX_MISSING}
)
"""What lines lack by what is known, and a choice from the platform's lists ends."""
CHOSEN_FOR = CODING_REASONS | {FailureReason.TAX_OR_DIMENSION}
"""What such a choice can end: also a refusal that does not say which of the lists it is about."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One question: what a word means, or what lines without one get.

    A word means it wherever it stands, or with an account in `scope` on lines of that one.
    """

    dimension: Dimension
    word: str = ""  # as first written; "": lines of `scope` have none
    scope: Scope = ANYWHERE
    kind: str = ""  # of a name that only a customer, say, can have

    @property
    def meant(self) -> tuple[Dimension, str]:
        """Under which it is kept what the word means."""
        return self.dimension, alias_name(self.said)

    @property
    def said(self) -> str:
        """The word, with the account on whose lines it means something of its own; else ""."""
        return on_account(self.word, self.scope.account_id)

    @property
    def key(self) -> tuple[str, ...]:
        """It as texts; all spellings of one word have one key."""
        scope = self.scope
        which = (scope.sales_channel, scope.kind, scope.category, scope.account_id)
        return (self.dimension.key, self.kind, folded(self.word), *which)


@dataclass(frozen=True, slots=True)
class Choices:
    """What people said: which choice (its id) words mean, and what lines without a word get.

    A word may be joined with an account, by `on_account`.
    """

    words: Mapping[tuple[Dimension, str], str] = field(default_factory=dict)
    rules: tuple[CodingRule, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.rules)

    def added_to(self, known: Known) -> Known:
        """Return what is known once this is kept."""
        words = {(one, alias_name(word)): to for (one, word), to in self.words.items()}
        return replace(
            known,
            coding_rules=known.coding_rules.with_rules(self.rules),
            item_aliases={**known.item_aliases, **words},
        )


def answered(answers: Mapping[Slot, ListItem]) -> Choices:
    """Return what these answers come to."""
    return Choices(
        {(one.dimension, one.said): item.key for one, item in answers.items() if one.word},
        tuple(
            CodingRule(one.scope, one.dimension, item.key)
            for one, item in answers.items()
            if not one.word
        ),
    )


@dataclass(frozen=True, slots=True)
class LineState:
    """What a line carries, and lacks, beside the account that it goes to."""

    account: Account
    coded: tuple[Coded, ...]
    lacks: tuple[CodeLack, ...]


def states_of(content: NewEntry, known: Known) -> Sequence[LineState | None]:
    """Return how each line stands; None: it has no account yet."""
    return [_state(line, content, known) for line in content.lines]


@dataclass(frozen=True, slots=True)
class States:
    """How lines of many entries stand by what is known; those that say the same are looked at once.

    Of such lines nothing may differ but what they say: amounts and descriptions are left out.
    """

    known: Known
    _seen: dict[tuple[str, EntryKind, Line], LineState | None] = field(
        default_factory=dict, repr=False
    )

    def of(self, content: NewEntry) -> Sequence[LineState | None]:
        """Return how each line of an entry stands; None: it has no account yet."""
        keys = [(content.sales_channel, content.kind, line) for line in content.lines]
        for key in keys:
            if key not in self._seen:
                self._seen[key] = _state(key[2], content, self.known)
        return [self._seen[key] for key in keys]


def slots_of(
    line: Line, content: NewEntry, known: Known, dimension: Dimension, *, unsaid: bool = False
) -> Iterator[Slot]:
    """Yield what a line asks of `dimension`.

    `unsaid`: the platform misses something that is not known to be wanted, so a line that carries
    nothing there is asked about as well.
    """
    state = _state(line, content, known)
    if state is None:
        return
    scope = scope_of(line, content, state.account)
    lacks = [one for one in state.lacks if one.dimension == dimension]
    for one in lacks:
        if one.reason in CODING_REASONS:
            yield Slot(dimension, one.word, ANYWHERE if one.word else scope, one.kind)
    if unsaid and not lacks and all(one.dimension != dimension for one in state.coded):
        kind = state.account.wants_name if dimension.field is Field.NAME else ""
        yield Slot(dimension, scope=scope, kind="" if kind == "any" else kind)


def held_slots(
    line: Line, content: NewEntry, known: Known, dimensions: Iterable[Dimension]
) -> Iterator[tuple[Slot, ListItem | None]]:
    """Yield what a line may carry of `dimensions`, each with what it carries now.

    A word of its own is asked about on its account alone: elsewhere it may be right.
    """
    state = _state(line, content, known)
    if state is None:
        return
    carried = {one.dimension: one.item for one in state.coded}
    words = said_in(line, known)
    for dimension in dimensions:
        if not takes(dimension, state.account, known):
            continue
        scope = scope_of(line, content, state.account)
        kind = state.account.wants_name if dimension.field is Field.NAME else ""
        kind = "" if kind == ANY_NAME else kind
        if word := words.get(dimension, ""):
            scope = Scope(account_id=state.account.key)
        yield Slot(dimension, word, scope, kind), carried.get(dimension)


def scope_of(line: Line, content: NewEntry, account: Account) -> Scope:
    """Return the lines that one answer is for: of its category, else of its account."""
    if line.category and not line.account:
        return Scope(content.sales_channel, category=line.category)
    return Scope(content.sales_channel, account_id=account.key)


def is_whole(states: Sequence[LineState | None]) -> bool:
    """Whether no line lacks anything."""
    return all(one is not None and not one.lacks for one in states)


def _state(line: Line, content: NewEntry, known: Known) -> LineState | None:
    account = place_of(line, content.sales_channel, known)
    if not isinstance(account, Account):
        return None
    coded, lacks = coded_line(line, account, content, known)
    return LineState(account, tuple(coded), tuple(lacks))
