"""The card of an incident that is put off: until when, by whom, and what waits."""

from __future__ import annotations

from slack_sdk.models.blocks import SectionBlock

from blocks.kit import figures, limits
from blocks.kit.card import section
from blocks.kit.text import mention, outside, when
from blocks.words.cause import cause_of
from journal.incidents.incident import Case


def snoozed_section(case: Case) -> SectionBlock:
    """Say until when, in each reader's own time, and below it why and how much waits."""
    incident, summary, locale = case.incident, case.summary, case.book.locale
    assert incident.snoozed_until is not None
    by = f" ({mention(incident.snoozed_by)})" if incident.snoozed_by else ""
    money = figures.amounts(summary.amounts, locale)
    counted = f"{figures.entries(summary.waiting, locale)} of"
    waits = [f"{counted} {outside(case.book.name, limits.NAME_SHOWN)}", money]
    what = " · ".join(part for part in waits if part)
    until = f"💤 *Until {when(incident.snoozed_until)}*{by}"
    return section(f"{until}\n{cause_of(case).marked_up}\n{what}")
