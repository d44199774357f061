"""What people do with an incident."""

from __future__ import annotations

from blocks.kit import limits
from blocks.kit.text import escape, in_code, mention, outside, quoted
from blocks.timeline.parts import Lines, at_moment, entries, who
from blocks.words.outcomes import how_said
from blocks.words.unchecked import no_check
from journal.incidents.incident import Case
from journal.incidents.story.people import (
    EntriesSkipped,
    IncidentAssigned,
    IncidentReopened,
    IncidentResolved,
    IncidentSnoozed,
    IncidentUnassigned,
    IncidentWoken,
    ReconnectAsked,
    ReconnectReminded,
    RetryAsked,
    RetryStopped,
    SupportAsked,
    Way,
)

_SUPPORT_WORDS = 2000


def _retry(turn: RetryAsked, by: str | None, case: Case) -> str:
    return f"🔁 {who(by)} asked to post {entries(turn.entries, case)} again"


def _resolved(turn: IncidentResolved, by: str | None, case: Case) -> str:
    said = how_said(turn.how, case.connection.platform.label)
    note = outside(turn.note, limits.QUOTE)
    ending = f", “{note}”" if note else ""
    after = f". {_looked_up(case)}" if turn.how and turn.how.is_checked else ""
    return f"☑️ {who(by)} closed this: {said}{ending}{after}"


def _looked_up(case: Case) -> str:
    why = no_check(case.connection)
    if why:
        return f"It can't be checked now: {escape(why)}. It is looked up once that is over"
    return "It is looked up there at the next poll"


def _reopened(_turn: IncidentReopened, by: str | None, _case: Case) -> str:
    return f"🔴 {who(by)} reopened this"


def _assigned(turn: IncidentAssigned, by: str | None, _case: Case) -> str:
    if turn.to == by:
        return f"📌 {who(by)} took this"
    return f"📌 {who(by)} gave this to {mention(turn.to)}"


def _unassigned(_turn: IncidentUnassigned, by: str | None, _case: Case) -> str:
    return f"📌 {who(by)} made this nobody's"


def _snoozed(turn: IncidentSnoozed, by: str | None, _case: Case) -> str:
    until = f" until{at_moment(turn.until)}" if turn.until else ""
    return f"💤 {who(by)} put this off{until}"


def _woken(turn: IncidentWoken, by: str | None, _case: Case) -> str:
    if by:
        return f"🔔 {who(by)} woke this"
    return f"🔔 Awake again{f', put off by {mention(turn.by)}' if turn.by else ''}"


def _skipped(turn: EntriesSkipped, by: str | None, case: Case) -> str:
    note = outside(turn.note, limits.QUOTE)
    ending = f": “{note}”" if note else ""
    return f"☑️ {who(by)} skipped {entries(turn.entries, case)}, never to be posted{ending}"


def _support(turn: SupportAsked, by: str | None, _case: Case) -> str:
    said = {
        Way.CHANNEL: f"asked for help in <#{in_code(turn.channel)}>",
        Way.MAIL: "wrote a mail to support",
        Way.COPY: "copied a summary for support",
        None: "asked for help",
    }[turn.way]
    words = quoted(turn.text, _SUPPORT_WORDS)
    return f"📄 {who(by)} {said}" + (f":\n{words}" if words else "")


def _owner_asked(turn: ReconnectAsked, by: str | None, case: Case) -> str:
    to, platform = mention(turn.to), case.connection.platform.label
    return f"👋 {who(by)} asked {to} to connect {platform} again"


def _owner_reminded(turn: ReconnectReminded, _by: str | None, _case: Case) -> str:
    return f"🔔 {mention(turn.to)} was reminded, {turn.reminder or 1} of 3"


def _stopped(turn: RetryStopped, by: str | None, case: Case) -> str:
    some = f"{entries(turn.entries, case)} left unsent"
    left = some if turn.entries.count else "none was left unsent"
    return f"⛔ {who(by)} stopped it: {left}. What was on its way is waited for"


LINES: Lines = {
    RetryAsked: _retry,
    RetryStopped: _stopped,
    IncidentResolved: _resolved,
    IncidentReopened: _reopened,
    IncidentAssigned: _assigned,
    IncidentUnassigned: _unassigned,
    IncidentSnoozed: _snoozed,
    IncidentWoken: _woken,
    EntriesSkipped: _skipped,
    SupportAsked: _support,
    ReconnectAsked: _owner_asked,
    ReconnectReminded: _owner_reminded,
}
