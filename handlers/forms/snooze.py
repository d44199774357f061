"""Putting an incident off: by the form, by a command, and waking it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from slack_sdk.errors import SlackApiError

from blocks.answers.status import notice
from blocks.card.details import loading_modal
from blocks.forms.snooze import read_snooze, snooze_modal, tomorrow_morning
from blocks.kit.card import Card
from blocks.kit.text import when
from blocks.kit.validate import checked_view
from handlers.edge.clicks import command_of, submission_of
from handlers.edge.listening import SlackRequest, answer_later
from handlers.edge.moving import press
from handlers.edge.naming import incident_id_of
from handlers.edge.opening import open_case, open_form
from journal.errors import BadInput
from journal.incidents.move import MoveName
from journal.moves.snooze import SNOOZE, WAKE, Until

_USAGE = "Say how long: `/jefail snooze INC-7 1h` or `tomorrow`."
_HOURS = re.compile(r"([1-9][0-9]?)h", re.IGNORECASE)


async def asked_for(request: SlackRequest, incident_id: int) -> None:
    """Snooze ... was chosen: open at once, since the person's zone is asked of Slack."""
    async with request.open_store() as store:
        case = await open_case(store, request, incident_id, MoveName.SNOOZE)
    view_id = await open_form(request, loading_modal(f"Snooze {case.incident.number}"))
    view = checked_view(snooze_modal(case, request.desk.now(), await _zone_of(request)))
    await request.client.views_update(view_id=view_id, view=view)


async def submitted(request: SlackRequest) -> None:
    """The form was sent in."""
    incident_id, until = read_snooze(request.body["view"], request.desk.now())
    click = submission_of(request.body)
    await request.desk.make_move(SNOOZE, incident_id, click, Until(until))
    await request.ack()


async def wake_clicked(request: SlackRequest) -> None:
    """Wake was clicked on a card."""
    await press(request, WAKE)
    await request.ack()


async def typed(request: SlackRequest, words: Sequence[str]) -> Card | None:
    """Answer `/jefail snooze INC-7 1h|tomorrow`; for tomorrow Slack is asked for the zone."""
    if len(words) < 2:  # noqa: PLR2004  which, and how long
        raise BadInput(_USAGE, is_drawn=True)
    async with request.open_store() as store:
        incident_id = await incident_id_of(store, " ".join(words[:-1]))
    hours = _HOURS.fullmatch(words[-1])
    if hours:
        return await _snooze(request, incident_id, timedelta(hours=int(hours[1])))
    if words[-1].casefold() != "tomorrow":
        raise BadInput(_USAGE, is_drawn=True)

    async def until_tomorrow(request: SlackRequest) -> Card:
        now = request.desk.now()
        morning = tomorrow_morning(now, await _zone_of(request))
        return await _snooze(request, incident_id, morning - now)

    await answer_later(request, until_tomorrow)
    return None


async def _snooze(request: SlackRequest, incident_id: int, length: timedelta) -> Card:
    until = request.desk.now() + length
    click = command_of(request.body)
    made = await request.desk.make_move(SNOOZE, incident_id, click, Until(until))
    return notice(f"{made.incident.number} is put off until {when(until)}.")


async def _zone_of(request: SlackRequest) -> tzinfo:
    """Return the time zone that the person has set in Slack; UTC when Slack does not tell."""
    try:
        user = (await request.client.users_info(user=request.actor))["user"]
    except SlackApiError:
        return UTC
    return _zone_in(user)


def _zone_in(user: dict[str, Any]) -> tzinfo:
    try:
        return ZoneInfo(str(user.get("tz") or ""))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        # This machine does not know the zone; the offset is right until the clocks change.
        return timezone(timedelta(seconds=int(user.get("tz_offset") or 0)))
