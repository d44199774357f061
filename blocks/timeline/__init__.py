"""The story of an incident, one short line a turn, told in its thread."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import ActionsBlock, Block

from blocks.kit import figures, limits
from blocks.kit.card import Card, section, stamped
from blocks.kit.text import fit, mention, outside
from blocks.moves.costs import check_costs_button
from blocks.timeline import mending, people, posting, requests
from blocks.timeline.parts import Lines
from blocks.timeline.turns import added_up
from journal.incidents.incident import Case
from journal.incidents.story.event import Event, Turn
from journal.incidents.story.mending import CostsAdded
from journal.incidents.story.requests import RequestMade

_MOST_LINES = 30
LINES: Lines = {**posting.LINES, **people.LINES, **mending.LINES, **requests.LINES}
"""The sentence for each record of `journal/incidents/story/`."""


def timeline_text(event: Event, case: Case) -> str:
    """Return the line for `event`, marked up; its sentence needs no other line to be read."""
    return LINES.get(type(event.turn), _other)(event.turn, event.actor, case)


def thread_reply(events: Sequence[Event], case: Case) -> Card:
    """Draw one reply for `events`, in order. Of very many the newest are told."""
    turns = added_up(events)
    left = len(turns) - _MOST_LINES
    lines = [timeline_text(turn, case) for turn in turns[-_MOST_LINES:]]
    if left > 0:
        lines.insert(0, f"{figures.counted(left, 'earlier turn', case.book.locale)} not told here")
    text = fit("\n".join(lines), limits.SECTION_TEXT)
    drawn: list[Block] = [section(text), *_buttons(turns[-_MOST_LINES:], case)]
    return Card(text, stamped(drawn, f"thread{case.incident.id}"))


def _buttons(turns: Sequence[Event], case: Case) -> list[Block]:
    """Draw a button for each file of which something has to be checked before it is saved."""
    files = [one.turn.source for one in turns if isinstance(one.turn, CostsAdded | RequestMade)]
    shown = [check_costs_button(one, case) for one in files if one.unsure]
    return [ActionsBlock(elements=shown[: limits.ACTIONS_ELEMENTS])] if shown else []


def _other(turn: Turn, by: str | None, _case: Case) -> str:
    """Tell what a newer release wrote and this one has no sentence for."""
    who = f" by {mention(by)}" if by else ""
    return f"▫️ {outside(turn.kind, limits.NAME_SHOWN)}{who}"
