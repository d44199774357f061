"""The word to a person that someone gave them an incident."""

from __future__ import annotations

from slack_sdk.models.blocks import ActionsBlock

from blocks.card.buttons import details_button
from blocks.card.headline import People
from blocks.card.incident import incident_text
from blocks.kit.card import Card, section, stamped
from blocks.kit.text import mention
from journal.incidents.incident import Case


def assigned_notice(case: Case, actor: str | None, people: People) -> Card:
    """Draw the direct message to the person who was given the incident."""
    who = mention(actor) if actor else "jefail"
    number, channel = case.incident.number, f"<#{case.book.channel_id}>"
    text = f"{who} gave you {number}, in {channel}. {incident_text(case, people)}"
    blocks = [section(text), ActionsBlock(elements=[details_button(case)])]
    return Card(text, stamped(blocks, f"assigned{case.incident.id}{case.incident.assigned_at}"))
