"""What becomes of the entries at the platform, and of the way there."""

from __future__ import annotations

from datetime import date

from blocks.kit import figures, limits
from blocks.kit.text import link, mention, outside, when
from blocks.timeline.facts import Lines, count, entries, fact, moment, who
from blocks.words.cause import cause_of, period_of
from blocks.words.grounds import grounds_said
from journal.amounts.money import Money
from journal.incidents.incident import Case
from journal.ports import Event


def _opened(event: Event, case: Case) -> str:
    cause = cause_of(case).marked_up
    if fact(event, "count") == 0:
        return f"🔴 {cause}; no entry waits yet"
    return f"🔴 {entries(event, case)} stopped: {cause}"


def _joined(event: Event, case: Case) -> str:
    more = count(event, case, "more entry", "more entries") or "More entries"
    return f"🔴 {more} stopped for the same cause"


def _posted(event: Event, case: Case) -> str:
    line = f"✅ {entries(event, case)} posted in {case.connection.platform.label}"
    return f"{line}{_remarks(event)}"


def _remarks(event: Event) -> str:
    """What was not as its caller wanted it: a number that was taken."""
    said = fact(event, "remarks")
    told = [outside(str(one), limits.QUOTE) for one in said] if isinstance(said, list) else []
    return "".join(f"\n{one}" for one in told)


def _refused(event: Event, case: Case) -> str:
    platform = case.connection.platform.label
    words = outside(str(fact(event, "words", "")), limits.QUOTE)
    said = f"{platform} says: “{words}”" if words else cause_of(case).marked_up
    return f"⛔ {entries(event, case)} not posted. {said}"


def _uncertain(event: Event, case: Case) -> str:
    platform = case.connection.platform.label
    return (
        f"🟠 {platform} did not answer for {entries(event, case)}; "
        "it is looked up before anything is sent again"
    )


def _moved(event: Event, case: Case) -> str:
    to = [one for one in fact(event, "onto", ()) if isinstance(one, int)]
    if not to:
        return f"➡️ {entries(event, case)} moved to another card: another reason now"
    known = {one.case.incident.id: one for one in case.moved_to}
    named = " and ".join(
        link(known[one].permalink if one in known else "", f"INC-{one}") for one in to
    )
    cause = f": {cause_of(known[to[0]].case).marked_up}" if len(to) == 1 and to[0] in known else ""
    return f"➡️ {entries(event, case)} moved to {named}{cause}"


def _missing(event: Event, case: Case) -> str:
    platform = case.connection.platform.label
    closed = f", though {who(event)} closed this{_closed_at(event)}" if event.actor else ""
    return f"🔴 Looked in {platform}: {entries(event, case)} not there{closed}. Open again"


def _found(event: Event, case: Case) -> str:
    ground = grounds_said(fact(event, "grounds", ()))
    found = f"✅ {entries(event, case)} found in {case.connection.platform.label}"
    line = f"{found}: {ground}" if ground else found
    return f"{line}{_remarks(event)}"


def _number_elsewhere(event: Event, case: Case) -> str:
    platform, locale = case.connection.platform.label, case.book.locale
    seen = fact(event, "there", {})
    on = figures.day(date.fromisoformat(seen["day"]), locale) if seen.get("day") else ""
    money = figures.amount(Money(*seen["sum"]), locale) if seen.get("sum") else ""
    told = ", ".join(part for part in (on, money) if part)
    number = outside(str(fact(event, "number", "our number")), limits.NAME_SHOWN)
    there = f"something else ({told})" if told else "something else"
    return f"ℹ️ {platform} has {number} on {there}, so this entry still waits"


def _checked(event: Event, case: Case) -> str:
    platform = case.connection.platform.label
    by = fact(event, "by")
    said = f"as {mention(str(by))} said{_closed_at(event)}" if by else "as was said"
    return f"✅ Looked in {platform}: {entries(event, case)} there, {said}"


def _closed_at(event: Event) -> str:
    at = moment(event, "closed_at")
    return f" {when(at)}" if at else ""


def _restored(event: Event, case: Case) -> str:
    platform = case.connection.platform.label
    if event.actor:
        line = f"🔌 {who(event)} connected {platform} again"
    else:
        line = f"🔌 {platform} lets us in again"
    return f"{line}; {entries(event, case)} on the way" if fact(event, "count") else line


def _drafted(event: Event, case: Case) -> str:
    platform = case.connection.platform.label
    left = f"📝 {entries(event, case)} left in {platform} as drafts, not in the books yet"
    return f"{left}. This closes once they are posted there"


def _decided(event: Event, case: Case) -> str:
    platform = case.connection.platform.label
    return f"📝 {entries(event, case)} changed state in {platform}; looking at them again"


def _period_open(event: Event, case: Case) -> str:
    platform = case.connection.platform.label
    asked_by = str(fact(event, "asked_by", ""))
    asked = f", as {mention(asked_by)} asked" if asked_by else ""
    return (
        f"🔓 {period_of(case)} is open again in {platform};"
        f" {entries(event, case)} on the way{asked}"
    )


LINES: Lines = {
    "opened": _opened,  # the first entry stopped
    "joined": _joined,  # more entries stopped for the same cause
    "posted": _posted,  # the platform has them
    "refused": _refused,  # it turned them down again
    "uncertain": _uncertain,  # it did not answer
    "moved": _moved,  # they now stop for another reason, on another card
    "missing": _missing,  # looked up: the platform does not show them
    "found": _found,  # looked up by a poll: there, though we did not post them
    "number_elsewhere": _number_elsewhere,  # our number is on something that is not the entry
    "checked": _checked,  # closed by hand as fixed, looked up: they are there
    "restored": _restored,  # we are let in again, perhaps by a person; what waited goes on
    "drafted": _drafted,  # they are drafts in the platform, and so not in the books
    "decided": _decided,  # it was approved or rejected there, so it is looked at again
    "period_open": _period_open,  # it is, so they are posted
}
