"""What the sentences of a story are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from blocks.kit import figures
from blocks.kit.text import mention, when
from journal.incidents.incident import Case
from journal.incidents.story.event import Turn
from journal.incidents.story.values import Batch

Lines = Mapping[type[Turn], Callable[[Any, str | None, Case], str]]
"""The sentence for each kind of turn, of which each takes its own record, and of who did it."""


def entries(batch: Batch, case: Case) -> str:
    """Return "3 entries ($4,812.40)"; without a count, "the entries"."""
    return figures.batch(batch, case.book.locale)


def who(by: str | None) -> str:
    """Return who did it, as Slack names people."""
    return mention(by) if by else "jefail"


def at_moment(at: datetime | None) -> str:
    """Return the moment after a space, as Slack shows it to each in their zone; empty for None."""
    return f" {when(at)}" if at else ""
