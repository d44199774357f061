"""A message in three forms, each with less that Slack can refuse than the one before.

Whole; then one section with the buttons; then text alone. What Slack says of a refused form is
kept, since the next one may pass (decisions/0030-no-message-is-given-up.md).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass

import structlog

from blocks.card.incident import plain_card, text_card
from blocks.kit.card import Card
from bot.slack_channel import Outcome, Spoiled

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Offered:
    """What became of a message that was put to Slack in as many forms as it took."""

    outcome: Outcome
    refused: str = ""  # what Slack said of the buttons; empty: they are shown, or nothing is


async def offer(card: Card, number: str, put: Callable[[Card], Awaitable[Outcome]]) -> Offered:
    """Put `card` to Slack, whole if it is taken so; `number` names its incident, "" none."""
    fault, outcome = "", await put(card)
    for form in _lesser(card, number):
        if not isinstance(outcome, Spoiled):
            break
        log.error("card_spoiled", number=number, fault=outcome.fault)
        fault, outcome = outcome.fault, await put(form)
        if not form.blocks:
            return Offered(outcome, fault)
    return Offered(outcome)


def _lesser(card: Card, number: str) -> Iterator[Card]:
    if card.blocks:
        yield plain_card(card)
        yield text_card(card, number)
