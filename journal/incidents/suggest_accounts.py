"""Accounts of a chart that a person may mean: as they type, or for a category that lacks one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from journal.books.book import Account
from journal.books.chart import Chart
from journal.entries.account_kinds import is_usual
from journal.entries.placing import NAMED, Category, fits_of
from journal.incidents.gaps import Gap, Gaps, OtherBookMapping

_NEAR = 86  # of 100: what is filled in
_LIKE = 75  # what is offered for what was typed
_SAME_NUMBER = 60
_SHORTEST = 3  # characters of a word whose plural is looked through

Compare = Callable[[str, str], float]
"""Returns how alike two texts are, of 100."""


@dataclass(frozen=True, slots=True)
class NameLikeness:
    """Ways to compare two names: letter by letter, by the words in them, and the best of many."""

    letters: Compare
    words: Compare
    best: Compare


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An account that is filled in, and where it comes from: "as for Amazon"."""

    account: Account
    why: str


def suggest_accounts(
    gaps: Gaps, elsewhere: Sequence[OtherBookMapping], alike: NameLikeness
) -> Mapping[Category, Suggestion]:
    """Return an account for each category that speaks for one, to be filled in first."""
    offered = [one for one in gaps.known.chart.accounts if one.takes_entries]
    found = {}
    for row in gaps.rows:
        same = [one for one in elsewhere if _is_same(one.category[1], row.category[1])]
        suggested = _suggest(row, gaps, same, offered, alike)
        if suggested:
            found[row.category] = suggested
    return found


def match_accounts(
    accounts: Iterable[Account], typed: str, alike: NameLikeness
) -> Sequence[Account]:
    """Return the accounts that `typed` may mean, the likeliest first; all for nothing typed."""
    words = _words(typed)
    offered = sorted((one for one in accounts if one.takes_entries), key=_order)
    if not words:
        return offered
    holding = [one for one in offered if all(word in one.label.casefold() for word in words)]
    if holding:
        return sorted(holding, key=lambda one: not one.number.startswith(words[0]))
    scored = [(alike.best(" ".join(words), one.label.casefold()), one) for one in offered]
    near = [(score, one) for score, one in scored if score >= _LIKE]
    return [one for _, one in sorted(near, key=lambda pair: -pair[0])]


def split_usual(
    accounts: Sequence[Account], gap: Gap | None, used: Sequence[Account]
) -> tuple[Sequence[Account], Sequence[Account]]:
    """Return those that lines of `gap` usually go to, the last used first, and the others."""
    usual = [one for one in accounts if gap and is_usual(one, gap.kind, gap.side)]
    others = [one for one in accounts if one not in usual]
    return sorted(usual, key=lambda one: one not in used), others


def used_of(chart: Chart, ids: Iterable[str]) -> Sequence[Account]:
    """Return the accounts that mappings lead to, as far as they are in the chart."""
    return [account for one in ids if (account := chart.by_id(one))]


def fitting_first(
    accounts: Sequence[Account], fits: Sequence[Account]
) -> tuple[Sequence[Account], Sequence[Account]]:
    """Return those of `accounts` that a name may mean which several fit, and the others."""
    return [one for one in accounts if one in fits], [one for one in accounts if one not in fits]


def _suggest(
    row: Gap,
    gaps: Gaps,
    same: Sequence[OtherBookMapping],
    offered: Sequence[Account],
    alike: NameLikeness,
) -> Suggestion | None:
    if len(fits_of(row.category, gaps.known)) > 1:
        return None  # which of them is meant, only a person knows
    book_id = gaps.case.book.id
    for one in same:
        account = gaps.known.chart.by_id(one.account) if one.book_id == book_id else None
        if account in offered and account and one.category != row.category:
            return Suggestion(account, f"as for {one.category[0] or one.category[1]}")
    for one in same:
        there = _same_account(one, offered, alike) if one.book_id != book_id else None
        if there:
            return Suggestion(there, "as in another book")
    numbered = [one for one in gaps.known.chart.alike(row.category[1]) if one in offered]
    if row.category[0] == NAMED and len(numbered) == 1:
        return Suggestion(numbered[0], "by its number")
    near = _nearest(row, offered, alike)
    return Suggestion(near, "by its name") if near else None


def _same_account(
    one: OtherBookMapping, offered: Sequence[Account], alike: NameLikeness
) -> Account | None:
    """Return the account that is the same in this chart: so named, or so numbered and alike."""
    if not one.name:
        return None
    for account in offered:
        if _is_same(account.name, one.name):
            return account
    for account in offered:
        likeness = alike.best(account.name.casefold(), one.name.casefold())
        if one.number and account.number == one.number and likeness >= _SAME_NUMBER:
            return account
    return None


def _nearest(row: Gap, offered: Sequence[Account], alike: NameLikeness) -> Account | None:
    """Return the account of the nearest name, of those that such lines usually go to."""
    channel, category = row.category
    category = category.rpartition(":")[2]
    scored = [
        (*_likeness(channel, category, account, alike), account)
        for account in offered
        if is_usual(account, row.kind, row.side)
    ]
    best = max(scored, key=lambda one: one[:3], default=None)
    return best[3] if best and best[0] >= _NEAR else None


def _likeness(
    channel: str, category: str, account: Account, alike: NameLikeness
) -> tuple[float, float, float]:
    """Return how like the names are: in their words, in the whole, and with the channel."""
    name, words = plain(account.name.rpartition(":")[2]), plain(category)
    with_channel = f"{plain(channel)} {words}"
    in_whole = alike.letters(name, with_channel)
    return (
        alike.words(words, name),
        max(alike.letters(name, words), in_whole),
        in_whole,
    )


def _order(account: Account) -> tuple[bool, str, str]:
    return (not account.number, account.number, account.name.casefold())


def _is_same(one: str, other: str) -> bool:
    return one.casefold().strip() == other.casefold().strip()


def _words(text: str) -> list[str]:
    return text.casefold().split()


def plain(text: str) -> str:
    """Return the words of `text` in the singular: "Gift cards" and "Gift card" are the same."""
    words = re.findall(r"\w+", text.casefold())
    return " ".join(word.removesuffix("s") if len(word) > _SHORTEST else word for word in words)
