"""What people see of one move: its words, its buttons, and its forms."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from slack_sdk.models.blocks import ButtonElement, ConfirmObject
from slack_sdk.models.views import View

from blocks.words.asks import Ask, Facts
from journal.incidents.incident import Case, Memory
from journal.incidents.move import MoveName
from journal.incidents.story.event import Turn


@dataclass(frozen=True, slots=True)
class Again:
    """The button beside what helped the last time, which does the same once more."""

    label: Callable[[Case, Memory], str]
    helps: Callable[[Case, Memory], bool] = lambda _case, _memory: True  # as the case is now
    asks: Callable[[Case, str], ConfirmObject | None] = lambda _case, _label: None


@dataclass(frozen=True, slots=True)
class ShownMove:
    """A move as people see it, but for its lines in the thread (`blocks/timeline`).

    Facts are what the move was asked for with: plain JSON values.

    Attributes:
        move: which one.
        may: what it is, as it goes on after "may": "post entries again".
        ask: what a second person is asked; each of `ASKABLE` has one (journal/moves).
        fix: what was done about a cause, from the turn that tells it and the locale, in plain
            text: "mapped to 4100 Sales". None: nothing is said of it.
        memory: the same as a later card of the cause remembers it, marked up, and with " by Ana"
            in its place. None: it is `fix`, and who did it behind that.
        again: how it is done again from there; None: it is not.
        buttons: what is pressed for it.
        forms: what it opens, in order.
    """

    move: MoveName
    may: str
    ask: Callable[[Facts, Case], Ask] | None = None
    fix: Callable[[Turn | None, str], str] | None = None
    memory: Callable[[Case, Memory, str], str] | None = None
    again: Again | None = None
    buttons: tuple[Callable[[Case], ButtonElement], ...] = ()
    forms: tuple[Callable[..., View], ...] = ()
