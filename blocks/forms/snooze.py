"""The form that puts an incident off, and the moments that it offers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from slack_sdk.models.blocks import (
    DateTimePickerElement,
    InputBlock,
    Option,
    PlainTextObject,
    RadioButtonsElement,
)
from slack_sdk.models.views import View

from blocks.forms.parts import BadField, chosen_in, field_of, for_whom, form
from blocks.kit import figures, names
from blocks.kit.card import section
from journal.books.closing import closes_at
from journal.incidents.incident import Case

MORNING = time(9)
AN_HOUR = timedelta(hours=1)
_CHOSEN = "chosen"


@dataclass(frozen=True, slots=True)
class Offer:
    """A moment to wake at. Without one it is an hour after the form is sent in."""

    label: str
    until: datetime | None = None


def tomorrow_morning(now: datetime, zone: tzinfo) -> datetime:
    """Return nine in the morning of the next day where the person is."""
    return _morning_of(now.astimezone(zone).date() + timedelta(days=1), zone)


def close_of_month(case: Case, now: datetime, zone: tzinfo) -> datetime | None:
    """Return the morning on which the newest entry's month closes; None: it has passed.

    Where no day is set for its book, that is the month's last.
    """
    last = case.summary.last_date
    if last is None:
        return None
    closes_on = case.book.closes_on
    close = closes_at(last, closes_on) if closes_on else closes_at(last, 1) - timedelta(days=1)
    until = _morning_of(close, zone)
    return until if until > now else None


def _morning_of(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, MORNING, tzinfo=zone).astimezone(UTC)


def snooze_modal(case: Case, now: datetime, zone: tzinfo) -> View:
    """Draw the form; its moments are those of the person's own zone."""
    return form(
        names.SNOOZE_FORM,
        f"Snooze {case.incident.number}",
        "Snooze",
        str(case.incident.id),
        [
            section(for_whom(case)),
            _until_input(offers(case, now, zone), case.book.locale, zone),
            _moment_input(),
        ],
    )


def offers(case: Case, now: datetime, zone: tzinfo) -> Sequence[Offer]:
    """Return the moments that can be chosen in one click."""
    close = close_of_month(case, now, zone)
    until_close = [Offer("Until the month closes", close)] if close else []
    tomorrow = Offer("Until tomorrow, 9:00", tomorrow_morning(now, zone))
    return [Offer("For an hour"), tomorrow, *until_close]


def read_snooze(view: Mapping[str, Any], now: datetime) -> tuple[int, datetime]:
    """Return the incident's id and the moment (aware UTC) to wake it.

    Raises:
        BadField: nothing is chosen, or a moment that has passed.
    """
    chosen = chosen_in(view, names.UNTIL_BLOCK, names.UNTIL_INPUT)
    picked = field_of(view, names.MOMENT_BLOCK, names.MOMENT_INPUT).get("selected_date_time")
    if not chosen:
        raise BadField(names.UNTIL_BLOCK, "Choose until when.")
    block = names.UNTIL_BLOCK
    if chosen == _CHOSEN:
        block = names.MOMENT_BLOCK
        if not picked:
            raise BadField(block, "Choose the day and the time.")
        until = datetime.fromtimestamp(int(picked), UTC)
    else:
        until = datetime.fromtimestamp(int(chosen), UTC) if int(chosen) else now + AN_HOUR
    if until <= now:
        raise BadField(block, "That moment has passed. Choose a later one.")
    return int(view["private_metadata"]), until


def _until_input(offered: Sequence[Offer], locale: str, zone: tzinfo) -> InputBlock:
    options = [_option(one, locale, zone) for one in offered]
    picked = Option(value=_CHOSEN, text=PlainTextObject(text="Until the moment chosen below"))
    return InputBlock(
        block_id=names.UNTIL_BLOCK,
        label=PlainTextObject(text="How long?"),
        element=RadioButtonsElement(
            action_id=names.UNTIL_INPUT, options=[*options, picked], initial_option=options[0]
        ),
    )


def _option(offer: Offer, locale: str, zone: tzinfo) -> Option:
    until = offer.until
    shown = f"{figures.moment(until, locale, zone)} your time" if until else "From now"
    return Option(
        value=str(int(until.timestamp())) if until else "0",
        text=PlainTextObject(text=offer.label),
        description=PlainTextObject(text=shown),
    )


def _moment_input() -> InputBlock:
    return InputBlock(
        block_id=names.MOMENT_BLOCK,
        optional=True,
        label=PlainTextObject(text="Day and time"),
        hint=PlainTextObject(text="What fails meanwhile for the same cause is counted quietly."),
        element=DateTimePickerElement(action_id=names.MOMENT_INPUT),
    )
