"""The one line under a closed card's header: what became of it, and of what."""

from __future__ import annotations

from slack_sdk.models.blocks import ContextBlock

from blocks.card.face import Face, face_of
from blocks.card.parts import references
from blocks.kit import figures, limits
from blocks.kit.card import context
from blocks.kit.text import link, mention, outside, when
from blocks.moves.costs import costs_set
from blocks.words.cause import cause_of
from blocks.words.channels import channels_label
from blocks.words.conflict import theirs
from blocks.words.costs import set_on_card
from blocks.words.grounds import grounds_said
from blocks.words.unchecked import unchecked_said
from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import Case, Tally


def closed_line(case: Case) -> ContextBlock:
    """Draw the line for a card that is posted, moved on or closed by hand."""
    return context(*_outcome(case), *_subject(case))


def moved_links(case: Case) -> str:
    """Return the numbers of the incidents that entries went on to, each leading to its card."""
    return " and ".join(link(one.permalink, one.case.incident.number) for one in case.moved_to)


def checked_line(case: Case) -> str:
    """Return what the platform showed since a person said it was fixed there."""
    incident, platform = case.incident, case.connection.platform.label
    if incident.how is None or not incident.how.is_checked:
        skipped = case.summary.skipped
        return f"{figures.entries(skipped, case.book.locale)} not posted" if skipped else ""
    if incident.verified_at is None:
        waits = Tally(case.summary.waiting, case.summary.amounts)
        return unchecked_said(waits, case.book) or f"not checked in {platform}"
    ground = grounds_said(case.summary.grounds)
    found = f"checked {when(incident.verified_at)}: found in {platform}"
    return f"{found} ({ground})" if ground else found


def _kept(case: Case) -> str:
    """Return what stands in the ledger in place of a correction that was not sent."""
    there = theirs(case) if case.incident.how is HowResolved.KEPT else ""
    return f"{case.connection.platform.label} has {there}" if there else ""


def _outcome(case: Case) -> list[str]:
    incident, platform = case.incident, case.connection.platform.label
    face = face_of(case)
    at = when(incident.moved_at)
    second = f"approved by {mention(incident.approved_by)}" if incident.approved_by else ""
    if face in (Face.BY_HAND, Face.UNCHECKED):
        who = f"By {mention(incident.moved_by)} {at}" if incident.moved_by else at
        note = f"“{outside(incident.note, limits.QUOTE)}”" if incident.note.strip() else ""
        return [who, second, note, checked_line(case), _kept(case)]
    if face is Face.RESTORED:
        by = f"by {mention(incident.moved_by)}" if incident.moved_by else ""
        return [f"Since {at}", by, f"was: {cause_of(case).marked_up}", "nothing had to wait"]
    if face is Face.MOVED:
        to = moved_links(case)
        return [f"To {to}" if to else "", f"Since {at}", f"was: {cause_of(case).marked_up}"]
    skipped = case.summary.skipped
    left_out = f"{figures.entries(skipped, case.book.locale)} skipped" if skipped else ""
    asked = f"asked by {mention(incident.moved_by)}" if incident.moved_by else ""
    was = f"was: {cause_of(case).marked_up}"
    costs = set_on_card(costs_set(case), case.book.locale)
    ground = grounds_said(case.summary.grounds)
    return [f"Seen in {platform} {at}", ground, asked, second, costs, left_out, was]


def _subject(case: Case) -> list[str]:
    return [
        outside(case.book.name, limits.NAME_SHOWN),
        channels_label(case),
        figures.days(case.summary, case.book) if case.summary.first_date else "",
        references(case),
        case.incident.number,
    ]
