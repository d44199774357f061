"""The story of an incident, one short line a turn, told in its thread.

The facts of an `Event` are plain JSON values under these names; each may be missing:

    count     how many entries it concerns
    amounts   what they come to, as [[minor units, currency], ...]
    words     the platform's own, for `refused`
    move      what was asked for, a Move value; asked_by: the Slack user id of who did
    account   the one that was made, for `account_created`
    mapped    categories and their accounts, as [[category, account], ...], for `mapped`
    how, note what a person said on closing, for `resolved` (`how` is a HowResolved value)
    to        who was given it, for `assigned`
    until     when it wakes (ISO 8601), for `snoozed`
    by        who snoozed it, for `woken`; who closed it, for `checked`
    closed_at when it was closed (ISO 8601), for `checked` and `missing`
    way, text how a summary went to support and what it said, for `support`
    variants, left, lacking   how many costs were added, are lacking still, and the first of those
    file      the name of a file that they came in, with `refused` (why), or with `faults`
              ([[row, what is wrong], ...]), `more_faults`, `empty` and `others` (counts of rows)
    day       the new one, "2026-08-01", for `redated`
    note      why, for `post_anyway`
    number    of the entry, and its changes, as `journal.editing.changes` gives them, for `edited`
    asked_by  who wanted it, a Slack user id, for what is then done by itself
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from blocks import figures, limits
from blocks.card import Card, section, stamped
from blocks.cause import cause_of, period_of
from blocks.headline import how_said
from blocks.requests import asks_to
from blocks.text import escape, fit, mention, outside, quoted, when
from blocks.turns import added_up
from journal.incident import Case, HowResolved
from journal.money import Money
from journal.ports import Event

OPENED = "opened"  # the first entry stopped
JOINED = "joined"  # more entries stopped for the same cause
RETRY = "retry"  # somebody asked for another try
POSTED = "posted"  # the platform has them
REFUSED = "refused"  # it turned them down again
UNCERTAIN = "uncertain"  # it did not answer
MOVED = "moved"  # they now stop for another reason, on another card
RESOLVED = "resolved"  # closed by a person
REOPENED = "reopened"  # by a person
MISSING = "missing"  # looked up: the platform does not show them
FOUND = "found"  # looked up by a poll: there, though we did not post them
CHECKED = "checked"  # closed by hand as fixed, looked up: they are there
DRAFT_ASKED = "draft_asked"  # somebody wants them left as drafts, since the books are closed
DRAFTED = "drafted"  # they are drafts in the platform, and so not in the books
OWNER_ASKED = "owner_asked"  # to connect it again
OWNER_REMINDED = "owner_reminded"  # by jefail
STOPPED = "stopped"  # by a person, while they were being posted again
ASKED = "asked"  # for something that a second person has to approve
DECLINED = "declined"  # by a second person, or taken back by whoever asked
APPROVED = "approved"  # by a second person; what was asked for is told by itself
LINK_ASKED = "link_asked"  # somebody says that what the ledger has in its place is the entry
POST_ANYWAY = "post_anyway"  # or that it is another, so that both belong in the books
EDITED = "edited"  # somebody corrected the lines of one of them
REDATED = "redated"  # somebody wants them posted on the first open day
AWAITED = "awaited"  # somebody wants them posted by themselves once their period is open again
NOT_AWAITED = "not_awaited"  # and somebody does not any more
PERIOD_OPEN = "period_open"  # it is, so they are posted
ACCOUNT_CREATED = "account_created"  # somebody had an account made at the platform
MAPPED = "mapped"  # somebody said which accounts categories go to
RESTORED = "restored"  # the platform lets us in again, perhaps by a person; what waited goes on
ASSIGNED = "assigned"  # somebody took it, or gave it to another
UNASSIGNED = "unassigned"
SNOOZED = "snoozed"  # put off until a moment
WOKEN = "woken"  # by a person, or because the moment came
SKIPPED = "skipped"  # some are never to be posted
SUPPORT = "support"  # somebody asked for help
COSTS_ADDED = "costs_added"  # somebody said what pieces cost; what that completes goes on

COUNT, AMOUNTS, WORDS, HOW, NOTE = "count", "amounts", "words", "how", "note"
MOVE, ASKED_BY = "move", "asked_by"
DAY, NUMBER, CHANGES = "day", "number", "changes"
FILE = "file"

_MOST_LINES = 30
_SUPPORT_WORDS = 2000
_MOST_CHANGES = 6
_SHORT_NAME = 40


def timeline_text(event: Event, case: Case) -> str:
    """Return the line for `event`, marked up; its sentence needs no other line to be read."""
    return _LINES.get(event.kind, _other)(event, case)


def thread_reply(events: Sequence[Event], case: Case) -> Card:
    """Draw one reply for `events`, in order. Of very many the newest are told."""
    turns = added_up(events)
    left = len(turns) - _MOST_LINES
    lines = [timeline_text(turn, case) for turn in turns[-_MOST_LINES:]]
    if left > 0:
        lines.insert(0, f"{figures.counted(left, 'earlier turn', case.book.locale)} not told here")
    text = fit("\n".join(lines), limits.SECTION_TEXT)
    return Card(text, stamped([section(text)], f"thread{case.incident.id}"))


def _opened(event: Event, case: Case) -> str:
    cause = cause_of(case).marked_up
    if _fact(event, COUNT) == 0:
        return f"🔴 {cause}; no entry waits yet"
    return f"🔴 {_entries(event, case)} stopped: {cause}"


def _joined(event: Event, case: Case) -> str:
    more = _count(event, case, "more entry", "more entries") or "More entries"
    return f"🔴 {more} stopped for the same cause"


def _retry(event: Event, case: Case) -> str:
    return f"🔁 {_who(event)} asked to post {_entries(event, case)} again"


def _posted(event: Event, case: Case) -> str:
    return f"✅ {_entries(event, case)} posted in {case.connection.platform.label}"


def _refused(event: Event, case: Case) -> str:
    platform = case.connection.platform.label
    words = outside(str(_fact(event, WORDS, "")), limits.QUOTE)
    said = f"{platform} says: “{words}”" if words else cause_of(case).marked_up
    return f"⛔ {_entries(event, case)} not posted. {said}"


def _uncertain(event: Event, case: Case) -> str:
    platform = case.connection.platform.label
    return (
        f"🟠 {platform} did not answer for {_entries(event, case)}; "
        "it is looked up before anything is sent again"
    )


def _moved(event: Event, case: Case) -> str:
    return f"➡️ {_entries(event, case)} moved to another card: another reason now"


def _resolved(event: Event, case: Case) -> str:
    how = _how(event)
    said = how_said(how, case.connection.platform.label)
    note = outside(str(_fact(event, NOTE, "")), limits.QUOTE)
    ending = f", “{note}”" if note else ""
    after = ". It is looked up there at the next poll" if how and how.is_checked else ""
    return f"☑️ {_who(event)} closed this: {said}{ending}{after}"


def _reopened(event: Event, _case: Case) -> str:
    return f"🔴 {_who(event)} reopened this"


def _missing(event: Event, case: Case) -> str:
    platform = case.connection.platform.label
    closed = f", though {_who(event)} closed this{_closed_at(event)}" if event.actor else ""
    return f"🔴 Looked in {platform}: {_entries(event, case)} not there{closed}. Open again"


def _found(event: Event, case: Case) -> str:
    return f"✅ {_entries(event, case)} found in {case.connection.platform.label}"


def _checked(event: Event, case: Case) -> str:
    platform = case.connection.platform.label
    by = _fact(event, "by")
    said = f"as {mention(str(by))} said{_closed_at(event)}" if by else "as was said"
    return f"✅ Looked in {platform}: {_entries(event, case)} there, {said}"


def _closed_at(event: Event) -> str:
    at = _moment(event, "closed_at")
    return f" {when(at)}" if at else ""


def _restored(event: Event, case: Case) -> str:
    platform = case.connection.platform.label
    if event.actor:
        line = f"🔌 {_who(event)} connected {platform} again"
    else:
        line = f"🔌 {platform} lets us in again"
    return f"{line}; {_entries(event, case)} on the way" if _fact(event, COUNT) else line


def _draft_asked(event: Event, case: Case) -> str:
    platform = case.connection.platform.label
    return f"📝 {_who(event)} asked to leave {_entries(event, case)} in {platform} as drafts"


def _drafted(event: Event, case: Case) -> str:
    platform = case.connection.platform.label
    left = f"📝 {_entries(event, case)} left in {platform} as drafts, not in the books yet"
    return f"{left}. This closes once they are posted there"


def _assigned(event: Event, _case: Case) -> str:
    to = str(_fact(event, "to", ""))
    if to == event.actor:
        return f"📌 {_who(event)} took this"
    return f"📌 {_who(event)} gave this to {mention(to)}"


def _unassigned(event: Event, _case: Case) -> str:
    return f"📌 {_who(event)} made this nobody's"


def _snoozed(event: Event, _case: Case) -> str:
    until = _moment(event, "until")
    return f"💤 {_who(event)} put this off{f' until {when(until)}' if until else ''}"


def _woken(event: Event, _case: Case) -> str:
    if event.actor:
        return f"🔔 {_who(event)} woke this"
    by = _fact(event, "by")
    return f"🔔 Awake again{f', put off by {mention(str(by))}' if by else ''}"


def _skipped(event: Event, case: Case) -> str:
    note = outside(str(_fact(event, NOTE, "")), limits.QUOTE)
    ending = f": “{note}”" if note else ""
    return f"☑️ {_who(event)} skipped {_entries(event, case)}, never to be posted{ending}"


def _support(event: Event, _case: Case) -> str:
    channel = str(_fact(event, "channel", ""))
    said = {
        "channel": f"asked for help in <#{escape(channel)}>",
        "mail": "wrote a mail to support",
        "copy": "copied a summary for support",
    }.get(str(_fact(event, "way", "")), "asked for help")
    words = quoted(str(_fact(event, "text", "")), _SUPPORT_WORDS)
    return f"📄 {_who(event)} {said}" + (f":\n{words}" if words else "")


def _owner_asked(event: Event, case: Case) -> str:
    to, platform = mention(str(_fact(event, "to", ""))), case.connection.platform.label
    return f"👋 {_who(event)} asked {to} to connect {platform} again"


def _owner_reminded(event: Event, _case: Case) -> str:
    to = mention(str(_fact(event, "to", "")))
    return f"🔔 {to} was reminded, {_fact(event, 'reminder', 1)} of 3"


def _stopped(event: Event, case: Case) -> str:
    left = f"{_entries(event, case)} left unsent" if _fact(event, COUNT) else "none was left unsent"
    return f"⛔ {_who(event)} stopped it: {left}. What was on its way is waited for"


def _asked(event: Event, case: Case) -> str:
    return f"👀 {_who(event)} asks to {_asked_for(event, case)}. A second person has to approve it"


def _declined(event: Event, case: Case) -> str:
    asked_by = str(_fact(event, ASKED_BY, ""))
    if event.actor == asked_by:
        return f"▫️ {_who(event)} took back what was asked for"
    what = _asked_for(event, case)
    return f"❌ {_who(event)} declined: {mention(asked_by)} had asked to {what}"


def _asked_for(event: Event, case: Case) -> str:
    if _fact(event, "entry_id"):
        return f"skip JF-{_fact(event, 'entry_id')}"
    asked = asks_to(str(_fact(event, MOVE)), _how(event), case.connection.platform.label)
    return asked.format(entries=_entries(event, case))


def _approved(event: Event, _case: Case) -> str:
    return f"👍 {_who(event)} approved what {mention(str(_fact(event, ASKED_BY, '')))} asked for"


def _costs_added(event: Event, case: Case) -> str:
    if _fact(event, FILE):
        return _file_read(event, case)
    return f"🏷️ {_who(event)} added {_costs(event, case)}"


def _costs(event: Event, case: Case, source: str = "") -> str:
    """Return "2 costs; 1 entry on the way. Still without a cost: ..."."""
    locale = case.book.locale
    variants, left = int(_fact(event, "variants", 0)), int(_fact(event, "left", 0))
    said = f"{figures.counted(variants, 'cost', locale)}{source}"
    if _fact(event, COUNT):
        said += f"; {_entries(event, case)} on the way"
    if not left:
        return said
    shown = [outside(str(one), limits.NAME_SHOWN) for one in _fact(event, "lacking", ())]
    more = [f"{figures.number(left - len(shown), locale)} more"] if left > len(shown) else []
    return f"{said}. Still without a cost: {', '.join([*shown, *more])}"


def _file_read(event: Event, case: Case) -> str:
    """Tell what became of a file in the thread: what was kept, and each row that was not."""
    name = f"“{outside(str(_fact(event, FILE)), limits.NAME_SHOWN)}”"
    if why := _fact(event, "refused"):
        return f"📎 {_who(event)}'s {name} was not taken: {outside(str(why), limits.QUOTE)}"
    lines = [f"📎 {_who(event)} added {_costs(event, case, f' from {name}')}"]
    lines += [
        f"• Row {int(number)}: {outside(str(fault), limits.QUOTE)}"
        for number, fault in _fact(event, "faults", ())
    ]
    locale = case.book.locale
    if more := int(_fact(event, "more_faults", 0)):
        lines.append(f"• and {figures.counted(more, 'more row', locale)} that cannot be taken")
    left_out = [
        f"{figures.counted(int(_fact(event, fact, 0)), 'row', locale)} {what}"
        for fact, what in _LEFT_OUT.items()
        if _fact(event, fact)
    ]
    return "\n".join([*lines, f"Left out: {', '.join(left_out)}" if left_out else ""]).rstrip()


_LEFT_OUT = {"empty": "without a cost", "others": "of variants that nothing here waits for"}


def _link_asked(event: Event, case: Case) -> str:
    number, platform = _number(event), case.connection.platform.label
    return (
        f"🔗 {_who(event)} says that {platform} has {number} already, in the entry shown;"
        " it is looked up there once more, and nothing is posted"
    )


def _post_anyway(event: Event, case: Case) -> str:
    why = outside(str(_fact(event, NOTE, "")), limits.QUOTE)
    platform = case.connection.platform.label
    return (
        f"📬 {_who(event)} says that what {platform} has is another entry, and asked to post"
        f" ours as {_number(event)}: “{why}”"
    )


def _number(event: Event) -> str:
    return outside(str(_fact(event, NUMBER, "the entry")), limits.NAME_SHOWN)


def _edited(event: Event, case: Case) -> str:
    number = _number(event)
    told = [_line_changed(one, case.book.locale) for one in _fact(event, CHANGES, [])]
    left = len(told) - _MOST_CHANGES
    more = [f"{figures.counted(left, 'more line', case.book.locale)}"] if left > 0 else []
    what = "; ".join([*told[:_MOST_CHANGES], *more]) or "nothing else about it"
    return f"✏️ {_who(event)} edited {number}: {what}. It is posted anew"


def _line_changed(change: Mapping[str, Any], locale: str) -> str:
    before, after = (_line_said(change.get(name), locale) for name in ("before", "after"))
    return f"line {change['line']} {before or 'new'} → {after or 'taken out'}"


def _line_said(line: Sequence[Any] | None, locale: str) -> str:
    if line is None:
        return ""
    side, minor, currency, named = line
    money = figures.amount(Money(int(minor), str(currency)), locale)
    return f"{side} {money} {outside(str(named), _SHORT_NAME)}"


def _redated(event: Event, case: Case) -> str:
    day = figures.day(date.fromisoformat(_fact(event, DAY)), case.book.locale)
    return (
        f"📅 {_who(event)} asked to post {_entries(event, case)} on {day}, the first open day;"
        " the old date stays in the description"
    )


def _awaited(event: Event, case: Case) -> str:
    return f"⏰ {_who(event)} asked to post this by itself once {period_of(case)} is open again"


def _not_awaited(event: Event, case: Case) -> str:
    return f"⏰ {_who(event)} asked not to wait for {period_of(case)} any more"


def _period_open(event: Event, case: Case) -> str:
    platform = case.connection.platform.label
    asked_by = str(_fact(event, ASKED_BY, ""))
    asked = f", as {mention(asked_by)} asked" if asked_by else ""
    return (
        f"🔓 {period_of(case)} is open again in {platform};"
        f" {_entries(event, case)} on the way{asked}"
    )


def _account_created(event: Event, case: Case) -> str:
    account = outside(str(_fact(event, "account", "an account")), limits.NAME_SHOWN)
    return f"➕ {_who(event)} had {account} made in {case.connection.platform.label}"


def _mapped(event: Event, case: Case) -> str:
    pairs = [
        f"{outside(str(name), limits.NAME_SHOWN)} to {outside(str(account), limits.NAME_SHOWN)}"
        for name, account in _fact(event, "mapped", [])
    ]
    left = int(_fact(event, "categories", 0)) - len(pairs)
    more = f" and {figures.number(left, case.book.locale)} more" if left > 0 else ""
    line = f"🗂️ {_who(event)} mapped {', '.join(pairs)}{more}"
    return f"{line}; {_entries(event, case)} on the way" if _fact(event, COUNT) else line


def _other(event: Event, _case: Case) -> str:
    """Tell what a newer release wrote and this one has no sentence for."""
    who = f" by {mention(event.actor)}" if event.actor else ""
    return f"▫️ {outside(event.kind, limits.NAME_SHOWN)}{who}"


_LINES: dict[str, Callable[[Event, Case], str]] = {
    OPENED: _opened,
    JOINED: _joined,
    RETRY: _retry,
    POSTED: _posted,
    REFUSED: _refused,
    UNCERTAIN: _uncertain,
    MOVED: _moved,
    RESOLVED: _resolved,
    REOPENED: _reopened,
    MISSING: _missing,
    FOUND: _found,
    CHECKED: _checked,
    DRAFT_ASKED: _draft_asked,
    DRAFTED: _drafted,
    LINK_ASKED: _link_asked,
    POST_ANYWAY: _post_anyway,
    EDITED: _edited,
    REDATED: _redated,
    AWAITED: _awaited,
    NOT_AWAITED: _not_awaited,
    PERIOD_OPEN: _period_open,
    ACCOUNT_CREATED: _account_created,
    MAPPED: _mapped,
    RESTORED: _restored,
    ASSIGNED: _assigned,
    UNASSIGNED: _unassigned,
    SNOOZED: _snoozed,
    WOKEN: _woken,
    SKIPPED: _skipped,
    SUPPORT: _support,
    OWNER_ASKED: _owner_asked,
    OWNER_REMINDED: _owner_reminded,
    STOPPED: _stopped,
    ASKED: _asked,
    DECLINED: _declined,
    APPROVED: _approved,
    COSTS_ADDED: _costs_added,
}


def _fact(event: Event, name: str, default: Any = None) -> Any:
    return (event.facts or {}).get(name, default)


def _moment(event: Event, name: str) -> datetime | None:
    kept = _fact(event, name)
    return datetime.fromisoformat(str(kept)) if kept else None


def _entries(event: Event, case: Case) -> str:
    """Return "3 entries ($4,812.40)"; without a count, "the entries"."""
    counted = _count(event, case, "entry", "entries") or "the entries"
    known = [Money(int(minor), str(currency)) for minor, currency in _fact(event, AMOUNTS, [])]
    amounts = figures.amounts(known, case.book.locale)
    return f"{counted} ({amounts})" if amounts else counted


def _count(event: Event, case: Case, one: str, many: str) -> str:
    count = _fact(event, COUNT)
    return figures.counted(int(count), one, case.book.locale, many) if count is not None else ""


def _how(event: Event) -> HowResolved | None:
    how = _fact(event, HOW)
    return HowResolved(how) if how else None


def _who(event: Event) -> str:
    return mention(event.actor) if event.actor else "jefail"
