"""Links from a card to what the ledger has."""

from __future__ import annotations

from slack_sdk.models.blocks import InteractiveElement

from blocks.kit import names
from blocks.kit.buttons import is_link, link_button
from journal.incidents.incident import Case


def ledger_link(case: Case, label: str) -> list[InteractiveElement]:
    """Draw the link to the posted entry, where one is known."""
    url = case.summary.ledger_url or ""
    return [link_button(label, names.VIEW_IN_LEDGER, url)] if is_link(url) else []


def copy_link(case: Case, label: str) -> list[InteractiveElement]:
    """Draw the link to what stands in the books beside it."""
    met = case.incident.failure.conflict
    url = met.url if met else ""
    return [link_button(label, names.VIEW_COPY, url)] if is_link(url) else []
