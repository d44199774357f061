"""The ways out of a closed period: one form to choose, one to say yes to another day."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    InputBlock,
    Option,
    PlainTextObject,
    RadioButtonsElement,
)
from slack_sdk.models.views import View

from blocks.forms.parts import BadField, chosen_in, for_whom, form
from blocks.kit import figures, limits, names
from blocks.kit.card import section
from blocks.kit.carrying import carry
from blocks.kit.text import outside
from blocks.words.cause import period_of
from blocks.words.months import months_moved
from journal.incidents.incident import Case
from journal.incidents.ways_out import WayOut, ways_out
from journal.moves.redate import Agreed


def period_form(case: Case, left_out: Collection[WayOut] = ()) -> View:
    """Draw the form with the ways. It carries the incident's id and nothing else.

    `left_out`: what the person who opens it may not do.
    """
    options = [
        Option(
            value=way.value,
            text=PlainTextObject(text=text[: limits.OPTION_TEXT]),
            description=PlainTextObject(text=description[: limits.OPTION_TEXT]),
        )
        for way in ways_out(case)
        if way not in left_out
        for text, description in [_WAYS[way](case)]
    ]
    ways = InputBlock(
        block_id=names.WAY_BLOCK,
        label=PlainTextObject(text="How shall they be posted?"),
        element=RadioButtonsElement(action_id=names.WAY_INPUT, options=options),
    )
    about = str(case.incident.id)
    return form(
        names.PERIOD_FORM, "Post another way", "Go on", about, [section(for_whom(case)), ways]
    )


def read_way(view: Mapping[str, Any]) -> tuple[int, WayOut]:
    """Return the incident's id and the way that was chosen. Raises BadField: none was."""
    chosen = chosen_in(view, names.WAY_BLOCK, names.WAY_INPUT)
    if not chosen:
        raise BadField(names.WAY_BLOCK, "Choose one of these.")
    return int(view["private_metadata"]), WayOut(chosen)


def redate_form(case: Case, day: date, today: date) -> View:
    """Draw the question for a yes: how many, how much, and on which day instead of which."""
    shown = figures.day(day, case.book.locale)
    about = carry(case.incident.id, Agreed(day, case.summary.waiting))
    return form(
        names.REDATE_FORM, "Post on another day", f"Post on {shown}", about, _question(case, today)
    )


def _moved(case: Case, day: date) -> str:
    summary = case.summary
    return months_moved(summary.first_date, summary.last_date, day, summary.kinds)


def _question(case: Case, today: date) -> list[Block]:
    summary, book, day = case.summary, case.book, case.open_day
    assert day is not None
    shown = figures.day(day, book.locale)
    platform = case.connection.platform.label
    money = figures.amounts(summary.amounts, book.locale)
    first = " · ".join(
        part
        for part in (
            f"*{figures.entries(summary.waiting, book.locale)}*",
            f"*{money}*" * bool(money),
            outside(book.name, limits.NAME_SHOWN),
        )
        if part
    )
    lines = [
        first,
        f"{figures.days(summary, book)}: {period_of(case)} is closed in {platform}.",
        f"The new date is *{shown}*, the first open day.",
        f"*{_moved(case, day)}*",
        f"The old date stays in the note that {platform} shows.",
    ]
    drawn: list[Block] = [section("\n".join(lines))]
    if day > today:
        drawn.append(
            section(f"⚠️ *{shown} is still to come.* No earlier day is open, so it is dated ahead.")
        )
    return drawn


def _redate(case: Case) -> tuple[str, str]:
    day = case.open_day
    assert day is not None
    return f"Post on {figures.day(day, case.book.locale)}", f"First open day. {_moved(case, day)}"


def _draft(case: Case) -> tuple[str, str]:
    name = f"Leave as drafts in {case.connection.platform.label}"
    return name, "Not in the books until somebody posts them there, or Retry does"


def _await(case: Case) -> tuple[str, str]:
    name = f"Post automatically once {period_of(case)} is open again"
    return name, "On the old dates, as soon as jefail sees it open"


def _stop(case: Case) -> tuple[str, str]:
    name = f"Do not wait for {period_of(case)} any more"
    return name, "Nothing is posted until somebody presses a button"


_WAYS: Mapping[WayOut, Callable[[Case], tuple[str, str]]] = {
    WayOut.REDATE: _redate,
    WayOut.DRAFT: _draft,
    WayOut.AWAIT: _await,
    WayOut.STOP: _stop,
}
"""What each way is called in the form, and what comes of it."""
