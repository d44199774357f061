"""What people do with an incident, and ask of each other."""

from __future__ import annotations

from blocks.kit import limits
from blocks.kit.text import escape, mention, outside, quoted, when
from blocks.timeline.facts import Lines, entries, fact, how, moment, who
from blocks.timeline.mending import rows_not_taken
from blocks.words.asks import ask_of
from blocks.words.outcomes import how_said
from blocks.words.unchecked import no_check
from journal.incidents.incident import Case
from journal.ports import Event

_SUPPORT_WORDS = 2000


def _retry(event: Event, case: Case) -> str:
    return f"🔁 {who(event)} asked to post {entries(event, case)} again"


def _resolved(event: Event, case: Case) -> str:
    closed = how(event)
    said = how_said(closed, case.connection.platform.label)
    note = outside(str(fact(event, "note", "")), limits.QUOTE)
    ending = f", “{note}”" if note else ""
    after = f". {_looked_up(case)}" if closed and closed.is_checked else ""
    return f"☑️ {who(event)} closed this: {said}{ending}{after}"


def _looked_up(case: Case) -> str:
    why = no_check(case.connection)
    if why:
        return f"It can't be checked now: {escape(why)}. It is looked up once that is over"
    return "It is looked up there at the next poll"


def _reopened(event: Event, _case: Case) -> str:
    return f"🔴 {who(event)} reopened this"


def _assigned(event: Event, _case: Case) -> str:
    to = str(fact(event, "to", ""))
    if to == event.actor:
        return f"📌 {who(event)} took this"
    return f"📌 {who(event)} gave this to {mention(to)}"


def _unassigned(event: Event, _case: Case) -> str:
    return f"📌 {who(event)} made this nobody's"


def _snoozed(event: Event, _case: Case) -> str:
    until = moment(event, "until")
    return f"💤 {who(event)} put this off{f' until {when(until)}' if until else ''}"


def _woken(event: Event, _case: Case) -> str:
    if event.actor:
        return f"🔔 {who(event)} woke this"
    by = fact(event, "by")
    return f"🔔 Awake again{f', put off by {mention(str(by))}' if by else ''}"


def _skipped(event: Event, case: Case) -> str:
    note = outside(str(fact(event, "note", "")), limits.QUOTE)
    ending = f": “{note}”" if note else ""
    return f"☑️ {who(event)} skipped {entries(event, case)}, never to be posted{ending}"


def _support(event: Event, _case: Case) -> str:
    channel = str(fact(event, "channel", ""))
    said = {
        "channel": f"asked for help in <#{escape(channel)}>",
        "mail": "wrote a mail to support",
        "copy": "copied a summary for support",
    }.get(str(fact(event, "way", "")), "asked for help")
    words = quoted(str(fact(event, "text", "")), _SUPPORT_WORDS)
    return f"📄 {who(event)} {said}" + (f":\n{words}" if words else "")


def _owner_asked(event: Event, case: Case) -> str:
    to, platform = mention(str(fact(event, "to", ""))), case.connection.platform.label
    return f"👋 {who(event)} asked {to} to connect {platform} again"


def _owner_reminded(event: Event, _case: Case) -> str:
    to = mention(str(fact(event, "to", "")))
    return f"🔔 {to} was reminded, {fact(event, 'reminder', 1)} of 3"


def _stopped(event: Event, case: Case) -> str:
    left = f"{entries(event, case)} left unsent" if fact(event, "count") else "none was left unsent"
    return f"⛔ {who(event)} stopped it: {left}. What was on its way is waited for"


def _asked(event: Event, case: Case) -> str:
    what = ask_of(event.facts or {}, case).whole
    line = f"👀 {who(event)} asks to {what}. A second person has to approve it"
    return "\n".join([line, *rows_not_taken(fact(event, "told", {}), case.book.locale)])


def _declined(event: Event, case: Case) -> str:
    asked_by = str(fact(event, "asked_by", ""))
    if event.actor == asked_by:
        return f"▫️ {who(event)} took back what was asked for"
    what = _asked_for(event, case)
    return f"❌ {who(event)} declined: {mention(asked_by)} had asked to {what}"


def _lapsed(event: Event, case: Case) -> str:
    asked_by = mention(str(fact(event, "asked_by", "")))
    why = outside(str(fact(event, "because", "")), limits.QUOTE)
    return f"⚠️ {asked_by} had asked to {_asked_for(event, case)}. That is not done any more. {why}"


def _asked_for(event: Event, case: Case) -> str:
    return ask_of(event.facts or {}, case).in_a_line


def _approved(event: Event, _case: Case) -> str:
    return f"👍 {who(event)} approved what {mention(str(fact(event, 'asked_by', '')))} asked for"


LINES: Lines = {
    "retry": _retry,  # somebody asked for another try
    "stopped": _stopped,  # by a person, while they were being posted again
    "resolved": _resolved,  # closed by a person
    "reopened": _reopened,  # by a person
    "assigned": _assigned,  # somebody took it, or gave it to another
    "unassigned": _unassigned,
    "snoozed": _snoozed,  # put off until a moment
    "woken": _woken,  # by a person, or because the moment came
    "skipped": _skipped,  # some are never to be posted
    "support": _support,  # somebody asked for help
    "owner_asked": _owner_asked,  # to connect it again
    "owner_reminded": _owner_reminded,  # by jefail
    "asked": _asked,  # for something that a second person has to approve
    "declined": _declined,  # by a second person, or taken back by whoever asked
    "lapsed": _lapsed,  # it could not be done any more when a second person approved it
    "approved": _approved,  # by a second person; what was asked for is told by itself
}
