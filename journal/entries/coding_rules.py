"""What lines are coded as where they do not say it themselves: by book, channel, kind, category."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from journal.books.lists import Dimension


@dataclass(frozen=True, slots=True)
class Scope:
    """Which lines something is said of; what is empty fits every line of the book."""

    sales_channel: str = ""
    kind: str = ""  # an `EntryKind`
    category: str = ""
    account_id: str = ""  # the platform's id that stays, of lines that go to this account

    def fits(self, line: Scope) -> bool:
        """Whether it is said of `line`, in which all is filled that is known of it."""
        return all(
            not mine or mine == theirs
            for mine, theirs in zip(self._parts, line._parts, strict=True)
        )

    @property
    def narrowness(self) -> tuple[bool, bool, bool, bool]:
        """What counts first where several fit: the category, then account, kind and channel."""
        return bool(self.category), bool(self.account_id), bool(self.kind), bool(self.sales_channel)

    @property
    def is_of_lines(self) -> bool:
        """Whether it is of lines of one category or account, rather than of whole entries."""
        return bool(self.category or self.account_id)

    @property
    def _parts(self) -> tuple[str, str, str, str]:
        return self.sales_channel, self.kind, self.category, self.account_id


ANYWHERE = Scope()
"""Every line of the book."""


@dataclass(frozen=True, slots=True)
class CodingRule:
    """People said that the lines of `scope` go to this choice of a list."""

    scope: Scope
    dimension: Dimension
    item_id: str


@dataclass(frozen=True, slots=True)
class CodingRules:
    """All rules of a book."""

    rules: Sequence[CodingRule] = ()
    _by_dimension: Mapping[Dimension, Sequence[CodingRule]] = field(
        init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        found: defaultdict[Dimension, list[CodingRule]] = defaultdict(list)
        for one in sorted(self.rules, key=lambda rule: rule.scope.narrowness, reverse=True):
            found[one.dimension].append(one)
        object.__setattr__(self, "_by_dimension", dict(found))

    @property
    def dimensions(self) -> Sequence[Dimension]:
        """Those that any rule is of."""
        return [*self._by_dimension]

    def fitting(self, dimension: Dimension, line: Scope) -> Iterator[CodingRule]:
        """Yield what is said of `line`, the narrowest rule first."""
        rules = self._by_dimension.get(dimension, ())
        return (one for one in rules if one.scope.fits(line))

    def item_id(self, dimension: Dimension, line: Scope) -> str:
        """Return the choice that the narrowest rule says for `line`; "": no rule does."""
        return next((one.item_id for one in self.fitting(dimension, line)), "")

    def of(self, dimension: Dimension, scope: Scope) -> str:
        """Return the choice of the rule of just this scope; "": there is none."""
        rules = self._by_dimension.get(dimension, ())
        return next((one.item_id for one in rules if one.scope == scope), "")

    def with_rules(self, newer: Iterable[CodingRule]) -> CodingRules:
        """Return them with `newer` in place of those of the same scope and dimension."""
        kept = {(one.scope, one.dimension): one for one in (*self.rules, *newer)}
        return CodingRules([*kept.values()])
