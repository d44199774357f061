"""The parts of a card that is not closed, in reading order."""

from __future__ import annotations

from slack_sdk.models.blocks import ButtonElement, ContextBlock, SectionBlock

from blocks.card.face import Face, face_of
from blocks.kit import figures, limits
from blocks.kit.card import context, mrkdwn, section
from blocks.kit.text import capital, mention, outside, quoted, when
from blocks.moves.costs import costs_set
from blocks.words.cause import affected, cause_of, period_of
from blocks.words.changed import is_changed
from blocks.words.channels import channel_linked, kinds_label
from blocks.words.conflict import labels, ours, theirs
from blocks.words.costs import set_on_card
from blocks.words.rates import rates_shown
from journal.entries.failure import FailureReason, Kin
from journal.entries.grounds import Ground
from journal.incidents.incident import Case, Trigger


def summary_section(case: Case) -> SectionBlock:
    """Say how many entries of whom wait, how much they come to, and what else is to be known."""
    parts = (_waiting, _cause_again, affected, rates_shown, _both, _let_in_by)
    lines = [part(case) for part in parts]
    return section("\n".join(line for line in lines if line))


def facts_section(case: Case) -> SectionBlock:
    """Draw the fields: Date and Platform always first."""
    summary, locale = case.summary, case.book.locale
    tried = figures.counted(summary.attempts, "attempt", locale)
    since = f"since {when(case.incident.opened_at)}"
    facts = {
        "Date": figures.days(summary, case.book),
        "Platform": channel_linked(case),
        "Books": outside(case.book.name, limits.NAME_SHOWN),
        "Posts to": outside(case.connection.posting_label, limits.LINK_SHOWN),
        "Kind": kinds_label(summary.kinds) or figures.NOTHING,
        "Waiting": f"{since}, {tried}" if summary.attempts else since,
    }
    return SectionBlock(
        fields=[mrkdwn(f"*{name}*\n{text}", limits.FIELD_TEXT) for name, text in facts.items()]
    )


def words_section(case: Case) -> SectionBlock | None:
    """Draw the platform's own words; None when it said nothing, as with a gap we found."""
    quote = quoted(case.incident.failure.words, limits.QUOTE)
    return section(f"*{capital(case.connection.platform.label)} says*\n{quote}") if quote else None


def todo_section(case: Case, accessory: ButtonElement | None = None) -> SectionBlock:
    """Say what to do and who can; beside it stands what explains more."""
    cause = cause_of(case)
    drawn = section(f"*What to do*\n{cause.todo} {cause.who}".rstrip())
    drawn.accessory = accessory
    return drawn


def references(case: Case) -> str:
    """Return the references of the entries: "SHOP-0707 and 2 more"."""
    summary = case.summary
    known = summary.references or summary.numbers
    if not known:
        return ""
    left = summary.total - 1
    more = f" and {figures.number(left, case.book.locale)} more" if left > 0 else ""
    return f"{outside(known[0], limits.NAME_SHOWN)}{more}"


def context_line(case: Case) -> ContextBlock:
    """Draw the quiet last line: our number, their references, whose it is, who moved it last."""
    parts = (references, _corrects, _whose, _owner_asked, _last_move, _costs_set, _awaited)
    return context(case.incident.number, *(part(case) for part in parts))


def _corrects(case: Case) -> str:
    """Return when that was posted which is to be corrected."""
    summary = case.summary
    if not summary.corrections:
        return ""
    at = f" {when(summary.corrects_since)}" if summary.corrects_since else ""
    posted = f"posted to {case.connection.platform.label}{at}"
    if case.is_correction and summary.corrections == 1:
        return f"corrects an entry {posted}"
    entries = figures.entries(summary.corrections, case.book.locale)
    return f"corrects {entries} {posted}" if case.is_correction else f"{entries} {posted} before"


def _owner_asked(case: Case) -> str:
    """Return who was asked to connect it again, by whom, and when they were reminded."""
    asking = case.incident.asking
    if asking is None:
        return ""
    said = f"{mention(asking.owner)} was asked by {mention(asking.by)} {when(asking.at)}"
    times = {1: "once", 2: "twice"}.get(asking.reminded, f"{asking.reminded} times")
    return f"{said}, reminded {times}, {when(asking.told_at)}" if asking.reminded else said


def _whose(case: Case) -> str:
    incident = case.incident
    if not incident.assignee or not incident.assigned_at:
        return ""
    return f"{mention(incident.assignee)} has it since {when(incident.assigned_at)}"


def _waiting(case: Case) -> str:
    summary, locale = case.summary, case.book.locale
    name = outside(case.book.name, limits.NAME_SHOWN)
    if not summary.total and case.incident.failure.reason is FailureReason.COST_CHANGED:
        return f"Nothing is changed for *{name}* yet"
    if not summary.total:
        return f"No entry of *{name}* waits yet; the next ones will"
    verb = "waits" if summary.waiting == 1 else "wait"
    what = figures.entries(summary.waiting, locale)
    if case.is_correction:
        what = figures.counted(summary.waiting, "correction", locale)
    line = f"*{what}* of {name} {verb}"
    if is_changed(case):
        line += " for a decision"
    money = figures.amounts(summary.amounts, locale)
    parts = [line, f"*{money}*" if money else "", progress(case), _drafts(case)]
    return " · ".join(part for part in parts if part)


def progress(case: Case) -> str:
    """Return "28 of 31 posted, 3 left"; empty when none is posted, or none is left."""
    summary, locale = case.summary, case.book.locale
    skipped = f"{figures.number(summary.skipped, locale)} skipped" if summary.skipped else ""
    if not summary.posted or not summary.waiting:
        return skipped
    posted, total = (figures.number(n, locale) for n in (summary.posted, summary.total))
    left = f"{posted} of {total} posted, {figures.number(summary.waiting, locale)} left"
    return f"{left}, {skipped}" if skipped else left


def _drafts(case: Case) -> str:
    if not case.summary.drafts:
        return ""
    drafts = figures.counted(case.summary.drafts, "draft", case.book.locale)
    return f"{drafts} in {case.connection.platform.label}, not in the books"


def _cause_again(case: Case) -> str:
    """Return the cause where the first line says something else."""
    if face_of(case) not in (Face.RETRYING, Face.MISSING):
        return ""
    return f"*Cause*  {cause_of(case).marked_up}"


def _both(case: Case) -> str:
    """Return day and sum of what the ledger has, of a correction or perhaps, and of ours."""
    there = theirs(case)
    if not there:
        return ""
    before, now = labels(case)
    both = f"*{before}*  {there}\n*{now}*  {ours(case)}"
    like = case.incident.failure.likeness
    tie = _TIES.get(like.ground, "") if like else ""
    return f"{both}\n{tie}" if tie and like and like.kin is Kin.CANDIDATE else both


_TIES = {
    Ground.NUMBER: "It has our number, but its lines aren't the same.",
    Ground.REFERENCE: "It has the same reference, but its lines aren't the same.",
    Ground.SAID: "Someone said it was entered there.",
    Ground.ALIKE: "It has the same lines, but neither our number nor the reference.",
}
"""Why it is asked about."""


def _let_in_by(case: Case) -> str:
    """Return whose user posts, where that user may not."""
    granted = case.granted
    if granted is None:
        return ""
    who = f"by {mention(granted.by)}" if granted.by else "by your jefail administrator"
    since = f" {when(granted.at)}" if granted.at else ""
    return f"*Connected*  {who}{since}"


def _costs_set(case: Case) -> str:
    """Return "costs set: MUG $5.15, POT $4.50 by @Ana" while what they complete is on its way."""
    said = set_on_card(costs_set(case), case.book.locale)
    if not said or case.incident.mending is None:
        return ""
    return f"costs set: {said} by {mention(case.incident.mending.by)}"


def _awaited(case: Case) -> str:
    who = case.incident.awaited_by
    if not who:
        return ""
    return f"⏰ posts by itself once {period_of(case)} is open again, asked by {mention(who)}"


def _last_move(case: Case) -> str:
    incident = case.incident
    moved = _MOVES.get(face_of(case), "")
    if face_of(case) is Face.RETRYING and incident.moved_by is None:
        moved = "under way since {at}"
    if face_of(case) is Face.MISSING and incident.mending:
        closed = f"closed by {mention(incident.mending.by)} {when(incident.mending.at)}"
        return f"{closed}, looked up {when(incident.moved_at)}"
    if incident.last_trigger is Trigger.STOP:
        moved = "stopped{who} {at}"
    if incident.last_trigger is Trigger.CONNECT:
        moved = "connected{who} {at}"
    who = f" by {mention(incident.moved_by)}" if incident.moved_by else ""
    if incident.approved_by:
        who += f", approved by {mention(incident.approved_by)},"
    return moved.format_map({"who": who, "at": when(incident.moved_at)})


_MOVES = {
    Face.RETRYING: "asked{who} {at}",
    Face.REOPENED: "reopened{who} {at}",
    Face.MISSING: "closed{who} before, looked up {at}",
    Face.PARTLY: "last tried {at}",
}
