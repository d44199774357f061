"""What the lines of a story are made of.

The facts of an `Event` are plain JSON values under these names; each may be missing:

    count     how many entries it concerns
    amounts   what they come to, as [[minor units, currency], ...]
    words     the platform's own, for `refused`
    onto      the ids of the incidents that they moved to, for `moved`
    remarks   what is otherwise there than its caller wanted it, as sentences, for `posted`, `found`
    move      what was asked for, a Move value; asked_by: the Slack user id of who did
    account   the one that was made, for `account_created`
    mapped    categories and their accounts, as [[category, account], ...], for `mapped`
    how, note what a person said on closing, for `resolved` (`how` is a HowResolved value)
    to        who was given it, for `assigned`
    until     when it wakes (ISO 8601), for `snoozed`
    by        who snoozed it, for `woken`; who closed it, for `checked`
    closed_at when it was closed (ISO 8601), for `checked` and `missing`
    way, text how a summary went to support and what it said, for `support`
    variants, left, lacking   how many costs were added, are lacking still, and the first of those
    set       the first of those that were added, as `shown_costs` gives them
    file      the name of a file that they came in, with `refused` (why), or with `faults`
              ([[row, what is wrong], ...]), `more_faults`, `empty` and `others` (counts of rows)
    day       the new one, "2026-08-01", for `redated`; before: the first and the last old one;
              kinds: EntryKind values
    note      why, for `post_anyway`
    number    of the entry, and its changes, as `editing.changes` gives them, for `edited`
    number    of the entry, for `kept` and `overwrite`; anew: it was deleted there;
              restated: it replaces a version that read as another entry
    before    the number of the version before, for `post_apart`, beside `number`
    grounds   on which entries were found, as `Ground` values, for `found`
    there     day (ISO 8601) and sum of what has our `number`, for `number_elsewhere`
    asked_by  who wanted it, a Slack user id, for what is then done by itself
    because   why it could not be done, for `lapsed`
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from blocks.kit import figures
from blocks.kit.text import mention
from journal.incidents.incident import Case, HowResolved
from journal.ports import Event

Lines = Mapping[str, Callable[[Event, Case], str]]
"""The line for each kind of event."""


def fact(event: Event, name: str, default: Any = None) -> Any:
    """Return a fact by its name."""
    return (event.facts or {}).get(name, default)


def moment(event: Event, name: str) -> datetime | None:
    """Return a fact that is a moment, None when it is missing."""
    kept = fact(event, name)
    return datetime.fromisoformat(str(kept)) if kept else None


def entries(event: Event, case: Case) -> str:
    """Return "3 entries ($4,812.40)"; without a count, "the entries"."""
    return figures.told(event.facts or {}, case.book.locale)


def count(event: Event, case: Case, one: str, many: str) -> str:
    """Return "3 entries"; empty without a count."""
    count = fact(event, "count")
    return figures.counted(int(count), one, case.book.locale, many) if count is not None else ""


def how(event: Event) -> HowResolved | None:
    """Return how a person said it was closed."""
    how = fact(event, "how")
    return HowResolved(how) if how else None


def who(event: Event) -> str:
    """Return who did it, as Slack names people."""
    return mention(event.actor) if event.actor else "jefail"
