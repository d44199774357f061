"""What somebody asks for, as it goes on after "asks to": for the card, its thread, and messages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from blocks.kit import figures, limits
from blocks.kit.text import link, outside
from blocks.words.cause import period_of
from blocks.words.changed_lines import line_changed
from blocks.words.conflict import theirs
from blocks.words.costs import kept_line
from blocks.words.outcomes import how_said
from journal.amounts.money import Money
from journal.entries.failure import Obstacle
from journal.incidents.incident import Case, HowResolved
from journal.incidents.move import Move

_IN_A_LINE = 6


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that is asked for, marked up."""

    what: str  # "map 2 categories"
    items: Sequence[str] = ()  # each of them
    then: str = ""  # what comes of it: "that posts 3 entries ($4,812.40)"

    @property
    def in_a_line(self) -> str:
        """It as part of a sentence; of many items the first few."""
        left = len(self.items) - _IN_A_LINE
        shown = [*self.items[:_IN_A_LINE], *([f"{left} more"] if left > 0 else [])]
        return f"{self.what}: {', '.join(shown)}" if shown else self.what

    @property
    def whole(self) -> str:
        """The same, with what comes of it."""
        return f"{self.in_a_line}; {self.then}" if self.then else self.in_a_line


Facts = Mapping[str, Any]
"""As `facts_of` in `journal/moves/second_person.py` gives them."""


def ask_of(facts: Facts, case: Case) -> Ask:
    """Return what is asked for by these facts."""
    said = _ASKS.get(str(facts.get("move", "")), _other)
    return said(facts, case)


def on_first_open_day(facts: Facts, locale: str) -> str:
    """Return "on Aug 1, 2026, the first open day", as far as the facts name the day."""
    to = facts.get("day")
    named = f"{figures.day(date.fromisoformat(to), locale)}, " if to else ""
    return f"on {named}the first open day"


def number_in(facts: Facts) -> str:
    """Return the number of the entry that the facts name."""
    return outside(str(facts.get("number", "the entry")), limits.NAME_SHOWN)


def _entries(facts: Facts, case: Case) -> str:
    return figures.told(facts, case.book.locale)


def _posts(facts: Facts, case: Case) -> str:
    if facts.get("count") == 0:
        return "no entry is complete with that yet"
    return f"that posts {_entries(facts, case)}"


def _note(facts: Facts) -> str:
    note = outside(str(facts.get("note", "")), limits.QUOTE)
    return f": “{note}”" if note else ""


def _other(facts: Facts, case: Case) -> Ask:
    """Return what a newer release asks for and this one has no words for."""
    return Ask(f"do something with {_entries(facts, case)}")


def _retry(facts: Facts, case: Case) -> Ask:
    return Ask(f"post {_entries(facts, case)} again")


def _draft(facts: Facts, case: Case) -> Ask:
    return Ask(f"leave {_entries(facts, case)} in {case.connection.platform.label} as drafts")


def _redate(facts: Facts, case: Case) -> Ask:
    return Ask(f"post {_entries(facts, case)} {on_first_open_day(facts, case.book.locale)}")


def _wait(facts: Facts, case: Case) -> Ask:
    return Ask(f"post {_entries(facts, case)} by itself once {period_of(case)} is open again")


def _close(facts: Facts, case: Case) -> Ask:
    how = HowResolved(facts["how"]) if facts.get("how") else None
    said = how_said(how, case.connection.platform.label)
    if how is not None and how.is_checked:
        return Ask(f"close {_entries(facts, case)} as {said}{_note(facts)}")
    entry_id = facts.get("entry_id")
    what = _entries(facts, case)
    if entry_id:
        what = figures.with_amounts(f"JF-{entry_id}", facts, case.book.locale)
    why = f" ({said})" if how else ""
    return Ask(f"skip {what}{why}{_note(facts)}")


def _map(facts: Facts, case: Case) -> Ask:
    pairs = [
        (outside(name, limits.NAME_SHOWN), outside(label, limits.NAME_SHOWN))
        for _channel, name, _account, label in facts.get("chosen", ())
    ]
    if len(pairs) == 1:
        return Ask("map {} to {}".format(*pairs[0]), then=_posts(facts, case))
    what = figures.counted(len(pairs), "category", case.book.locale, "categories")
    return Ask(f"map {what}", [f"{name} → {to}" for name, to in pairs], _posts(facts, case))


def _cost(facts: Facts, case: Case) -> Ask:
    locale = case.book.locale
    told = facts.get("told", {})
    file = f" from “{outside(str(told['file']), limits.NAME_SHOWN)}”" if told.get("file") else ""
    shown = [kept_line(one, locale) for one in facts.get("shown", ())]
    costs = shown or [
        f"{outside(sku, limits.NAME_SHOWN)} {figures.amount(Money(minor, currency), locale)}"
        for sku, minor, currency in facts.get("costs", ())
    ]
    what = f"add {figures.counted(len(costs), 'cost', locale)}{file}"
    return Ask(what, costs, _posts(facts, case))


def _edit(facts: Facts, case: Case) -> Ask:
    told = [line_changed(one, case.book.locale) for one in facts.get("changes", ())]
    return Ask(f"edit {number_in(facts)}", told, _posts(facts, case))


def _link(facts: Facts, case: Case) -> Ask:
    there = _there(facts, case)
    return Ask(f"link {number_in(facts)} to {there}", then="nothing is posted")


def _post_anyway(facts: Facts, case: Case) -> Ask:
    if facts.get("apart"):
        both = f"post the new version as another entry, beside {_conflicting(case)}"
        return Ask(both, then=_posts(facts, case))
    there = _there(facts, case)
    return Ask(f"post {number_in(facts)} beside {there}{_note(facts)}", then=_posts(facts, case))


def _overwrite(facts: Facts, case: Case) -> Ask:
    number, platform = number_in(facts), case.connection.platform.label
    what = f"put {number} in the place of {_conflicting(case)}"
    if facts.get("restated"):
        what = f"replace {_conflicting(case)} with the new version of {number}"
    if facts.get("anew"):
        what = f"post {number} anew, which was deleted in {platform}"
    return Ask(what, then=_posts(facts, case))


def _keep_theirs(facts: Facts, case: Case) -> Ask:
    kept = f"keep {_conflicting(case)} as {number_in(facts)}"
    return Ask(kept, then="the correction is not sent")


def _conflicting(case: Case) -> str:
    """Return what a correction met: "what QuickBooks has (Jul 7, 2026 · $1,600.00)"."""
    there, met = theirs(case), case.incident.failure.conflict
    if met is not None and met.obstacle is Obstacle.RESTATED and not met.ledger_id:
        return f"the version before{f' ({there})' if there else ''}"
    return f"what {case.connection.platform.label} has{f' ({there})' if there else ''}"


def _there(facts: Facts, case: Case) -> str:
    """Return what the ledger showed: "1007 in QuickBooks (Jul 7, 2026, $1,604.13)"."""
    there, locale = facts.get("there") or {}, case.book.locale
    platform = case.connection.platform.label
    if not there:
        return f"what {platform} has"
    day = figures.day(date.fromisoformat(there["day"]), locale)
    sum_ = there.get("sum")
    told = [day, figures.amount(Money(*sum_), locale)] if sum_ else [day]
    return f"{link(there['url'], there['number'])} in {platform} ({', '.join(told)})"


_ASKS: Mapping[str, Callable[[Facts, Case], Ask]] = {
    Move.RETRY: _retry,
    Move.RESOLVE: _close,
    Move.SKIP: _close,
    Move.DRAFT: _draft,
    Move.REDATE: _redate,
    Move.WAIT_FOR_REOPENING: _wait,
    Move.MAP: _map,
    Move.COST: _cost,
    Move.EDIT: _edit,
    Move.LINK: _link,
    Move.POST_ANYWAY: _post_anyway,
    Move.OVERWRITE: _overwrite,
    Move.KEEP_THEIRS: _keep_theirs,
}
"""Every move in `ASKABLE` (`journal/rights.py`)."""
