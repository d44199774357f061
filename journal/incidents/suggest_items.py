"""Choices of the platform's lists that a person may mean: as they type, or for what lacks one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from journal.books.lists import ListItem
from journal.entries.uncoded import Slot
from journal.incidents.suggest_accounts import NameLikeness, plain
from journal.incidents.uncoded import CodeGap, Uncoded

_NEAR = 86  # of 100: what is filled in
_LIKE = 70  # what is offered for what was typed
CLOSEST = 5
"""How many of the nearest names stand first."""


@dataclass(frozen=True, slots=True)
class ItemSuggestion:
    """A choice that is filled in, and where it comes from: "as for Amazon"."""

    item: ListItem
    why: str


def suggest_items(seen: Uncoded, alike: NameLikeness) -> Mapping[Slot, ItemSuggestion]:
    """Return a choice for each row that speaks for one, to be filled in first."""
    found = {row.slot: _suggest(row, seen, alike) for row in seen.rows}
    return {slot: one for slot, one in found.items() if one is not None}


def match_items(items: Iterable[ListItem], typed: str, alike: NameLikeness) -> Sequence[ListItem]:
    """Return the choices that `typed` may mean, the likeliest first; all for nothing typed."""
    words = typed.casefold().split()
    items = [*items]
    if not words:
        return items
    holding = [one for one in items if all(word in one.label.casefold() for word in words)]
    if holding:
        return sorted(holding, key=lambda one: not one.label.casefold().startswith(words[0]))
    scored = [(alike.best(" ".join(words), one.label.casefold()), one) for one in items]
    near = [pair for pair in scored if pair[0] >= _LIKE]
    return [one for _, one in sorted(near, key=lambda pair: -pair[0])]


def closest_items(
    row: CodeGap | None, items: Sequence[ListItem], seen: Uncoded, alike: NameLikeness
) -> Sequence[ListItem]:
    """Return the choices that stand first for a row: what its word fits, then the nearest names."""
    if row is None:
        return ()
    fits = [one for one in _fits(row.slot, seen) if one in items]
    wanted = row.slot.word or row.slot.scope.sales_channel
    scored = sorted(items, key=lambda one: -_likeness(wanted, one, alike))
    near = [one for one in scored if _likeness(wanted, one, alike) >= _LIKE]
    return [*dict.fromkeys((*fits, *near))][:CLOSEST]


def _suggest(row: CodeGap, seen: Uncoded, alike: NameLikeness) -> ItemSuggestion | None:
    items = seen.choices(row.slot.kind)
    if row.slot.word:
        if len(_fits(row.slot, seen)) > 1:
            return None  # which of them is meant, only a person knows
        near = _nearest(row.slot.word, items, alike)
        return ItemSuggestion(near, "by the nearest name") if near else None
    if (same := _as_elsewhere(row.slot, items, seen)) is not None:
        return same
    near = _nearest(row.slot.scope.sales_channel, items, alike)
    return ItemSuggestion(near, "by the sales channel's name") if near else None


def _as_elsewhere(slot: Slot, items: Sequence[ListItem], seen: Uncoded) -> ItemSuggestion | None:
    """Return what people chose for the same category or account of another sales channel."""
    by_id = {one.key: one for one in items}
    mine = (slot.scope.category, slot.scope.account_id)
    for rule in seen.known.coding_rules.rules:
        theirs = (rule.scope.category, rule.scope.account_id)
        is_same = rule.dimension == slot.dimension and theirs == mine
        if is_same and rule.item_id in by_id and rule.scope.sales_channel:
            return ItemSuggestion(by_id[rule.item_id], f"as for {rule.scope.sales_channel}")
    return None


def _fits(slot: Slot, seen: Uncoded) -> Sequence[ListItem]:
    if not slot.word:
        return ()
    return [
        one for one in seen.known.lists.fitting(slot.dimension, slot.word, slot.kind) if one.active
    ]


def _nearest(wanted: str, items: Sequence[ListItem], alike: NameLikeness) -> ListItem | None:
    scored = [(_likeness(wanted, one, alike), one) for one in items]
    best = max(scored, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] >= _NEAR else None


def _likeness(wanted: str, item: ListItem, alike: NameLikeness) -> float:
    """Return how like the names are, of 100: the last parts, letter by letter or in their words."""
    name, words = plain(item.name.rpartition(":")[2]), plain(wanted.rpartition(":")[2])
    if not words or not name:
        return 0.0
    return max(alike.letters(words, name), alike.words(words, name) - 1)
